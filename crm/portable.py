"""The record in a form that each of its databases can take: rows as lines of JSON, table by table."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    BindParameter,
    Boolean,
    Column,
    ColumnElement,
    Date,
    Double,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    String,
    Table,
    Text,
    bindparam,
    cast,
    func,
    insert,
    inspect,
    select,
    text,
    type_coerce,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.types import TypeDecorator, TypeEngine

from crm.errors import FatalError
from crm.model import Base
from crm.model.types import UtcDateTime

PART = 5_000  # rows
LEVEL = 3  # of gzip: a third of the time of its default for a tenth more bytes
Row = dict[str, Any]


@dataclass(frozen=True)
class Shape:
    """A table: its columns in their order, each with the kind that its values are written as."""

    name: str
    columns: tuple[tuple[str, str], ...]


def shapes(connection: Connection) -> list[Shape]:
    """The tables that stand there, those that others point at first."""
    inspector = inspect(connection)
    there = set(inspector.get_table_names())
    found = []
    for table in Base.metadata.sorted_tables:
        if table.name in there:
            own = {column["name"] for column in inspector.get_columns(table.name)}
            columns = tuple((column.name, kind_of(column.type)) for column in table.columns if column.name in own)
            found.append(Shape(table.name, columns))
    return found


def kind_of(type_: TypeEngine[Any]) -> str:
    return next(kind for known, kind in _KINDS if isinstance(type_, known))


def parts(connection: Connection, shape: Shape) -> Iterator[tuple[bytes, int]]:
    """The rows of a table: packed lines, each a JSON list in the order of the columns, with how many there are."""
    table = Base.metadata.tables[shape.name]
    cells = [_READ.get(kind, _as_it_is)(table.c[name]) for name, kind in shape.columns]
    query = select(*cells).order_by(*table.primary_key.columns).execution_options(yield_per=PART)
    write = [(place, _WRITE[kind]) for place, (_, kind) in enumerate(shape.columns) if kind in _WRITE]
    for rows in connection.execute(query).partitions(PART):
        lines = []
        for row in rows:
            line = list(row)
            for place, written in write:
                if line[place] is not None:
                    line[place] = written(line[place])
            lines.append(json.dumps(line, separators=(",", ":")))
        yield gzip.compress("\n".join(lines).encode(), LEVEL, mtime=0), len(rows)


def rows_of(shape: Shape, content: bytes) -> list[Row]:
    """A part's rows, with values as databases take them."""
    names = [name for name, _ in shape.columns]
    read = [(name, _TAKE[kind]) for name, kind in shape.columns if kind in _TAKE]
    rows = [dict(zip(names, json.loads(line), strict=True)) for line in gzip.decompress(content).splitlines()]
    for row in rows:
        for name, taken in read:
            if row[name] is not None:
                row[name] = taken(row[name])
    return rows


class WrittenJson(TypeDecorator[str]):
    """JSON as it is written, into PostgreSQL's own type."""

    impl = Text
    cache_ok = True

    def bind_expression(self, bindvalue: BindParameter[str]) -> ColumnElement[Any]:
        return cast(type_coerce(bindvalue, Text), JSONB)


