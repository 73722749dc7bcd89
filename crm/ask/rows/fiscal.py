"""Fiscal years and quarters: how rows are grouped by them, and how they are called."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, literal, or_

from crm.ask.plan import Grain, Span
from crm.ask.record.schema import QUARTER, FieldInfo, quarterlike, yearlike
from crm.ask.rows.expressions import label_of
from crm.errors import RejectedError
from crm.periods import units

FOLLOWING = ("quarter", "year")  # grains that follow the fiscal year


def fiscal(grain: Grain | None, start: int) -> bool:
    """Whether a grain is told in fiscal years."""
    return start != 1 and grain in FOLLOWING


def in_years(day: ColumnElement[Any], grain: Grain, start: int) -> ColumnElement[Any]:
    """A grain as a sortable number, out of days such as 20261120. A fiscal year is named after the one it ends in."""
    if grain == "day":
        return day
    months = day // 100
    if grain == "month":
        return months
    year, month = day // 10000, months % 100
    if start != 1:
        year = year + case((month >= start, 1), else_=0)
    return year if grain == "year" else year * 10 + (month - start + 12) % 12 // 3 + 1


def label(number: Any, grain: Grain, start: int) -> str | None:
    """`20262` as `FY26 Q2` where the fiscal year is not the calendar's, else as `2026 Q2`."""
    if number is None or not fiscal(grain, start):
        return label_of(number, grain)
    whole = int(number)
    return f"FY{whole % 100:02d}" if grain == "year" else f"FY{whole // 10 % 100:02d} Q{whole % 10}"


def label_at(day: date, grain: Grain, start: int) -> str:
    """The label of the fiscal year or quarter that a day lies in."""
    year = units.fiscal_label(datetime(day.year, day.month, 1), start)  # noqa: DTZ001 - only its month counts
    quarter = (day.month - start) % 12 // 3 + 1
    return label(year if grain == "year" else year * 10 + quarter, grain, start) or ""


# --- columns that name their time in words ----------------------------------------------------------------------------


def quarter_of(value: str) -> tuple[int, int] | None:
    """`2024-Q3`, `Q3 2024`, `FY24 Q3` as (2024, 3)."""
    found = QUARTER.search(value)
    if found is None:
        return None
    year = int(found["year"] or found["short"] or found["then"] or found["brief"])
    return year + (2000 if year < 100 else 0), int(found["quarter"] or found["first"])


def worded(info: FieldInfo) -> bool:
    """Whether a column names years or quarters instead of holding dates."""
    return yearlike(info) or quarterlike(info)


def worded_in(column: ColumnElement[Any], info: FieldInfo, grain: Grain) -> ColumnElement[Any]:
    """Such a column by year or quarter.

    Raises:
        RejectedError: it is not told so finely.
    """
    if yearlike(info):
        if grain != "year":
            raise RejectedError(f"“{info.label}” holds years only, so there is nothing to say by {grain}.")
        return column
    if grain not in FOLLOWING:
        raise RejectedError(f"“{info.label}” holds quarters only, so there is nothing to say by {grain}.")
    read = {value: quarter_of(value) for value in info.values}
    numbers = {value: at[0] if grain == "year" else at[0] * 10 + at[1] for value, at in read.items() if at}
    return case(*((column == value, literal(number)) for value, number in numbers.items()))


def worded_within(
    column: ColumnElement[Any], info: FieldInfo, span: Span, start: int, today: date
) -> ColumnElement[bool]:
    """Rows of a period in a column that names years or quarters.

    Raises:
        RejectedError: the period does not consist of whole ones.
    """
    unit: Grain = "year" if yearlike(info) else "quarter"
    first, last = (edge and edge.replace(tzinfo=None) for edge in (span.start, span.end))
    edge = first or last
    fiscally = start if unit == "quarter" or (edge is not None and edge.month == start) else 1
    running = last is not None and last.date() > today
    if not all(_whole(edge, unit, fiscally) for edge in (first, None if running else last)):
        raise RejectedError(f"“{info.label}” holds {unit}s only; ask for whole {unit}s.")
    if unit == "year":
        limits = [column >= units.fiscal_label(first, fiscally)] if first else []
        limits += [column < units.fiscal_label(last, fiscally) + _begun(last, fiscally)] if last else []
        return and_(*limits) if limits else column.is_not(None)
    read = {value: quarter_of(value) for value in info.values}
    begins = {
        value: units.add(units.fiscal_year(at[0], start), "month", 3 * at[1] - 3) for value, at in read.items() if at
    }
    held = [value for value, at in begins.items() if (not first or first <= at) and (not last or at < last)]
    return or_(*(column == value for value in held)) if held else false()


def _whole(edge: datetime | None, unit: Grain, start: int) -> bool:
    if edge is None:
        return True
    floored = units.fiscal_year(units.fiscal_label(edge, start), start) if unit == "year" else None
    return edge == (floored or units.floor(edge, unit, start))


def _begun(edge: datetime, start: int) -> int:
    """1 where the edge lies inside a year, which then counts."""
    return int(not _whole(edge, "year", start))
