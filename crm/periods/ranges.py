"""From one time to another, and times open at one side: between Jan and March 2017, since May, by Friday."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from crm.periods import clock, units
from crm.periods.absolute import month_day, year_at
from crm.periods.frame import Recurring, Stretch, Value
from crm.periods.reader import Reader
from crm.periods.words import COUNTED, MONTHS

Found = tuple[Stretch, int]

_TO = {"to", "-", "–", "—", "until", "till", "til", "untill", "through", "thru", "throught"}
_SURE = {"by", "since", "ever"}  # these say themselves which way an incomplete date leans
_OPENERS = {"since", "before", "after", "until", "till", "til", "through", "thru", "by", "from"}
_PAIRED = {
    "prior": {"to"},
    "up": {"to", "until", "till"},
    "as": {"of"},
    "starting": {"in", "on", "from"},
    "ever": {"since"},
    "later": {"than"},
    "earlier": {"than"},
}
_HEDGES = ("around", "about", "approximately", "roughly", "circa", "sometime", "anytime", "early", "the")


def period(reader: Reader, i: int) -> Found | None:
    """The longest period at `i`: a range, an open side, or one time."""
    return span(reader, i) or open_side(reader, i) or point(reader, i)


def point(reader: Reader, i: int) -> Found | None:
    timed = clock.part_of_day(reader, i)
    found = reader.date(i)
    stretch = reader.frame.resolve(found[0]) if found else None
    if found is None or stretch is None:
        return timed
    whole = clock.refine(reader, stretch, found[1])
    return timed if timed and timed[1] > whole[1] else whole


def span(reader: Reader, i: int) -> Found | None:
    low = reader.low(i)
    j = i + 1 if low in {"from", "between", "starting"} else i
    joints = {"and", "&"} | _TO if low == "between" else _TO
    return (
        _lasting(reader, j)
        or _days_then_month(reader, j, joints)
        or _two_dates(reader, j, joints, led=j > i)
        or _hours(reader, j, joints, led=j > i)
    )


def _lasting(reader: Reader, i: int) -> Found | None:
    """18 December for ten days."""
    found = reader.date(i)
    if found is None or reader.low(found[1]) != "for":
        return None
    amount = reader.amount(found[1] + 1)
    first = reader.frame.resolve(found[0])
    if amount is None or first is None or first.start is None or first.grain != "day":
        return None
    if amount[1] in {"second", "minute", "hour"} or amount[0] < 1:
        return None
    return Stretch(first.start, units.add(first.start, amount[1], amount[0]), "day", first.start.date()), amount[2]


def _number_or_ordinal(reader: Reader, i: int) -> tuple[int, int] | None:
    j = reader.skip(i, "the")
    token = reader.token(j)
    if token.kind == "ordinal":
        return int(token.low[:-2]), j + 1
    if token.kind == "number" and len(token.low) <= 2 and 1 <= int(token.low) <= 31:
        return int(token.low), j + 1
    return None


def _days_then_month(reader: Reader, i: int, joints: set[str]) -> Found | None:
    """13 to 15 July, from the 13th to the 15th of July 2017."""
    first = _number_or_ordinal(reader, i)
    if first is None or reader.low(first[1]) not in joints:
        return None
    second = _number_or_ordinal(reader, first[1] + 1)
    if second is None:
        return None
    j = reader.skip(second[1], "of")
    month = MONTHS.get(reader.low(j))
    if month is None:
        return None
    year = year_at(reader, j + 1)
    return _day_range(reader, (month, first[0]), (month, second[0]), year[0] if year else None), year[
        1
    ] if year else j + 1


def _day_range(reader: Reader, left: tuple[int, int], right: tuple[int, int], year: int | None) -> Stretch:
    if year is None:
        last = reader.frame.resolve(month_day(*right))
        if last is None or last.start is None:
            raise ValueError("no such day")
        year = last.start.year
    start, end = datetime(year, *left), datetime(year, *right)  # noqa: DTZ001
    if start > end:
        raise ValueError("the days run backwards")
    return Stretch(start, end + timedelta(days=1), "day")


def _two_dates(reader: Reader, i: int, joints: set[str], *, led: bool) -> Found | None:
    left = reader.date(i)
    if reader.low(i) == "now" and led:  # between now and Christmas
        left, reader = (reader.frame.day(reader.frame.today), i + 1), reader.leaning("future")
    if left is None:
        return None
    start, after = left
    if isinstance(start, Stretch):
        start, after = clock.refine(reader, start, after)
    if reader.low(after) not in joints:
        return None
    if reader.low(after) in {"through", "thru"} and not led and reader.low(after + 1) == "the":
        return None
    right = _right_side(reader, start, after + 1)
    if right is None:
        return None
    stop, end = right
    return (joined, end) if (joined := _joined(reader, start, stop)) else None


def _right_side(reader: Reader, left: Value, i: int) -> tuple[Value, int] | None:
    """What comes after "to": a time, or a bare day of the month that the left side named."""
    if reader.low(i) in {"now", "date", "today"}:
        return reader.frame.day(reader.frame.today), i + 1
    found = reader.date(i) or reader.date(reader.skip(i, "the"))
    if found and not (isinstance(found[0], Recurring) and found[0].kind == "monthday"):
        return found
    bare = _number_or_ordinal(reader, i)
    day = reader.frame.resolve(left)
    if bare is None or day is None or day.start is None or day.grain != "day" or reader.low(bare[1]) in COUNTED:
        return found
    year = year_at(reader, bare[1])
    if isinstance(left, Recurring) and left.kind not in {"day", "monthday"}:
        return None
    if year:
        return reader.frame.day(day.start.replace(year=year[0], day=bare[0])), year[1]
    return reader.frame.day(day.start.replace(day=bare[0])), bare[1]


def _joined(reader: Reader, left: Value, right: Value) -> Stretch | None:
    frame = reader.frame
    first = left if isinstance(left, Stretch) else None
    last = right if isinstance(right, Stretch) else None
    if first is None and last is None:
        last = frame.resolve(right)
    if last is None and isinstance(right, Recurring) and first and first.start:
        last = next((s for s in right.near(first.start) if s.start and s.start >= (first.start or s.start)), None)
    if first is None and isinstance(left, Recurring) and last and last.start:
        before = [s for s in left.near(last.start) if s.start and last.start and s.start <= last.start]
        first = before[-1] if before else None
    if not first or not last or first.start is None or last.end is None or first.start >= last.end:
        return None
    return Stretch(
        first.start, last.end, last.grain if last.grain == first.grain else "day", (last.end - timedelta(days=1)).date()
    )


def _hours(reader: Reader, i: int, joints: set[str], *, led: bool) -> Found | None:
    """From 2 to 3pm, 9:30 - 11:00 on Thursday."""
    left = clock.hour_at(reader, i, led=True)
    if left is None or reader.low(left[1]) not in joints:
        return None
    right = clock.hour_at(reader, left[1] + 1, led=True)
    sure = led or reader.token(i).kind == "clock"
    if (
        right is None
        or reader.token(right[1] - 1).kind != "clock"
        or (not sure and reader.token(right[1] - 1).low[-1:] != "m")
    ):
        return None
    found = reader.date(reader.skip(right[1], "on", ","))
    day = reader.frame.resolve(found[0], "future") if found else reader.frame.day(reader.frame.today)
    if day is None or day.start is None:
        return None
    start, end = left[0].on(day.start), right[0].on(day.start)
    if start.start and end.start and start.start > end.start and start.start.hour >= 12:
        start = Stretch(start.start - timedelta(hours=12), None, start.grain)
    if not start.start or not end.start or start.start >= end.start:
        return None
    return Stretch(start.start, end.start, end.grain), found[1] if found else right[1]


def open_side(reader: Reader, i: int) -> Found | None:
    """Since May, before March 2017, after Friday, until the end of the month, by Q3, from 1 May on."""
    low, j = _opener(reader, i)
    if not low:
        return None
    leaning = reader.leaning("past" if low in {"since", "ever"} else "future") if low in _SURE else reader
    found = _what_follows(leaning, j)
    if found is None:
        return None
    stretch, end = found
    return _opened(reader, low, stretch, end)


def _opener(reader: Reader, i: int) -> tuple[str, int]:
    """The word that opens a side and the index after it; "no later than" is by, "ahead of" is before."""
    low, then = reader.low(i), reader.low(i + 1)
    if low in {"no", "not"} and (then, reader.low(i + 2)) == ("later", "than"):
        return "by", i + 3
    if (low, then) == ("ahead", "of"):
        return "before", i + 2
    if low in _OPENERS:
        return low, i + 1
    if low in _PAIRED and then in _PAIRED[low]:
        return low, i + 2
    return (low, i + 1) if low == "starting" else ("", i)


def _what_follows(reader: Reader, i: int) -> Found | None:
    for j in dict.fromkeys((i, reader.skip(i, *_HEDGES))):
        found = reader.date(j)
        if found:
            stretch = reader.frame.resolve(found[0])
            if stretch:
                return clock.refine(reader, stretch, found[1])
        timed = clock.part_of_day(reader, j)
        if timed:
            return timed
    return None


def _opened(reader: Reader, low: str, stretch: Stretch, end: int) -> Found | None:
    frame = reader.frame
    start, stop = stretch.start, stretch.end
    if low in {"since", "ever"}:
        return Stretch(start, None, stretch.grain), end
    if low in {"from", "starting", "as"}:
        onward = reader.low(end) in {"on", "onward", "onwards", "forward"} or low != "from"
        onward = onward or (start is not None and start > frame.now)  # from next month: from then on
        if onward:
            end += reader.low(end) in {"on", "onward", "onwards", "forward"}
            return Stretch(start, None, stretch.grain), end
        return stretch, end
    if low in {"after", "later"}:
        return (Stretch(stop, None, stretch.grain), end) if stop else None
    if low in {"before", "prior", "earlier"} and stop and stretch.due and start and stretch.due > start.date():
        return Stretch(None, stop, stretch.grain, stretch.due), end  # before the end of the month
    if low in {"before", "prior", "earlier"}:
        return Stretch(None, start, stretch.grain, (start - timedelta(days=1)).date()) if start else stretch, end
    if stop is None:
        return None
    closing = stretch.due or (stop - timedelta(microseconds=1)).date()
    if low == "by":
        begin = frame.today if stretch.grain not in {"hour", "minute"} else frame.now
        return (Stretch(begin if stop > begin else None, stop, stretch.grain, closing), end) if stop else None
    return replace(Stretch(None, stop, stretch.grain), due=closing), end
