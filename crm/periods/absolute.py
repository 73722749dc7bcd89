"""Dates that stand in a calendar: 2024-05-01, 3/4, March 5th 2017, the 15th, Friday, May 2017, Q3 2017, FY25, 2016."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from crm.periods.frame import Recurring, Stretch, monthly, weekly, yearly
from crm.periods.reader import Match, Reader
from crm.periods.words import COUNTED, MONTHS, WEEKDAYS

FIRST_YEAR, LAST_YEAR = 1900, 2100
_DIGITS = re.compile(r"\d+")
_LETTERS = re.compile(r"[a-z]+", re.IGNORECASE)
_NEAR = timedelta(days=600)  # further off, the weekday is rather a slip
_SLIP = timedelta(days=40)  # how far the other way
_DATING = {"on", "by", "due", "dated"}


def full_year(digits: str) -> int | None:
    """2017 or 17 as a year; None where it is neither."""
    value = int(digits)
    if len(digits) == 2:
        return value + (2000 if value < 70 else 1900)
    return value if len(digits) == 4 and FIRST_YEAR <= value <= LAST_YEAR else None


def _day(year: int, month: int, day: int) -> Stretch:
    at = datetime(year, month, day)  # noqa: DTZ001
    return Stretch(at, at + timedelta(days=1), "day")


def _month(reader: Reader, year: int, month: int) -> Stretch:
    return reader.frame.whole("month", datetime(year, month, 1))  # noqa: DTZ001


def month_day(month: int, day: int) -> Recurring:
    if not 1 <= month <= 12 or not 1 <= day <= 31 or (month == 2 and day > 29):
        raise ValueError("no such day")
    return Recurring(yearly(lambda year: _day(year, month, day), reach=4), "day")


def nearest_on(reader: Reader, month: int, day: int, weekday: int) -> Stretch | None:
    """The day in the year nearest to now in which it falls on the weekday; None where that is far off."""
    now = reader.frame.now
    days = yearly(lambda year: _day(year, month, day), reach=6)(now)
    back, ahead = (_SLIP, _NEAR) if reader.frame.prefer == "future" else (_NEAR, _SLIP)
    fitting = [s for s in days if s.start and s.start.weekday() == weekday and now - back < s.start < now + ahead]
    return min(fitting, key=lambda s: abs((s.start or now) - now), default=None)


def numeric(reader: Reader, i: int) -> Match | None:
    token = reader.token(i)
    if token.kind == "number":
        return _dashed(reader, i)
    if token.kind != "date":
        return None
    parts = _DIGITS.findall(token.low)
    name = _LETTERS.search(token.low)
    if name:
        year = full_year(parts[1])
        return (_day(year, MONTHS[name.group()], int(parts[0])), i + 1) if year else None
    if len(parts) == 3:
        return _three(parts, dotted="." in token.low), i + 1
    if len(parts[0]) == 4 or len(parts[1]) == 4:
        year_digits, month = parts if len(parts[0]) == 4 else reversed(parts)
        year = full_year(year_digits)
        return (_month(reader, year, int(month)), i + 1) if year else None
    first, second = int(parts[0]), int(parts[1])
    if (first, second) == (24, 7):
        return None
    month, day = (first, second) if first <= 12 else (second, first)
    return (month_day(month, day), i + 1) if 1 <= month <= 12 else None


def _dashed(reader: Reader, i: int) -> Match | None:
    """2-15, where nothing else is said or a word of time leads to it."""
    month, day = reader.token(i), reader.token(i + 2)
    if reader.low(i + 1) != "-" or day.kind != "number" or len(month.low) > 2 or len(day.low) > 2:
        return None
    alone = len(reader.tokens) == 3 or (reader.low(i - 1) in _DATING and reader.low(i + 3) not in COUNTED)
    return (month_day(int(month.low), int(day.low)), i + 3) if alone else None


def _three(parts: list[str], *, dotted: bool) -> Stretch:
    if len(parts[0]) == 4:
        return _day(_known_year(parts[0]), int(parts[1]), int(parts[2]))
    first, second, year = int(parts[0]), int(parts[1]), _known_year(parts[2])
    day_first = first > 12 or (dotted and second <= 12)  # 5.11.2026 is European
    return _day(year, second, first) if day_first else _day(year, first, second)


def _known_year(digits: str) -> int:
    year = full_year(digits)
    if year is None:
        raise ValueError("no such year")
    return year


def year_at(reader: Reader, i: int, *, short: bool = False) -> tuple[int, int] | None:
    """A year after a day or month: 2017, '17, and 17 at the end where `short`."""
    i = reader.skip(i, ",")
    i = reader.skip(i, "of")
    token = reader.token(i)
    if token.kind == "number" and len(token.low) == 4 and reader.low(i + 1) not in COUNTED:
        year = full_year(token.low)
        return (year, i + 1) if year else None
    if token.low in {"'", "’"} and reader.token(i + 1).kind == "number" and len(reader.low(i + 1)) == 2:
        return _known_year(reader.low(i + 1)), i + 2
    ends = reader.token(i + 1).kind == "none" or reader.low(i + 1) in {".", ",", ")", ";"}
    if short and ends and token.kind == "number" and len(token.low) == 2:
        return _known_year(token.low), i + 1
    return None


