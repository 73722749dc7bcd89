"""Days in running text, as people in a hurry write them."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Literal

from dateutil.relativedelta import relativedelta

from crm.log.clauses import corrected

Prefer = Literal["past", "future"]
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "couple": 2, "a couple": 2, "a couple of": 2, "couple of": 2, "three": 3,
    "few": 3, "a few": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12,
}  # fmt: skip
_WD = (
    r"(?:(?:mon|tues?|wednes|thurs|fri|satur|sun)days?|tues?|weds?|thu(?:rs?)?|mon|fri|(?-i:Sat|Sun)"
    r"|(?:(?<=on )|(?<=by )|(?<=next )|(?<=nxt )|(?<=this )|(?<=til ))(?:sat|sun))\b\.?"
)
_MON = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
_NUM = r"(?:\d{1,3}|a couple of|a couple|couple of|couple|a few|few|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve)"
_UNIT = r"(?:(?:business |working )?days?|wks?|weeks?|mos?|months?|mths?|quarters?|years?|yrs?|fortnights?)\b"
_NEXT = r"(?:next|nxt|nx)"
_LAST = r"(?:last|lst|past|prev(?:ious)?)"


@dataclass(frozen=True)
class Day:
    """A day, or a longer stretch from `first` to `last` (inclusive), in a text."""

    first: date
    last: date
    start: int
    end: int
    text: str

    @property
    def single(self) -> bool:
        return self.first == self.last


@dataclass(frozen=True)
class _Now:
    today: date
    prefer: Prefer
    day_first: bool


_Found = tuple[date, date] | None
_Rule = tuple[re.Pattern[str], Callable[[re.Match[str], _Now], _Found]]


def find_days(text: str, today: date, prefer: Prefer, *, day_first: bool = False) -> list[Day]:
    """The days that `text` names, in order, without those taken back."""
    now = _Now(today, prefer, day_first)
    text = _END_OF.sub(lambda match: " " * len(match.group()), text)
    found: list[Day] = []
    for pattern, read in _RULES:
        for match in pattern.finditer(text):
            if any(day.start < match.end() and match.start() < day.end for day in found):
                continue
            days = _safely(read, match, now)
            if days is not None:
                found.append(Day(*days, match.start(), match.end(), match.group()))
    return corrected(text, found)


def find_time(text: str) -> time | None:
    """The time of day that a text names: 3pm, 15:30, noon."""
    match = _TIME.search(text)
    if match is None:
        return None
    if match["noon"]:
        return time(12)
    hour, minute = int(match["h"] or match["h24"]), int(match["m"] or match["m24"] or 0)
    if match["ap"]:
        hour = hour % 12 + (12 if match["ap"].lower().startswith("p") else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def working_day(day: date) -> date:
    """The day itself, or the Friday before it where it falls on a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _safely(read: Callable[[re.Match[str], _Now], _Found], match: re.Match[str], now: _Now) -> _Found:
    try:
        return read(match, now)
    except (ValueError, OverflowError):  # no such day, or no such year
        return None


def _same(day: date) -> tuple[date, date]:
    return day, day


def _weekday(match: re.Match[str], now: _Now) -> _Found:
    number = WEEKDAYS.index(match["wd"].lower()[:3])
    how = (match["how"] or "").strip().lower()
    after = (match["after"] or "").strip().lower()
    monday = now.today - timedelta(days=now.today.weekday())
    if after.startswith(("next", "nxt")) or re.match(_NEXT + r"\b", how):
        return _same(monday + timedelta(days=7 + number))
    if after.startswith(("last", "lst")) or re.match(r"last week\b", how):
        return _same(monday + timedelta(days=number - 7))
    if after == "week" or how.startswith("a week"):
        return _same(_coming(now.today, number) + timedelta(days=7))
    if re.match(_LAST + r"\b", how):
        return _same(_gone(now.today, number))
    if how.startswith(("coming", "this coming")):
        return _same(_coming(now.today, number))
    if how.startswith("this"):
        return _same(monday + timedelta(days=number))
    if now.prefer == "past":
        return _same(_gone(now.today, number))
    return _same(_coming(now.today, number))


