"""The processes of Rapport that run now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from crm.model.base import Base
from crm.model.types import Attributes, Id, UtcDateTime


class Replica(Base):
    """One process, as it last told of itself; it is no tenant's. `findings` are looks at what only it can see."""

    __tablename__ = "replicas"

    id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=True)
    name: Mapped[str] = mapped_column(String(191), unique=True)  # machine and number: a process started anew has it too
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    findings: Mapped[dict[str, Any]] = mapped_column(Attributes, default=dict)
