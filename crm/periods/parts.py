"""Parts of a larger time: the end of the month, early March, the first Monday of May, Q3 last year."""

from __future__ import annotations

from datetime import datetime, timedelta

from crm.periods import units
from crm.periods.absolute import weekday_at
from crm.periods.frame import Recurring, Stretch, due
from crm.periods.period import Grain
from crm.periods.reader import Match, Reader
from crm.periods.words import EDGES, END_OF, START_OF

_FRIDAY = 4


def edge_of(frame_day: datetime, whole: Stretch, edge: str) -> Stretch:
    """The first, middle or last part of a week (3 days), month (10 days), quarter (a month) or year (a season)."""
    start, end = whole.start, whole.end
    if start is None or end is None:
        return whole
    cuts: dict[Grain, tuple[datetime, datetime, Grain]] = {
        "week": (start + timedelta(days=3), end - timedelta(days=3), "day"),
        "month": (start + timedelta(days=10), start + timedelta(days=20), "day"),
        "quarter": (units.add(start, "month", 1), units.add(end, "month", -1), "month"),
        "year": (units.add(start, "month", 3), units.add(start, "month", 8), "month"),
    }
    if whole.grain not in cuts:
        return due(whole, start)
    first, last, grain = cuts[whole.grain]
    if edge == "start":
        return due(Stretch(start, first, grain), start)
    if edge == "middle" and whole.grain == "week":
        wednesday = start + timedelta(days=2)
        return due(Stretch(wednesday, wednesday + timedelta(days=2), "day"), wednesday)
    if edge == "middle":
        return due(Stretch(first, last, grain), first + (last - first) / 2)
    closing = end - timedelta(days=1)
    if whole.grain == "week":
        friday = start + timedelta(days=_FRIDAY)
        closing = friday if friday >= frame_day or end <= frame_day else min(frame_day, closing)
    return due(Stretch(last, end, grain), closing)


def shorthand(reader: Reader, i: int) -> Match | None:
    """EOM, the EOQ, BOY, EOD Friday."""
    frame = reader.frame
    j = reader.skip(i, "the")
    token = reader.token(j)
    if token.low in END_OF:
        unit, edge = END_OF[token.low], "end"
    elif token.low in START_OF and (token.raw.isupper() or j > i):
        unit, edge = START_OF[token.low], "start"
    else:
        return None
    if unit == "day":
        return _end_of_day(reader, j + 1)
    whole = frame.whole(unit, frame.now)  # type: ignore[arg-type]
    return edge_of(frame.today, whole, edge), j + 1


def _end_of_day(reader: Reader, i: int) -> Match:
    found = reader.date(reader.skip(i, "on"))
    if found:
        day = reader.frame.resolve(found[0], "future")
        if day and day.grain == "day":
            return day, found[1]
    return reader.frame.day(reader.frame.today), i


def edge(reader: Reader, i: int) -> Match | None:
    """The end of next month, early March, beginning of 2017, mid-June, end of the day, close of business Friday."""
    j = reader.skip(i, "the", "very")
    j = reader.skip(j, "very", "around")
    which = EDGES.get(reader.low(j))
    if which is None:
        return None
    words = reader.low(j), reader.low(j + 1)
    if words == ("close", "of") and reader.low(j + 2) in {"business", "play"}:
        return _end_of_day(reader, j + 3)
    k = reader.skip(j + 1, "-")
    if reader.low(j) in {"early", "late", "mid"}:
        k = reader.skip(k, "in", "on")
    elif reader.low(k) != "of" and not (reader.low(j) in {"beginning", "start", "end"} and reader.unit(k)):
        return None
    k = reader.skip(k, "of", "in")
    k = reader.skip(k, "the", "around", "business")
    found = (_edge_of_unit(reader, k, which), _edge_of_date(reader, k, which))
    return max((match for match in found if match), key=lambda match: match[1], default=None)


def _edge_of_unit(reader: Reader, i: int, which: str) -> Match | None:
    if (end := reader.fiscal_year(i)) is not None and reader.token(end).kind != "number":
        return edge_of(reader.frame.today, reader.frame.fiscal_year(), which), end
    unit = reader.unit(i)
    if unit is None or reader.low(i).endswith("s"):
        return None
    if unit[0] == "day":
        return _end_of_day(reader, unit[2])
    if unit[0] in {"second", "minute", "hour"}:
        return None
    whole = reader.frame.whole(unit[0], reader.frame.now)
    return edge_of(reader.frame.today, whole, which), unit[2]


