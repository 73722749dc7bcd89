"""An event on its way into the record: whose it is, and the interaction it will be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.capture import Captured
from crm.intake.addresses import AddressBook
from crm.intake.circling import keep
from crm.intake.event import Event, Party, revision_of
from crm.intake.parties import SENDERS, Parties, parties_of
from crm.intake.policy import Policy
from crm.model import Contact, Deal, Interaction
from crm.naming import fold


@dataclass(frozen=True)
class Draft:
    """`refusal` says why an event is not for the record (None: it is)."""

    item_id: int
    event: Event
    parties: Parties
    captured: Captured
    refusal: str | None
    new_contacts: tuple[tuple[Party, int], ...]
    seers: frozenset[int] | None = None  # the users who alone may see it

    def link(self, session: Session, row: Interaction, met: Sequence[Contact]) -> None:
        """Ties the row to those whom the event names, and to those `met` through it."""
        there = {each.id for each in row.contacts}
        wanted = [session.get_one(Contact, each) for each in self.captured.contact_ids if each not in there]
        row.contacts.extend(each for each in [*wanted, *met] if each not in row.contacts)
        row.account_id = row.account_id or self.captured.account_id
        row.sender = row.sender or self._sender(session, met)
        row.user_id = row.user_id or self.captured.user_id
        if row.deal_id is None:
            row.deal_id = _deal(session, row, self.event.deal)
        if self.seers is not None:
            keep(session, row, self.seers)

    def _sender(self, session: Session, met: Sequence[Contact]) -> Contact | None:
        if self.captured.sender_id is not None:
            return session.get(Contact, self.captured.sender_id)
        wrote = [one for (party, _), one in zip(self.new_contacts, met, strict=True) if party.role in SENDERS]
        return wrote[0] if wrote else None


def draft_of(event: Event, source: str, item_id: int, book: AddressBook, policy: Policy) -> Draft:
    parties = parties_of(event, book)
    captured = Captured(
        source=source,
        external_id=event.key,
        kind=event.kind,
        occurred_at=event.occurred_at,
        text=event.text,
        whole=event.whole if event.whole != event.text else "",
        subject=event.subject or None,
        direction=parties.direction,
        account_id=parties.account_id,
        user_id=parties.user_ids[0] if parties.user_ids else None,
        contact_ids=parties.contact_ids,
        sender_id=parties.sender_id,
        thread=event.thread or None,
        identity=event.identity or None,
        document=event.document or None,
        told_at=event.changed_at,
        url=event.url or None,
        attributes=dict(event.attributes),
        digest=revision_of(event.model_dump_json(exclude=_no_part_of(event))),
    )
    adds = policy.new_contacts == "add"
    refusal = policy.refusal(event, parties)
    return Draft(item_id, event, parties, captured, refusal, parties.strangers if adds else (), _seers(event, book))


def _seers(event: Event, book: AddressBook) -> frozenset[int] | None:
    """Whoever of those the source names is a user; who is not in the record sees nothing anyway."""
    if event.visible_to is None:
        return None
    found = (book.users.get(each.casefold()) for each in event.visible_to)
    return frozenset(each for each in found if each is not None)


def _no_part_of(event: Event) -> set[str]:
    """What does not count for whether the source tells the same; a field that says nothing is no change either."""
    return {"revision"} if event.visible_to is not None else {"revision", "visible_to"}


def _deal(session: Session, row: Interaction, said: str) -> int | None:
    """The deal that the source names, among the client's own."""
    if not said:
        return None
    deals = session.scalars(
        select(Deal).where(Deal.tenant_id == row.tenant_id, Deal.account_id == row.account_id)
        if row.account_id
        else select(Deal).where(Deal.tenant_id == row.tenant_id, (Deal.name == said) | (Deal.external_id == said))
    ).all()
    found = [deal for deal in deals if fold(said) in {fold(deal.name), fold(deal.external_id or "")}]
    return found[0].id if len(found) == 1 else None
