"""Something that comes again, alone or within a larger time: Christmas, the summer, Friday of next week."""

from __future__ import annotations

from datetime import datetime

from crm.periods import absolute, holidays, relative, years
from crm.periods.absolute import year_at
from crm.periods.frame import Recurring, Stretch, yearly
from crm.periods.parts import whole_after
from crm.periods.reader import Match, Reader
from crm.periods.words import MODIFIERS, SEASON_ENDS, SEASONS, WEEKDAYS


def named(reader: Reader, i: int) -> Match | None:
    """Christmas, Christmas Eve, Black Friday; with "day" or a year after it."""
    j = reader.skip(i, "the")
    if reader.low(j) not in holidays.STARTERS:
        return None
    for length in (4, 3, 2, 1):
        words = tuple(reader.low(j + step) for step in range(length))
        if words in holidays.HOLIDAYS:
            make = holidays.HOLIDAYS[words]
            end = reader.skip(j + length, "day")
            year = year_at(reader, reader.skip(end, "in"))
            return (make(year[0]), year[1]) if year else (Recurring(yearly(make), "holiday"), end)
    return None


def season(reader: Reader, i: int) -> Match | None:
    j = reader.skip(i, "the")
    name = reader.low(j)
    if name not in SEASONS:
        return None

    def make(year: int) -> Stretch:
        start = datetime(year, *SEASONS[name])  # noqa: DTZ001
        month, day = SEASON_ENDS[name]
        return Stretch(start, datetime(year + (name == "winter"), month, day), "day")  # noqa: DTZ001

    year = year_at(reader, j + 1)
    return (make(year[0]), year[1]) if year else (Recurring(yearly(make), "season"), j + 1)


def within(reader: Reader, i: int) -> Match | None:
    """Wednesday of next week, Q3 last year, the 20th of this month, Christmas last year."""
    found = _plain(reader, i)
    if found is None:
        return None
    value, end = found
    j = reader.skip(end, ",")
    j = reader.skip(j, "of", "in", "from")
    j = reader.skip(j, "the")
    if reader.low(j) not in MODIFIERS and reader.low(j) not in {"month", "week", "year"}:
        return None
    whole = whole_after(reader, j)
    if whole is None or whole[0].grain not in {"week", "month", "quarter", "year"}:
        return None
    inside = value.inside(reader.frame, _counted_from_now(value, reader, whole[0]))
    return (inside, whole[1]) if inside else None


def around(reader: Reader, i: int) -> Match | None:
    """Next week Tuesday, last week's Sunday, last year's Q3, 2018 Q4."""
    if reader.low(i) not in MODIFIERS and reader.token(i).kind not in {"number", "fiscal"}:
        return None
    outer = _outer(reader, i)
    if outer is None or outer[0].grain not in {"week", "month", "year"}:
        return None
    j = reader.skip(outer[1], ",", "-")
    j = reader.skip(j, "on")
    inner = _plain(reader, j)
    if inner is None or (reader.low(j) in WEEKDAYS and outer[0].grain != "week"):
        return None
    named = reader.low(i) not in MODIFIERS  # 2018 Q4, not last year's
    inside = inner[0].inside(reader.frame, outer[0] if named else _counted_from_now(inner[0], reader, outer[0]))
    return (inside, inner[1]) if inside else None


def _counted_from_now(value: Recurring, reader: Reader, whole: Stretch) -> Stretch:
    """Last year's Q2 is that of the last fiscal year."""
    frame = reader.frame
    calendar = whole.grain == "year" and whole.start is not None and whole.start.month == 1
    if whole.start is None or not calendar or value.kind not in {"quarter", "half"}:
        return whole
    return frame.fiscal_year(whole.start.year - frame.now.year)


def _outer(reader: Reader, i: int) -> tuple[Stretch, int] | None:
    found = relative.modified(reader, i) or years.fiscal_year(reader, i) or years.year(reader, i)
    return (found[0], found[1]) if found and isinstance(found[0], Stretch) else None


def _plain(reader: Reader, i: int) -> tuple[Recurring, int] | None:
    """Something that comes again and says no year."""
    for rule in (absolute.calendar_day, years.quarter, absolute.month, absolute.weekday, named, season):
        found = rule(reader, i)
        if found and isinstance(found[0], Recurring):
            return found[0], found[1]
    return None
