"""A period in words that leave no doubt."""

from __future__ import annotations

from datetime import datetime, timedelta

from crm.periods.period import Period


def describe(period: Period) -> str:
    """Says "1 July to 30 September 2026", "since 1 May 2026", "5 June 2026, 14:00 to 15:00"."""
    start, end = period.start, period.end
    if start is None and end is None:
        return "any time"
    if end is None and start is not None:
        return f"since {_moment(start)}"
    if end is None:
        return "any time"
    if start is None:
        return f"before {_moment(end)}"
    if _at_midnight(start) and _at_midnight(end):
        return _days(start, end - timedelta(days=1))
    if start.date() == (end - timedelta(microseconds=1)).date():
        return f"{_day(start)}, {start:%H:%M} to {end:%H:%M}"
    return f"{_moment(start)} to {_moment(end)}"


def _at_midnight(at: datetime) -> bool:
    return at.hour == at.minute == at.second == 0


def _day(at: datetime) -> str:
    return f"{at.day} {at:%B} {at.year}"


def _moment(at: datetime) -> str:
    return _day(at) if _at_midnight(at) else f"{_day(at)}, {at:%H:%M}"


def _days(first: datetime, last: datetime) -> str:
    if first.date() >= last.date():
        return _day(first)
    if first.year != last.year:
        return f"{_day(first)} to {_day(last)}"
    if first.month != last.month:
        return f"{first.day} {first:%B} to {_day(last)}"
    return f"{first.day} to {_day(last)}"
