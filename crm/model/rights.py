"""Rows that only some may see."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.model.base import Base, Owned
from crm.model.types import Exact, Id


class Circle(Owned, Base):
    """People who alone see the rows that carry its id: a private channel's members, whoever an account is kept to.

    `key` is what it is the circle of: "account:17", "slack:C0123", "mailbox:3".
    """

    __tablename__ = "circles"
    __table_args__ = (UniqueConstraint("tenant_id", "key"),)

    key: Mapped[str] = mapped_column(Exact)


class CircleMember(Owned, Base):
    """One user of a circle, or everybody of one team. A circle without members is seen by admins alone."""

    __tablename__ = "circle_members"
    __table_args__ = (Index(None, "tenant_id", "user_id"), UniqueConstraint("circle_id", "user_id", "team"))

    circle_id: Mapped[int] = mapped_column(Id, ForeignKey("circles.id", ondelete="CASCADE"))
    user_id: Mapped[int | None] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"))
    team: Mapped[str | None] = mapped_column(String(191))
