"""A batch of drafts on its way into the record: one look for what is there already, one flush for what is new."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from crm.capture import Capture, Captured, Prepared
from crm.intake.draft import Draft
from crm.intake.event import Party
from crm.intake.twins import TALKS, add_to, meeting_twin
from crm.model import Contact, Interaction


class Batch:
    """The interactions of several events, within one transaction.

    Args:
        session: the transaction.
        capture: the door for text.
        now: when.
    """

    def __init__(self, session: Session, tenant_id: int, capture: Capture, now: datetime) -> None:
        self._session, self._tenant_id, self._capture, self._now = session, tenant_id, capture, now
        self._by_key: dict[tuple[str, str], Interaction] = {}
        self._by_identity: dict[str, Interaction] = {}
        self._met: dict[str, Contact] = {}
        self._people: Sequence[Contact] = ()  # held, for a session forgets rows that nobody holds

    def write(self, drafts: Sequence[Draft], prepared: Sequence[Prepared]) -> list[Interaction]:
        """The interaction of each draft: a new one, the one its source told of before, or another source's."""
        self._look([draft.captured for draft in drafts])
        with self._session.no_autoflush:
            rows = [self._row(*pair) for pair in zip(drafts, prepared, strict=True)]
        self._session.flush()
        return rows

    def _look(self, items: Sequence[Captured]) -> None:
        """Everything that may be there already, and the people who took part."""
        people = {each for item in items for each in item.contact_ids}
        mine = [Contact.tenant_id == self._tenant_id, Contact.id.in_(people)]
        self._people = self._session.scalars(select(Contact).where(*mine)).all()
        query = select(Interaction).options(selectinload(Interaction.contacts))
        query = query.where(Interaction.tenant_id == self._tenant_id)
        for source in {item.source for item in items}:
            keys = [item.external_id for item in items if item.source == source]
            told = query.where(Interaction.source == source, Interaction.external_id.in_(keys))
            self._by_key |= {(row.source, row.external_id or ""): row for row in self._session.scalars(told)}
        identities = {item.identity for item in items if item.identity}
        if identities:
            theirs = query.where(Interaction.identity.in_(identities)).order_by(Interaction.id.desc())
            self._by_identity = {row.identity or "": row for row in self._session.scalars(theirs)}

    def _row(self, draft: Draft, ready: Prepared) -> Interaction:
        captured = draft.captured
        same = self._by_key.get((captured.source, captured.external_id))
        twin = None if same else self._twin(draft)
        if same is not None:
            if same.digest == captured.digest or _is_older(captured, same):
                return same
            self._capture.replace(same, ready)
        elif twin is not None:
            add_to(twin, draft, ready, self._capture)
        row = same or twin or self._new(ready)
        draft.link(self._session, row, [self._contact(*stranger) for stranger in draft.new_contacts])
        return row

    def _new(self, ready: Prepared) -> Interaction:
        row = self._capture.row(self._session, self._tenant_id, ready)
        self._by_key[row.source, row.external_id or ""] = row
        if row.identity:
            self._by_identity.setdefault(row.identity, row)
        return row

    def _twin(self, draft: Draft) -> Interaction | None:
        captured = draft.captured
        known = self._by_identity.get(captured.identity) if captured.identity else None
        if known is not None or captured.kind not in TALKS:
            return known
        self._session.flush()  # a meeting's twin may be in this batch
        return meeting_twin(self._session, self._tenant_id, draft)

    def _contact(self, party: Party, account_id: int) -> Contact:
        """The contact of this address: somebody at a client who is met for the first time becomes one."""
        found = self._met.get(party.address) or self._session.scalar(
            select(Contact).where(Contact.tenant_id == self._tenant_id, func.lower(Contact.email) == party.address)
        )
        if found is None:
            found = Contact(
                tenant_id=self._tenant_id,
                account_id=account_id,
                name=party.name or party.address,
                email=party.address,
                phone=party.phone or None,
                created_at=self._now,
                updated_at=self._now,
            )
            self._session.add(found)
        self._met[party.address] = found
        return found


def _is_older(captured: Captured, row: Interaction) -> bool:
    """Whether the source had changed the row again after it told this."""
    return captured.told_at is not None and row.told_at is not None and captured.told_at < row.told_at