def _coming(today: date, number: int) -> date:
    return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)


def _gone(today: date, number: int) -> date:
    return today - timedelta(days=(today.weekday() - number - 1) % 7 + 1)


def _shift(today: date, count: int, unit: str) -> date:
    unit = unit.lower().replace("business ", "working ")
    if unit.startswith("working"):
        step = 1 if count > 0 else -1
        day, left = today, abs(count)
        while left:
            day += timedelta(days=step)
            left -= day.weekday() < 5
        return day
    if unit.startswith("d"):
        return today + timedelta(days=count)
    if unit.startswith("w"):
        return today + timedelta(weeks=count)
    if unit.startswith("f"):
        return today + timedelta(weeks=2 * count)
    if unit.startswith("m"):
        return today + relativedelta(months=count)
    if unit.startswith("q"):
        return today + relativedelta(months=3 * count)
    return today + relativedelta(years=count)


def _count(text: str) -> int:
    return int(text) if text.isdigit() else NUMBERS[" ".join(text.lower().split())]


def _ahead(match: re.Match[str], now: _Now) -> _Found:
    return _same(_shift(now.today, _count(match["n"]), match["unit"]))


def _ago(match: re.Match[str], now: _Now) -> _Found:
    return _same(_shift(now.today, -_count(match["n"]), match["unit"]))


def _near_year(now: _Now, month: int, day: int) -> date:
    """The year that makes a day without one nearest to what is meant."""
    made = date(now.today.year, month, day)
    if now.prefer == "future" and made < now.today - timedelta(days=7):
        return date(now.today.year + 1, month, day)
    if now.prefer == "past" and made > now.today + timedelta(days=1):
        return date(now.today.year - 1, month, day)
    return made


def _month_day(match: re.Match[str], now: _Now) -> _Found:
    month = MONTHS.index(match["mon"].lower()[:3]) + 1
    year = match["y"]
    return _same(date(int(year), month, int(match["d"])) if year else _near_year(now, month, int(match["d"])))


def _numeric(match: re.Match[str], now: _Now) -> _Found:
    one, two, year = int(match["a"]), int(match["b"]), match["y"]
    day_first = now.day_first or match["sep"] == "."
    day, month = (one, two) if (day_first and two <= 12) or one > 12 else (two, one)
    if not year:
        return _same(_near_year(now, month, day))
    return _same(date(int(year) + (2000 if len(year) == 2 else 0), month, day))


def _day_of_month(match: re.Match[str], now: _Now) -> _Found:
    made = now.today.replace(day=1)
    number = int(match["d"])
    if now.prefer == "future" and number < now.today.day:
        made += relativedelta(months=1)
    if now.prefer == "past" and number > now.today.day:
        made -= relativedelta(months=1)
    return _same(made.replace(day=number))


def _stretch(name: str, today: date, prefer: Prefer) -> tuple[date, date]:
    """A named stretch of the calendar: week, next month, january, q1, year."""
    words = name.lower().replace("the ", "").replace("this ", "").strip(" .")
    step = 1 if re.match(_NEXT, words) else -1 if re.match(_LAST, words) else 0
    unit = words.split()[-1] if words else ""
    if unit.startswith(("week", "wk")):
        first = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
        return first, first + timedelta(days=4)
    if unit.startswith(("quarter", "qtr")):
        first = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1) + relativedelta(months=3 * step)
        return first, first + relativedelta(months=3, days=-1)
    if unit[:2] in {"q1", "q2", "q3", "q4"}:
        first = date(today.year, int(unit[1]) * 3 - 2, 1)
        last = first + relativedelta(months=3, days=-1)
        years = 1 if prefer == "future" and last < today else -1 if prefer == "past" and first > today else 0
        return first + relativedelta(years=years), last + relativedelta(years=years)
    if unit[:3] in MONTHS:
        first = date(today.year, MONTHS.index(unit[:3]) + 1, 1)
        if prefer == "future" and (first.year, first.month) < (today.year, today.month):
            first += relativedelta(years=1)
        if prefer == "past" and first > today:
            first -= relativedelta(years=1)
        return first, first + relativedelta(months=1, days=-1)
    if unit.startswith(("year", "yr")):
        return date(today.year + step, 1, 1), date(today.year + step, 12, 31)
    first = today.replace(day=1) + relativedelta(months=step)
    return first, first + relativedelta(months=1, days=-1)


