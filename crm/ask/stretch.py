"""Every day, week, month, quarter or year between two labels, so that a time without rows is seen."""

from __future__ import annotations

import re
from datetime import date, timedelta

from crm.ask.plan import Grain

MOST = 400  # labels; a longer stretch shows only what there is
MONTHS = {"month": 1, "quarter": 3, "year": 12}
NUMBERS = re.compile(r"\d+")


def label_at(day: date, grain: Grain) -> str:
    """The label of the time that a day lies in, as answers write it: `2026-08`, `2026 Q3`."""
    if grain == "year":
        return str(day.year)
    if grain == "quarter":
        return f"{day.year} Q{(day.month + 2) // 3}"
    if grain == "month":
        return f"{day.year}-{day.month:02d}"
    return (day - timedelta(days=day.weekday() if grain == "week" else 0)).isoformat()


def begins(label: str, grain: Grain) -> date:
    """The first day of the time that a label names.

    Raises:
        ValueError: the label names no time.
    """
    parts = [int(found) for found in NUMBERS.findall(label)]
    if grain == "quarter":
        return date(parts[0], parts[1] * 3 - 2, 1)
    month, day = (*parts[1:3], 1, 1)[:2]
    return date(parts[0], month, day)


def stretch(first: str, last: str, grain: Grain) -> tuple[str, ...]:
    """All labels from the first to the last.

    Raises:
        ValueError: a label names no time.
    """
    at, end = begins(first, grain), begins(last, grain)
    found: list[str] = []
    while at <= end and len(found) < MOST:
        found.append(label_at(at, grain))
        at = _next(at, grain)
    return tuple(found)


def _next(day: date, grain: Grain) -> date:
    if grain in MONTHS:
        month = day.month - 1 + MONTHS[grain]
        return date(day.year + month // 12, month % 12 + 1, 1)
    return day + timedelta(days=7 if grain == "week" else 1)
