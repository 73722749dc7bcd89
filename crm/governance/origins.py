"""How each value of a contact came into the record, as far as what is kept tells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.model import Contact, InboxItem, Interaction, ProposedEntry, RowVersion, Source, SourceRow, User
from crm.sealed import sealing_of, whole

COLUMNS = ("name", "email", "phone", "title", "account_id")


@dataclass(frozen=True)
class Met:
    """The interaction that somebody was first met in."""

    id: int
    kind: str
    at: datetime
    source: str
    url: str | None


@dataclass(frozen=True)
class Origin:
    """`how` is person, source, import, entry, interaction or unknown; `by` the person or the source's name."""

    how: str
    at: datetime | None
    by: str | None = None
    key: str | None = None  # what the source or the export calls the contact
    met: Met | None = None


class Origins:
    """Read once for a contact that is seen now."""

    def __init__(self, session: Session, contact: Contact) -> None:
        self._session, self._contact = session, contact
        self._values = whole(session, contact)
        own = (RowVersion.tenant_id == contact.tenant_id, RowVersion.entity == "contact")
        query = select(RowVersion).where(*own, RowVersion.row_id == contact.id).order_by(RowVersion.version.desc())
        self._versions = list(session.scalars(query))
        self._sources = list(self._told())
        self._first = self._beginning()

    def of(self, name: str) -> Origin:
        """Of a column, or of an attribute as `attributes.NAME`: who changed it last, which source told it, or how the
        contact itself came."""
        return self._changed(name) or self._from_source(name) or self._first

    def _changed(self, name: str) -> Origin | None:
        column, _, key = name.partition(".")
        after = self._values.get(column, getattr(self._contact, column))
        for version in self._versions:
            if column not in version.before:
                continue
            before = version.before[column]
            if not key or (before or {}).get(key) != (after or {}).get(key):
                user = self._session.get(User, version.changed_by) if version.changed_by else None
                return Origin("person", version.changed_at, user.name if user else None)
            after = before
        return None

    def _from_source(self, name: str) -> Origin | None:
        column = name.removeprefix("attributes.")
        now = self._values.get(name, getattr(self._contact, name, None))
        values: dict[str, Any] = self._values["attributes"] if column != name else {column: now}
        return next(
            (origin for origin, told in self._sources if column in told and told[column] == values[column]), None
        )

    def _told(self) -> Iterator[tuple[Origin, dict[str, Any]]]:
        """What each source said of the contact, and when it last did."""
        query = (
            select(SourceRow, Source.name)
            .join(Source, Source.id == SourceRow.source_id)
            .where(SourceRow.tenant_id == self._contact.tenant_id, SourceRow.entity == "contact")
            .where(SourceRow.row_id == self._contact.id)
            .order_by(SourceRow.id)
        )
        for row, name in self._session.execute(query):
            key = f"c:{row.key}"
            items = select(InboxItem.received_at).where(
                InboxItem.source_id == row.source_id,
                (InboxItem.key == key) | InboxItem.key.startswith(f"{key}@", autoescape=True),
            )
            at = self._session.scalar(items.order_by(InboxItem.received_at.desc()).limit(1))
            yield Origin("source", at, name, row.key), self._said(row)

    def _said(self, row: SourceRow) -> dict[str, Any]:
        sealing = sealing_of(self._session)
        return sealing.untold(row.tenant_id, row.entity, row.told) if sealing else row.told or {}

    def _beginning(self) -> Origin:
        contact = self._contact
        if contact.digest or (contact.external_id and not self._sources):
            return Origin("import", contact.created_at, key=contact.external_id)
        if contact.external_id:
            return self._sources[0][0]
        return self._logged() or self._met() or Origin("unknown", contact.created_at)

    def _logged(self) -> Origin | None:
        """By the entry whose confirmation made the contact."""
        contact = self._contact
        query = select(ProposedEntry).where(
            ProposedEntry.tenant_id == contact.tenant_id, ProposedEntry.confirmed_at == contact.created_at
        )
        for entry in self._session.scalars(query):
            if contact.id in (entry.written or {}).get("contacts", []):
                user = self._session.get(User, entry.user_id) if entry.user_id else None
                return Origin("entry", entry.confirmed_at, user.name if user else None, met=self._earliest())
        return None

    def _met(self) -> Origin | None:
        met = self._earliest()
        return Origin("interaction", met.at, met.source, met=met) if met else None

    def _earliest(self) -> Met | None:
        """The first interaction with them, of those that are seen now."""
        query = select(Interaction).join(Interaction.contacts).where(Contact.id == self._contact.id)
        row = self._session.scalar(query.order_by(Interaction.occurred_at, Interaction.id).limit(1))
        return Met(row.id, row.kind.value, row.occurred_at, row.source, row.url) if row else None
