"""How long what is kept: the team's rules as data, and what they say of something that comes in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from crm.errors import RejectedError
from crm.model import Kind

RULES = "retention"  # in a tenant's settings: days by kind
HOLDS = "retention_holds"  # ids of accounts of which nothing is removed
QUESTIONS, INBOX, SIGNALS, AUDIT, ORIGINALS = "questions", "inbox", "signals", "audit", "originals"
KINDS = (*(kind.value for kind in Kind), ORIGINALS, QUESTIONS, SIGNALS, INBOX, AUDIT)
LONGEST = 36_500  # days
# A signal that went too early would be noticed anew, and its follow-up made twice; the audit must answer for a year who
# saw what; what could not be taken in waits a week for somebody to mend it.
SHORTEST = {SIGNALS: 180, AUDIT: 365, INBOX: 7}
TOO_OLD = "older than the team keeps"


@dataclass(frozen=True)
class Rules:
    """Days by kind; what has none is kept for good. `held` are accounts of which nothing is removed."""

    days: dict[str, int] = field(default_factory=dict)
    held: frozenset[int] = frozenset()

    @classmethod
    def of(cls, settings: dict[str, Any]) -> Rules:
        said = settings.get(RULES) or {}
        return cls(
            {kind: int(said[kind]) for kind in KINDS if kind in said},
            frozenset(int(each) for each in settings.get(HOLDS) or ()),
        )

    def changed(self, kind: str, said: str) -> Rules:
        """The rules with one of them made anew, or taken out.

        Raises:
            RejectedError: there is no such kind, or this is no number of days that it can have.
        """
        if kind not in KINDS:
            raise RejectedError(f"Nothing is called {kind!r}. What can be kept for a time: {', '.join(KINDS)}.")
        others = {each: days for each, days in self.days.items() if each != kind}
        if said.strip().lower() == "off":
            return Rules(others, self.held)
        return Rules({**others, kind: _days(kind, said)}, self.held)

    def cutoff(self, kind: str, now: datetime) -> datetime | None:
        """What is older than this goes; None where the kind is kept for good."""
        return now - timedelta(days=self.days[kind]) if kind in self.days else None

    def refuses(self, kind: str, occurred_at: datetime, account_id: int | None, now: datetime) -> bool:
        """Whether something that comes in would be removed at once. So what was removed does not come back."""
        cutoff = self.cutoff(kind, now)
        return cutoff is not None and occurred_at < cutoff and account_id not in self.held


def _days(kind: str, said: str) -> int:
    text = said.strip().lower().removesuffix("days").removesuffix("d").strip()
    shortest = SHORTEST.get(kind, 1)
    days = int(text) if text.isascii() and text.isdecimal() and len(text) <= len(str(LONGEST)) else 0
    if not shortest <= days <= LONGEST:
        can = f"{kind} can be kept for {shortest} to {LONGEST} days, such as 730d, or for good: off."
        raise RejectedError(f"{can} {said.strip()!r} is neither.")
    return days
