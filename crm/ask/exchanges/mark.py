"""One part of a question on exchanges."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """One part: `value` is the kind of a noun or verb, the unit of a time; `at` is the item it begins in."""

    symbol: str
    value: str
    text: str
    at: int
    number: float | None = None
