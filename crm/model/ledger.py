"""What came in, what changed, and who did it."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.model.base import Base, Owned
from crm.model.types import Attributes, Exact, Id, LongText, UtcDateTime, choice


class InboxState(enum.StrEnum):
    RECEIVED = "received"
    DONE = "done"
    PARKED = "parked"  # failed too often; a person must look
    SKIPPED = "skipped"  # not for the record, as the policy says; `reason` tells which


class InboxItem(Owned, Base):
    """An event as it came in, kept until it is dealt with. `key` makes a second delivery the same item.

    What came through a connector has its `source_id`, and once captured the interaction it became or was found to be.
    """

    __tablename__ = "inbox"
    __table_args__ = (UniqueConstraint("tenant_id", "source", "key"), Index(None, "state", "received_at"))

    source: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(Exact)
    payload: Mapped[str] = mapped_column(LongText)
    state: Mapped[InboxState] = mapped_column(choice(InboxState), default=InboxState.RECEIVED)
    attempts: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str | None] = mapped_column(String(512))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    source_id: Mapped[int | None] = mapped_column(Id, ForeignKey("sources.id", ondelete="SET NULL"), index=True)
    interaction_id: Mapped[int | None] = mapped_column(
        Id, ForeignKey("interactions.id", ondelete="SET NULL"), index=True
    )


class RowVersion(Owned, Base):
    """What a row held before a change by a person; what undo restores and history shows."""

    __tablename__ = "row_versions"
    __table_args__ = (UniqueConstraint("tenant_id", "entity", "row_id", "version"),)

    entity: Mapped[str] = mapped_column(String(64))
    row_id: Mapped[int] = mapped_column(Id)
    version: Mapped[int]
    before: Mapped[dict[str, Any]] = mapped_column(Attributes)  # changed columns only, old values
    changed_by: Mapped[int | None] = mapped_column(Id)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AuditEntry(Owned, Base):
    """Who did what to which row, when; never any customer text.

    `digest` is over the entry and the digest of the one before, by `seq`: a chain for each tenant.
    """

    __tablename__ = "audit"
    __table_args__ = (Index(None, "tenant_id", "at"), Index(None, "tenant_id", "seq", unique=True))

    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(Id)
    action: Mapped[str] = mapped_column(String(64))
    entity: Mapped[str | None] = mapped_column(String(64))
    row_id: Mapped[int | None] = mapped_column(Id)
    detail: Mapped[dict[str, Any]] = mapped_column(Attributes, default=dict)
    seq: Mapped[int | None] = mapped_column(Id)  # none: written before there was a chain
    digest: Mapped[str | None] = mapped_column(String(64))


class AuditHead(Base):
    """The end of a tenant's chain; who adds an entry holds it. `unchained` entries were there before the first."""

    __tablename__ = "audit_heads"

    id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=True)
    tenant_id: Mapped[int] = mapped_column(Id, ForeignKey("tenants.id", ondelete="CASCADE"), index=True, unique=True)
    seq: Mapped[int] = mapped_column(Id)
    digest: Mapped[str] = mapped_column(String(64))
    unchained: Mapped[int] = mapped_column(default=0)
