"""Days that another one before them says more of: "on the 4th ... and on the 11th", "moved from 19 to 24 May"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, TypeVar

from crm.log.clauses import MOVES_FROM

SAFE_DAY = 28  # that every month has
_BARE = re.compile(r"(?:on )?(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)?", re.IGNORECASE)
_TO = re.compile(r"\s+(?:to|until|till)\s+(?:the\s+)?(?=\d)", re.IGNORECASE)


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


@dataclass(frozen=True)
class Meant(Generic[P]):
    """A day as it was read, and what it means: the day itself and where its words begin."""

    day: P
    on: date | None
    start: int


def onward(text: str, days: Sequence[P], alone: Callable[[str], date | None], *, ahead: bool) -> list[Meant[P]]:
    """The days; what a thing was moved from is none, and a bare number goes on from the day before it.

    The latter only where all lie `ahead`. `alone` reads the day that a few words name.
    """
    found: list[Meant[P]] = []
    before: date | None = None
    for day in days:
        said = text[day.start : day.end]
        to = _TO.search(said) if MOVES_FROM.search(text[: day.start]) else None
        on = alone(said[to.end() :]) if to else _same_month(said, day, before) if ahead else None
        found.append(Meant(day, on, day.start + to.end() if to and on else day.start))
        before = on or (day.first if day.first == day.last else None)
    return found


def _same_month(said: str, day: Placed, before: date | None) -> date | None:
    """The month of the day before is meant by a higher number that would otherwise lie before it."""
    bare = _BARE.fullmatch(said.strip())
    if bare is None or before is None or day.first != day.last or day.first >= before:
        return None
    number = int(bare["day"])
    return before.replace(day=number) if before.day < number <= SAFE_DAY else None
