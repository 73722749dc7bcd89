"""Forgetting and access requests where fields are kept sealed."""

from __future__ import annotations

import json
from pathlib import Path

from erasure_world import NAME, PHONE, World
from sqlalchemy import select

from crm.model import Account, Contact, Field
from crm.sealed import whole

NOTE = f"{NAME} signs alone"
REFS = ("contact.phone", "account.note", "contact.assistant of")


def sealed_world(home: Path) -> tuple[World, int]:
    world = World(home)
    contact_id = world.fill()
    with world.app.store.write() as session:
        account = session.scalars(select(Account)).one()
        account.attributes = {**account.attributes, "note": NOTE, "size": "big"}
        for entity, key in (("account", "note"), ("account", "size"), ("contact", "assistant of")):
            kept = session.scalar(select(Field).where(Field.entity == entity, Field.key == key))
            if kept is None:
                session.add(Field(tenant_id=world.tenant, entity=entity, key=key, label=key, type="text", core=False))
    for ref in (*REFS, "account.size"):
        world.app.rights.tag(world.tenant, ref, "encrypt", on=True, by=None)
    world.app.settling.settle(world.tenant)
    return world, contact_id


def test_what_lies_sealed_is_handed_over(tmp_path: Path) -> None:
    world, contact_id = sealed_world(tmp_path / "home")
    told = json.dumps(world.app.access.export(world.tenant, str(contact_id)).person)
    assert PHONE in told
    assert NOTE in told
    assert "sealed:" not in told
    world.app.close()


def test_who_is_named_under_seal_is_forgotten_there_too(tmp_path: Path) -> None:
    world, contact_id = sealed_world(tmp_path / "home")
    with world.app.store.read() as session:
        untouched = session.scalars(select(Account)).one().sealed["size"]
    request = world.app.erasure.request(world.tenant, str(contact_id), by=None)
    certificate = world.app.erasure.run(world.tenant, request.id)
    assert certificate is not None
    with world.app.store.read() as session:
        account = session.scalars(select(Account)).one()
        assert whole(session, account)["attributes"]["note"] == "[forgotten] signs alone"
        assert account.sealed["size"] == untouched
        assert [NAME in str(whole(session, each)) for each in session.scalars(select(Contact))] == [False]
    world.app.close()


def test_what_opens_with_no_key_goes_with_the_next_who_is_forgotten(tmp_path: Path) -> None:
    """Nobody can say whom it tells of."""
    world, contact_id = sealed_world(tmp_path / "home")
    with world.app.store.write() as session:
        account = session.scalars(select(Account)).one()
        account.sealed = {**account.sealed, "size": account.sealed["note"]}
    request = world.app.erasure.request(world.tenant, str(contact_id), by=None)
    world.app.erasure.run(world.tenant, request.id)
    with world.app.store.read() as session:
        assert set(session.scalars(select(Account)).one().sealed) == {"note"}
    world.app.close()
