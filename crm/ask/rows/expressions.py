"""Expressions that SQLite, PostgreSQL and MariaDB write each in their own way."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Integer, Numeric, String, case, cast, extract, func, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from crm.ask.plan import Grain
from crm.ask.record.schema import FieldInfo


class DaysBetween(FunctionElement[int]):
    """Whole days from the second date to the first."""

    name = "days_between"
    inherit_cache = True
    type = Integer()


@compiles(DaysBetween, "sqlite")
def _sqlite_days(element: Any, compiler: Any, **kwargs: Any) -> str:
    end, start = (compiler.process(clause, **kwargs) for clause in element.clauses)
    return f"CAST(julianday({end}) - julianday({start}) AS INTEGER)"


@compiles(DaysBetween, "postgresql")
def _postgresql_days(element: Any, compiler: Any, **kwargs: Any) -> str:
    end, start = (compiler.process(clause, **kwargs) for clause in element.clauses)
    return f"(CAST({end} AS DATE) - CAST({start} AS DATE))"


@compiles(DaysBetween, "mysql")
@compiles(DaysBetween, "mariadb")
def _mysql_days(element: Any, compiler: Any, **kwargs: Any) -> str:
    end, start = (compiler.process(clause, **kwargs) for clause in element.clauses)
    return f"DATEDIFF({end}, {start})"


class WeekStart(FunctionElement[int]):
    """The Monday of a date's week, as the number 20261116."""

    name = "week_start"
    inherit_cache = True
    type = Integer()


@compiles(WeekStart, "sqlite")
def _sqlite_week(element: Any, compiler: Any, **kwargs: Any) -> str:
    day = compiler.process(element.clauses, **kwargs)
    return f"CAST(strftime('%Y%m%d', {day}, '-6 days', 'weekday 1') AS INTEGER)"


@compiles(WeekStart, "postgresql")
def _postgresql_week(element: Any, compiler: Any, **kwargs: Any) -> str:
    day = compiler.process(element.clauses, **kwargs)
    return f"CAST(to_char(date_trunc('week', CAST({day} AS TIMESTAMP)), 'YYYYMMDD') AS INTEGER)"


@compiles(WeekStart, "mysql")
@compiles(WeekStart, "mariadb")
def _mysql_week(element: Any, compiler: Any, **kwargs: Any) -> str:
    day = compiler.process(element.clauses, **kwargs)
    return f"CAST(STR_TO_DATE(CONCAT(YEARWEEK({day}, 3), ' Monday'), '%%x%%v %%W') + 0 AS SIGNED)"


def attribute(column: Any, info: FieldInfo) -> ColumnElement[Any]:
    """A custom attribute as a value of its type; dates stay ISO strings, which sort as dates do."""
    element = column[info.key]
    if info.type == "boolean":
        return element.as_boolean()  # type: ignore[no-any-return]
    if info.type == "integer":
        return element.as_integer()  # type: ignore[no-any-return]
    if info.numeric:
        return element.as_float()  # type: ignore[no-any-return]
    return element.as_string()  # type: ignore[no-any-return]


def in_grain(column: ColumnElement[Any], grain: Grain, *, text: bool) -> ColumnElement[Any]:
    """The year, quarter, month, week or day of a date as a sortable label. `text` dates are ISO strings."""
    if grain == "week":
        return WeekStart(func.substr(column, 1, 10) if text else column)
    year, month, day = _parts(column, text=text)
    if grain == "year":
        return year
    if grain == "quarter":
        return year * 10 + floored((month + 2) / 3.0)
    if grain == "month":
        return year * 100 + month
    return year * 10000 + month * 100 + day


def floored(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The whole number below; none where there is no value, which SQLite's own function does not bear."""
    return case((column.is_not(None), func.floor(func.coalesce(column, 0))))


def _parts(column: ColumnElement[Any], *, text: bool) -> tuple[ColumnElement[Any], ...]:
    if text:
        return tuple(cast(func.substr(column, start, size), Integer) for start, size in ((1, 4), (6, 2), (9, 2)))
    return tuple(cast(extract(part, column), Integer) for part in ("year", "month", "day"))


def label_of(number: Any, grain: Grain) -> str | None:
    """`20171` as `2017 Q1`, `201703` as `2017-03`."""
    if number is None:
        return None
    whole = int(number)
    if grain == "year":
        return str(whole)
    if grain == "quarter":
        return f"{whole // 10} Q{whole % 10}"
    if grain == "month":
        return f"{whole // 100}-{whole % 100:02d}"
    return f"{whole // 10000}-{whole // 100 % 100:02d}-{whole % 100:02d}"


def cast_text(column: ColumnElement[Any]) -> ColumnElement[str]:
    """A date as it is written, year first."""
    return cast(column, String(32))


def decimal(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return cast(column, Numeric(24, 6, asdecimal=False))


def text_literal(value: str) -> ColumnElement[str]:
    return literal(value, String(191))
