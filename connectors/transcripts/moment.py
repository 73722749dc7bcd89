"""Values of foreign JSON as what they should be, or nothing."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Any

from connectors.text import one_line
from crm.intake.event import NAME_LENGTH

LATEST = 253_402_214_400  # seconds: the year 9999
MILLISECONDS = 100_000_000_000  # numbers beyond it count thousandths: as seconds they lie in the year 5138


def text_of(value: Any, most: int = NAME_LENGTH) -> str:
    """A text or a number as one line; "" for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    if isinstance(value, int) and abs(value) > 10**30:
        return ""
    return one_line(str(value), most)


def number_of(value: Any) -> float | None:
    """A finite number of 0 or more, also where it is written as text."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) and number >= 0 else None


def moment_of(value: Any) -> datetime | None:
    """An ISO instant (UTC where it names no zone), or seconds or milliseconds since 1970."""
    number = number_of(value)
    try:
        if number is not None:
            number = number / 1000 if number > MILLISECONDS else number
            return datetime.fromtimestamp(number, UTC) if 0 < number < LATEST else None
        moment = datetime.fromisoformat(value.strip()) if isinstance(value, str) else None
        if moment is None:
            return None
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
