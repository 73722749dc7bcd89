"""Why somebody is known: each value of a contact with how it came, and how much is kept about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm import rights
from crm.governance.origins import COLUMNS, Origin, Origins
from crm.governance.person import find
from crm.model import Account, Consent, Contact, Deal, Interaction, RelatedRecord, Signal, Task
from crm.sealed import whole
from crm.store import Store

TABLES: dict[str, Any] = {"deals": Deal, "tasks": Task, "signals": Signal, "consents": Consent}


@dataclass(frozen=True)
class Value:
    """`field` is name, email, phone, title, account, or an attribute's own name."""

    field: str
    value: str
    origin: Origin


@dataclass(frozen=True)
class Why:
    """`kept` counts what is about them, by kind: only what is seen now."""

    contact_id: int
    name: str
    values: list[Value]
    kept: dict[str, int]


class Provenance:
    def __init__(self, store: Store) -> None:
        self._store = store

    def why(self, tenant_id: int, who: str) -> Why:
        """Of a contact that is seen now, through whose eyes ever; what they may not see is as if it were not there.

        Raises:
            RejectedError: nobody is meant.
            AmbiguousError: several may be.
        """
        with self._store.read() as session:
            contact = session.get_one(Contact, find(session, tenant_id, who, loosely=True))
            return Why(contact.id, contact.name, list(_values(session, contact)), _kept(session, contact))


def said(value: Value) -> str:
    """How a value came, in words."""
    origin = value.origin
    when = f" on {origin.at:%Y-%m-%d}" if origin.at else ""
    match origin.how:
        case "person":
            return f"changed by {origin.by or 'the administrator'}{when}"
        case "source":
            return f"told by the source {origin.by}{when}"
        case "import":
            return f"brought by an import{when}"
        case "entry":
            return f"logged by {origin.by or 'the administrator'}{when}"
        case "interaction" if origin.met:
            return f"first met in {'an' if origin.met.kind == 'email' else 'a'} {origin.met.kind}{when}, {origin.by}"
        case _:
            return f"in the record since{when.removeprefix(' on')}; nothing kept tells from where"


def _values(session: Session, contact: Contact) -> Iterator[Value]:
    origins, sight = Origins(session, contact), rights.current()
    unseen, known = sight.fields if sight else frozenset(), whole(session, contact)
    for column in COLUMNS:
        value = known.get(column, getattr(contact, column))
        if column == "account_id" and value:
            account = session.get(Account, value)
            value = account.name if account else None
        if value and f"contact.{column}" not in unseen:
            yield Value(column.removesuffix("_id"), str(value), origins.of(column))
    for key, value in sorted(known["attributes"].items()):
        if value not in (None, "") and f"contact.{key}" not in unseen:
            yield Value(key, str(value), origins.of(f"attributes.{key}"))


def _kept(session: Session, contact: Contact) -> dict[str, int]:
    talks = select(Interaction.kind, func.count()).join(Interaction.contacts).where(Contact.id == contact.id)
    found = {row[0].value: int(row[1]) for row in session.execute(talks.group_by(Interaction.kind))}
    for name, table in TABLES.items():
        found[name] = session.scalar(select(func.count(table.id)).where(table.contact_id == contact.id)) or 0
    related = select(RelatedRecord.kind, func.count()).where(RelatedRecord.contact_id == contact.id)
    found |= {row[0]: int(row[1]) for row in session.execute(related.group_by(RelatedRecord.kind))}
    return {name: count for name, count in sorted(found.items()) if count}
