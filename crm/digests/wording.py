"""A schedule in words: “Mondays 8:30 for #sales”, “first Monday of the month 7am”, “30 8 * * MON”."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crm.digests.schedule import Schedule
from crm.errors import RejectedError

DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
NTH = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
DAY = r"(?:mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)s?"
NTHS = "|".join([*NTH, "last"])
PERIOD = r"(?:of|in) (?:the|each|every|a) (month|quarter)"
EXAMPLES = "Try “Mondays 8:30 for #sales”, “every weekday at 9”, “first Monday of the month 7am” or “30 8 * * MON”."
NO_TIME = f"At what time? {EXAMPLES}"
NO_DAYS = f"On which days? {EXAMPLES}"
EVERY_OTHER = "Every other week is nothing I can do. Weekly, monthly or quarterly is: " + EXAMPLES

CRON = re.compile(r"^((?:[\d*/,\-#lw]|\b[a-z]{3}\b)+(?: +(?:[\d*/,\-#lw]|\b[a-z]{3}\b)+){4})(?= |$)", re.IGNORECASE)
CHANNEL = re.compile(r"(?:\b(?:for|to|in|into)\s+)?(?:<#([A-Z0-9]+)(?:\|([^>]*))?>|#([\w.\-]{1,80}))", re.IGNORECASE)
DIRECT = re.compile(
    r"\b(?:(?:by |as |in |to |via )?(?:a )?(?:dm|direct messages?)(?: (?:to )?me)?|(?:for|to|tell|send) me|myself)\b",
    re.IGNORECASE,
)
ZONE = re.compile(r"\b(?:in |time )?((?:[A-Z][A-Za-z_]+/[A-Za-z_/+\-]+)|UTC)(?: time)?\b")
CLOCK = re.compile(
    r"(?:\bat |@ ?)?\b(?:(\d{1,2})(?:[:.h](\d{2}))?\s*(a\.?m\b\.?|p\.?m\b\.?|o'?clock)?|(noon|midday|midnight))"
    r"(?!\S*[:\d])",
    re.IGNORECASE,
)
ORDINAL = re.compile(r"\b(?:the )?(\d{1,2})(?:st|nd|rd|th)\b(?: (?:day )?" + PERIOD + ")?")
NTH_DAY = re.compile(rf"\b(?:the )?((?:{NTHS})(?:(?:,| and|, and) (?:{NTHS}))*) ({DAY})\b(?: {PERIOD})?")
LAST_DAY = re.compile(rf"\b(?:the )?(first|last) (day|weekday|working day|workday|business day) {PERIOD}")
RANGE = re.compile(rf"\b({DAY})\s*(?:-|–|to|through|till|until)\s*({DAY})\b")
ONE = re.compile(rf"\b{DAY}\b")
GROUPS = (
    (re.compile(r"\b(?:week ?days?|work(?:ing)? ?days?|business days?)\b"), "1-5"),
    (re.compile(r"\b(?:week-?ends?)\b"), "0,6"),
    (re.compile(r"\b(?:daily|every ?day|each day|day|days|every morning|every evening)\b"), "*"),
)
FILLER = re.compile(
    r"\b(?:every|each|on|at|the|and|week|weekly|please|send|it|post|of|o'?clock|a|morning|time)\b|[,.;&+@-]"
)
FORTNIGHT = re.compile(r"\b(?:every (?:other|second|two|2)\b|bi-?weekly|fortnight\w*|every \d+ weeks)")


@dataclass(frozen=True)
class Said:
    """`channel` is an id, `channel_name` a name without #; `direct`: the owner's messages; `zone` where it was said."""

    cron: str
    channel: str | None = None
    channel_name: str | None = None
    direct: bool = False
    zone: str | None = None


