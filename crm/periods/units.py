"""Arithmetic on calendar units; datetimes here are naive and local."""

from __future__ import annotations

import calendar
from datetime import datetime, timedelta
from typing import Final

from crm.periods.period import Grain

_CLOCK: Final = {"second": timedelta(seconds=1), "minute": timedelta(minutes=1), "hour": timedelta(hours=1)}
_DAYS: Final = {"day": 1, "week": 7}
_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}


def midnight(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


def floor(at: datetime, unit: Grain, fiscal_start: int = 1) -> datetime:
    """The first instant of the unit that `at` lies in; quarters follow the fiscal year, years the calendar."""
    if unit in _CLOCK:
        floored = at.replace(microsecond=0)
        return floored if unit == "second" else floored.replace(second=0, minute=0 if unit == "hour" else at.minute)
    day = midnight(at)
    if unit == "day":
        return day
    if unit == "week":
        return day - timedelta(days=day.weekday())
    first = day.replace(day=1)
    if unit == "month":
        return first
    if unit == "quarter":
        return add(first, "month", -((first.month - fiscal_start) % 3))
    return first.replace(month=1)


def add(at: datetime, unit: Grain, count: int) -> datetime:
    """`at` moved by whole units; a day that the month lacks becomes its last."""
    if unit in _CLOCK:
        return at + _CLOCK[unit] * count
    if unit in _DAYS:
        return at + timedelta(days=_DAYS[unit] * count)
    year, month = divmod(at.year * 12 + at.month - 1 + _MONTHS[unit] * count, 12)
    if not 1 <= year < 9999:
        raise OverflowError("the year is out of range")
    day = min(at.day, calendar.monthrange(year, month + 1)[1])
    return at.replace(year=year, month=month + 1, day=day)


def add_business_days(at: datetime, count: int) -> datetime:
    step = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left:
        at += step
        left -= at.weekday() < 5
    return at


def fiscal_year(label: int, fiscal_start: int) -> datetime:
    """The first day of the fiscal year named `label`: a year is named after the one it ends in."""
    return datetime(label if fiscal_start == 1 else label - 1, fiscal_start, 1)  # noqa: DTZ001


def fiscal_label(at: datetime, fiscal_start: int) -> int:
    return at.year + (fiscal_start > 1 and at.month >= fiscal_start)
