"""Rewrites what a database leaves of rows that are gone."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from sqlalchemy import text

from crm.errors import RetryableError
from crm.keywords import scrub_keyword_index
from crm.model import Base
from crm.store import Store
from privacy.erasure.places.queue import foreign_tables

PATIENCE = 60.0  # seconds that another's long reading may hold it up
TURN = 2.0  # seconds that writers wait at a time
PAUSE = 0.2
BUSY = "The database is in use by a long reading. The rest of the work is done; this step is tried again by itself."


def compact(store: Store, home: Path) -> None:
    """Leaves no deleted row, no old version of one, no word of the keyword index in the database's files.

    Raises:
        RetryableError: somebody reads for so long that it cannot be done now.
    """
    with store.write() as session:
        scrub_keyword_index(session.connection())
    if store.dialect == "sqlite":
        _rewrite(str(store.url.database))
        return
    if (home / "jobs.db").exists():
        _rewrite(str(home / "jobs.db"))
    _rewrite_tables(store)


def _rewrite(file: str) -> None:
    """SQLite: a new file of what is there, then an empty journal. Readers go on meanwhile, writers wait.

    Both steps wait for others in turns that are short, for writers wait behind them.
    """
    with closing(sqlite3.connect(file, timeout=TURN, isolation_level=None)) as connection:
        _patiently(connection, "VACUUM")
        _patiently(connection, "PRAGMA wal_checkpoint(TRUNCATE)")


def _patiently(connection: sqlite3.Connection, statement: str) -> None:
    until = time.monotonic() + PATIENCE
    while not _is_done(connection, statement):
        if time.monotonic() > until:
            raise RetryableError(BUSY)
        time.sleep(PAUSE)


def _is_done(connection: sqlite3.Connection, statement: str) -> bool:
    """Whether nobody was in its way: a checkpoint says so in its first column, anything else by an error."""
    try:
        told = connection.execute(statement).fetchone()
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise RetryableError(BUSY) from error
        return False
    return told is None or not told[0]


def _rewrite_tables(store: Store) -> None:
    """PostgreSQL and MariaDB: each table by itself, so that nobody waits for more than one of them."""
    preparer = store.engine.dialect.identifier_preparer
    tables = [*Base.metadata.sorted_tables, *foreign_tables(store)]
    verb = "VACUUM FULL" if store.dialect == "postgresql" else "OPTIMIZE TABLE"
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in tables:
            connection.execute(text(f"{verb} {preparer.format_table(table)}"))
