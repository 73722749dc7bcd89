"""Who we sell to, what we sell, and how far along it is."""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.model.base import Base, Imported, Owned, Sealable, Versioned
from crm.model.tenant import User
from crm.model.types import Amount, Id, LongText, UtcDateTime, choice

ROWS = "*"  # the key of the field that says what the export calls the rows of an entity


class Outcome(enum.StrEnum):
    OPEN = "open"
    WON = "won"
    LOST = "lost"


class Account(Owned, Versioned, Imported, Sealable, Base):
    """A client company."""

    __tablename__ = "accounts"
    __table_args__ = (
        UniqueConstraint("tenant_id", "external_id"),
        Index(None, "tenant_id", "name"),
        Index(None, "tenant_id", "circle_id"),
    )

    name: Mapped[str] = mapped_column(String(191))
    domain: Mapped[str | None] = mapped_column(String(191))
    industry: Mapped[str | None] = mapped_column(String(191))
    country: Mapped[str | None] = mapped_column(String(191))
    employees: Mapped[int | None]
    annual_revenue: Mapped[float | None] = mapped_column(Amount)
    owner_id: Mapped[int | None] = mapped_column(Id, ForeignKey("users.id", ondelete="SET NULL"), index=True)
    parent_id: Mapped[int | None] = mapped_column(Id, ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    circle_id: Mapped[int | None] = mapped_column(Id)  # who alone sees it; one that is gone is seen by admins alone

    owner: Mapped[User | None] = relationship()
    parent: Mapped[Account | None] = relationship(remote_side="Account.id")


class Contact(Owned, Versioned, Imported, Sealable, Base):
    """A person at an account."""

    __tablename__ = "contacts"
    __table_args__ = (
        UniqueConstraint("tenant_id", "external_id"),
        Index(None, "tenant_id", "name"),
        Index(None, "tenant_id", "email"),
    )

    account_id: Mapped[int | None] = mapped_column(Id, ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    name: Mapped[str] = mapped_column(String(191))
    email: Mapped[str | None] = mapped_column(String(191))
    phone: Mapped[str | None] = mapped_column(String(64))
    title: Mapped[str | None] = mapped_column(String(191))
    owner_id: Mapped[int | None] = mapped_column(Id, ForeignKey("users.id", ondelete="SET NULL"))

    account: Mapped[Account | None] = relationship()
    owner: Mapped[User | None] = relationship()


class Product(Owned, Versioned, Imported, Base):
    __tablename__ = "products"
    __table_args__ = (UniqueConstraint("tenant_id", "external_id"),)

    name: Mapped[str] = mapped_column(String(191))
    family: Mapped[str | None] = mapped_column(String(191))  # series, category, line
    price: Mapped[float | None] = mapped_column(Amount)


class Stage(Owned, Base):
    """A step of the tenant's own pipeline, in its own words; `outcome` is what it means."""

    __tablename__ = "stages"
    __table_args__ = (UniqueConstraint("tenant_id", "name"),)

    name: Mapped[str] = mapped_column(String(191))
    position: Mapped[int]
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome), default=Outcome.OPEN)


class Deal(Owned, Versioned, Imported, Sealable, Base):
    """An opportunity. `outcome` repeats what the stage means, so that questions need no join."""

    __tablename__ = "deals"
    __table_args__ = (
        UniqueConstraint("tenant_id", "external_id"),
        Index(None, "tenant_id", "outcome", "close_date"),
        Index(None, "tenant_id", "name"),
    )

    name: Mapped[str] = mapped_column(String(191))
    account_id: Mapped[int | None] = mapped_column(Id, ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    contact_id: Mapped[int | None] = mapped_column(Id, ForeignKey("contacts.id", ondelete="SET NULL"), index=True)
    product_id: Mapped[int | None] = mapped_column(Id, ForeignKey("products.id", ondelete="SET NULL"), index=True)
    owner_id: Mapped[int | None] = mapped_column(Id, ForeignKey("users.id", ondelete="SET NULL"), index=True)
    stage: Mapped[str | None] = mapped_column(String(191))
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome), default=Outcome.OPEN)
    amount: Mapped[float | None] = mapped_column(Amount)
    currency: Mapped[str | None] = mapped_column(String(3))
    opened_on: Mapped[date | None]
    close_date: Mapped[date | None]  # actual when won or lost, expected while open

    account: Mapped[Account | None] = relationship()
    contact: Mapped[Contact | None] = relationship()
    product: Mapped[Product | None] = relationship()
    owner: Mapped[User | None] = relationship()


class StageChange(Owned, Base):
    """One step in a deal's stage history."""

    __tablename__ = "stage_changes"

    deal_id: Mapped[int] = mapped_column(Id, ForeignKey("deals.id", ondelete="CASCADE"), index=True)
    from_stage: Mapped[str | None] = mapped_column(String(191))
    to_stage: Mapped[str] = mapped_column(String(191))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by: Mapped[int | None] = mapped_column(Id, ForeignKey("users.id", ondelete="SET NULL"))


class RelatedRecord(Owned, Imported, Base):
    """A row of an extra table (subscription, invoice, usage) that fits no entity but points at one.

    `kind` is the table's singular name; `parent_id` is the related record it hangs on (usage of a subscription);
    `account_id` is filled through the parent too, so that questions need no chain of joins.
    """

    __tablename__ = "related_records"
    __table_args__ = (
        UniqueConstraint("tenant_id", "kind", "external_id"),
        Index(None, "tenant_id", "kind", "account_id"),
    )

    kind: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[int | None] = mapped_column(Id, ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    contact_id: Mapped[int | None] = mapped_column(Id, ForeignKey("contacts.id", ondelete="CASCADE"))
    deal_id: Mapped[int | None] = mapped_column(Id, ForeignKey("deals.id", ondelete="CASCADE"))
    user_id: Mapped[int | None] = mapped_column(Id, ForeignKey("users.id", ondelete="SET NULL"))
    product_id: Mapped[int | None] = mapped_column(Id, ForeignKey("products.id", ondelete="SET NULL"))
    parent_id: Mapped[int | None] = mapped_column(Id, ForeignKey("related_records.id", ondelete="CASCADE"), index=True)
    occurred_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Field(Owned, Base):
    """A column as the tenant knows it: what an import observed, for core columns and custom attributes alike.

    `entity` is account, contact, deal, product, user, interaction, task, or a related record's kind; `key` is the
    column's name in our table (`core`) or in `attributes`; `label` is the header of the export; `type` is text,
    category, number, money, percent, integer, date, datetime, boolean, email, phone, url or id; `values` holds the
    distinct values of a category, most frequent first, at most 200. The row with the key ROWS holds what the export
    calls the rows themselves, a name for each of its files.
    """

    __tablename__ = "fields"
    __table_args__ = (UniqueConstraint("tenant_id", "entity", "key"),)

    entity: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(191))
    label: Mapped[str] = mapped_column(String(191))
    type: Mapped[str] = mapped_column(String(16))
    unit: Mapped[str | None] = mapped_column(String(32))
    core: Mapped[bool] = mapped_column(default=False)
    values: Mapped[str | None] = mapped_column(LongText)  # JSON list