def said(text: str) -> Said:
    """Reads a schedule.

    Raises:
        RejectedError: it is none, or says something that cannot be had.
    """
    rest, zone = _taken(ZONE, " ".join(text.split()))
    rest, place = _taken(CHANNEL, rest)
    rest, direct = _taken(DIRECT, rest)
    if place and direct:
        raise RejectedError("To a channel or to you? Please name one of them.")
    cron, rest = _cron(rest.strip().casefold())
    if left := FILLER.sub(" ", rest).split():
        raise RejectedError(f"I do not understand {' '.join(left)[:60]!r} in that schedule. {EXAMPLES}")
    return Said(
        cron,
        (place[1] or None) if place else None,
        (place[2] or place[3] or None) if place else None,
        direct is not None,
        zone[1] if zone else None,
    )


def _cron(text: str) -> tuple[str, str]:
    """The expression, and what of the words is left."""
    if found := CRON.match(text):
        cron = found[1].upper()
        Schedule.of(cron, "UTC")
        return cron, text[found.end() :]
    if FORTNIGHT.search(text):
        raise RejectedError(EVERY_OTHER)
    text, days = _days(text)
    text, clock = _clock(text)
    if clock is None:
        raise RejectedError(NO_TIME)
    if days is None:
        raise RejectedError(NO_DAYS)
    cron = f"{clock[1]} {clock[0]} {days}"
    Schedule.of(cron, "UTC")
    return cron, text


def _days(text: str) -> tuple[str, str | None]:
    """Day of the month, month and day of the week."""
    if found := LAST_DAY.search(text):
        if found[1] == "first" and found[2] != "day":
            raise RejectedError("The first working day is nothing I can do; the first Monday is. " + EXAMPLES)
        when = "1" if found[1] == "first" else "L" if found[2] == "day" else "LW"
        return _without(text, found), f"{when} {_months(found[3], last=found[1] == 'last')} *"
    if found := NTH_DAY.search(text):
        day = _number(found[2])
        words = re.findall(NTHS, found[1])
        nths = ",".join(f"{day}L" if word == "last" else f"{day}#{NTH[word]}" for word in words)
        return _without(text, found), f"* {_months(found[3], last='last' in words)} {nths}"
    if found := ORDINAL.search(text):
        return _without(text, found), f"{found[1]} {_months(found[2], last=False)} *"
    return _weekly(text)


def _weekly(text: str) -> tuple[str, str | None]:
    numbers: set[int] = set()
    while found := RANGE.search(text):
        first, last = _number(found[1]), _number(found[2])
        numbers |= {(first + step) % 7 for step in range((last - first) % 7 + 1)}
        text = _without(text, found)
    while found := ONE.search(text):
        numbers.add(_number(found[0]))
        text = _without(text, found)
    if numbers:
        return text, f"* * {','.join(DAYS[number].upper() for number in sorted(numbers))}"
    for pattern, days in GROUPS:
        if found := pattern.search(text):
            return _without(text, found), f"* * {days}"
    return text, None


def _clock(text: str) -> tuple[str, tuple[int, int] | None]:
    found = CLOCK.search(text)
    if found is None:
        return text, None
    if found[4]:
        return _without(text, found), (0 if found[4].startswith("midn") else 12, 0)
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").replace(".", "")[:2]
    if half in {"am", "pm"}:
        if not 1 <= hour <= 12:
            raise RejectedError(f"There is no {found[0].strip()!r}. {NO_TIME}")
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        raise RejectedError(f"There is no {found[0].strip()!r}. {NO_TIME}")
    return _without(text, found), (hour, minute)


def _months(period: str | None, *, last: bool) -> str:
    if period != "quarter":
        return "*"
    return "3,6,9,12" if last else "1,4,7,10"


def _number(day: str) -> int:
    return DAYS.index(day[:3])


def _taken(pattern: re.Pattern[str], text: str) -> tuple[str, re.Match[str] | None]:
    found = pattern.search(text)
    return (_without(text, found), found) if found else (text, None)


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"
