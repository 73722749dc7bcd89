"""What a source has to tell: things that happened, rows that changed, and what could not be read of them."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, field_validator

from crm.model import Kind

KEY_LENGTH = 160  # leaves room for a revision within the inbox's key
NAME_LENGTH = 191
SUBJECT_LENGTH = 512
TEXT_LENGTH = 4_000_000  # characters; a transcript of a day is a tenth of it
MOST_PARTIES = 500

Key = Annotated[str, StringConstraints(min_length=1, max_length=KEY_LENGTH)]
Role = Literal["from", "to", "cc", "author", "attendee", "speaker", "host", "mentioned"]
Entity = Literal["account", "contact", "deal"]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Party(Part):
    """Somebody who took part. At least one of name, address and phone tells who."""

    role: Role
    name: str = Field(default="", max_length=NAME_LENGTH)
    address: str = Field(default="", max_length=NAME_LENGTH, description="An e-mail address.")
    phone: str = Field(default="", max_length=64)

    @field_validator("address")
    @classmethod
    def _lowered(cls, address: str) -> str:
        return address.casefold()


class Event(Part):
    """Something that happened: a mail, a call, a meeting, a message, a ticket, a note.

    `key` is the source's own id. A later `revision` of the same key replaces what the earlier one told; equal ones are
    one. `identity` is the same for all sources that saw this one thing (a Message-ID, a calendar UID, a call id).
    """

    type: Literal["event"] = "event"
    key: Key
    revision: str = Field(default="", max_length=24, description="Changes whenever what the source tells changes.")
    changed_at: AwareDatetime | None = Field(
        default=None, description="When the source last changed it: what was told earlier never replaces it."
    )
    kind: Kind
    occurred_at: AwareDatetime
    subject: str = Field(default="", max_length=SUBJECT_LENGTH)
    text: str = Field(default="", max_length=TEXT_LENGTH, description="What was said, without quotes and signatures.")
    whole: str = Field(default="", max_length=TEXT_LENGTH, description="All of it where `text` is only a part.")
    parties: tuple[Party, ...] = Field(default=(), max_length=MOST_PARTIES)
    direction: Literal["in", "out"] | None = Field(default=None, description="Where parties do not tell it.")
    identity: str = Field(default="", max_length=NAME_LENGTH)
    thread: str = Field(default="", max_length=NAME_LENGTH, description="What belongs to one conversation shares it.")
    account: str = Field(default="", max_length=NAME_LENGTH, description="The client: its name, domain or external id.")
    deal: str = Field(default="", max_length=NAME_LENGTH, description="The deal: its name or external id.")
    url: str = Field(default="", max_length=1024)
    document: str = Field(default="", max_length=NAME_LENGTH, description="The original's key in object storage.")
    attributes: dict[str, str | int | float | bool | None] = Field(default_factory=dict)
    visible_to: tuple[str, ...] | None = Field(
        default=None,
        max_length=MOST_PARTIES,
        description="Addresses of the users who alone may see it; empty: admins alone; null: who sees the client.",
    )

    @field_validator("occurred_at", "changed_at")
    @classmethod
    def _in_utc(cls, moment: datetime | None) -> datetime | None:
        return moment.astimezone(UTC) if moment else None

    @field_validator("url")
    @classmethod
    def _is_web(cls, url: str) -> str:
        return url if url.startswith(("https://", "http://")) else ""


class Change(Part):
    """A row of another system's record as it is now.

    `values` are named as the record's columns; what the record has no column for becomes an attribute.
    """

    type: Literal["change"] = "change"
    key: Key
    revision: str = Field(default="", max_length=24)
    entity: Entity
    values: dict[str, Any] = Field(default_factory=dict)
    deleted: bool = False


class Broken(Part):
    """Something that the source told and that could not be read; kept so that nobody loses it unseen."""

    type: Literal["broken"] = "broken"
    key: Key
    revision: str = Field(default="", max_length=24)
    reason: str = Field(max_length=300, description="Fit for an admin, without the text itself.")


Item = Event | Change | Broken


def revision_of(*parts: str) -> str:
    """A revision for sources that count none: a digest of what was told."""
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def fitting(key: str) -> str:
    """A source's id that may be too long for a key, cut so that different ones stay different."""
    if 0 < len(key) <= KEY_LENGTH and key.isprintable():
        return key
    return revision_of(key)


class Page(Part):
    """What one look at a source brought. Items and cursor are committed together: neither is ever ahead."""

    items: tuple[Annotated[Item, Field(discriminator="type")], ...] = ()
    cursor: dict[str, Any] = Field(default_factory=dict, description="Where the next look begins.")
    columns: dict[str, dict[str, str]] = Field(
        default_factory=dict, description="Per kind of row: the fields the source has now, and their types."
    )

    @classmethod
    def of(cls, items: list[Item], cursor: dict[str, Any], columns: dict[str, dict[str, str]] | None = None) -> Self:
        return cls(items=tuple(items), cursor=cursor, columns=columns or {})
