from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.model.base import Base, Imported, Owned, Versioned
from crm.model.types import Attributes, Id, UtcDateTime, choice


class Role(enum.StrEnum):
    REP = "rep"
    MANAGER = "manager"
    ADMIN = "admin"


class Tenant(Base):
    """One Slack workspace (or enterprise) and everything that belongs to it."""

    __tablename__ = "tenants"

    id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=True)
    name: Mapped[str] = mapped_column(String(191), unique=True)
    slack_team_id: Mapped[str | None] = mapped_column(String(32), unique=True)
    currency: Mapped[str] = mapped_column(String(3), default="USD")
    timezone: Mapped[str] = mapped_column(String(64), default="UTC")
    fiscal_year_start: Mapped[int] = mapped_column(default=1)  # month, 1..12
    settings: Mapped[dict[str, Any]] = mapped_column(Attributes, default=dict)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    guest: Mapped[bool] = mapped_column(default=False)  # a workspace that installed Rapport by itself
    parked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # left: nothing is sent, fetched or answered


class User(Owned, Versioned, Imported, Base):
    """A member of the tenant's own team: somebody who sells, manages or runs Rapport."""

    __tablename__ = "users"
    __table_args__ = (UniqueConstraint("tenant_id", "external_id"), UniqueConstraint("tenant_id", "slack_id"))

    name: Mapped[str] = mapped_column(String(191))
    email: Mapped[str | None] = mapped_column(String(191))
    role: Mapped[Role] = mapped_column(choice(Role), default=Role.REP)
    title: Mapped[str | None] = mapped_column(String(191))
    team: Mapped[str | None] = mapped_column(String(191))
    manager_id: Mapped[int | None] = mapped_column(Id, ForeignKey("users.id", ondelete="SET NULL"))
    slack_id: Mapped[str | None] = mapped_column(String(32))
    timezone: Mapped[str | None] = mapped_column(String(64))
    active: Mapped[bool] = mapped_column(default=True)

    manager: Mapped[User | None] = relationship(remote_side="User.id")
