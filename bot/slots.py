"""Which of several processes this one is: the lowest number that nobody holds, held for as long as it lives.

A number is a lock that the system lets go of when its holder dies, however that comes; no clock has a say in it.
Where the queue is in PostgreSQL the lock is there, so that processes of several machines count as one; else it is a
file beside the record.
"""

from __future__ import annotations

import fcntl
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Protocol

from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from crm.errors import FatalError, RetryableError

MOST = 64  # processes side by side
FAMILY = 7_263  # of our advisory locks: two numbers name one, and this is the first
FULL = f"{MOST} processes of Rapport run already."


class Slots(Protocol):
    def take(self) -> int:
        """Holds the lowest free number.

        Raises:
            FatalError: there is none.
            RetryableError: where locks are does not answer.
        """

    def hold(self) -> bool:
        """Whether the number that was taken is still held; taken again where an outage has cost it."""

    def is_free(self, slot: int) -> bool:
        """Whether nobody holds a number; False where that cannot be said."""

    def close(self) -> None:
        """Lets go."""


class FileSlots:
    """Locks on files of a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: IO[str] | None = None

    def take(self) -> int:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for slot in range(1, MOST + 1):
            self._held = self._locked(slot)
            if self._held is not None:
                return slot
        raise FatalError(FULL)

    def hold(self) -> bool:
        return self._held is not None

    def is_free(self, slot: int) -> bool:
        file = self._locked(slot)
        if file is None:
            return False
        file.close()
        return True

    def close(self) -> None:
        if self._held is not None:
            self._held.close()
            self._held = None

    def _locked(self, slot: int) -> IO[str] | None:
        file = (self._folder / f"{slot}.lock").open("a")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return None
        return file


class PostgresSlots:
    """Advisory locks, on a connection of their own that lives as long as the process."""

    def __init__(self, url: str) -> None:
        options = {"keepalives_idle": 5, "keepalives_interval": 5, "keepalives_count": 3, "connect_timeout": 5}
        self._engine = create_engine(
            url, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=options, pool_pre_ping=False
        )
        self._connection: Any = None
        self._slot = 0
        self._turn = threading.Lock()

    def take(self) -> int:
        with self._turn:
            try:
                self._slot = next((n for n in range(1, MOST + 1) if self._lock(n)), 0)
            except SQLAlchemyError as error:
                raise RetryableError("The database did not answer. Nothing was changed; please try again.") from error
        if not self._slot:
            raise FatalError(FULL)
        return self._slot

    def hold(self) -> bool:
        with self._turn:
            with suppress(SQLAlchemyError):
                if self._connection is not None:
                    self._connection.execute(text("SELECT 1"))
                    return True
            self._drop()
            try:
                return self._lock(self._slot)
            except SQLAlchemyError:
                self._drop()
                return False

    def is_free(self, slot: int) -> bool:
        with self._turn:
            try:
                if slot == self._slot or self._connection is None or not self._lock(slot):
                    return False
                self._connection.execute(text(f"SELECT pg_advisory_unlock({FAMILY}, {slot})"))
            except SQLAlchemyError:
                self._drop()
                return False
            return True

    def close(self) -> None:
        with self._turn:
            with suppress(SQLAlchemyError):  # said rather than left to the end of the session, which takes a moment
                if self._connection is not None:
                    self._connection.execute(text("SELECT pg_advisory_unlock_all()"))
            self._drop()
            self._engine.dispose()

    def _lock(self, slot: int) -> bool:
        if self._connection is None:
            self._connection = self._engine.connect()
        return bool(self._connection.scalar(text(f"SELECT pg_try_advisory_lock({FAMILY}, {slot})")))

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(SQLAlchemyError):
                connection.invalidate()
                connection.close()
