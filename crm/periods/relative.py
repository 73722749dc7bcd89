"""Dates counted from the asker: today, last quarter, past 30 days, two weeks ago, a week from Tuesday, next Friday."""

from __future__ import annotations

from datetime import datetime, timedelta

from crm.periods import units
from crm.periods.absolute import month, weekday_at
from crm.periods.frame import Recurring, Sense, Stretch, due
from crm.periods.period import Grain
from crm.periods.reader import Match, Reader
from crm.periods.words import COMING, LAST, MODIFIERS, MONTHS, NEXT, SEASONS, THIS, TODAY

_CLOCK_UNITS = {"second", "minute", "hour"}
_ROLLING = {"past", "trailing", "rolling"}  # the past month is the 30 days or so up to today


def today(reader: Reader, i: int) -> Match | None:
    frame = reader.frame
    low = reader.low(i)
    if low in TODAY:
        return frame.day(frame.today + timedelta(days=TODAY[low])), i + 1
    j = reader.skip(i, "the")
    words = tuple(reader.low(j + step) for step in range(3))
    if words == ("day", "after", "tomorrow"):
        return frame.day(frame.today + timedelta(days=2)), j + 3
    if words == ("day", "before", "yesterday"):
        return frame.day(frame.today - timedelta(days=2)), j + 3
    if words[:2] == ("other", "day") and j > i:
        return Stretch(frame.today - timedelta(days=7), frame.tomorrow, "day"), j + 2
    return None


def modified(reader: Reader, i: int) -> Match | None:
    """Last quarter, the past 30 days, next Friday, this coming week, last March, next fiscal year."""
    step = _modifier(reader, i)
    if step is None:
        return None
    word, offset, j = step
    return (
        _counted_units(reader, j, word, offset)
        or _one_unit(reader, j, offset, rolling=word in _ROLLING)
        or _named_weekday(reader, j, word, offset)
        or _named_other(reader, j, word, offset)
    )


def _modifier(reader: Reader, i: int) -> tuple[str, int, int] | None:
    j = reader.skip(i, "the", "all", "our", "my", "their")
    word = reader.low(j)
    if word not in MODIFIERS:
        return None
    if word in THIS and reader.low(j + 1) in LAST | COMING | NEXT:  # this past week, this coming Friday
        j += 1
        word = reader.low(j)
    elif word in NEXT and reader.low(j + 1) in COMING:
        j += 1
    return word, MODIFIERS[word], j + 1


def _counted_units(reader: Reader, i: int, word: str, offset: int) -> Match | None:
    count = reader.number(i)
    if (
        count is None
        or offset == 0
        or (reader.low(i) in {"a", "an"} and reader.low(i + 1) not in {"couple", "few", "dozen", "hundred"})
    ):
        return None
    j = reader.skip(count[1], "full", "whole", "complete", "calendar", "business", "working", "consecutive")
    calendar = reader.low(j - 1) in {"full", "whole", "complete", "calendar"}
    if count[0] and (end := reader.fiscal_year(j)) is not None:
        return reader.frame.fiscal_year(-count[0] if offset < 0 else 1, count[0]), end
    j = reader.skip(j, "fiscal")
    unit = reader.unit(j)
    if unit is None or count[0] == 0:
        return None
    grain, times, end = unit
    if reader.low(end) in {"of", "in"} and word in LAST and reader.date(reader.skip(end + 1, "the")):
        return None  # the last two weeks of March
    return counted(reader, grain, count[0] * times, offset, calendar=calendar), end