def _whole(match: re.Match[str], now: _Now) -> _Found:
    return _stretch(match["name"], now.today, now.prefer)


def _part(match: re.Match[str], now: _Now) -> _Found:
    first, last = _stretch(match["name"], now.today, "future")
    part = match["part"].lower()
    if part.startswith(("end", "late")):
        return _same(last)
    if part.startswith(("mid", "middle")):
        return _same(
            first.replace(day=15) if first.day == 1 and first.month == last.month else first + (last - first) / 2
        )
    return _same(first)


def _letters(match: re.Match[str], now: _Now) -> _Found:
    unit = match["unit"].lower()
    if unit in {"d", "b"}:
        return _same(now.today)
    name = {"w": "week", "m": "month", "q": "quarter", "y": "year"}[unit]
    return _same(_stretch(name, now.today, "future")[1])


def _weekend(match: re.Match[str], now: _Now) -> _Found:
    monday = now.today - timedelta(days=now.today.weekday())
    how = match["how"].lower()
    if now.prefer == "past" and how in {"over", "the", "this"}:
        return _same(monday - timedelta(days=2))
    if how == "after":
        return _same(monday + timedelta(days=7))
    if how in {"by", "before"}:
        return _same(monday + timedelta(days=4))
    return _same(monday + timedelta(days=12 if how.startswith("n") else 5))


def _feast(match: re.Match[str], now: _Now) -> _Found:
    name = match.group().lower()
    if name.startswith("new"):
        return _same(_near_year(now, 1, 1))
    if name.startswith("thanks"):
        first = date(now.today.year, 11, 1)
        return _same(first + timedelta(days=(3 - first.weekday()) % 7 + 21))
    return _same(_near_year(now, 12, 24 if "eve" in name else 25))


def _fixed(days: int) -> Callable[[re.Match[str], _Now], _Found]:
    return lambda _match, now: _same(now.today + timedelta(days=days))


def _iso(match: re.Match[str], _now: _Now) -> _Found:
    return _same(date(int(match["y"]), int(match["m"]), int(match["d"])))


