"""Somebody planted everywhere by the real ways in is nowhere afterwards, byte by byte; everybody else still is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from erasure_search import scanned
from erasure_world import EMAIL, NAME, OTHER, World
from sqlalchemy import select

from crm.model import Account, Contact, Deal, Interaction, RelatedRecord, Task


@pytest.fixture
def world(own_database: str, tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path / "home", own_database)
    yield made
    made.app.close()


def test_nothing_is_left_of_the_person_and_all_of_the_others(world: World) -> None:
    contact_id = world.fill()
    with world.app.store.read() as session:
        near = session.scalars(select(Interaction).where(Interaction.external_id == "mail1")).one()
        told = f"{near.subject}\n{near.text}"
    before = scanned(world)
    assert len(before.found) >= 15, before.found
    assert "[person:" in told
    erasure = world.app.erasure
    preview = erasure.preview(world.tenant, EMAIL)
    assert {"interactions", "contacts", "deals", "tasks", "audit", "objects", "files", "vectors"} <= set(preview)
    request = erasure.request(world.tenant, NAME)
    certificate = erasure.run(world.tenant, request.id)
    assert certificate["scan"]["found"] == []
    assert all(each["left"] == 0 for each in certificate["places"]), certificate["places"]
    after = scanned(world, vectors=world.vectors())
    assert after.found == []
    assert after.rows > 20
    _others_are_there(world, contact_id)


def _others_are_there(world: World, contact_id: int) -> None:
    with world.app.store.read() as session:
        assert session.get(Contact, contact_id) is None
        assert [each.name for each in session.scalars(select(Contact))] == [OTHER]
        mail = session.scalars(select(Interaction).where(Interaction.external_id == "mail1")).one()
        assert "the pumps fail again" in mail.text
        assert "[forgotten]" in mail.text
        assert mail.original is not None
        original = world.app.vault.open(world.tenant, mail.original)
        assert "says Omar" in original
        assert "Best,\n[forgotten]" in original
        assert "omar" in {each.name.split()[0].lower() for each in mail.contacts}
        assert session.scalars(select(Account.attributes)).first() == {"chief": "[forgotten]"}
        assert session.scalars(select(Task.what)).first() is not None
        assert [each.attributes for each in session.scalars(select(RelatedRecord))] == [
            {"holder": "[forgotten]", "seats": 4}
        ]
        assert session.scalars(select(Deal.name)).all() == ["Renewal [forgotten]"]
