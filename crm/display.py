"""Stored text as people may read it: known people by name, other personal data hidden."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.model import Contact, User
from crm.placeholders import PERSON

HIDDEN = re.compile(r"<([A-Z][A-Z_]{1,40})>")
SPOKEN = {
    "EMAIL_ADDRESS": "e-mail",
    "PHONE_NUMBER": "phone number",
    "CREDIT_CARD": "card number",
    "IBAN_CODE": "bank account",
    "IP_ADDRESS": "IP address",
    "PERSON": "name",
    "LOCATION": "place",
    "US_SSN": "social security number",
    "URL": "link",
}


def display(session: Session, tenant_id: int, text: str) -> str:
    """The text with `[person:17]` and `[user:3]` as names and `<EMAIL_ADDRESS>` as "(e-mail hidden)"."""
    return display_all(session, tenant_id, [text])[0]


def display_all(session: Session, tenant_id: int, texts: Sequence[str]) -> list[str]:
    """Several texts with two statements at most."""
    found = {(kind, int(number)) for text in texts for kind, number in PERSON.findall(text)}
    names: dict[tuple[str, int], str] = {}
    for kind, model in (("person", Contact), ("user", User)):
        ids = [number for each, number in found if each == kind]
        if ids:
            rows = select(model.id, model.name).where(model.tenant_id == tenant_id, model.id.in_(ids))
            names.update({(kind, row.id): row.name for row in session.execute(rows)})

    def name(match: re.Match[str]) -> str:
        return names.get((match[1], int(match[2])), "(someone)")

    return [HIDDEN.sub(hidden, PERSON.sub(name, text)) for text in texts]


def hidden(match: re.Match[str]) -> str:
    return f"({SPOKEN.get(match[1], match[1].replace('_', ' ').lower())} hidden)"
