"""What takes nudges to people: a port, for Slack lies outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from crm.model import User
from crm.nudges.context import Context
from crm.nudges.nudge import Suggestion
from crm.nudges.today import Today


@dataclass(frozen=True)
class Recipient:
    """Somebody as they are known where messages go. `timezone` is where their clock stands now, where that is known."""

    user: User
    address: str
    timezone: str | None = None


@dataclass(frozen=True)
class Message:
    """What is to be said. `key` goes along with it, to be found again; `contexts` are by nudge. `today` is of a brief
    alone."""

    key: str
    suggestions: tuple[Suggestion, ...]
    today: Today | None = None
    contexts: Mapping[int, Context] = field(default_factory=dict)

    @property
    def brief(self) -> bool:
        return self.today is not None


@dataclass(frozen=True)
class Posted:
    channel: str
    ts: str


class Courier(Protocol):
    """All calls raise RetryableError where it cannot be had now: then it is not known whether a message was taken."""

    def recipient(self, user: User) -> Recipient | None:
        """Who that is there now; None for somebody who is not, or no longer, one of the team there."""

    def rests_until(self, recipient: Recipient) -> datetime | None:
        """Until when they do not want to be disturbed now; None where they may be."""

    def find(self, recipient: Recipient, key: str, since: datetime) -> Posted | None:
        """The message of this key, if it was posted after all.

        Raises:
            RejectedError: that cannot be looked up.
        """

    def post(self, recipient: Recipient, message: Message) -> Posted:
        """Sends it, in one attempt.

        Raises:
            RejectedError: it is not taken, now or later.
        """
