"""Days in running text: the house's grammar of time, read as a rep in a hurry means it."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal

from dateutil.relativedelta import relativedelta

from crm.log.beside import counted
from crm.log.clauses import corrected
from crm.log.foreign import is_foreign, lasts, sets_deadline
from crm.log.onward import Meant, onward
from crm.log.spelling import plain
from crm.periods import Period, find_periods

Prefer = Literal["past", "future"]
KEPT = 256  # readings of clauses that are remembered: one message asks for the same ones again and again
JUST_GONE = timedelta(days=7)  # a date without a year that passed this lately is not next year's
_MID = re.compile(r"\bmid|(?:the )?middle of", re.IGNORECASE)
_FIRST_WEEK = re.compile(r"(?:first|1st) (?:week|wk) (?:of|in)\b", re.IGNORECASE)
_WORKING = re.compile(r"(?P<n>\d+|an?|one|two|three|four|five|six|seven|eight|ten)\s+(?:business|working|work) days?", re.IGNORECASE)  # fmt: skip
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "ten": 10}  # fmt: skip
_BEFORE = re.compile(
    r"(?:by|before|until|till|til|due|no later than|not later than|prior to|ahead of|from|since|after)\s+",
    re.IGNORECASE,
)
_END = re.compile(r"(?:the )?(?:end|eo[wmqy]|co[bd]|close|(?:month|quarter|qtr|year)[ -]?end)\b", re.IGNORECASE)
_PERIOD_END = re.compile(r"(?:the )?(?:month|quarter|qtr|year)[ -]?end\b", re.IGNORECASE)
_NOUN_AFTER = re.compile(r"\s+(?!(?:and|but|so|then|for|with|or|if|to|at|latest|please|is|works|when|as|because)\b)[a-z]{3,}", re.IGNORECASE)  # fmt: skip
_WITHIN = re.compile(r"(?:within|inside|in the next)\b", re.IGNORECASE)
_EARLY = re.compile(r"(?:the )?(?:early|start|beginning|first thing)\b", re.IGNORECASE)
_SEASON = re.compile(r"spring|summer|autumn|\bfall\b|winter", re.IGNORECASE)
_LENGTH = re.compile(r"(?:all|the (?:whole|entire)|whole|entire) (?:day|week|month|morning|afternoon)\b", re.IGNORECASE)
_FOLLOWING = re.compile(
    r"(?<!\bfor )(?<!\bfor the )\b(?:(?P<count>\d|an?|one|two|three|four|five) (?P<unit>days?|weeks?|wks?) (?P<ahead>before(?:hand)?|b4|prior|in advance|after(?:wards?)?|later)|(?:the )?(?P<what>mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|week|day|morning)(?:day)? (?P<side>after|before|b4))\b(?: that| then)?(?=\s*(?:$|[.,;!?)\n]|and\b|then\b|to see\b))",
    re.IGNORECASE,
)
_IN_WEEKS = re.compile(r"in (?:an?|\d|one|two|three|four) (?:weeks?|wks?)(?:['’]? time)?", re.IGNORECASE)
_WEEKDAY = re.compile(r"(?:on )?(?:mon|tue|wed|thu|fri|sat|sun)\w*", re.IGNORECASE)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
_ANY_ONE = re.compile(r"\b(?:an?|any|every|each|some|most)\s*$", re.IGNORECASE)
_YEAR = re.compile(r"20\d\d|year|/\d+/", re.IGNORECASE)
_FEAST = re.compile(r"christmas|xmas|thanksgiving|easter", re.IGNORECASE)
_AFTER_EASTER = re.compile(r"\b(?:after|post)[ -]easter$", re.IGNORECASE)
_AT = re.compile(r"at\s+", re.IGNORECASE)
_AT_HOUR = re.compile(r"\bat\s*$", re.IGNORECASE)
_SO_FAR = re.compile(r"\b(?:had|seen|heard|spoken|talked|met|best|worst|first|biggest|longest|happiest|been)\b[^.;!?\n]{0,35}$", re.IGNORECASE)  # fmt: skip
_IN_A = re.compile(
    r"in (?:an?|\d+|two|three|four|many|the (?:last|past)) (?:years?|months?|weeks?|quarters?)", re.IGNORECASE
)
_OVER = re.compile(r"\bover\s+(?:the\s+)?$", re.IGNORECASE)
_SLEEPS = re.compile(r"\b(?:sleeps?|thinks?|mulls?|reads?|looks?|considers?|decides?|discuss(?:es)?)\b[^.;!?\n]{0,25}\bover\s+(?:the\s+)?$", re.IGNORECASE)  # fmt: skip
_CLOSE = re.compile(r"eod|eob|cob|cop|(?:end|close) of (?:day|business|play)", re.IGNORECASE)
_DAY_JUST_SAID = re.compile(
    r"(?:day|tomorrow|tmrw|tmr|mon|tues?|wed|thu(?:rs)?|fri|\d)[\s,]*(?:by\s+)?$", re.IGNORECASE
)
_HAD = re.compile(
    r"\b(?:got|gets?|have|has|had|needs?|takes?|took|gave (?:him|her|them)|give (?:him|her|them)|wants?) (?:all )?(?:of )?(?:the )?$",
    re.IGNORECASE,
)
_WEEKEND = re.compile(r"w(?:ee)?ke?nd\b", re.IGNORECASE)
_MAYBE = re.compile(
    r"\d|arvo|nite|mon|tue|wed|thu|fri|sat|sun|day|week|wk|month|mo\b|mnth|quarter|qtr|year|yr|\beo|\bco[bd]|jan|feb|mar|apr|may|mai|ju[nl]|aug|sep|o[ck]t|nov|de[cz]|"
    r"morgen|to-?mm?o|tmr|tmw|night|yest|ystd|fortnight|mas\b|easter|thanks|mont|dien|mitt|donn|frei|sams|sonn|heute|gestern|first|second|third|(?:fif|[fs]ix|teen|tie|our|even|eigh|nin|ten|elf)th\b|woche|noon|even|close of|2nite|of business|of biz|this aft|jutro|domani|amanh|demain|ma\u00f1ana|vandaag|idag|hoy\b|oggi|hoje|tagen|tag\b|dag\b|d\u00ed\b|di\b|martes|lunes|mi[e\u00e9]rc|jueves|viernes|feira|ter\u00e7a|wtorek|ned[iì]|erd[iì]|ovedì|\bmo |\bmi |\bdo |\bfr |of play|knock.?off|\bkal\b|smoko|tea ?time|home time|\bcop\b|the morn\b|matin|czwartek|pi\u0105tek|poniedz|\u015brod|spring|summer|autumn|fall|winter|ago|now",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:(?P<noon>noon|midday)|(?P<h>1[0-2]|0?[1-9])(?:[:.](?P<m>[0-5]\d))?\s*(?P<ap>[ap]\.?m\b)"
    r"|(?P<h24>[01]?\d|2[0-3])[:h](?P<m24>[0-5]\d))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Day:
    """A day, or a longer stretch from `first` to `last` (inclusive), in a text."""

    first: date
    last: date
    start: int
    end: int
    text: str
    by: bool = False  # whether words of its own language say that something is to be done by then
    until: bool = False  # whether they say that something lasts until then

    @property
    def single(self) -> bool:
        return self.first == self.last


def find_days(text: str, today: date, prefer: Prefer, *, day_first: bool = False) -> list[Day]:
    """The days that `text` names, in order, without those taken back."""
    return list(_read(text, today, prefer, day_first)) if speaks_of_time(text) else []


def speaks_of_time(text: str) -> bool:
    """Whether a text may name a day at all."""
    return _MAYBE.search(text) is not None or is_foreign(text)


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


def follows(text: str) -> bool:
    """Whether a text counts from a day named before: "the Monday after"."""
    return _FOLLOWING.search(text) is not None


def day_following(text: str, anchor: Day) -> date | None:
    """What "the Monday after" or "the day before" means once a day was named before it."""
    match = _FOLLOWING.search(text)
    if match is None:
        return None
    if match["count"]:
        count = match["count"].lower()
        number = int(count) if count.isdigit() else _COUNTS[count]
        step = timedelta(days=number * (1 if match["unit"].lower().startswith("d") else 7))
        return anchor.last + step if match["ahead"].lower().startswith(("after", "later")) else anchor.first - step
    before = match["side"].lower() != "after"
    if match["what"].lower() in {"day", "morning"}:
        return anchor.first - timedelta(days=1) if before else anchor.last + timedelta(days=1)
    what = match["what"].lower()[:3]
    weekday = _WEEKDAYS.index(what) if what in _WEEKDAYS else 0
    if before:
        return anchor.first - timedelta(days=(anchor.first.weekday() - weekday - 1) % 7 + 1)
    return anchor.last + timedelta(days=(weekday - anchor.last.weekday() - 1) % 7 + 1)


def counts_on(text: str, at: int) -> bool:
    """Whether what stands at `at` only says from where another day counts on: "the Monday after"."""
    return any(match.start() <= at < match.end() for match in _FOLLOWING.finditer(text))


def working_day(day: date) -> date:
    """The day itself, or the Friday before it where it falls on a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


