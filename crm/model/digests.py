"""What managers read by themselves at a time of theirs, and what became of each day's."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.model.base import Base, Owned
from crm.model.types import Attributes, Exact, Id, UtcDateTime, choice


class Digest(Owned, Base):
    """A digest of a manager. `sections` are {"kind": name} or {"question": redacted words}, in their order.

    `cron` is in `timezone`; `next_at` is when it is due next, `next_on` the local day of that. Without a `channel` it
    goes to its owner's direct messages.
    """

    __tablename__ = "digests"
    __table_args__ = (UniqueConstraint("tenant_id", "name"), Index(None, "paused", "next_at"))

    name: Mapped[str] = mapped_column(Exact)
    owner_id: Mapped[int | None] = mapped_column(Id, ForeignKey("users.id", ondelete="SET NULL"))
    sections: Mapped[list[Any]] = mapped_column(Attributes, default=list)
    cron: Mapped[str | None] = mapped_column(String(128))
    timezone: Mapped[str | None] = mapped_column(String(64))
    channel: Mapped[str | None] = mapped_column(String(32))
    channel_name: Mapped[str | None] = mapped_column(String(191))
    paused: Mapped[bool] = mapped_column(default=True)
    next_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    next_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RunState(enum.StrEnum):
    DUE = "due"
    SENDING = "sending"  # by whoever holds it until `claimed_until`; it may have got there
    SENT = "sent"
    MISSED = "missed"  # its time was over before it could be sent
    REFUSED = "refused"  # it may not be sent there, or Slack would not take it; `reason` says why


class DigestRun(Owned, Base):
    """One local day of a digest: that there is but one of these makes it once.

    `tried_at` is when a message may first have got out: from then on it is looked for before it is sent again. `kept`
    holds what the next one compares with: the close dates of open deals, by id.
    """

    __tablename__ = "digest_runs"
    __table_args__ = (UniqueConstraint("digest_id", "day"), Index(None, "state", "claimed_until"))

    digest_id: Mapped[int] = mapped_column(Id, ForeignKey("digests.id", ondelete="CASCADE"))
    day: Mapped[date]
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[RunState] = mapped_column(choice(RunState), default=RunState.DUE)
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tried_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    channel: Mapped[str | None] = mapped_column(String(32))
    ts: Mapped[str | None] = mapped_column(String(32))
    reason: Mapped[str | None] = mapped_column(String(512))
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when the owner heard that it was not sent
    kept: Mapped[dict[str, Any]] = mapped_column(Attributes, default=dict)
