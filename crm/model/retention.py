"""What was removed because the team keeps it for a time only."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from crm.model.base import Base, Owned
from crm.model.types import Attributes, UtcDateTime


class RetentionRun(Owned, Base):
    """What a run removed, by kind, and what it still owes: originals in storage (`objects`), moods to learn anew.

    It is written together with the removals it tells of, so that one that was cut off is ended by the next.
    """

    __tablename__ = "retention_runs"
    __table_args__ = (Index(None, "tenant_id", "finished_at"),)

    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    counts: Mapped[dict[str, Any]] = mapped_column(Attributes, default=dict)
    objects: Mapped[list[Any]] = mapped_column(Attributes, default=list)
    moods: Mapped[bool] = mapped_column(default=False)