def _edge_of_date(reader: Reader, i: int, which: str) -> Match | None:
    found = reader.date(i)
    if found is None:
        return None
    whole = reader.frame.resolve(found[0])
    if whole is None:
        return None
    if (
        isinstance(found[0], Recurring)
        and found[0].kind == "month"
        and whole.end
        and whole.end <= reader.frame.now
        and reader.frame.prefer == "future"
    ):
        return None
    if whole.grain == "quarter" and whole.start and whole.end and (whole.end - whole.start).days > 100:
        return _edge_of_half(whole, which), found[1]
    return edge_of(reader.frame.today, whole, which), found[1]


def _edge_of_half(half: Stretch, which: str) -> Stretch:
    start, end = half.start, half.end
    if start is None or end is None:
        return half
    first, last = units.add(start, "month", 2), units.add(end, "month", -2)
    if which == "start":
        return Stretch(start, first, "month", start.date())
    if which == "end":
        return Stretch(last, end, "month", (end - timedelta(days=1)).date())
    return Stretch(first, last, "month", first.date())


def period_end(reader: Reader, i: int) -> Match | None:
    """Year end, quarter-end, this month end."""
    j = reader.skip(i, "the", "this")
    unit = reader.unit(j)
    k = reader.skip(j + 1, "-")
    if unit is None or unit[0] not in {"month", "quarter", "year"} or reader.low(k) != "end":
        return None
    return edge_of(reader.frame.today, reader.frame.whole(unit[0], reader.frame.now), "end"), k + 1


def rest_of(reader: Reader, i: int) -> Match | None:
    """The rest of the week, the remainder of Q3, all week, the whole month, throughout 2017."""
    frame = reader.frame
    j = reader.skip(i, "the")
    low = reader.low(j)
    if low in {"rest", "remainder", "balance"} and reader.low(j + 1) == "of":
        k = reader.skip(j + 2, "the")
        unit = reader.unit(k)
        whole = frame.whole(unit[0], frame.now) if unit else None
        end = unit[2] if unit else 0
        if whole is None and (found := reader.date(k)):
            whole, end = frame.resolve(found[0], "future"), found[1]
        if whole is None or whole.end is None:
            return None
        start = max(frame.today, whole.start or frame.today)
        return Stretch(start, whole.end, "day", (whole.end - timedelta(days=1)).date()), end
    if low in {"all", "whole", "entire"}:
        k = reader.skip(j + 1, "the")
        unit = reader.unit(k)
        if unit and unit[0] in {"day", "week", "month", "quarter", "year"} and not reader.low(k).endswith("s"):
            return frame.whole(unit[0], frame.now), unit[2]
    return None


def the_unit(reader: Reader, i: int) -> Match | None:
    """The week, alone: what is left of it. Only where nothing else is said."""
    if len(reader.tokens) > 2 or reader.low(i) != "the":
        return None
    unit = reader.unit(i + 1)
    if unit is None or unit[0] not in {"week", "month", "quarter", "year"}:
        return None
    whole = reader.frame.whole(unit[0], reader.frame.now)
    return (
        (Stretch(reader.frame.today, whole.end, "day"), unit[2])
        if reader.frame.prefer == "future"
        else (whole, unit[2])
    )


def nth(reader: Reader, i: int) -> Match | None:
    """First Tuesday of October, the last day of Q3, third last week of 2018, third Tuesday after Christmas."""
    j = reader.skip(i, "the")
    count = _nth_count(reader, j)
    if count is None:
        return None
    number, k = count
    many = reader.number(k) if number in {1, -1} else None
    k = many[1] if many else k
    if reader.low(k) in {"working", "business"} and reader.low(k + 1) == "day":
        return _nth_working_day(reader, number, k + 2)
    weekday = weekday_at(reader, k)
    unit = reader.unit(k)
    if weekday is None and (unit is None or unit[0] not in {"day", "week", "month", "quarter"}):
        return None
    end = weekday[1] if weekday else k + 1
    joint = reader.low(end)
    if joint not in {"of", "in", "after"}:
        return None
    found = whole_after(reader, end + 1)
    if found is None or found[0].start is None or found[0].end is None:
        return None
    whole, last = found
    if joint == "after":
        return _nth_after(reader, number, weekday, whole, last)
    if weekday:
        days = _weekdays_in(whole, weekday[0])
        return (
            (reader.frame.day(days[number - 1 if number > 0 else number]), last) if len(days) >= abs(number) else None
        )
    return _nth_unit(reader, number, unit[0], whole, many=many[0] if many else 1, last=last) if unit else None