def counted(reader: Reader, grain: Grain, count: int, offset: int, *, calendar: bool = False) -> Stretch:
    """The last (offset -1) or next (1) `count` units, up to today or in whole calendar units."""
    frame = reader.frame
    now = frame.now
    if calendar or frame.counted == "calendar":
        start = units.floor(now, grain, frame.fiscal_start)
        edge = units.add(start, grain, 1)
        return (
            Stretch(units.add(start, grain, -count), start, grain)
            if offset < 0
            else Stretch(edge, units.add(edge, grain, count), grain)
        )
    if grain in _CLOCK_UNITS:
        other = units.add(now, grain, offset * count)
        return Stretch(min(now, other), max(now, other), grain)
    other = units.add(frame.today, grain, offset * count)
    if offset < 0:
        return Stretch(other, frame.tomorrow, grain)
    return due(Stretch(frame.today, other + timedelta(days=1), grain), other)


def _one_unit(reader: Reader, i: int, offset: int, *, rolling: bool = False) -> Match | None:
    frame = reader.frame
    if reader.low(i) in {"business", "working"} and reader.low(i + 1) == "day" and offset:
        return frame.day(units.add_business_days(frame.now, offset)), i + 2
    j = reader.skip(i, "calendar", "full", "whole", "entire")
    if (end := reader.fiscal_year(j)) is not None:
        return frame.fiscal_year(offset), end
    if reader.low(j) in {"fiscal", "financial"}:
        return _one_unit(reader, j + 1, offset)
    if reader.low(j) in {"weekend", "wkend", "wknd"}:
        return _weekend(frame.today, offset), j + 1
    if reader.low(j) == "week" and reader.low(j + 1) in {"-", "end"}:
        end = reader.skip(j + 1, "-")
        if reader.low(end) == "end":
            return _weekend(frame.today, offset), end + 1
    if reader.low(j) == "half":
        start = units.fiscal_year(units.fiscal_label(frame.now, frame.fiscal_start), frame.fiscal_start)
        current = units.add(start, "month", 6) if units.add(start, "month", 6) <= frame.now else start
        at = units.add(current, "month", 6 * offset)
        return Stretch(at, units.add(at, "month", 6), "quarter"), j + 1
    unit = reader.unit(j)
    if (
        unit is None
        or (reader.low(j).endswith("s") and reader.low(j) != "mos")
        or reader.low(j) in {"h", "second", "sec", "minute", "min"}
    ):
        return None
    grain, times, end = unit
    if (rolling or times > 1) and frame.counted == "rolling" and j == i:
        return counted(reader, grain, times, offset), end
    start = units.add(units.floor(frame.now, grain, frame.fiscal_start), grain, offset * times)
    return Stretch(start, units.add(start, grain, times), grain), end


def _weekend(today_: datetime, offset: int) -> Stretch:
    saturday = units.floor(today_, "week") + timedelta(days=5, weeks=offset)
    return Stretch(saturday, saturday + timedelta(days=2), "day", saturday.date())


def _named_weekday(reader: Reader, i: int, word: str, offset: int) -> Match | None:
    found = weekday_at(reader, i)
    if found is None:
        return None
    number, end = found
    today_ = reader.frame.today
    here = units.floor(today_, "week") + timedelta(days=number)
    if word in COMING:
        day = here if here > today_ else here + timedelta(weeks=1)
    elif offset > 0:
        day = here + timedelta(weeks=1)
    elif offset < 0:
        day = here if here < today_ else here - timedelta(weeks=1)
    else:
        day = here + timedelta(weeks=1) if here < today_ and reader.frame.prefer == "future" else here
    return reader.frame.day(day), end


def _named_other(reader: Reader, i: int, word: str, offset: int) -> Match | None:
    """Last March, next Q3, this summer, this Christmas: something that comes again, taken before or after now."""
    low = reader.low(i)
    if low in {"morning", "afternoon", "evening", "night", "the"} or low in MODIFIERS:
        return None
    found = reader.date(i)
    value = found[0] if found else None
    if found is None or not isinstance(value, Recurring):
        return None
    if offset == 0 and (value.kind in {"quarter", "half"} or low in SEASONS or low in MONTHS):
        chosen = _this_years(reader, value)
    else:
        sense: Sense = "last" if offset < 0 else "next" if offset and word not in COMING else "future"
        chosen = reader.frame.resolve(value, sense)
    return (chosen, found[1]) if chosen else None


