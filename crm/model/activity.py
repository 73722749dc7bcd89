"""What happened, and what is to happen next."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, String, Table, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.dialects import mysql
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from crm.model.base import Base, Imported, Owned, Sealable, Versioned
from crm.model.entities import Account, Contact, Deal
from crm.model.tenant import User
from crm.model.types import Attributes, Exact, Id, LongText, UtcDateTime, choice


class Kind(enum.StrEnum):
    CALL = "call"
    EMAIL = "email"
    MEETING = "meeting"
    MESSAGE = "message"
    TICKET = "ticket"
    NOTE = "note"


class MoodSource(enum.StrEnum):
    MODEL = "model"
    HUMAN = "human"  # a person's word always wins over the model's


interaction_contacts = Table(
    "interaction_contacts",
    Base.metadata,
    Column("interaction_id", Id, ForeignKey("interactions.id", ondelete="CASCADE"), primary_key=True),
    Column("contact_id", Id, ForeignKey("contacts.id", ondelete="CASCADE"), primary_key=True, index=True),
)


COUNTED = ("user_id", "kind", "direction", "mood", "mood_score", "circle_id")


class Interaction(Owned, Versioned, Imported, Sealable, Base):
    """A call, e-mail, meeting, message, ticket or note.

    `subject` and `text` are redacted; `original` is the unredacted text, sealed by the vault. `version` moves with
    every change of the row; `indexed_version` is the version the vector index holds (0: none yet).
    """

    __tablename__ = "interactions"
    __table_args__ = (
        UniqueConstraint("tenant_id", "source", "external_id"),
        Index(None, "tenant_id", "identity"),
        Index(None, "tenant_id", "thread"),
        # What questions count and group by lies in the indexes: the rows themselves, with their texts, stay unread.
        Index("ix_interactions_period", "tenant_id", "occurred_at", "account_id", "deal_id", *COUNTED),
        Index("ix_interactions_client", "tenant_id", "account_id", "occurred_at", *COUNTED),
        Index("ix_interactions_rep", "user_id", "tenant_id", "occurred_at", *COUNTED[1:], "account_id", "deal_id"),
        # Rows that the search index has not seen, and nothing else, where the database can leave the others out.
        Index(
            "ix_interactions_lag",
            *("tenant_id", "version", "indexed_version"),
            sqlite_where=sql("version > indexed_version"),
            postgresql_where=sql("version > indexed_version"),
        ),
    )

    source: Mapped[str] = mapped_column(String(64))
    kind: Mapped[Kind] = mapped_column(choice(Kind))
    direction: Mapped[str | None] = mapped_column(String(8))  # in, out
    account_id: Mapped[int | None] = mapped_column(Id, ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    deal_id: Mapped[int | None] = mapped_column(Id, ForeignKey("deals.id", ondelete="SET NULL"), index=True)
    user_id: Mapped[int | None] = mapped_column(Id, ForeignKey("users.id", ondelete="SET NULL"))
    sender_id: Mapped[int | None] = mapped_column(Id, index=True)  # the contact who wrote, called or raised it
    occurred_at: Mapped[datetime] = mapped_column(UtcDateTime)
    subject: Mapped[str | None] = mapped_column(String(512))
    text: Mapped[str] = mapped_column(LongText, default="")
    original: Mapped[bytes | None] = mapped_column(LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb"))
    thread: Mapped[str | None] = mapped_column(String(191))
    identity: Mapped[str | None] = mapped_column(Exact)  # the same for every source that saw it
    document: Mapped[str | None] = mapped_column(String(191))  # the original's key in object storage
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when its source last changed it, where it says so
    url: Mapped[str | None] = mapped_column(String(1024))
    mood: Mapped[str | None] = mapped_column(String(8))
    mood_score: Mapped[float | None]
    mood_source: Mapped[MoodSource | None] = mapped_column(choice(MoodSource))
    indexed_version: Mapped[int] = mapped_column(default=0)
    passages: Mapped[int] = mapped_column(default=0)  # how many vectors the index holds of it
    circle_id: Mapped[int | None] = mapped_column(Id)  # who alone sees it; one that is gone is seen by admins alone

    account: Mapped[Account | None] = relationship()
    deal: Mapped[Deal | None] = relationship()
    user: Mapped[User | None] = relationship()
    sender: Mapped[Contact | None] = relationship(primaryjoin=lambda: foreign(Interaction.sender_id) == Contact.id)
    contacts: Mapped[list[Contact]] = relationship(secondary=interaction_contacts)


class Task(Owned, Versioned, Imported, Base):
    """A next step. `due_on` is a calendar day of its owner."""

    __tablename__ = "tasks"
    __table_args__ = (
        UniqueConstraint("tenant_id", "external_id"),
        Index(None, "tenant_id", "owner_id", "done_at", "due_on"),
    )

    what: Mapped[str] = mapped_column(String(512))
    due_on: Mapped[date | None]
    owner_id: Mapped[int | None] = mapped_column(Id, ForeignKey("users.id", ondelete="SET NULL"))
    account_id: Mapped[int | None] = mapped_column(Id, ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    contact_id: Mapped[int | None] = mapped_column(Id, ForeignKey("contacts.id", ondelete="SET NULL"))
    deal_id: Mapped[int | None] = mapped_column(Id, ForeignKey("deals.id", ondelete="SET NULL"))
    interaction_id: Mapped[int | None] = mapped_column(Id, ForeignKey("interactions.id", ondelete="SET NULL"))
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    owner: Mapped[User | None] = relationship()
    account: Mapped[Account | None] = relationship()
    deal: Mapped[Deal | None] = relationship()


class ProposalState(enum.StrEnum):
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DISCARDED = "discarded"
    UNDONE = "undone"


class ProposedEntry(Owned, Base):
    """What Rapport would write, waiting for a person's word. `written` names the rows a confirmation made."""

    __tablename__ = "proposed_entries"
    __table_args__ = (UniqueConstraint("tenant_id", "key"),)

    key: Mapped[str] = mapped_column(Exact)  # what makes the same words the same entry
    user_id: Mapped[int | None] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"))
    state: Mapped[ProposalState] = mapped_column(choice(ProposalState), default=ProposalState.PROPOSED)
    text: Mapped[bytes] = mapped_column(LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb"))  # sealed
    proposal: Mapped[dict[str, Any]] = mapped_column(Attributes)
    written: Mapped[dict[str, Any]] = mapped_column(Attributes, default=dict)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
