"""Instants in somebody's own zone: the record keeps UTC, people count days where they are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, DateTime, Integer, and_, case, extract, literal_column, not_, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

EARLIEST = 1990
AHEAD = 10  # years
STEP = timedelta(days=7)


class Shifted(FunctionElement[datetime]):
    """An instant moved by a number of seconds."""

    name = "shifted"
    inherit_cache = True
    type = DateTime()


@compiles(Shifted, "sqlite")
def _sqlite_shifted(element: Any, compiler: Any, **kwargs: Any) -> str:
    at, seconds = (compiler.process(clause, **kwargs) for clause in element.clauses)
    return f"datetime({at}, ({seconds}) || ' seconds')"


@compiles(Shifted, "postgresql")
def _postgresql_shifted(element: Any, compiler: Any, **kwargs: Any) -> str:
    at, seconds = (compiler.process(clause, **kwargs) for clause in element.clauses)
    return f"({at} + make_interval(secs => {seconds}))"


@compiles(Shifted, "mysql")
@compiles(Shifted, "mariadb")
def _mysql_shifted(element: Any, compiler: Any, **kwargs: Any) -> str:
    at, seconds = (compiler.process(clause, **kwargs) for clause in element.clauses)
    return f"DATE_ADD({at}, INTERVAL ({seconds}) SECOND)"


class DayNumber(FunctionElement[int]):
    """The day of a moment as the number 20261120, read once: months and years are parts of it."""

    name = "day_number"
    inherit_cache = True
    type = Integer()


@compiles(DayNumber, "sqlite")
def _sqlite_day(element: Any, compiler: Any, **kwargs: Any) -> str:
    return f"CAST(strftime('%Y%m%d', {compiler.process(element.clauses, **kwargs)}) AS INTEGER)"


@compiles(DayNumber, "postgresql")
def _postgresql_day(element: Any, compiler: Any, **kwargs: Any) -> str:
    return f"CAST(to_char({compiler.process(element.clauses, **kwargs)}, 'YYYYMMDD') AS INTEGER)"


@compiles(DayNumber, "mysql")
@compiles(DayNumber, "mariadb")
def _mysql_day(element: Any, compiler: Any, **kwargs: Any) -> str:
    day = compiler.process(element.clauses, **kwargs)
    return f"CAST(DATE({day}) + 0 AS SIGNED)"  # a date in a sum is its number


def local(column: ColumnElement[Any], zone: tzinfo, years: tuple[int, int], *, days: bool) -> ColumnElement[Any]:
    """A column of instants as local time, each row by the offset of its own moment.

    Args:
        column: instants in UTC.
        zone: whose local time.
        years: the first and last that are looked at; before and after, their offsets hold.
        days: whether the column came from mere dates: what stands at midnight is then a day and is not moved.
    """
    changes, offsets = _offsets(zone, *years)
    if offsets == (0,):
        return column
    seconds = _offset(column, changes, offsets)
    if days:
        seconds = case((at_midnight(column), literal_column("0")), else_=seconds)
    return Shifted(column, seconds)


def between(column: ColumnElement[Any], start: datetime | None, end: datetime | None) -> ColumnElement[bool]:
    """Rows of a column that came from mere dates: days by their date, instants by the asker's zone."""
    instants = _limits(column, start, end)
    if all(edge is None or not edge.utcoffset() for edge in (start, end)):
        return and_(*instants)
    days = _limits(column, *(edge and edge.replace(tzinfo=UTC) for edge in (start, end)))
    midnight = at_midnight(column)
    return or_(and_(midnight, *days), and_(not_(midnight), *instants))


def at_midnight(column: ColumnElement[Any]) -> ColumnElement[bool]:
    return and_(*(extract(part, column) == 0 for part in ("hour", "minute", "second")))


def _limits(column: ColumnElement[Any], start: datetime | None, end: datetime | None) -> list[ColumnElement[bool]]:
    return [*([column >= start] if start else []), *([column < end] if end else [])]


def _offset(column: ColumnElement[Any], changes: tuple[datetime, ...], offsets: tuple[int, ...]) -> ColumnElement[Any]:
    """The offset of a moment, found by halves: seven comparisons for forty years."""
    if not changes:
        return literal_column(str(offsets[0]))
    middle = len(changes) // 2
    before = _offset(column, changes[:middle], offsets[: middle + 1])
    after = _offset(column, changes[middle + 1 :], offsets[middle + 1 :])
    return case((column < changes[middle], before), else_=after)


@lru_cache(maxsize=64)
def _offsets(zone: tzinfo, first: int, last: int) -> tuple[tuple[datetime, ...], tuple[int, ...]]:
    """When the zone changed its clocks, and its offsets before, between and after, in seconds."""
    at, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last, 12, 31, tzinfo=UTC)
    changes: list[datetime] = []
    offsets = [_at(zone, at)]
    while at < end:
        after = at + STEP
        if _at(zone, after) != offsets[-1]:
            changes.append(_change(zone, at, after))
            offsets.append(_at(zone, after))
        at = after
    return tuple(changes), tuple(offsets)


def _change(zone: tzinfo, before: datetime, after: datetime) -> datetime:
    """The second at which the offset changed."""
    old = _at(zone, before)
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        before, after = (middle, after) if _at(zone, middle) == old else (before, middle)
    return after


def _at(zone: tzinfo, moment: datetime) -> int:
    return int((moment.astimezone(zone).utcoffset() or timedelta()).total_seconds())
