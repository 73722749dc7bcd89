"""What people of clients agreed to, and took back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.model.base import Base, Owned
from crm.model.types import Id, LongText, UtcDateTime


class Consent(Owned, Base):
    """One word of a contact on one purpose. Nothing is changed or taken out: the newest of a purpose counts."""

    __tablename__ = "consents"
    __table_args__ = (Index(None, "contact_id", "purpose"),)

    contact_id: Mapped[int] = mapped_column(Id, ForeignKey("contacts.id", ondelete="CASCADE"))
    purpose: Mapped[str] = mapped_column(String(64))
    given: Mapped[bool]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    user_id: Mapped[int | None] = mapped_column(Id, ForeignKey("users.id", ondelete="SET NULL"))  # who noted it
    basis: Mapped[str | None] = mapped_column(LongText)  # on what ground, and what shows it
    source: Mapped[str] = mapped_column(String(64))  # where it was noted
