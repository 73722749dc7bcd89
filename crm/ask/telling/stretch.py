"""Every day, week, month, quarter or year between two labels, so that a time without rows is seen."""

from __future__ import annotations

import re
from datetime import date, timedelta

from crm.ask.plan import Grain
from crm.ask.rows import fiscal
from crm.periods import units

MOST = 400  # labels; a longer stretch shows only what there is
TURN = 70  # fiscal years are named by two digits: from here on those of the last century
MONTHS = {"month": 1, "quarter": 3, "year": 12}
NUMBERS = re.compile(r"\d+")


def label_at(day: date, grain: Grain, start: int = 1) -> str:
    """The label of the time that a day lies in, as answers write it: `2026-08`, `2026 Q3`, `FY27 Q1`.

    Args:
        start: the month in which the fiscal year begins.
    """
    if fiscal.fiscal(grain, start):
        return fiscal.label_at(day, grain, start)
    if grain == "year":
        return str(day.year)
    if grain == "quarter":
        return f"{day.year} Q{(day.month + 2) // 3}"
    if grain == "month":
        return f"{day.year}-{day.month:02d}"
    return (day - timedelta(days=day.weekday() if grain == "week" else 0)).isoformat()


def begins(label: str, grain: Grain, start: int = 1) -> date:
    """The first day of the time that a label names.

    Raises:
        ValueError: the label names no time.
    """
    parts = [int(found) for found in NUMBERS.findall(label)]
    if fiscal.fiscal(grain, start):
        year, quarter = (*parts, 1)[:2]
        year += 1900 if year >= TURN else 2000
        return units.add(units.fiscal_year(year, start), "month", 3 * quarter - 3).date()
    if grain == "quarter":
        return date(parts[0], parts[1] * 3 - 2, 1)
    month, day = (*parts[1:3], 1, 1)[:2]
    return date(parts[0], month, day)


def stretch(first: str, last: str, grain: Grain, start: int = 1) -> tuple[str, ...]:
    """All labels from the first to the last.

    Raises:
        ValueError: a label names no time.
    """
    at, end = begins(first, grain, start), begins(last, grain, start)
    found: list[str] = []
    while at <= end and len(found) < MOST:
        found.append(label_at(at, grain, start))
        at = _next(at, grain)
    return tuple(found)


def _next(day: date, grain: Grain) -> date:
    if grain in MONTHS:
        month = day.month - 1 + MONTHS[grain]
        return date(day.year + month // 12, month % 12 + 1, 1)
    return day + timedelta(days=7 if grain == "week" else 1)