def weekday_at(reader: Reader, i: int) -> tuple[int, int] | None:
    weekday = WEEKDAYS.get(reader.low(i))
    if weekday is None or (reader.low(i) == "sat" and reader.low(i + 1) in {"down", "in", "with", "through", "around"}):
        return None  # `when we last sat down with them`
    j = i + 1
    if reader.low(j) == "." and len(reader.low(i)) < 6:
        j += 1
    return weekday, j


def calendar_day(reader: Reader, i: int) -> Match | None:
    """March 5th, 5 March 2017, Fri, Jul 18, Jul 18, Fri, Thu 15th, the 15th."""
    weekday = weekday_at(reader, i)
    j = reader.skip(weekday[1], ",") if weekday else i
    if weekday and reader.low(j) in {"on", "the"}:
        j += 1
    found = _month_first(reader, j) or _day_first(reader, j)
    if found is None:
        return _day_of_month(reader, j, weekday[0] if weekday else None)
    month, day, end = found
    year = year_at(reader, end, short=reader.token(j).kind in {"ordinal", "number"})
    if year:
        return _day(year[0], month, day), year[1]
    named = weekday[0] if weekday else None
    trailing = weekday_at(reader, reader.skip(end, ",")) if named is None and reader.low(end) == "," else None
    if trailing:
        named, end = trailing
    fixed = nearest_on(reader, month, day, named) if named is not None else None
    return fixed or month_day(month, day), end


def _month_at(reader: Reader, i: int) -> tuple[int, int] | None:
    month = MONTHS.get(reader.low(i))
    if month is None:
        return None
    dotted = reader.low(i + 1) == "." and len(reader.low(i)) < 5 and reader.token(i + 2).kind in {"number", "ordinal"}
    return month, i + 2 if dotted else i + 1


def _plain_day(reader: Reader, i: int) -> tuple[int, int] | None:
    """A day's number: 5, 5th, fifth; not the 5 of "5 users" or "5pm"."""
    found = reader.ordinal(i)
    if found is None:
        token = reader.token(i)
        if token.kind != "number" or len(token.low) > 2 or reader.low(i + 1) in COUNTED - {"of"}:
            return None
        found = int(token.low), i + 1
    return found if 1 <= found[0] <= 31 else None


def _month_first(reader: Reader, i: int) -> tuple[int, int, int] | None:
    token = reader.token(i)
    if token.kind == "glued" and token.low[0].isalpha():
        return (*_unglued(token.low), i + 1)
    month = _month_at(reader, i)
    if month is None:
        return None
    j = reader.skip(month[1], "-", ",")
    j = reader.skip(j, "the")
    day = _plain_day(reader, j)
    return (month[0], day[0], day[1]) if day else None