def _this_years(reader: Reader, value: Recurring) -> Stretch | None:
    """This summer: the one we are in, else the one of this year."""
    now = reader.frame.now
    current = next((s for s in value.near(now) if s.start and s.end and s.start <= now < s.end), None)
    return current or value.inside(reader.frame, reader.frame.whole("year", now))


def weekend(reader: Reader, i: int) -> Match | None:
    """The weekend: this one when it has come or lies ahead, else the one before."""
    j = reader.skip(i, "the")
    if reader.low(j) in {"weekend", "wkend", "wknd"}:
        end = j + 1
    elif (reader.low(j), reader.low(j + 1), reader.low(j + 2)) == ("week", "-", "end"):
        end = j + 3
    else:
        return None
    here = _weekend(reader.frame.today, 0)
    if reader.frame.prefer == "past" and here.start and here.start > reader.frame.now:
        return _weekend(reader.frame.today, -1), end
    return here, end


def month_after_next(reader: Reader, i: int) -> Match | None:
    """March after next, the week after next, the month before last, the quarter before last."""
    frame = reader.frame
    j = reader.skip(i, "the")
    tail = (reader.low(j + 1), reader.low(j + 2))
    unit = reader.unit(j)
    if unit and tail in {("after", "next"), ("before", "last")}:
        step = 2 if tail == ("after", "next") else -2
        return frame.whole(
            unit[0], units.add(units.floor(frame.now, unit[0], frame.fiscal_start), unit[0], step)
        ), j + 3
    if reader.low(j) in MONTHS and tail == ("after", "next"):
        found = month(reader, j)
        if found and isinstance(found[0], Recurring):
            soonest = frame.resolve(found[0], "next")
            if soonest and soonest.start:
                return frame.whole("month", units.add(soonest.start, "year", 1)), j + 3
    return None


def trailing_year(reader: Reader, i: int) -> Match | None:
    """TTM, LTM: the twelve months up to today."""
    return (counted(reader, "month", 12, -1), i + 1) if reader.low(i) in {"ttm", "ltm"} else None


def narrowed(reader: Reader, i: int) -> Match | None:
    """Later this week, earlier this month, so far this year: the part before or after now."""
    low, frame = reader.low(i), reader.frame
    j = i + 2 if (low, reader.low(i + 1)) == ("so", "far") else i + 1 if low in {"later", "earlier"} else i
    if j == i:
        return None
    found = today(reader, j) if reader.low(j) == "today" else modified(reader, reader.skip(j, "in"))
    whole = found[0] if found else None
    if found is None or not isinstance(whole, Stretch) or whole.start is None or whole.end is None:
        return None
    if not whole.start <= frame.now < whole.end or whole.grain == "day":
        return whole, found[1]
    if low == "later":
        return due(
            Stretch(frame.today, whole.end, whole.grain), min(frame.tomorrow, whole.end - timedelta(days=1))
        ), found[1]
    return Stretch(whole.start, frame.tomorrow, whole.grain), found[1]


def same_last_year(reader: Reader, i: int) -> Match | None:
    """The same quarter last year, this month last year, this week a year ago."""
    j = reader.skip(i, "the")
    unit = reader.unit(j + 1)
    if reader.low(j) not in {"same", "this"} or unit is None or unit[0] not in {"day", "week", "month", "quarter"}:
        return None
    tail = tuple(reader.low(unit[2] + step) for step in range(3))
    end = unit[2] + (
        2 if tail[:2] in {("last", "year"), ("previous", "year")} else 3 if tail == ("a", "year", "ago") else 0
    )
    if end == unit[2]:
        return None
    return reader.frame.whole(unit[0], units.add(reader.frame.now, "year", -1)), end
