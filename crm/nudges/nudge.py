"""A nudge on its way: what was found, and what its reader is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

KEY = 191  # characters
Form = Literal["mail", "message", "call", "brief", "none"]


@dataclass(frozen=True)
class Evidence:
    """One row that speaks for a nudge.

    Attributes:
        ref: the row: "deal:12", "interaction:9", "account:4".
        says: one redacted line; "" for what only must hold.
        shows: what of the row it rests on, by column or by the name of a fact (crm/nudges/facts.py), as JSON values.
        must: whether the nudge falls with it; other lines are left out alone.
    """

    ref: str
    says: str = ""
    shows: Mapping[str, Any] = field(default_factory=dict)
    must: bool = True

    @property
    def table(self) -> str:
        return self.ref.partition(":")[0]

    @property
    def row_id(self) -> int:
        return int(self.ref.partition(":")[2])

    def stored(self) -> dict[str, Any]:
        return {"ref": self.ref, "says": self.says, "shows": dict(self.shows), "must": self.must}

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Evidence:
        return cls(stored["ref"], stored.get("says", ""), stored.get("shows") or {}, bool(stored.get("must", True)))


@dataclass(frozen=True)
class Candidate:
    """What a finder found for one person, before it is a nudge.

    Attributes:
        subject: what makes it the same thing when it is found again; "deal:12:2026-11-20".
        moment: when it happened or is to happen.
        says: one sentence; names rows alone: [account:4], [deal:12], [task:8], [person:17].
        severity: None takes the kind's.
        words: what people wrote by hand in rows it names: whom they speak of must agree to it.
        people: the contacts that the words speak of, as far as they are known.
        slots: what drafts are filled with.
        lift: how much more than usual it is worth (1: as usual).
    """

    kind: str
    user_id: int
    subject: str
    moment: datetime
    says: str
    evidence: tuple[Evidence, ...]
    severity: int | None = None
    account_id: int | None = None
    contact_id: int | None = None
    deal_id: int | None = None
    task_id: int | None = None
    interaction_id: int | None = None
    circle_id: int | None = None
    signals: tuple[int, ...] = ()
    words: tuple[str, ...] = ()
    people: frozenset[int] = frozenset()
    slots: Mapping[str, str] = field(default_factory=dict)
    lift: float = 1.0

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.subject}"[:KEY]


@dataclass(frozen=True)
class Draft:
    """The next step, for the reader to change and send themselves: nothing is sent to a client by Rapport."""

    form: Form = "none"
    text: str = ""
    subject: str = ""
    contact_id: int | None = None

    def stored(self) -> dict[str, Any]:
        if self.form == "none":
            return {}
        return {"form": self.form, "contact_id": self.contact_id, "subject": self.subject, "text": self.text}

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Draft:
        if not stored:
            return cls()
        return cls(stored["form"], stored.get("text", ""), stored.get("subject", ""), stored.get("contact_id"))


@dataclass(frozen=True)
class Shown:
    """A line of evidence as its reader may see it. `url` is the source's own; `when` an ISO date."""

    ref: str
    says: str
    url: str | None = None
    when: str = ""


@dataclass(frozen=True)
class Suggestion:
    """A nudge as its reader may see it now: people by name, nothing that is kept from them.

    `why` are sentences that explain its place. `score` is value x urgency x taste, each 0..1.
    """

    id: int
    user_id: int
    kind: str
    title: str
    severity: int
    says: str
    evidence: tuple[Shown, ...]
    draft: Draft
    why: tuple[str, ...]
    value: float
    urgency: float
    taste: float
    made_at: datetime
    due_at: datetime
    until: datetime
    account_id: int | None = None
    account: str | None = None
    contact_id: int | None = None
    contact: str | None = None
    deal_id: int | None = None
    task_id: int | None = None
    interaction_id: int | None = None
    state: str = "waiting"
    channel: str | None = None
    ts: str | None = None

    @property
    def score(self) -> float:
        return self.value * self.urgency * self.taste


@dataclass(frozen=True)
class Acceptance:
    """What became of one kind's nudges. `rate` is of those that were answered or ignored; None where none was."""

    kind: str
    title: str
    sent: int
    accepted: int  # edited ones among them
    edited: int
    later: int
    not_useful: int
    wrong: int
    ignored: int
    outcomes: int  # after which something good happened

    @property
    def rate(self) -> float | None:
        counted = self.accepted + self.not_useful + self.wrong + self.ignored
        return self.accepted / counted if counted else None