@lru_cache(maxsize=KEPT)
def _read(text: str, today: date, prefer: Prefer, day_first: bool) -> tuple[Day, ...]:
    said = plain(text, day_first=day_first)
    now = datetime.combine(today, time(12), UTC)
    found: list[Day] = []
    for period in find_periods(said.text, now, prefer=prefer):
        day = _day(period, said.text, today, prefer)
        if day is not None:
            if day_first and _AFTER_EASTER.search(said.text[: period.span[1]]):  # where Easter Monday is a holiday
                day = replace(day, first=day.first + timedelta(days=(1 - day.first.weekday()) % 7))
                day = replace(day, last=day.first)
            start, end = said.start(day.start), said.end(day.end)
            said_so = text[start:end]
            by, until = sets_deadline(text[:start], said_so), lasts(text[:start], said_so)
            found.append(replace(day, start=start, end=end, text=said_so, by=by, until=until))

    def alone(day: Day) -> Day:
        return next(iter(_read(day.text, today, prefer, day_first)), day)

    read = _in_weeks(text, _counted(text, found, alone))

    def named(said: str) -> date | None:
        return next((day.first for day in _read(said, today, prefer, day_first)), None)

    meant = onward(text, read, named, ahead=prefer == "future")
    return tuple(corrected(text, [_as_meant(each, text) for each in meant]))


