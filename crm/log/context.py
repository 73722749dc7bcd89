"""What the reader of a message knows of the record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from crm.mentions import Mentions
from crm.model import Outcome


@dataclass(frozen=True)
class KnownStage:
    name: str
    position: int
    outcome: Outcome


@dataclass(frozen=True)
class KnownDeal:
    id: int
    name: str
    account_id: int | None
    stage: str | None = None
    outcome: Outcome = Outcome.OPEN
    currency: str | None = None
    product: str | None = None
    amount: float | None = None


@dataclass(frozen=True)
class Context:
    """A tenant's names, stages and deals, and who writes when. `now` is in the author's own zone."""

    now: datetime
    mentions: Mentions
    stages: tuple[KnownStage, ...] = ()
    deals_of: Callable[[int], Sequence[KnownDeal]] = lambda _account: ()
    account_name: Callable[[int], str | None] = lambda _account: None
    currency: str = "USD"
    author: str | None = None
    author_id: int | None = None
    country: str | None = None  # where the author lives
    day_first: bool = False
    own: frozenset[int] = frozenset()  # ids of the author's accounts

    @property
    def today(self) -> date:
        return self.now.date()
