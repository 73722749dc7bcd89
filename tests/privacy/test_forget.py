"""Asking to forget somebody: who is meant, the time of holding, kills on the way, and a restored backup."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from erasure_search import found, killed
from erasure_world import EMAIL, NAME, OTHER, World
from sqlalchemy import select

from crm.errors import RejectedError
from crm.governance.person import AmbiguousError
from crm.model import Account, Contact, ErasureRequest, Forgotten, Interaction
from privacy.erasure.registry import PLACES


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the person everywhere; made once, copied for each test."""
    world = World(tmp_path_factory.mktemp("planted") / "home")
    world.fill()
    world.app.close()
    return world.home


@pytest.fixture
def world(planted: Path, tmp_path: Path) -> Iterator[World]:
    made = World(Path(shutil.copytree(planted, tmp_path / "home")))
    yield made
    made.app.close()


def test_a_kill_at_every_step_leaves_nothing_half_done(world: World) -> None:
    request = world.app.erasure.request(world.tenant, EMAIL)
    told = killed(world, request.id, "steps")
    assert told["kills"] == len(PLACES) + 4
    assert told["certificate"]["scan"]["found"] == []
    again = World(world.home)
    assert found(again) == []
    with again.app.store.read() as session:
        assert [each.name for each in session.scalars(select(Contact))] == [OTHER]
        assert session.get_one(ErasureRequest, request.id).subject is None
    again.app.close()


def test_that_they_sent_anything_is_forgotten(world: World) -> None:
    store = world.app.store
    with store.read() as session:
        (person,) = session.scalars(select(Contact.id).where(Contact.email == EMAIL))
        sent = list(session.scalars(select(Interaction.id).where(Interaction.sender_id == person)))
    assert sent
    world.app.erasure.run(world.tenant, world.app.erasure.request(world.tenant, EMAIL).id)
    with store.read() as session:
        assert set(session.scalars(select(Interaction.sender_id).where(Interaction.id.in_(sent)))) <= {None}


def test_a_restored_backup_is_forgotten_anew(world: World) -> None:
    world.app.close()
    backup = world.home.with_name("backup.db")
    shutil.copy(world.home / "rapport.db", backup)
    world.app.erasure.run(world.tenant, world.app.erasure.request(world.tenant, EMAIL).id)
    assert world.app.erasure.again(world.tenant) == []
    world.app.close()
    for name in ("rapport.db-wal", "rapport.db-shm"):
        (world.home / name).unlink(missing_ok=True)
    shutil.copy(backup, world.home / "rapport.db")
    restored = World(world.home)
    assert "contacts.name" in found(restored)
    assert restored.app.erasure.restored() == [restored.tenant]
    numbers = restored.app.erasure.again(restored.tenant)
    assert restored.app.erasure.restored() == []
    assert len(numbers) == 1
    assert restored.app.erasure.run(restored.tenant, numbers[0])["scan"]["found"] == []
    assert found(restored) == []
    with restored.app.store.read() as session:
        assert session.scalars(select(Forgotten)).first() is not None
    restored.app.close()


def test_a_request_is_held_and_can_be_taken_back(world: World) -> None:
    erasure = world.app.erasure
    erasure.hold(world.tenant, 30)
    request = erasure.request(world.tenant, EMAIL)
    assert erasure.due() == []
    with pytest.raises(RejectedError, match="held until 2026-12-20"):
        erasure.run(world.tenant, request.id)
    assert erasure.cancel(world.tenant, request.id).subject is None
    with pytest.raises(RejectedError, match="taken back"):
        erasure.run(world.tenant, request.id)
    second = erasure.request(world.tenant, EMAIL)
    world.app.clock.instant += timedelta(days=30)  # type: ignore[attr-defined]
    assert erasure.due() == [(world.tenant, second.id)]
    assert "contacts.name" in found(world)  # nothing went before its day


def test_who_is_meant_is_never_guessed(world: World) -> None:
    erasure = world.app.erasure
    with world.app.store.write() as session:
        at = {"tenant_id": world.tenant, "created_at": world.app.clock.now(), "updated_at": world.app.clock.now()}
        globex = Account(name="Globex", **at)
        session.add(globex)
        session.flush()
        session.add(Contact(name=NAME, email="q@globex.example", account_id=globex.id, **at))
    for said in (NAME, "Xanthopoulou", "quilla"):
        with pytest.raises(AmbiguousError) as told:
            erasure.request(world.tenant, said)
        assert {each.account for each in told.value.candidates} == {"Vexmoor", "Globex"}
    with pytest.raises(AmbiguousError):
        erasure.request(world.tenant, "Haddad")  # one alone, but only a part of the name
    for said in ("Nobody Atall", "99999", "9" * 30, "nobody@nowhere.example", "x"):
        with pytest.raises(RejectedError, match="No contact"):
            erasure.request(world.tenant, said)
    assert erasure.requests(world.tenant) == []
    assert erasure.preview(world.tenant, "q@globex.example")["contacts"] >= 1


def test_the_certificate_tells_of_nobody(world: World) -> None:
    request = world.app.erasure.request(world.tenant, EMAIL)
    told = world.app.erasure.run(world.tenant, request.id)
    assert told == world.app.erasure.run(world.tenant, request.id)  # a second time nothing is done
    removed = {each["place"]: each["removed"] for each in told["places"]}
    assert removed["contacts"] >= 3
    assert removed["interactions"] >= 5
    page, *more = (world.home / "certificates").glob("*.html")
    assert not more
    assert "nothing of the person was found" in page.read_text("utf-8")
    assert found(world) == []
