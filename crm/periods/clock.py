"""Hours: 3pm, 10:30, at noon, tomorrow morning, Friday at 2."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from crm.periods.frame import Stretch
from crm.periods.period import Grain
from crm.periods.reader import Reader
from crm.periods.words import DAY_PARTS, NUMBERS

_TIME = re.compile(r"(\d{1,2})(?:[:h](\d{2}))?\s?([ap])?", re.IGNORECASE)
_LAST_BUSINESS_HOUR = 7  # "at 3" without more is in the afternoon, "at 8" in the morning


@dataclass(frozen=True)
class Hour:
    hour: int
    minute: int
    grain: Grain

    def on(self, day: datetime) -> Stretch:
        start = day.replace(hour=self.hour, minute=self.minute)
        length = timedelta(hours=1) if self.grain == "hour" else timedelta(minutes=1)
        return Stretch(start, start + length, self.grain)


def hour_at(reader: Reader, i: int, *, led: bool) -> tuple[Hour, int] | None:
    """A clock time; bare numbers and 10:30 count only where "at" or a day leads to them."""
    token = reader.token(i)
    if token.low in {"noon", "midday", "midnight"}:
        return Hour(0 if token.low == "midnight" else 12, 0, "hour"), i + 1
    end = i + 1
    if token.kind == "clock":
        match = _TIME.match(token.low)
        if match is None:
            return None
        hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
        if half is None and not led and len(reader.tokens) > 1:
            return None
    elif led and token.kind == "number" and len(token.low) <= 2:
        hour, minute, half = int(token.low), 0, None
    elif led and 0 < NUMBERS.get(token.low, 0) <= 12:
        hour, minute, half = NUMBERS[token.low], 0, None
    else:
        return None
    if reader.low(end) in {"o'clock", "oclock"}:
        end += 1
    if half:
        if hour > 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    elif token.kind != "clock" and hour < _LAST_BUSINESS_HOUR:
        hour += 12
    if hour > 23 or minute > 59:
        return None
    exact = token.kind == "clock" and any(mark in token.low for mark in ":h")
    return Hour(hour, minute, "minute" if exact else "hour"), end


def part_at(reader: Reader, i: int) -> tuple[tuple[int, int], int] | None:
    """Morning, in the afternoon."""
    j = reader.skip(i, "in", "at")
    j = reader.skip(j, "the", "early", "late")
    j = reader.skip(j, "early", "late")
    part = DAY_PARTS.get(reader.low(j))
    return (part, j + 1) if part else None


def refine(reader: Reader, day: Stretch, i: int) -> tuple[Stretch, int]:
    """A day with the hour or part of day that follows it, if one does."""
    if day.grain != "day" or day.start is None or day.end is None or day.end - day.start > timedelta(days=1):
        return day, i
    part = part_at(reader, i)
    after = part[1] if part else i
    j = reader.skip(after, ",")
    led = reader.low(j) in {"at", "@", "around", "by"}
    hour = hour_at(reader, j + 1, led=True) if led else hour_at(reader, j, led=reader.token(j).kind == "clock")
    if hour:
        return hour[0].on(day.start), hour[1]
    if part:
        return _part_of(day.start, part[0]), part[1]
    return day, i


def _part_of(day: datetime, hours: tuple[int, int]) -> Stretch:
    return Stretch(day + timedelta(hours=hours[0]), day + timedelta(hours=hours[1]), "hour")


def part_of_day(reader: Reader, i: int) -> tuple[Stretch, int] | None:
    """This morning, tonight, last night, at 3pm, 3pm tomorrow."""
    low, today = reader.low(i), reader.frame.today
    if low in {"tonight", "tonite"}:
        return _with_hour(reader, today, DAY_PARTS["evening"], i + 1)
    if (
        low in {"this", "last"}
        and reader.low(i + 1) in DAY_PARTS
        and (low == "this" or reader.low(i + 1) in {"night", "evening"})
    ):
        day = today if low == "this" else today - timedelta(days=1)
        return _with_hour(reader, day, DAY_PARTS[reader.low(i + 1)], i + 2)
    led = low in {"at", "@"}
    hour = hour_at(reader, i + 1, led=reader.token(i + 1).kind == "clock") if led else hour_at(reader, i, led=False)
    if hour is None:
        return None
    found = reader.date(reader.skip(hour[1], "on"))
    if found:
        day_ = reader.frame.resolve(found[0], "future" if reader.frame.prefer == "future" else None)
        if day_ and day_.grain == "day" and day_.start:
            return hour[0].on(day_.start), found[1]
    stretch = hour[0].on(today)
    gone = reader.frame.prefer == "future" and stretch.start is not None and stretch.start < reader.frame.now
    return (hour[0].on(today + timedelta(days=1)) if gone else stretch), hour[1]


def _with_hour(reader: Reader, day: datetime, part: tuple[int, int], i: int) -> tuple[Stretch, int]:
    if reader.low(i) in {"at", "@", "around"}:
        hour = hour_at(reader, i + 1, led=True)
        if hour:
            return hour[0].on(day), hour[1]
    return _part_of(day, part), i
