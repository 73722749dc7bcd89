"""So far from now or from another day: two weeks ago, in 3 days, a week from Tuesday; nothing in 30 days looks back."""

from __future__ import annotations

from datetime import datetime, timedelta

from crm.periods import units
from crm.periods.absolute import weekday_at
from crm.periods.frame import Stretch, due
from crm.periods.period import Grain
from crm.periods.reader import Match, Reader
from crm.periods.relative import counted
from crm.periods.words import MODIFIERS, NEGATIONS, THIS

_BACK = {"ago", "back", "earlier", "prior"}
_FORTH = {"hence", "later"}
_WITHOUT = {"without", "with", "since", "no"}
_CLOCK_UNITS = {"second", "minute", "hour"}
_NEGATION_REACH = 8  # words


def ago(reader: Reader, i: int) -> Match | None:
    """Two weeks ago, a year from now, three days after Easter, 2 Thursdays ago, a week from Tuesday."""
    count = reader.number(i)
    if count and (weekday := weekday_at(reader, count[1])):
        return _weekdays_away(reader, count[0], weekday)
    if count and reader.low(count[1]) in MODIFIERS and reader.low(count[1]) not in THIS:  # two upcoming weeks
        unit = reader.unit(count[1] + 1)
        step = MODIFIERS[reader.low(count[1])]
        return (counted(reader, unit[0], count[0] * unit[1], step), unit[2]) if unit else None
    amount = reader.amount(i)
    if amount is None:
        return None
    number, grain, end, business = amount
    low = reader.low(end)
    if low in _WITHOUT and not (low == "with" and reader.low(end + 1) != "no"):  # 30+ days without contact
        return counted(reader, grain, number, -1), end
    if low in _BACK:
        return _away(reader, reader.frame.now, grain, -number, business=business), end + 1
    if low in _FORTH:
        return _away(reader, reader.frame.now, grain, number, business=business), end + 1
    if low not in {"from", "after", "before"}:
        return None
    sign = -1 if low == "before" else 1
    if reader.low(end + 1) in {"now", "today"} or (reader.low(end + 1), reader.low(end + 2)) == ("right", "now"):
        last = end + (3 if reader.low(end + 1) == "right" else 2)
        return _away(reader, reader.frame.now, grain, sign * number, business=business, exact=True), last
    base = reader.date(reader.skip(end + 1, "the") if reader.low(end + 2) != "day" else end + 1)
    if base is None:
        return None
    anchor = reader.frame.resolve(base[0], "future" if low == "from" else None)
    if anchor is None or anchor.start is None or anchor.grain in _CLOCK_UNITS:
        return None
    moved = _away(reader, anchor.start, grain, sign * number, business=business, exact=True)
    return moved, base[1]


def _away(reader: Reader, at: datetime, grain: Grain, count: int, *, business: bool, exact: bool = False) -> Stretch:
    """The day (or year, or minute) so far from `at`."""
    if business:
        return reader.frame.day(units.add_business_days(at, count))
    moved = units.add(at, grain, count)
    if grain in _CLOCK_UNITS:
        unit: Grain = "minute" if grain != "second" else "second"
        return reader.frame.whole(unit, moved)
    if grain == "year" and not exact:
        return due(reader.frame.whole("year", moved), moved)
    return reader.frame.day(moved)


def _weekdays_away(reader: Reader, number: int, weekday: tuple[int, int]) -> Match | None:
    """3 Fridays from now, 2 Thursdays ago."""
    target, j = weekday
    today_ = reader.frame.today
    here = units.floor(today_, "week") + timedelta(days=target)
    if reader.low(j) in _BACK:
        latest = here if here < today_ else here - timedelta(weeks=1)
        return reader.frame.day(latest - timedelta(weeks=number - 1)), j + 1
    if reader.low(j) == "from" and reader.low(j + 1) in {"now", "today"}:
        soonest = here if here > today_ else here + timedelta(weeks=1)
        return reader.frame.day(soonest + timedelta(weeks=number - 1)), j + 2
    return None


def inward(reader: Reader, i: int) -> Match | None:
    """In two weeks, within 30 days; after "no contact" it looks back: nothing in 30 days."""
    low = reader.low(i)
    if low not in {"in", "within", "inside", "for", "over"}:
        return None
    back = _negated(reader, i)
    if low in {"for", "over"} and not back:
        return None
    j = reader.skip(i + 1, "the", "about", "around", "over", "roughly", "approximately", "at")
    if (reader.low(j), reader.low(j + 1)) in {("more", "than"), ("at", "least"), ("like", "a")}:
        j += 1 if reader.low(j) == "like" else 2
    amount = reader.amount(j)
    if amount is None:
        return _named_units(reader, i, j) if back else None
    number, grain, end, business = amount
    if reader.low(end) in _BACK:
        return None
    end = reader.skip(end, "'", "’")
    end = reader.skip(end, "time")
    if back:
        return counted(reader, grain, number, -1), end
    if low in {"within", "inside"}:
        return counted(reader, grain, number, 1), end
    return _away(reader, reader.frame.now, grain, number, business=business, exact=True), end


def _named_units(reader: Reader, i: int, j: int) -> Match | None:
    """Silent for weeks, nothing in months."""
    unit = reader.unit(j)
    if unit is None or not reader.low(j).endswith("s") or reader.low(i) not in {"in", "for"} or unit[0] in _CLOCK_UNITS:
        return None
    return counted(reader, unit[0], 2, -1), unit[2]


def _negated(reader: Reader, i: int) -> bool:
    for step in range(1, _NEGATION_REACH + 1):
        token = reader.token(i - step)
        if token.kind == "none" or token.low in {".", "!", "?", ";"}:
            return False
        if token.low in NEGATIONS:
            return True
    return False


def long_ago(reader: Reader, i: int) -> Match | None:
    """More than 3 months ago, over 60 days ago: everything before that day."""
    if reader.low(i) in {"over", "beyond"}:
        j = i + 1
    elif (reader.low(i), reader.low(i + 1)) == ("more", "than"):
        j = i + 2
    else:
        return None
    found = ago(reader, j)
    if found is None or not isinstance(found[0], Stretch) or reader.low(found[1] - 1) not in _BACK:
        return None
    return Stretch(None, found[0].start, found[0].grain), found[1]
