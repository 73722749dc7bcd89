"""Which rows of a backlog this process indexes: two that share one do not take the same rows.

Two at one row would do its work twice; and where the row changed in between, the slower of them would put the older
words' vector over the newer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Protocol

from sqlalchemy import text
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from crm.errors import RetryableError
from crm.store import Store

FAMILY = 0x52415050 << 32  # above every id: what our locks on rows begin with
SHARES = 4  # of a backlog, at the least: two processes, the last share of each a small one
LEAST = 64  # rows: a batch costs some transactions, however small it is
TAKEN = text(
    "SELECT id FROM unnest(CAST(:ids AS bigint[])) WITH ORDINALITY AS wanted(id, place) "
    "WHERE pg_try_advisory_lock(:family + id) LIMIT :most"
)


class Claims(Protocol):
    def some(self, ids: Sequence[int], most: int) -> AbstractContextManager[list[int]]:
        """Holds up to `most` of these rows that nobody else holds, the first of them, until the context ends.

        Where others share the backlog it takes a part of what is left, so that all of them end at about the same time.
        """


class Alone:
    """Where one process at a time indexes."""

    @contextmanager
    def some(self, ids: Sequence[int], most: int) -> Iterator[list[int]]:
        yield list(ids[:most])


class PostgresClaims:
    """Locks of PostgreSQL's, which end with the connection: a process that dies holds nothing."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @contextmanager
    def some(self, ids: Sequence[int], most: int) -> Iterator[list[int]]:
        """As `Claims.some`.

        Raises:
            RetryableError: the record does not answer.
        """
        try:
            connection = self._store.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        except OperationalError as error:
            raise RetryableError("The database did not answer.") from error
        with connection:
            try:
                share = max(LEAST, len(ids) // SHARES)
                wanted = {"ids": list(ids), "family": FAMILY, "most": min(most, share)}
                taken = list(connection.scalars(TAKEN, wanted))
            except OperationalError as error:
                raise RetryableError("The database did not answer.") from error
            try:
                yield taken
            finally:
                with suppress(SQLAlchemyError):  # a broken connection holds nothing any more
                    connection.execute(text("SELECT pg_advisory_unlock_all()"))
