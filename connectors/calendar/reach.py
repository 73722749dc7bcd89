"""Whether an event can reach into a window, told by its text alone: to read one costs milliseconds."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

FOLD = re.compile(r"\n[ \t]")
DAY = r"(?:;[^:\n]*)?:[ \t]*(\d{4})(\d\d)(\d\d)"
BEGINS = re.compile(rf"^DTSTART{DAY}", re.MULTILINE | re.IGNORECASE)
ENDS = re.compile(rf"^DTEND{DAY}", re.MULTILINE | re.IGNORECASE)
LASTS = re.compile(r"^DURATION(?:;[^:\n]*)?:[+]?P(T(?:(\d{1,4})H)?(?:\d{1,4}M)?)?", re.MULTILINE | re.IGNORECASE)
REPEATS = re.compile(r"^R(?:RULE|DATE)[:;].*$", re.MULTILINE | re.IGNORECASE)
LAST = re.compile(r"^RRULE[:;].*\bUNTIL=(\d{4})(\d\d)(\d\d)", re.IGNORECASE)
SLACK = timedelta(days=2)  # zones lie a day apart at most
MINUTES = timedelta(days=8)  # four digits of them, and a day
LONGEST = timedelta(days=400)  # an event without an end that can be read here


def may_reach(events: list[str], start: datetime, end: datetime) -> bool:
    """Whether any of a series' events may take place between the two; True wherever the text does not tell.

    Args:
        events: the texts of all events with one UID.
    """
    return any(_may(FOLD.sub("", event), start, end) for event in events)


def _may(event: str, start: datetime, end: datetime) -> bool:
    begins = _day(BEGINS.search(event), start)
    if begins is None:
        return True
    if begins > end + SLACK:
        return False
    rules = REPEATS.findall(event)
    last = begins
    for rule in rules:
        until = _day(LAST.match(rule), start)
        if until is None:
            return True
        last = max(last, until)
    return last + _length(event, begins) >= start - SLACK


def _length(event: str, begins: datetime) -> timedelta:
    ends = _day(ENDS.search(event), begins)
    if ends is not None:
        return max(ends - begins, timedelta(0)) + timedelta(days=1)
    lasts = LASTS.search(event)
    if lasts is None:
        return timedelta(days=1)
    return timedelta(hours=int(lasts[2] or 0)) + MINUTES if lasts[1] else LONGEST


def _day(found: re.Match[str] | None, like: datetime) -> datetime | None:
    try:
        return datetime(int(found[1]), int(found[2]), int(found[3]), tzinfo=like.tzinfo) if found else None
    except ValueError:
        return None
