"""The durable queue's own tables: jobs carry ids alone, and should one carry more, that goes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import JSON, ColumnElement, MetaData, String, Table, Text, cast, inspect, select, update

from crm.model import Base
from crm.store import Store
from crm.wordrank import WORDS_TABLE
from privacy.erasure.place import NOTHING, Work

SCHEMAS = {"postgresql": (None, "dbos")}  # where DBOS puts its tables
OWN_FILE = "jobs.db"  # where the record is on MariaDB


class Queue:
    """Every table of the database that is not the record's own."""

    name = "queue"
    claims = NOTHING

    def count(self, work: Work) -> int:
        return sum(1 for _ in self.touched(work))

    verify = count

    def erase(self, work: Work) -> int:
        found = list(self.touched(work))
        for store, table, column, value in found:
            cleaned, cell = work.traces.value(value), table.c[column]
            with store.write() as session:
                same = update(table).where(_text(cell) == value)
                session.execute(same.values({column: json.loads(cleaned) if isinstance(cell.type, JSON) else cleaned}))
        for store in {each[0] for each in found}:
            if store is not work.house.store:
                store.close()
        return len(found)

    def touched(self, work: Work) -> Iterator[tuple[Store, Table, str, str]]:
        for store in _stores(work):
            for table in foreign_tables(store):
                for column in table.columns:
                    if isinstance(column.type, String | JSON):
                        yield from self._cells(work, store, table, column.name)

    @staticmethod
    def _cells(work: Work, store: Store, table: Table, column: str) -> Iterator[tuple[Store, Table, str, str]]:
        query = select(_text(table.c[column])).where(table.c[column].is_not(None)).distinct()
        with store.read() as session:
            values = [value for value in session.scalars(query) if isinstance(value, str)]
        for value in values:
            if work.traces.value(value) != value:
                yield store, table, column, value


def _text(cell: ColumnElement[Any]) -> ColumnElement[Any]:
    return cast(cell, Text) if isinstance(cell.type, JSON) else cell


def _stores(work: Work) -> list[Store]:
    own = work.house.home / OWN_FILE
    return [work.house.store, *([Store(f"sqlite:///{own}")] if own.exists() else [])]


def foreign_tables(store: Store) -> list[Table]:
    """Tables beside the record's: the queue's, as they are on this database."""
    found: list[Table] = []
    with _connected(store) as connection:
        inspector = inspect(connection)
        for schema in SCHEMAS.get(store.dialect, (None,)):
            if schema is not None and schema not in inspector.get_schema_names():
                continue
            for name in inspector.get_table_names(schema=schema):
                if name not in Base.metadata.tables and not name.startswith(WORDS_TABLE):
                    found += [Table(name, MetaData(), schema=schema, autoload_with=connection)]
    return found


@contextmanager
def _connected(store: Store) -> Iterator[Any]:
    with store.read() as session:
        yield session.connection()
