"""The clock is passed in: nothing in Rapport asks the machine for the time by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The present instant, aware, in UTC."""


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class FixedClock:
    """A clock that stands still until it is set; for tests and for `--now`."""

    instant: datetime

    def now(self) -> datetime:
        return self.instant.astimezone(UTC)
