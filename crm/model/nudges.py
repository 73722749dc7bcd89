"""Suggestions to people of the team, and what became of them."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.model.base import Base, Owned
from crm.model.types import Attributes, Exact, Id, UtcDateTime, choice


class NudgeState(enum.StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    WITHDRAWN = "withdrawn"  # what it said holds no more; `reason` tells what changed
    EXPIRED = "expired"  # of no use any more before it was sent
    DONE = "done"  # answered, or ignored until it was of no use


class Happening(enum.StrEnum):
    """What became of a nudge. Those up to `WRONG` are answers of its reader; `IGNORED` is inferred."""

    SHOWN = "shown"
    OPENED = "opened"
    ACCEPTED = "accepted"
    EDITED = "edited"  # accepted, with other words; `detail` holds them redacted
    LATER = "later"
    NOT_USEFUL = "not_useful"
    WRONG = "wrong"
    MUTED = "muted"
    IGNORED = "ignored"
    OUTCOME = "outcome"  # what came after; `detail["outcome"]` says what


class Nudge(Owned, Base):
    """The best next step for one person about one thing, with all that speaks for it.

    `key` makes the same thing one nudge of a person. `evidence` is a list of {ref, says, shows, must}: `ref` names a
    row ("deal:12"), `shows` what it held when the nudge was made; a line that `must` hold takes the nudge with it.
    `draft` is {form, contact_id, subject, text}. All texts are redacted, with placeholders for known people.
    `value`, `urgency` and `taste` (0..1) are what it was ranked by, `taste` as of when it was sent.
    """

    __tablename__ = "nudges"
    __table_args__ = (
        UniqueConstraint("tenant_id", "user_id", "key"),
        Index(None, "tenant_id", "state", "user_id"),
        Index(None, "tenant_id", "made_at"),
    )

    user_id: Mapped[int] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(Exact)
    kind: Mapped[str] = mapped_column(String(64))
    severity: Mapped[int] = mapped_column(default=1)  # 1 worth knowing, 2 act soon, 3 act now
    account_id: Mapped[int | None] = mapped_column(Id, ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    contact_id: Mapped[int | None] = mapped_column(Id, ForeignKey("contacts.id", ondelete="CASCADE"))
    deal_id: Mapped[int | None] = mapped_column(Id, ForeignKey("deals.id", ondelete="CASCADE"))
    task_id: Mapped[int | None] = mapped_column(Id, ForeignKey("tasks.id", ondelete="CASCADE"))
    interaction_id: Mapped[int | None] = mapped_column(Id, ForeignKey("interactions.id", ondelete="CASCADE"))
    circle_id: Mapped[int | None] = mapped_column(Id)  # that of what it was found in
    signals: Mapped[list[Any]] = mapped_column(Attributes, default=list)  # ids of those it speaks of
    evidence: Mapped[list[Any]] = mapped_column(Attributes, default=list)
    says: Mapped[str] = mapped_column(String(512))
    draft: Mapped[dict[str, Any]] = mapped_column(Attributes, default=dict)
    features: Mapped[dict[str, Any]] = mapped_column(Attributes, default=dict)  # numbers that explain value and urgency
    moment: Mapped[datetime] = mapped_column(UtcDateTime)  # when it happened or is to happen: what urgency counts from
    value: Mapped[float]
    urgency: Mapped[float]
    taste: Mapped[float | None]
    state: Mapped[NudgeState] = mapped_column(choice(NudgeState), default=NudgeState.WAITING)
    reason: Mapped[str | None] = mapped_column(String(191))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)  # not before
    until: Mapped[datetime] = mapped_column(UtcDateTime)  # of no use after
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # the last time
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    channel: Mapped[str | None] = mapped_column(String(32))
    ts: Mapped[str | None] = mapped_column(String(32))


class NudgeEvent(Owned, Base):
    """One thing that became of a nudge; `kind` is the nudge's. What the ranking learns from."""

    __tablename__ = "nudge_events"
    __table_args__ = (Index(None, "tenant_id", "user_id", "at"),)

    nudge_id: Mapped[int] = mapped_column(Id, ForeignKey("nudges.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(64))
    what: Mapped[Happening] = mapped_column(choice(Happening))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    detail: Mapped[dict[str, Any]] = mapped_column(Attributes, default=dict)


class NudgeMute(Owned, Base):
    """What somebody wants to hear no more of: a kind, an account, or a kind of an account; until a time or for good."""

    __tablename__ = "nudge_mutes"

    user_id: Mapped[int] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str | None] = mapped_column(String(64))
    account_id: Mapped[int | None] = mapped_column(Id, ForeignKey("accounts.id", ondelete="CASCADE"))
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
