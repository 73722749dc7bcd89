from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Grain = Literal["second", "minute", "hour", "day", "week", "month", "quarter", "year"]
Prefer = Literal["past", "future"]
Counted = Literal["rolling", "calendar"]


@dataclass(frozen=True)
class Period:
    """A stretch of time that a text speaks of.

    `start` is inclusive, `end` exclusive, both in the asker's zone; None is open. `span` holds code points of the
    text, end exclusive. `due` is the day meant when the words set a deadline ("end of the month": its last day).
    """

    text: str
    start: datetime | None
    end: datetime | None
    span: tuple[int, int]
    grain: Grain
    due: date | None = field(default=None, compare=False)
