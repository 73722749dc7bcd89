"""Calls, e-mails, meetings, messages, tickets and notes of an export go through the capture, batch by batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from connectors.export.drafts import Draft, Drafts
from connectors.export.lexicon import lexicon
from connectors.export.links import Links
from connectors.export.loader import Advance, Loaded
from connectors.export.names import key, singular, words
from connectors.export.people import People
from connectors.export.recognition import Recognised
from crm.capture import Capture, Captured
from crm.clock import Clock
from crm.model import Contact, Deal, Interaction, Kind, Tenant
from crm.retention import TOO_OLD, Rules
from crm.store import Store

BATCH = 500  # texts that pass the redactor in one transaction
COPIED = (  # noqa: SIM905
    "kind direction account_id deal_id user_id sender_id occurred_at subject text original thread url attributes "
    "sealed digest"
).split()
KINDS: dict[str, Kind] = {word: kind for kind in Kind for word in lexicon(f"kind_{kind.value}")}
SOURCE_LENGTH = 64
_AGES = lexicon("ages")
_SINCE = lexicon("since")


@dataclass
class _Parents:
    """Accounts of deals and contacts: an interaction with one of them is with their account."""

    deals: dict[int, int] = field(default_factory=dict)
    contacts: dict[int, int] = field(default_factory=dict)


class Interactions:
    """Loads tables of interactions for one tenant."""

    def __init__(self, store: Store, clock: Clock, capture: Capture, links: Links, tenant_id: int) -> None:
        self._store = store
        self._clock = clock
        self._capture = capture
        self._links = links
        self._tenant_id = tenant_id

    def load(self, item: Recognised, drafts: Drafts, advance: Advance) -> Loaded:
        source = f"import:{'_'.join(words(item.table.name))}"[:SOURCE_LENGTH]
        now = self._clock.now()
        fallback = _Fallback(item, now)
        people = People(self._links, drafts.rows)
        parents = self._parents()
        default = kind_of(item)
        known = self._known(source)
        loaded, aged, rules = Loaded(), 0, self._rules()
        for start in range(0, len(drafts.rows), BATCH):
            batch = drafts.rows[start : start + BATCH]
            fresh = [draft for draft in batch if draft.key not in known]
            stale = [draft for draft in batch if draft.key in known and known[draft.key][1] != draft.digest]
            captured = [
                self._captured(draft, source, default=default, people=people, parents=parents, fallback=fallback)
                for draft in (*fresh, *stale)
            ]
            young = [each for each in captured[: len(fresh)] if not rules.refuses(*_aged(each), now)]
            self._write(young, captured[len(fresh) :], [known[draft.key][0] for draft in stale])
            loaded.new += len(young)
            aged += len(fresh) - len(young)
            loaded.changed += len(stale)
            loaded.unchanged += len(batch) - len(fresh) - len(stale)
            advance(len(batch))
        if aged:
            drafts.notes.append(f"{aged:,} rows are {TOO_OLD} (rapport retention) and were left out")
        drafts.notes.extend(fallback.notes())
        return loaded

    def _known(self, source: str) -> dict[str, tuple[int, str | None]]:
        query = select(Interaction.external_id, Interaction.id, Interaction.digest).where(
            Interaction.tenant_id == self._tenant_id, Interaction.source == source
        )
        with self._store.read() as session:
            return {str(external_id): (row_id, digest) for external_id, row_id, digest in session.execute(query)}

    def _rules(self) -> Rules:
        with self._store.read() as session:
            return Rules.of(session.get_one(Tenant, self._tenant_id).settings)

    def _parents(self) -> _Parents:
        with self._store.read() as session:
            pairs = [
                session.execute(
                    select(model.id, model.account_id).where(
                        model.tenant_id == self._tenant_id, model.account_id.is_not(None)
                    )
                )
                for model in (Deal, Contact)
            ]
            deals, contacts = ({row_id: account_id for row_id, account_id in rows if account_id} for rows in pairs)
        return _Parents(deals, contacts)

    def _captured(
        self, draft: Draft, source: str, *, default: Kind, people: People, parents: _Parents, fallback: _Fallback
    ) -> Captured:
        row, raw = draft.values, draft.raw
        account, deal = row.get("account_id"), row.get("deal_id")
        parties = people.of(draft)
        contacts = tuple(dict.fromkeys(filter(None, (row.get("contact_id"), *parties.contact_ids))))
        if raw.get("related"):
            account, deal = self._related(raw["related"], account, deal, draft.attributes)
        account = account or parents.deals.get(deal or 0)
        account = account or next((parents.contacts[one] for one in contacts if one in parents.contacts), None)
        sort = kind_in(raw.get("kind", ""))
        kind = default if sort is None or default is Kind.TICKET else sort  # a ticket of the type “Task” is a ticket
        return Captured(
            source=source,
            external_id=draft.key,
            kind=kind,
            occurred_at=row.get("occurred_at") or fallback.of(draft),
            text=raw.get("text", ""),
            subject=raw.get("subject") or None,
            direction=parties.direction if kind is not Kind.MEETING else None,
            account_id=account,
            deal_id=deal,
            user_id=row.get("user_id") or parties.user_id,
            contact_ids=contacts,
            sender_id=parties.sender_id if kind is not Kind.MEETING else None,
            thread=raw.get("thread", "")[:191] or None,
            url=raw.get("url", "")[:1024] or None,
            attributes=draft.attributes | parties.lost,
            digest=draft.digest,
        )

    def _related(
        self, text: str, account: int | None, deal: int | None, attributes: dict[str, Any]
    ) -> tuple[int | None, int | None]:
        """A reference that may be to an account or a deal."""
        found_deal = self._links.index("deal").exact(text)
        found_account = self._links.index("account").exact(text)
        if found_deal is None and found_account is None:
            attributes["related_to"] = text
        return account or found_account, deal or found_deal

    def _write(self, fresh: Sequence[Captured], stale: Sequence[Captured], ids: Sequence[int]) -> None:
        if not fresh and not stale:
            return
        with self._store.write() as session:
            if fresh:
                self._capture.add(session, self._tenant_id, fresh)
            if not stale:
                return
            # a changed text takes the same door as a new one; what comes through replaces the row's content
            copies = self._capture.add(
                session, self._tenant_id, [_renamed(item, place) for place, item in enumerate(stale)]
            )
            with session.no_autoflush:  # one change, one version
                for copy, row_id in zip(copies, ids, strict=True):
                    _replace(session.get_one(Interaction, row_id), copy)
                    session.delete(copy)


def _aged(item: Captured) -> tuple[str, datetime, int | None]:
    return item.kind.value, item.occurred_at, item.account_id


def _replace(row: Interaction, copy: Interaction) -> None:
    for name in COPIED:
        if getattr(row, name) != getattr(copy, name):
            setattr(row, name, getattr(copy, name))
    if {contact.id for contact in row.contacts} != {contact.id for contact in copy.contacts}:
        row.contacts = list(copy.contacts)
    row.updated_at = copy.updated_at


def _renamed(item: Captured, place: int) -> Captured:
    return Captured(**{**item.__dict__, "source": "import", "external_id": f"changing:{place}"})


def kind_of(item: Recognised) -> Kind:
    """What a table of interactions is by its file's name, else by its headers."""
    for word in reversed(words(item.table.name)):
        found = KINDS.get(singular(word))
        if found is not None and word not in {"log", "text", "support", "task"}:
            return found
    headers = {singular(word) for column in item.columns for word in column.words}
    if {"sender", "recipient"} & headers or {"from", "to"} <= headers:
        return Kind.EMAIL
    return next((KINDS[word] for word in ("ticket", "call", "meeting", "email") if word in headers), Kind.NOTE)


def kind_in(text: str) -> Kind | None:
    return next((KINDS[singular(word)] for word in words(text) if singular(word) in KINDS), None)


class _Fallback:
    """When something happened that carries no date: so many days ago if a column says it, else when it was imported."""

    def __init__(self, item: Recognised, now: datetime) -> None:
        self._now = now
        self._dated = "occurred_at" in item.assignment.fields
        self._age = next(
            (key(column.label) for column in item.columns
             if column.type == "integer" and set(column.words) & _AGES and set(column.words) & _SINCE), None
        )  # fmt: skip
        self._counts = {"age": 0, "now": 0}

    def of(self, draft: Draft) -> datetime:
        days = draft.attributes.get(self._age or "")
        if isinstance(days, int) and 0 <= days < 36_500:
            self._counts["age"] += 1
            return self._now - timedelta(days=days)
        self._counts["now"] += 1
        return self._now

    def notes(self) -> list[str]:
        what = "rows carry no date" if self._dated else "rows: the file has no date"
        found = []
        if self._counts["age"]:
            found.append(f"{self._counts['age']} {what}; they are dated by {self._age} before the import")
        if self._counts["now"]:
            found.append(f"{self._counts['now']} {what}; they are dated at the import")
        return found
