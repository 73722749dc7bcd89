"""The Slack workspaces that installed Rapport by themselves."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.model.base import Base, Owned
from crm.model.types import Id, LongText, UtcDateTime


class SlackInstallation(Owned, Base):
    """What a workspace (or a whole enterprise) gave Rapport when it installed it; one a tenant.

    Both tokens lie sealed. `expires_at` is the end of the token's life, None where tokens are not rotated;
    `renewed_until` keeps two processes from renewing it at once.
    """

    __tablename__ = "slack_installations"
    __table_args__ = (UniqueConstraint("tenant_id"),)

    app_id: Mapped[str] = mapped_column(String(32))
    enterprise_id: Mapped[str | None] = mapped_column(String(32))
    team_id: Mapped[str | None] = mapped_column(String(32))  # None: the whole enterprise
    name: Mapped[str] = mapped_column(String(191))
    bot_id: Mapped[str | None] = mapped_column(String(32))
    bot_user_id: Mapped[str | None] = mapped_column(String(32))
    scopes: Mapped[str] = mapped_column(LongText)
    token: Mapped[str] = mapped_column(LongText)
    refresh_token: Mapped[str | None] = mapped_column(LongText)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    renewed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    installer: Mapped[str] = mapped_column(String(32))  # the member's id
    installed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SlackState(Base):
    """An installation that was begun: a digest of what the browser must bring back, once. It is no tenant's yet."""

    __tablename__ = "slack_states"

    id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
