"""SQLite records made once in a process and copied from then on: their tables are the same each time."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache

import crm.migrations
from crm.keywords import create_keyword_index
from crm.model import Base
from crm.store import Store

Fill = Callable[[Store], None]

bring_by_steps = crm.migrations.bring  # what a test of the steps themselves asks for


def create_tables(store: Store) -> None:
    """The model's tables in an empty database."""
    if store.dialect == "sqlite":
        _copy(_template(_create), store)
    else:
        _create(store)


def _create(store: Store) -> None:
    Base.metadata.create_all(store.engine)
    with store.engine.begin() as connection:
        create_keyword_index(connection)


def bring(store: Store, revision: str) -> None:
    """As `crm.migrations.bring`, which an empty SQLite file needs only once in a process."""
    if store.dialect == "sqlite" and revision == "head" and _is_empty(store):
        _copy(_template(_step), store)
    else:
        bring_by_steps(store, revision)


def _step(store: Store) -> None:
    bring_by_steps(store, "head")


def _is_empty(store: Store) -> bool:
    with _raw(store) as connection:
        return not connection.execute("SELECT 1 FROM sqlite_master").fetchone()


def _copy(template: sqlite3.Connection, store: Store) -> None:
    with _raw(store) as connection:
        template.backup(connection)


@cache
def _template(fill: Fill) -> sqlite3.Connection:
    """What `fill` makes of an empty record, in memory."""
    made, kept = Store("sqlite://"), sqlite3.connect(":memory:", check_same_thread=False)
    fill(made)
    with _raw(made) as connection:
        connection.backup(kept)
    made.close()
    return kept


@contextmanager
def _raw(store: Store) -> Iterator[sqlite3.Connection]:
    pooled = store.engine.raw_connection()
    try:
        found = pooled.driver_connection
        assert isinstance(found, sqlite3.Connection)
        yield found
    finally:
        pooled.close()