def _nth_working_day(reader: Reader, number: int, i: int) -> Match | None:
    """The last working day of the month, the third business day of June."""
    found = whole_after(reader, i + 1) if reader.low(i) in {"of", "in"} else None
    if found is None or found[0].start is None or found[0].end is None:
        return None
    at = found[0].start - timedelta(days=1) if number > 0 else found[0].end
    return reader.frame.day(units.add_business_days(at, number)), found[1]


def _nth_count(reader: Reader, i: int) -> tuple[int, int] | None:
    """1 for first, -1 for last, -3 for third last."""
    if reader.low(i) in {"last", "final"}:
        return -1, i + 1
    ordinal = reader.ordinal(i)
    if ordinal is None:
        return None
    if reader.low(ordinal[1]) in {"last", "to"}:
        j = ordinal[1] + (2 if reader.low(ordinal[1]) == "to" else 1)
        return -ordinal[0], j
    return ordinal


def whole_after(reader: Reader, i: int) -> tuple[Stretch, int] | None:
    j = reader.skip(i, "the")
    if (end := reader.fiscal_year(j)) is not None and reader.token(end).kind != "number":
        return reader.frame.fiscal_year(), end
    unit = reader.unit(j)
    if unit and unit[0] in {"week", "month", "quarter", "year"} and not reader.low(j).endswith("s"):
        return reader.frame.whole(unit[0], reader.frame.now), unit[2]
    found = reader.date(i) or reader.date(j)
    if found is None:
        return None
    whole = reader.frame.resolve(found[0])
    return (whole, found[1]) if whole else None


def _weekdays_in(whole: Stretch, weekday: int) -> list[datetime]:
    if whole.start is None or whole.end is None:
        return []
    first = whole.start + timedelta(days=(weekday - whole.start.weekday()) % 7)
    count = max(0, ((whole.end - first).days + 6) // 7)
    return [first + timedelta(weeks=step) for step in range(count)]


def _nth_after(reader: Reader, number: int, weekday: tuple[int, int] | None, whole: Stretch, last: int) -> Match | None:
    if weekday is None or whole.end is None or number < 1:
        return None
    first = whole.end + timedelta(days=(weekday[0] - whole.end.weekday()) % 7)
    return reader.frame.day(first + timedelta(weeks=number - 1)), last


def _nth_unit(reader: Reader, number: int, unit: Grain, whole: Stretch, *, many: int, last: int) -> Match | None:
    start, end = whole.start, whole.end
    if start is None or end is None:
        return None
    if unit == "week" and many > 1:  # the first two weeks of January are its days 1 to 14
        days = timedelta(weeks=many)
        return (Stretch(start, start + days, "day") if number > 0 else Stretch(end - days, end, "day")), last
    if number > 0:
        at = units.floor(start, unit, reader.frame.fiscal_start)
        at = at if at >= start else units.add(at, unit, 1)
        at = units.add(at, unit, number - 1)
    else:
        at = units.floor(end, unit, reader.frame.fiscal_start)
        at = units.add(at, unit, number if number < -1 else -many)
    stop = units.add(at, unit, many)
    return (Stretch(at, stop, unit), last) if at >= start and at < end else None


def closest(reader: Reader, i: int) -> Match | None:
    """The closest Monday to Oct 5th, the second closest Monday to it."""
    j = reader.skip(i, "the")
    ordinal = reader.ordinal(j)
    rank, j = ordinal or (1, j)
    weekday = weekday_at(reader, j + 1)
    if reader.low(j) not in {"closest", "nearest"} or weekday is None or reader.low(weekday[1]) != "to":
        return None
    found = reader.date(weekday[1] + 1)
    day = reader.frame.resolve(found[0]) if found else None
    if found is None or day is None or day.start is None:
        return None
    at = day.start
    near = [at + timedelta(days=step) for step in range(-28, 29) if (at + timedelta(days=step)).weekday() == weekday[0]]
    near.sort(key=lambda other: abs(other - at))
    return (reader.frame.day(near[rank - 1]), found[1]) if 0 < rank <= len(near) else None