class Loader:
    """Fills the empty tables of a database, in one transaction of the caller's, those that others point at first.

    What a row says of another of its own table is filled in at the end, for that one may come later.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._inspector = inspect(connection)
        self._postgresql = connection.dialect.name == "postgresql"
        self._tables: dict[str, Table] = {}
        self._own: dict[str, set[str]] = {}
        self._later: dict[tuple[str, str], list[tuple[int, int]]] = {}

    def add(self, shape: Shape, rows: Sequence[Row]) -> None:
        """Adds rows to a table.

        Raises:
            FatalError: this database does not take them.
        """
        if not rows:
            return
        if shape.name not in self._tables:
            self._begin(shape)
        for name in self._own[shape.name]:
            later = self._later.setdefault((shape.name, name), [])
            later += [(row["id"], row[name]) for row in rows if row[name] is not None]
            for row in rows:
                row[name] = None
        if self._postgresql:
            _without_nul(shape, rows)
        try:
            self._connection.execute(insert(self._tables[shape.name]), rows)
        except (DataError, IntegrityError) as error:
            raise FatalError(f"Rows of the table {shape.name} do not fit into this database.") from error

    def finish(self, counts: Mapping[str, int]) -> None:
        """Fills in what was left for later, has new rows numbered on, and counts.

        Raises:
            FatalError: a table does not hold as many rows as it should.
        """
        for (name, column), pairs in self._later.items():
            table = self._tables[name]
            change = update(table).where(table.c.id == bindparam("id_")).values({column: bindparam("other_")})
            if pairs:
                self._connection.execute(change, [{"id_": one, "other_": other} for one, other in pairs])
        for name, expected in counts.items():
            if self._postgresql:
                self._number_on(name)
            found = self._connection.scalar(select(func.count()).select_from(Table(name, MetaData())))
            if found != expected:
                raise FatalError(f"The table {name} holds {found:,} rows where {expected:,} were to come.")

    def _begin(self, shape: Shape) -> None:
        columns = [Column(name, self._type(kind), primary_key=name == "id") for name, kind in shape.columns]
        self._tables[shape.name] = Table(shape.name, MetaData(), *columns)
        keys = self._inspector.get_foreign_keys(shape.name)
        own = {each["constrained_columns"][0] for each in keys if each["referred_table"] == shape.name}
        self._own[shape.name] = own & {name for name, _ in shape.columns}

    def _type(self, kind: str) -> TypeEngine[Any]:
        return WrittenJson() if kind == "json" and self._postgresql else _TYPES[kind]

    def _number_on(self, name: str) -> None:
        if any(column["name"] == "id" for column in self._inspector.get_columns(name)):
            sequence = f"pg_get_serial_sequence('{name}', 'id')"
            self._connection.execute(
                text(f"SELECT setval({sequence}, coalesce(max(id), 1), max(id) IS NOT NULL) FROM {name}")
            )


def _without_nul(shape: Shape, rows: Sequence[Row]) -> None:
    """SQLite keeps a NUL in a text, PostgreSQL takes none."""
    for name, kind in shape.columns:
        for row in rows if kind in {"text", "json"} else ():
            value = row[name]
            if value is None:
                continue
            if kind == "text" and "\x00" in value:
                row[name] = value.replace("\x00", "")
            elif kind == "json" and "\\u0000" in value:
                row[name] = json.dumps(_clean(json.loads(value)))


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, list):
        return [_clean(each) for each in value]
    if isinstance(value, dict):
        return {_clean(name): _clean(each) for name, each in value.items()}
    return value


def _as_it_is(column: Column[Any]) -> Any:
    return column


def _isoformat(value: datetime | date) -> str:
    return value.isoformat()


_KINDS: tuple[tuple[type[Any], str], ...] = (
    (JSON, "json"),
    (LargeBinary, "bytes"),
    (UtcDateTime, "time"),
    (Date, "date"),
    (Boolean, "bool"),
    (Float, "float"),
    (Double, "float"),
    (Numeric, "decimal"),
    (Integer, "int"),
    (String, "text"),
)
_TYPES: dict[str, TypeEngine[Any]] = {
    "json": Text(),
    "bytes": LargeBinary(),
    "time": UtcDateTime(),
    "date": Date(),
    "bool": Boolean(),
    "float": Double(),
    "decimal": Numeric(18, 2, asdecimal=False),
    "int": BigInteger(),
    "text": Text(),
}
_READ: dict[str, Callable[[Column[Any]], Any]] = {
    "json": lambda column: cast(column, Text),
    "decimal": lambda column: type_coerce(column, Numeric(18, 2)),
    "text": lambda column: type_coerce(column, Text),
}
_WRITE: dict[str, Callable[[Any], Any]] = {
    "bytes": lambda value: base64.b64encode(value).decode(),
    "time": _isoformat,
    "date": _isoformat,
    "decimal": str,
}
_TAKE: dict[str, Callable[[Any], Any]] = {
    "bytes": base64.b64decode,
    "time": datetime.fromisoformat,
    "date": date.fromisoformat,
    "decimal": Decimal,
}
