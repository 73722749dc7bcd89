"""What happened becomes a row of the record: redacted once, linked, committed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from crm.clock import Clock
from crm.model import Contact, Interaction, Kind
from crm.placeholders import FORGED, placeholder
from crm.ports import Redacted, Redactor, Vault

SUBJECT_LENGTH = 512


@dataclass(frozen=True)
class Captured:
    """An interaction as its source tells it, links already made. Text is the original, unredacted."""

    source: str
    external_id: str
    kind: Kind
    occurred_at: datetime
    text: str = ""
    subject: str | None = None
    direction: str | None = None
    account_id: int | None = None
    deal_id: int | None = None
    user_id: int | None = None
    contact_ids: Sequence[int] = ()
    sender_id: int | None = None
    thread: str | None = None
    identity: str | None = None
    document: str | None = None
    told_at: datetime | None = None
    url: str | None = None
    attributes: dict[str, Any] = field(default_factory=dict)
    digest: str | None = None
    whole: str = ""  # the unredacted original where `text` is only a part of it


@dataclass(frozen=True)
class Prepared:
    """An item with its subject and text redacted."""

    item: Captured
    subject: Redacted
    text: Redacted


def _honest(text: str) -> str:
    """A text in which nobody's typing passes for a placeholder of ours, which display would turn into a name."""
    return FORGED.sub("(", text)


def _people(item: Captured) -> frozenset[str]:
    """Who took part, as placeholders."""
    users = {placeholder("user", item.user_id)} if item.user_id else set()
    return frozenset({placeholder("person", each) for each in item.contact_ids} | users)


class Capture:
    """The one door through which text enters the record."""

    def __init__(self, clock: Clock, redactor: Redactor, vault: Vault | None) -> None:
        self._clock = clock
        self._redactor = redactor
        self._vault = vault

    def prepare(self, tenant_id: int, items: Sequence[Captured]) -> list[Prepared]:
        """Redacts, which takes longest: outside any transaction, so that nobody waits for it."""
        about = [_people(item) for item in items]
        subjects = self._redactor.redact(tenant_id, [_honest(item.subject or "") for item in items], about)
        texts = self._redactor.redact(tenant_id, [_honest(item.text) for item in items], about)
        return [Prepared(*parts) for parts in zip(items, subjects, texts, strict=True)]

    def add(
        self, session: Session, tenant_id: int, items: Sequence[Captured] | Sequence[Prepared]
    ) -> list[Interaction]:
        """Adds one interaction for each item, in order, within the caller's transaction.

        The caller has made sure that no item is there already (source and external_id are unique in a tenant).
        """
        plain = [each for each in items if isinstance(each, Captured)]
        ready = iter(self.prepare(tenant_id, plain))
        prepared = [next(ready) if isinstance(each, Captured) else each for each in items]
        rows = [self.row(session, tenant_id, each) for each in prepared]
        session.flush()
        return rows

    def row(self, session: Session, tenant_id: int, prepared: Prepared) -> Interaction:
        """A new interaction in the caller's transaction; it has an id once the session is flushed."""
        row = self._row(tenant_id, prepared)
        row.contacts = [session.get_one(Contact, contact) for contact in prepared.item.contact_ids]
        session.add(row)
        return row

    def replace(self, row: Interaction, prepared: Prepared) -> None:
        """Gives an interaction the words and the time its source tells now, within the caller's transaction."""
        new = self._row(row.tenant_id, prepared)
        for name in ("subject", "text", "original", "occurred_at", "url", "digest", "thread", "document", "told_at"):
            setattr(row, name, getattr(new, name))
        row.attributes = {**row.attributes, **new.attributes}
        row.updated_at = new.updated_at

    def _row(self, tenant_id: int, prepared: Prepared) -> Interaction:
        now = self._clock.now()
        item, subject, text = prepared.item, prepared.subject, prepared.text
        return Interaction(
            tenant_id=tenant_id,
            source=item.source,
            external_id=item.external_id,
            kind=item.kind,
            direction=item.direction,
            account_id=item.account_id,
            deal_id=item.deal_id,
            user_id=item.user_id,
            sender_id=item.sender_id,
            occurred_at=item.occurred_at,
            subject=subject.text[:SUBJECT_LENGTH] or None,
            text=text.text,
            original=self._sealed(tenant_id, prepared),
            thread=item.thread,
            identity=item.identity,
            document=item.document,
            told_at=item.told_at,
            url=item.url,
            attributes=item.attributes,
            digest=item.digest,
            created_at=now,
            updated_at=now,
        )

    def _sealed(self, tenant_id: int, prepared: Prepared) -> bytes | None:
        """The original is kept only where redaction, or the source's cutting, took something away."""
        item = prepared.item
        redacted = bool(prepared.subject.spans or prepared.text.spans)
        if self._vault is None or not (redacted or item.whole):
            return None
        body = item.whole or item.text
        return self._vault.seal(tenant_id, f"{item.subject}\n\n{body}" if item.subject else body)
