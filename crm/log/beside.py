"""Days counted from another that is named: "the Friday after Easter", "two days before the 15th"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Protocol, TypeVar

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}
_LINK = re.compile(
    r"\b(?:the\s+)?(?:(?P<count>\d{1,2}|an?|one|two|three|four|five|six|ten)\s+)?"
    r"(?P<unit>mon|tue|wed|thu|fri|sat|sun|day|week|wk)(?:s|day|sday|nesday|rsday|urday|ks?)?\s+"
    r"(?P<side>before|after|following|prior to|ahead of)\s+(?:the\s+)?$",
    re.IGNORECASE,
)


class Placed(Protocol):
    @property
    def first(self) -> date: ...
    @property
    def last(self) -> date: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


P = TypeVar("P", bound=Placed)


def counted(text: str, days: Sequence[P], alone: Callable[[P], P]) -> list[tuple[P, date, int] | tuple[P, None, int]]:
    """The days; where one is counted from, the day that is meant, and where its words begin.

    `alone` reads a day without the words before it: "after the 15th" begins on the 16th.
    """
    found: list[tuple[P, date, int] | tuple[P, None, int]] = []
    for day in days:
        match = _LINK.search(text[: day.start])
        anchor = alone(day) if match and not (found and found[-1][0].end > match.end()) else None
        if match is None or anchor is None or anchor.first != anchor.last:
            found.append((day, None, day.start))
            continue
        while found and found[-1][0].end > match.start():
            found.pop()  # the weekday itself, which was read as one of its own
        found.append((day, _from(match, anchor), match.start()))
    return found


def _from(match: re.Match[str], anchor: Placed) -> date:
    said = (match["count"] or "a").lower()
    count = int(said) if said.isdigit() else _COUNTS[said]
    back = match["side"].lower() not in {"after", "following"}
    unit = match["unit"].lower()
    if unit in _WEEKDAYS:
        weekday = _WEEKDAYS.index(unit)
        if back:
            return anchor.first - timedelta(days=(anchor.first.weekday() - weekday - 1) % 7 + 1)
        return anchor.last + timedelta(days=(weekday - anchor.last.weekday() - 1) % 7 + 1)
    step = timedelta(days=count) if unit == "day" else timedelta(weeks=count)
    if unit != "day" and not back and match["count"] is None:  # "the week after the 3rd" begins on its Monday
        return anchor.last + timedelta(days=7 - anchor.last.weekday())
    return anchor.first - step if back else anchor.last + step
