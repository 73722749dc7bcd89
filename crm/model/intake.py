"""Where the record's events come from, and what was read in them."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from crm.model.base import Base, Owned
from crm.model.types import Attributes, Exact, Id, LongText, UtcDateTime, choice


class SourceState(enum.StrEnum):
    ON = "on"
    PAUSED = "paused"
    REFUSED = "refused"  # a person must mend its settings or credentials


class Source(Owned, Base):
    """A connector as the tenant set it up. `settings` hold no secret, only the names of secrets.

    `cursor` is where the next look begins; `columns` are the fields it last told of each kind of row, with their types.
    `leased_until` keeps two processes from looking at once.
    """

    __tablename__ = "sources"
    __table_args__ = (UniqueConstraint("tenant_id", "name"),)

    name: Mapped[str] = mapped_column(Exact)
    kind: Mapped[str] = mapped_column(String(64))
    settings: Mapped[dict[str, Any]] = mapped_column(Attributes, default=dict)
    cursor: Mapped[dict[str, Any]] = mapped_column(Attributes, default=dict)
    columns: Mapped[dict[str, Any]] = mapped_column(Attributes, default=dict)
    state: Mapped[SourceState] = mapped_column(choice(SourceState), default=SourceState.ON)
    announces: Mapped[bool] = mapped_column(default=False, server_default=false())  # it tells others what changed here
    every: Mapped[int] = mapped_column(default=300)  # seconds between looks
    next_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    looked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # the last look that ended well
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failures: Mapped[int] = mapped_column(default=0)  # in a row
    reason: Mapped[str | None] = mapped_column(String(512))
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when admins heard that it was refused
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SourceRow(Owned, Base):
    """Which row of ours a row of a source is, and what the source said of it last."""

    __tablename__ = "source_rows"
    __table_args__ = (UniqueConstraint("tenant_id", "source_id", "entity", "key"),)

    source_id: Mapped[int] = mapped_column(Id, ForeignKey("sources.id", ondelete="CASCADE"), index=True)
    entity: Mapped[str] = mapped_column(String(16))
    key: Mapped[str] = mapped_column(Exact)
    row_id: Mapped[int] = mapped_column(Id)
    told: Mapped[dict[str, Any]] = mapped_column(Attributes, default=dict)


class SourceDrift(Owned, Base):
    """A field that a source added, dropped or changed the type of; an admin is told once."""

    __tablename__ = "source_drifts"
    __table_args__ = (Index(None, "tenant_id", "noticed_at"),)

    source_id: Mapped[int] = mapped_column(Id, ForeignKey("sources.id", ondelete="CASCADE"), index=True)
    row_kind: Mapped[str] = mapped_column(String(64))
    column: Mapped[str] = mapped_column(String(191))
    before: Mapped[str | None] = mapped_column(String(64))  # the type; None: it was not there
    after: Mapped[str | None] = mapped_column(String(64))  # None: it is gone
    noticed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class InteractionReading(Owned, Base):
    """What was read in an interaction: by rules and models, and what people said instead.

    `version` is that of the interaction that was read; asks and commitments are lists of {text, due, owner}. `human`
    holds the fields that a person corrected: they win, and a later reading leaves them alone.
    """

    __tablename__ = "interaction_readings"
    __table_args__ = (UniqueConstraint("interaction_id"),)

    interaction_id: Mapped[int] = mapped_column(Id, ForeignKey("interactions.id", ondelete="CASCADE"))
    version: Mapped[int]
    summary: Mapped[str | None] = mapped_column(LongText)
    themes: Mapped[list[Any]] = mapped_column(Attributes, default=list)
    intents: Mapped[list[Any]] = mapped_column(Attributes, default=list)
    asks: Mapped[list[Any]] = mapped_column(Attributes, default=list)
    commitments: Mapped[list[Any]] = mapped_column(Attributes, default=list)
    human: Mapped[list[Any]] = mapped_column(Attributes, default=list)
    reason: Mapped[str | None] = mapped_column(String(512))  # why a part of it could not be read
    attempts: Mapped[int] = mapped_column(default=0)
    read_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Correction(Owned, Base):
    """What a person said a reading should have been; what readers learn from."""

    __tablename__ = "corrections"
    __table_args__ = (Index(None, "tenant_id", "field", "made_at"),)

    interaction_id: Mapped[int] = mapped_column(Id, ForeignKey("interactions.id", ondelete="CASCADE"), index=True)
    field: Mapped[str] = mapped_column(String(32))  # mood, summary, themes, intents, asks, commitments, account
    before: Mapped[Any] = mapped_column(Attributes)
    after: Mapped[Any] = mapped_column(Attributes)
    user_id: Mapped[int | None] = mapped_column(Id, ForeignKey("users.id", ondelete="SET NULL"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Signal(Owned, Base):
    """A thing noticed. `key` makes the same thing one signal; `evidence` are ids of interactions and records."""

    __tablename__ = "signals"
    __table_args__ = (UniqueConstraint("tenant_id", "key"), Index(None, "tenant_id", "noticed_at"))

    key: Mapped[str] = mapped_column(Exact)
    rule: Mapped[str] = mapped_column(String(64))
    severity: Mapped[int] = mapped_column(default=1)  # 1 worth knowing, 2 act soon, 3 act now
    account_id: Mapped[int | None] = mapped_column(Id, ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    contact_id: Mapped[int | None] = mapped_column(Id, ForeignKey("contacts.id", ondelete="CASCADE"))
    deal_id: Mapped[int | None] = mapped_column(Id, ForeignKey("deals.id", ondelete="CASCADE"))
    circle_id: Mapped[int | None] = mapped_column(Id)  # that of the interaction it was noticed in
    evidence: Mapped[list[Any]] = mapped_column(Attributes, default=list)
    says: Mapped[str] = mapped_column(String(512))
    detail: Mapped[dict[str, Any]] = mapped_column(Attributes, default=dict)
    tell: Mapped[list[Any]] = mapped_column(Attributes, default=list)  # ids of users
    noticed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
