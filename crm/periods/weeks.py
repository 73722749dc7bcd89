"""Weeks that are named or counted: the week of Oct 5, week 49, Tuesday week, a week on Tuesday, 4 weeks today."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from crm.periods import units
from crm.periods.absolute import weekday_at
from crm.periods.frame import Stretch
from crm.periods.reader import Match, Reader
from crm.periods.words import TODAY

_WEEKS: Final = {"week": 1, "wk": 1, "fortnight": 2}
_CALENDAR: Final = {"kw", "cw"}  # they say themselves that a number of the calendar follows
_SURE_NUMBER: Final = 10  # "week 3" may be that of a project, "week 49" is the calendar's
_STOPS: Final = {"", ".", ",", ":", ";", "!", "?", ")", "and", "at", "in", "with"}
_OF_A_PLACE: Final = {"of", "commencing", "starting", "beginning", "ending", "in", "end", "days", "long", "-"}


def week_of(reader: Reader, i: int) -> Match | None:
    """The week of Oct 5: the week that holds it; of a Sunday, the week it opens."""
    j = reader.skip(i, "the")
    if reader.low(j) not in {"week", "wk"} or reader.low(j + 1) not in {
        "of",
        "commencing",
        "starting",
        "beginning",
        "ending",
    }:
        return None
    found = reader.date(j + 2) or reader.date(reader.skip(j + 2, "the"))
    if found is None:
        return None
    day = reader.frame.resolve(found[0])
    if day is None or day.start is None or day.grain != "day":
        return None
    opens_next = day.start.weekday() == 6 and reader.low(j + 1) != "ending"
    return reader.frame.whole("week", day.start + timedelta(days=opens_next)), found[1]


def weekday_week(reader: Reader, i: int) -> Match | None:
    """Friday after next, Tuesday week, Friday fortnight, tomorrow week."""
    found = _coming(reader, i)
    if found is None:
        return None
    soonest, j = found
    if reader.low(j) == "last" and reader.low(j + 1) in _STOPS:  # "on Friday last"
        return reader.frame.day(
            soonest - timedelta(weeks=1 + (soonest - reader.frame.today == timedelta(weeks=1)))
        ), j + 1
    if (reader.low(j), reader.low(j + 1)) == ("after", "next"):
        return reader.frame.day(soonest + timedelta(weeks=1)), j + 2
    count = _WEEKS.get(reader.low(j))
    after = reader.token(j + 1)
    if count is None or after.kind == "number" or after.low in _OF_A_PLACE:
        return None
    return reader.frame.day(soonest + timedelta(weeks=count)), j + 1


def weeks_on(reader: Reader, i: int) -> Match | None:
    """A week on Tuesday, two weeks Monday, 4 weeks today, a fortnight tomorrow."""
    amount = reader.amount(i)
    if amount is None or amount[1] != "week" or amount[3] or reader.low(amount[2]) == "ago":
        return None
    found = _coming(reader, reader.skip(amount[2], "on", "this", "come"))
    return (reader.frame.day(found[0] + timedelta(weeks=amount[0])), found[1]) if found else None


def _coming(reader: Reader, i: int) -> tuple[datetime, int] | None:
    """The next such weekday after today, or today, or tomorrow; and the index after it."""
    today = reader.frame.today
    if (reader.low(i), reader.low(i + 1)) == ("this", "day"):
        return today, i + 2
    if reader.low(i) in TODAY and TODAY[reader.low(i)] >= 0:
        return today + timedelta(days=TODAY[reader.low(i)]), i + 1
    found = weekday_at(reader, i)
    if found is None:
        return None
    here = units.floor(today, "week") + timedelta(days=found[0])
    return (here if here > today else here + timedelta(weeks=1)), found[1]


def numbered(reader: Reader, i: int) -> Match | None:
    """Calendar week 49, KW 49, week 49: the nearest such week on the side that is leaned to."""
    number, end = _week_number(reader, i)
    if not 1 <= number <= 53 or reader.low(end) == "of":
        return None
    now = reader.frame.now
    weeks = [_iso_week(year, number) for year in (now.year - 1, now.year, now.year + 1)]
    if reader.frame.prefer == "past":
        chosen = next((week for week in reversed(weeks) if week.start and week.start <= now), None)
    else:
        chosen = next((week for week in weeks if week.end and week.end > now), None)
    return (chosen, end) if chosen else None


def _week_number(reader: Reader, i: int) -> tuple[int, int]:
    j = reader.skip(i, "calendar")
    if reader.low(j) not in {"week", "wk"} | _CALENDAR or reader.token(j + 1).kind != "number":
        return 0, i
    number = int(reader.low(j + 1))
    return (number if j > i or reader.low(j) in _CALENDAR or number >= _SURE_NUMBER else 0), j + 2


def _iso_week(year: int, number: int) -> Stretch:
    start = datetime.fromisocalendar(year, min(number, 52), 1) + timedelta(weeks=max(0, number - 52))
    return Stretch(start, start + timedelta(weeks=1), "week")
