"""What is to be forgotten, and what was."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.dialects import mysql
from sqlalchemy.orm import Mapped, mapped_column

from crm.model.base import Base, Owned
from crm.model.types import Attributes, Id, UtcDateTime, choice


class ErasureState(enum.StrEnum):
    WAITING = "waiting"  # for its day
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"


class ErasureRequest(Owned, Base):
    """Somebody, or the whole tenant, to be forgotten.

    `subject` says who, sealed, as long as the work is not done; `step` is the last place that is done with, `counts`
    what was removed where. What is left at the end tells of nobody: digests, counts, the certificate.
    """

    __tablename__ = "erasure_requests"
    __table_args__ = (Index(None, "state", "due_at"),)

    kind: Mapped[str] = mapped_column(String(16))  # person, tenant
    subject: Mapped[bytes | None] = mapped_column(LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb"))
    digests: Mapped[list[Any]] = mapped_column(Attributes, default=list)
    state: Mapped[ErasureState] = mapped_column(choice(ErasureState), default=ErasureState.WAITING)
    requested_by: Mapped[int | None] = mapped_column(Id, ForeignKey("users.id", ondelete="SET NULL"))
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    step: Mapped[str | None] = mapped_column(String(64))
    counts: Mapped[dict[str, Any]] = mapped_column(Attributes, default=dict)
    certificate: Mapped[dict[str, Any] | None] = mapped_column(Attributes)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Forgotten(Owned, Base):
    """An address, a number or a name that is not to come back, as a keyed digest: it tells of nobody by itself."""

    __tablename__ = "forgotten"
    __table_args__ = (UniqueConstraint("tenant_id", "kind", "digest"),)

    kind: Mapped[str] = mapped_column(String(16))  # email, phone, name
    digest: Mapped[str] = mapped_column(String(64))
    forgotten_at: Mapped[datetime] = mapped_column(UtcDateTime)