def _as_meant(meant: Meant[Day], text: str) -> Day:
    if meant.on is None:
        return meant.day
    said = text[meant.start : meant.day.end]
    return replace(meant.day, first=meant.on, last=meant.on, start=meant.start, text=said)


def _in_weeks(text: str, found: list[Day]) -> list[Day]:
    """The days; a weekday and the weeks until it, "Tuesday in two weeks", are one."""
    made: list[Day] = []
    for day in found:
        before = made[-1] if made else None
        if (
            before is not None
            and _IN_WEEKS.fullmatch(day.text)
            and before.single
            and _WEEKDAY.fullmatch(before.text)
            and not text[before.end : day.start].strip()
        ):
            meant = day.first + timedelta(days=before.first.weekday() - day.first.weekday())
            made[-1] = Day(meant, meant, before.start, day.end, text[before.start : day.end])
        else:
            made.append(day)
    return made


def _counted(text: str, found: list[Day], alone: Callable[[Day], Day]) -> list[Day]:
    """The days, with what is counted from one of them in its place: "the Friday after Easter"."""
    return [
        day if meant is None else Day(meant, meant, start, day.end, text[start : day.end])
        for day, meant, start in counted(text, found, alone)
    ]


def _day(period: Period, text: str, today: date, prefer: Prefer) -> Day | None:
    """A period as a stretch of days; one that sets a deadline is that day."""
    if period.due is None or (
        _TIME.fullmatch(_AT.sub("", period.text.strip())) and (period.due > today or prefer == "past")
    ):
        return None  # of "at 11am" only the time is meant
    start, end = period.span
    if re.match(r"after (?:today|this)", period.text, re.IGNORECASE):
        return None  # "after today's demo"
    lead = _BEFORE.match(period.text)
    start += lead.end() if lead else 0
    if not lead and _FEAST.search(period.text) and re.match(r"\s+[a-z]{3,}", text[end:]):
        return None  # the Christmas market is no day
    if _PERIOD_END.match(period.text) and not lead and _NOUN_AFTER.match(text[end:]):
        return None  # the year-end letter
    first = period.start.date() if period.start else period.due
    last = (period.end - timedelta(microseconds=1)).date() if period.end else first
    if _HAD.search(text[:start]) and _WEEKEND.search(period.text):
        return None  # "they have the weekend to think"
    if _SEASON.search(period.text) or _LENGTH.match(period.text):
        return None  # "by summer" sets no day, and "all day" says how long
    if _SLEEPS.search(text[:start]) or (
        prefer == "future" and _OVER.search(text[:start]) and _FEAST.search(period.text)
    ):
        return None  # "sleeps on it over the weekend", "will read it over Christmas"
    if _CLOSE.fullmatch(period.text.strip()) and _DAY_JUST_SAID.search(text[:start]):
        return None  # "tomorrow EOD"
    if _AT_HOUR.search(text[:start]) and re.fullmatch(r"the \d{1,2}", period.text):
        return None  # "thursday 26 at the 10"
    if _SO_FAR.search(text[:start]) and _IN_A.match(period.text):
        return None  # "the best talk we've had in a year"
    if _ANY_ONE.search(text[:start]) and period.grain == "day":
        return None  # "on a Sunday" is no day
    if period.start is None and period.end is not None and lead:
        first = last = (
            period.end.date() if lead.group().lower().startswith(("before", "prior", "ahead")) else period.due
        )
        if _END.match(period.text[lead.end() :]):  # "before the end of August" is in August
            first = last = period.due - timedelta(days=period.due.day == 1)
    elif lead or _END.match(period.text) or _WITHIN.match(period.text):
        first = last = last if period.grain == "hour" else period.due
    elif _EARLY.match(period.text):
        last = first
    first, last = _meant(period, first, last, today, prefer)
    return Day(first, last, start, end, text[start:end])


def _meant(period: Period, first: date, last: date, today: date, prefer: Prefer) -> tuple[date, date]:
    """What reps mean where their words leave it open."""
    said = period.text
    if (match := _WORKING.search(said)) and not said.lower().endswith(("ago", "back")):
        number = match["n"].lower()
        return (_working_days(today, int(number) if number.isdigit() else _COUNTS[number]),) * 2
    if _MID.search(said) and "week" not in said.lower():
        return (first.replace(day=15),) * 2
    if _FIRST_WEEK.search(said):
        return first.replace(day=1), first.replace(day=7)
    if _WEEKEND.search(said):
        friday = first - timedelta(days=first.weekday() - 4) if first.weekday() > 4 else first
        before = re.match(r"(?:by|before)\b", said, re.IGNORECASE)
        return (friday if before else first,) * 2
    earlier = first + relativedelta(years=-1)
    if prefer == "future" and today - JUST_GONE <= earlier < today and not _YEAR.search(said):
        weeks = timedelta(days=(first - earlier).days // 7 * 7 if period.grain == "week" else (first - earlier).days)
        return first - weeks, last - weeks
    return first, last


def _working_days(day: date, count: int) -> date:
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day
