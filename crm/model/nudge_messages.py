"""Messages that took nudges to people, and how each person wants them."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.model.base import Base, Owned
from crm.model.types import Attributes, Exact, Id, UtcDateTime, choice


class MessageState(enum.StrEnum):
    CLAIMED = "claimed"  # it may have got there: it is looked for before it is sent again
    SENT = "sent"
    DROPPED = "dropped"  # it did not get there, and will not


class NudgeMessage(Owned, Base):
    """One direct message, claimed before it is sent. Its place among those of a person's day (`day` as their clock has
    it) makes it one, however many processes want to send it; `key` goes along with it, so that it can be found again.

    `about` are the accounts it speaks of, with the gravest severity, by id.
    """

    __tablename__ = "nudge_messages"
    __table_args__ = (
        UniqueConstraint("user_id", "day", "place"),
        Index(None, "tenant_id", "day"),
    )

    user_id: Mapped[int] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"))
    day: Mapped[date]
    place: Mapped[int]
    key: Mapped[str] = mapped_column(Exact)
    brief: Mapped[bool] = mapped_column(default=False)
    nudges: Mapped[list[Any]] = mapped_column(Attributes, default=list)  # ids
    about: Mapped[dict[str, Any]] = mapped_column(Attributes, default=dict)
    state: Mapped[MessageState] = mapped_column(choice(MessageState), default=MessageState.CLAIMED)
    claimed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    tried_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    channel: Mapped[str | None] = mapped_column(String(32))
    ts: Mapped[str | None] = mapped_column(String(32))
    reason: Mapped[str | None] = mapped_column(String(191))  # why it was dropped


class NudgeHabits(Owned, Base):
    """What one person said about when they want nudges; what they did not say is the team's."""

    __tablename__ = "nudge_habits"
    __table_args__ = (UniqueConstraint("user_id"),)

    user_id: Mapped[int] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"))
    own: Mapped[dict[str, Any]] = mapped_column(Attributes, default=dict)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
