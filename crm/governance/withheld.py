"""Who may not be spoken of for a purpose: asked where texts go to a model, and where colleagues are told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.model import Consent, Deal, Signal, Tenant, interaction_contacts
from crm.placeholders import PERSON
from crm.rights import unlimited

SETTING = "consent"  # in a tenant's settings
DEFAULT = "default"
GIVEN, REQUIRED = "given", "required"


def default_of(settings: Mapping[str, Any]) -> str:
    """What holds of a contact without an entry: given, or required first."""
    kept = settings.get(SETTING)
    return REQUIRED if isinstance(kept, dict) and kept.get(DEFAULT) == REQUIRED else GIVEN


def withheld(session: Session, tenant_id: int, purpose: str, contact_ids: Collection[int]) -> frozenset[int]:
    """Those of these contacts who took the purpose back, or never gave it where the team asks for that first."""
    if not contact_ids:
        return frozenset()
    with unlimited():
        query = (
            select(Consent.contact_id, Consent.given)
            .where(
                Consent.tenant_id == tenant_id, Consent.purpose == purpose, Consent.contact_id.in_(sorted(contact_ids))
            )
            .order_by(Consent.id)
        )
        newest = {row.contact_id: row.given for row in session.execute(query)}
        settings = session.scalar(select(Tenant.settings).where(Tenant.id == tenant_id)) or {}
    otherwise = default_of(settings) == GIVEN
    return frozenset(each for each in contact_ids if not newest.get(each, otherwise))


def interactions_withheld(session: Session, tenant_id: int, purpose: str, texts: Mapping[int, str]) -> frozenset[int]:
    """Those of these interactions, given with their redacted texts, that anybody who withholds it took part in or is
    named in."""
    people = _people(session, texts)
    for row_id, text in texts.items():
        people[row_id] |= named_in(text)
    return _of_withheld(session, tenant_id, purpose, people)


def texts_withheld(session: Session, tenant_id: int, purpose: str, texts: Iterable[str]) -> bool:
    """Whether any of these redacted texts names somebody who withholds it."""
    return bool(withheld(session, tenant_id, purpose, {each for text in texts for each in named_in(text)}))


def signals_withheld(session: Session, tenant_id: int, purpose: str, signals: Iterable[Signal]) -> frozenset[int]:
    """Those of these signals that are about somebody who withholds it: by their contact, the interactions they were
    noticed in, the contact of their deal, or their words."""
    found = list(signals)
    evidence = {each.id: _evidence(each.evidence) for each in found}
    linked = _people(session, {row for rows in evidence.values() for row in rows})
    with unlimited():
        query = select(Deal.id, Deal.contact_id).where(Deal.id.in_([each.deal_id for each in found if each.deal_id]))
        deals = {row.id: row.contact_id for row in session.execute(query)}
    people: dict[int, set[int]] = {}
    for each in found:
        said = " ".join(str(part) for part in (each.says, each.detail.get("quote"), each.detail.get("summary")))
        own = {who for who in (each.contact_id, deals.get(each.deal_id or 0)) if who is not None}
        people[each.id] = named_in(said).union(own, *(linked[row] for row in evidence[each.id]))
    return _of_withheld(session, tenant_id, purpose, people)


def named_in(text: str) -> set[int]:
    return {int(number) for sort, number in PERSON.findall(text) if sort == "person"}


def _of_withheld(session: Session, tenant_id: int, purpose: str, people: Mapping[int, set[int]]) -> frozenset[int]:
    kept = withheld(session, tenant_id, purpose, set().union(*people.values()))
    return frozenset(row for row, who in people.items() if who & kept)


def _people(session: Session, interaction_ids: Collection[int]) -> dict[int, set[int]]:
    """The contacts of each interaction."""
    links = interaction_contacts.c
    people: dict[int, set[int]] = defaultdict(set)
    if interaction_ids:
        query = select(links.interaction_id, links.contact_id).where(links.interaction_id.in_(sorted(interaction_ids)))
        with unlimited():
            for row in session.execute(query):
                people[row.interaction_id].add(row.contact_id)
    return people


def _evidence(evidence: Iterable[Any]) -> list[int]:
    told = [str(each).partition(":") for each in evidence]
    return [int(number) for kind, _, number in told if kind == "interaction" and number.isdecimal()]