def _day_first(reader: Reader, i: int) -> tuple[int, int, int] | None:
    token = reader.token(i)
    if token.kind == "glued" and token.low[0].isdigit():
        return (*_unglued(token.low), i + 1)
    j = reader.skip(i, "the")
    day = _plain_day(reader, j)
    if day is None:
        return None
    k = reader.skip(day[1], "day")
    k = reader.skip(k, "of", "in", "-")
    month = _month_at(reader, k)
    return (month[0], day[0], month[1]) if month else None


def _unglued(low: str) -> tuple[int, int]:
    name, digits = _LETTERS.search(low), _DIGITS.search(low)
    if not name or not digits:
        raise ValueError("not a month with a day")
    return MONTHS[name.group()], int(digits.group())


def _day_of_month(reader: Reader, i: int, weekday: int | None) -> Match | None:
    """The 15th; with a weekday before it, the next month in which both hold."""
    j = reader.skip(i, "the")
    token = reader.token(j)
    if token.kind == "ordinal":
        if reader.low(j + 1) in {"century", "centuries", "floor", "anniversary", "place"}:
            return None
        day = int(token.low[:-2])
    elif token.kind == "number" and j > i and len(token.low) <= 2 and _closes(reader, j + 1):
        day = int(token.low)
    elif token.low == "first" and _closes(reader, j + 1) and reader.low(i - 1) in {"on", "by", "until"} and j > i - 1:
        day = 1
    else:
        return None
    if not 1 <= day <= 31:
        return None

    def make(month: datetime) -> Stretch | None:
        at = month.replace(day=day)
        return Stretch(at, at + timedelta(days=1), "day") if weekday in {None, at.weekday()} else None

    return Recurring(monthly(make, reach=14), "monthday", day=day), j + 1


def _closes(reader: Reader, i: int) -> bool:
    return reader.token(i).kind == "none" or reader.low(i) in {
        ".",
        ",",
        ";",
        "!",
        "?",
        ")",
        "at",
        "and",
        "to",
        "-",
        "of",
    }


def day_of_that_month(reader: Reader, i: int) -> Match | None:
    """20 of next month, the 20th day of the current month."""
    j = reader.skip(i, "the")
    day = _plain_day(reader, j)
    if day is None:
        return None
    k = reader.skip(day[1], "day")
    if reader.low(k) not in {"of", "in"}:
        return None
    found = reader.date(reader.skip(k + 1, "the"))
    if found is None or not isinstance(found[0], Stretch) or found[0].grain != "month" or found[0].start is None:
        return None
    at = found[0].start.replace(day=day[0])
    return Stretch(at, at + timedelta(days=1), "day"), found[1]


def month(reader: Reader, i: int) -> Match | None:
    """May, May 2017, '17 too."""
    found = _month_at(reader, i)
    if found is None:
        return None
    number, j = found
    j = reader.skip(j, "/", "-") if reader.token(j + 1).kind == "number" and len(reader.low(j + 1)) == 4 else j
    year = year_at(reader, j) or _short_year(reader, j)
    if year:
        return _month(reader, year[0], number), year[1]
    return Recurring(yearly(lambda y: _month(reader, y, number)), "month"), found[1]


def _short_year(reader: Reader, i: int) -> tuple[int, int] | None:
    """The 98 of "Apr 98": two digits that cannot be a day."""
    token = reader.token(i)
    if token.kind != "number" or len(token.low) != 2 or int(token.low) <= 31 or reader.low(i + 1) in COUNTED:
        return None
    return _known_year(token.low), i + 1


def weekday(reader: Reader, i: int) -> Match | None:
    found = weekday_at(reader, i)
    return (Recurring(weekly(found[0]), "weekday", strict=True), found[1]) if found else None
