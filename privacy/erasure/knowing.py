"""Whom the ledger knows, as digests, and who of the record it means."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.model import Contact, Forgotten
from crm.sealed import opened
from privacy.erasure.digests import Mark
from privacy.erasure.place import House
from privacy.erasure.subject import Subject
from privacy.erasure.tenant import TENANT


def people_of(marks: set[Mark]) -> set[Mark]:
    return {mark for mark in marks if mark[0] != TENANT}


def marks_kept(tenant_id: int) -> Any:
    return select(Forgotten.kind, Forgotten.digest).where(Forgotten.tenant_id == tenant_id)


def known_again(session: Session, house: House, tenant_id: int, marks: set[Mark]) -> list[int]:
    """Contacts that the ledger knows by address or number, or by name where they have neither."""
    if not marks:
        return []
    found = []
    query = select(Contact.id, Contact.name, Contact.email, Contact.phone, Contact.sealed)
    query = query.where(Contact.tenant_id == tenant_id).order_by(Contact.id)
    for contact_id, name, email, bare, sealed in session.execute(query):
        phone = bare or opened(session, "contact", tenant_id, sealed).get("phone")
        known = Subject((contact_id,), (name,), (email,) if email else (), (phone,) if phone else ())
        told = house.digests.marks(tenant_id, known)
        sure = {mark for mark in told if mark[0] in {"email", "phone"}}
        if marks & (sure or {mark for mark in told if mark[0] == "name"}):
            found.append(contact_id)
    return found
