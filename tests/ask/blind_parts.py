"""What the blind exports share: days that lie on no edge of a relative period, and small disorder in values."""

from __future__ import annotations

from datetime import datetime
from random import Random
from typing import Any

from unseen_parts import TODAY, day

EDGES = {0, 1, *(age + by for age in (7, 14, 30, 60, 90, 120, 182, 365) for by in (-1, 0, 1)), 184}  # days from today


def calm(chance: Random, start: str, end: str) -> datetime:
    """A day that "the last 30 days" takes in or leaves out however one counts."""
    while abs((TODAY - (found := day(chance, start, end))).days) in EDGES:
        pass
    return found


def untidy(chance: Random, text: str, share: float = 0.06) -> str:
    """Now and then typed in small letters or with a blank at its end."""
    return chance.choice((text.lower(), text.upper(), f"{text} ")) if chance.random() < share else text


def tidy(series: Any, known: Any) -> Any:
    """The values as they are usually written."""
    written = {name.lower(): name for name in known}
    return series.str.strip().str.lower().map(written)


def parted(text: str) -> list[str]:
    """The names in a line that parts them by bars."""
    return text.split("|")


def weekday(chance: Random, start: str, end: str) -> datetime:
    """A calm day that is no Saturday or Sunday, so that every custom of weeks counts it alike."""
    while (found := calm(chance, start, end)).weekday() > 4:
        pass
    return found