def _rules() -> Iterator[_Rule]:
    period = rf"(?:(?:{_NEXT}|{_LAST}|this|the)\s+)?(?:week|wk|month|mo|quarter|qtr|year|yr|q[1-4]|{_MON})"
    rows: list[tuple[str, Callable[[re.Match[str], _Now], _Found]]] = [
        (r"\b(?P<y>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?:T[\d:.]+Z?)?\b", _iso),
        (r"\bday before yesterday\b", _fixed(-2)),
        (r"\b(?:the )?day after (?:tomorrow|tmrw)\b", _fixed(2)),
        (r"\b(?:yesterday|yest|yday|ystd|ysterday|yesteday|yesturday|last night)\b", _fixed(-1)),
        (
            r"\b(?:today|tdy|2day|tonight|this (?:morning|afternoon|evening|am|pm)|just now|earlier on|right now)\b",
            _fixed(0),
        ),
        (r"\b(?:tomorrow|tommorow|tomorow|tommorrow|tmrw|tmrrw|tmr|tmw|tomo|2moro|2morrow)\b", _fixed(1)),
        (
            rf"\b(?:in|within|after)\s+(?:about |another |the next )?(?P<n>{_NUM})\s*(?P<unit>{_UNIT})(?:'?\s+time)?",
            _ahead,
        ),
        (rf"\b(?P<n>{_NUM})\s*(?P<unit>{_UNIT})\s+(?:from (?:now|today)|out|later|time)\b", _ahead),
        (rf"\b(?P<n>{_NUM})\s*(?P<unit>{_UNIT})\s+(?:ago|back)\b", _ago),
        (
            rf"(?<![\d:/])\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?:of )?(?P<mon>{_MON})(?:,?[\s-]+(?P<y>20\d\d))?",
            _month_day,
        ),
        (
            rf"\b(?P<mon>{_MON})\s*(?:the )?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|[.,]?\d|\s?k)(?:,?\s+(?P<y>20\d\d))?\b",
            _month_day,
        ),
        (
            r"(?<![\d/.$\u20ac\u00a3-])(?P<a>\d{1,2})(?P<sep>[/.-])(?P<b>\d{1,2})(?:(?P=sep)(?P<y>20\d\d|\d\d))(?![\d/%])",
            _numeric,
        ),
        (r"(?<![\d/.$\u20ac\u00a3-])(?P<a>\d{1,2})(?P<sep>/)(?P<b>\d{1,2})(?P<y>)?(?![\d/%])", _short_numeric),
        (
            rf"\b(?P<part>end|eo|late|mid(?:dle)?|start|beginning|early|first thing)[\s-]*(?:of |in )?(?P<name>{period})\b",
            _part,
        ),
        (r"\b(?P<how>after|over|by|before|this|next|nxt|the)\s+(?:the\s+)?(?:weekend|wkend)\b", _weekend),
        (r"\b(?:eo|co)(?P<unit>[dwmqyb])\b", _letters),
        (r"\bend of (?:the )?(?:business )?(?P<unit>d)ay\b", _letters),
        (
            (
                rf"\b(?P<how>(?:{_NEXT}|{_LAST}|this coming|coming|this|last week|a week(?: on)?)\s+)?(?P<wd>{_WD})"
                r"(?:\s+(?P<after>(?:next|nxt|last|lst)\s+(?:week|wk)|week\b))?"
            ),
            _weekday,
        ),
        (r"\bthe (?P<d>\d{1,2})(?:st|nd|rd|th)\b", _day_of_month),
        (r"(?<=on |by )(?P<d>\d{1,2})(?:st|nd|rd|th)\b", _day_of_month),
        (r"\b(?:christmas(?: eve)?|xmas|new year'?s?(?: day)?|thanksgiving)\b", _feast),
        (rf"\b(?P<name>(?:{_NEXT}|{_LAST}|this)\s+(?:week|wk|month|mo|quarter|qtr|year|yr))\b", _whole),
        (
            rf"\b(?P<name>(?:(?:{_NEXT}|{_LAST})\s+)?(?:q[1-4]|(?-i:[Jj]an(?:uary)?|[Ff]eb(?:ruary)?|March|[Aa]pr(?:il)?|May|[Jj]une?|[Jj]uly?|[Aa]ug(?:ust)?|[Ss]ept?(?:ember)?|[Oo]ct(?:ober)?|[Nn]ov(?:ember)?|[Dd]ec(?:ember)?)))\b",
            _whole,
        ),
    ]
    for pattern, read in rows:
        yield re.compile(pattern, re.IGNORECASE), read


def _short_numeric(match: re.Match[str], now: _Now) -> _Found:
    return None if match.group() in {"24/7", "50/50", "1/2", "1/4", "3/4", "1/3", "2/3"} else _numeric(match, now)


_RULES = list(_rules())
_END_OF = re.compile(
    rf"\b(?:eod|cob|end of (?:the )?day|first thing|early|late)\s+(?:on )?(?={_WD}|tomorrow|tmrw)", re.IGNORECASE
)
_TIME = re.compile(
    r"\b(?:(?P<noon>noon|midday)|(?P<h>1[0-2]|0?[1-9])(?:[:.](?P<m>[0-5]\d))?\s*(?P<ap>[ap]\.?m\b)"
    r"|(?P<h24>[01]?\d|2[0-3])[:h](?P<m24>[0-5]\d))",
    re.IGNORECASE,
)
