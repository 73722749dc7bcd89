"""Interactions to be read."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from crm.model import Account, Contact, Interaction, InteractionReading, Kind, Role, User


def company(store, tenant_id, clock) -> dict[str, int]:
    """Acme with Jane, owned by Dana, whose manager is Morgan; an admin and a colleague of another team. Ids by name."""
    at = {"tenant_id": tenant_id, "created_at": clock.now(), "updated_at": clock.now()}
    with store.write() as session:
        morgan = User(name="Morgan Hale", role=Role.MANAGER, **at)
        session.add(morgan)
        session.flush()
        dana = User(name="Dana Reyes", manager_id=morgan.id, **at)
        others = [User(name="Ari Voss", role=Role.ADMIN, **at), User(name="Priya Nair", **at)]
        session.add_all([dana, *others])
        session.flush()
        acme, globex = Account(name="Acme", owner_id=dana.id, **at), Account(name="Globex", **at)
        session.add_all([acme, globex])
        session.flush()
        jane = Contact(name="Jane Miller", account_id=acme.id, **at)
        session.add(jane)
        session.flush()
        return {row.name.split()[0].lower(): row.id for row in (morgan, dana, *others, acme, globex, jane)}


def add(store, tenant_id, clock, text, contacts=(), **fields: Any) -> int:
    """An interaction that the index has seen."""
    with store.write() as session:
        row = Interaction(
            **{"kind": Kind.NOTE, "source": "test", "occurred_at": clock.now(), "indexed_version": 1}
            | {"tenant_id": tenant_id, "text": text, "created_at": clock.now(), "updated_at": clock.now()}
            | fields
        )
        row.contacts = [session.get_one(Contact, each) for each in contacts]
        session.add(row)
        session.flush()
        return row.id


def reading_of(store, interaction_id) -> InteractionReading:
    with store.read() as session:
        return session.scalars(
            select(InteractionReading).where(InteractionReading.interaction_id == interaction_id)
        ).one()


def all_readings(store) -> list[InteractionReading]:
    with store.read() as session:
        return list(session.scalars(select(InteractionReading).order_by(InteractionReading.interaction_id)))
