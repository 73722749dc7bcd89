"""What is written into other systems."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.model.base import Base, Owned
from crm.model.types import Attributes, Exact, Id, UtcDateTime, choice


class OutgoingState(enum.StrEnum):
    WAITING = "waiting"
    SENDING = "sending"  # it may have got there: it is looked for before it is written again
    WRITTEN = "written"
    WITHDRAWN = "withdrawn"  # taken back there, or never written
    RELEASED = "released"  # forgotten here, but not taken back by anyone: it stays there
    PARKED = "parked"  # refused there; a person must look


class Outgoing(Owned, Base):
    """An entry of the log that is to stand in a source's own system too.

    `key` goes along with it, so that it can be found there. `entry` is the log's id of it; `about` the source's keys of
    what it is about. `interaction_id` is empty once the entry is gone.
    """

    __tablename__ = "outgoing"
    __table_args__ = (UniqueConstraint("tenant_id", "key"), UniqueConstraint("source_id", "interaction_id"))

    source_id: Mapped[int] = mapped_column(Id, ForeignKey("sources.id", ondelete="CASCADE"), index=True)
    interaction_id: Mapped[int | None] = mapped_column(
        Id, ForeignKey("interactions.id", ondelete="SET NULL"), index=True
    )
    key: Mapped[str] = mapped_column(Exact)
    entry: Mapped[str] = mapped_column(Exact)
    about: Mapped[dict[str, Any]] = mapped_column(Attributes)
    state: Mapped[OutgoingState] = mapped_column(choice(OutgoingState), default=OutgoingState.WAITING)
    remote_id: Mapped[str | None] = mapped_column(String(191))
    attempts: Mapped[int] = mapped_column(default=0)
    tried_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(String(512))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
