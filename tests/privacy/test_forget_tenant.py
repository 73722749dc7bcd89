"""A whole tenant goes, another stays untouched; cut off at any step it ends; a backup does not bring it back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from erasure_search import scanned
from erasure_world import NAME, SUBJECT, WHEN, World
from sqlalchemy import func, select, text

from crm.errors import FatalError, RejectedError
from crm.model import Account, Contact, Interaction, Kind, Tenant
from privacy.erasure.erasure import Erasure
from privacy.erasure.subject import Subject

OTHER = "Bellweather"


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    world = World(tmp_path_factory.mktemp("planted_tenant") / "home")
    world.fill()
    with world.app.store.write() as session:
        session.execute(text("DROP TABLE workflow_input"))  # a job with more than ids, which tells of no tenant
    at = {"created_at": WHEN, "updated_at": WHEN}
    with world.app.store.write() as session:
        other = Tenant(name=OTHER, created_at=WHEN)
        session.add(other)
        session.flush()
        sealed = world.app.vault.seal(other.id, f"kept for {OTHER}")
        note = Interaction(
            tenant_id=other.id, source="t", kind=Kind.NOTE, occurred_at=WHEN, text="kept", original=sealed, **at
        )
        session.add_all([note, Account(tenant_id=other.id, name="Globex", **at)])
    world.app.close()
    return world.home


@pytest.fixture
def world(planted: Path, tmp_path: Path) -> Iterator[World]:
    made = World(Path(shutil.copytree(planted, tmp_path / "home")))
    yield made
    made.app.close()


def left(world: World, subject: Subject = SUBJECT) -> list[str]:
    found = scanned(world, subject).found
    return [each for each in found if not each.startswith(("cache", "rejects"))]  # nobody can tell whose those are


def check(world: World) -> None:
    assert left(world) == []
    assert left(world, replace(SUBJECT, names=("Omar Haddad",), emails=(), phones=(), telling=("vexmoor",))) == []
    with world.app.store.read() as session:
        (other,) = session.scalars(select(Tenant)).all()
        assert other.name == OTHER
        row = session.scalars(select(Interaction)).one()
        assert world.app.vault.open(other.id, row.original or b"") == f"kept for {OTHER}"
        assert session.scalars(select(Account.name)).all() == ["Globex"]
    with pytest.raises(FatalError, match="missing"):
        world.app.vault.open(world.tenant, b"\x02" + bytes(120))
    assert not (world.home / "vectors" / f"t_{world.tenant}").exists()
    assert not list((world.home / "objects").rglob("*.*")) or not (world.home / "objects" / str(world.tenant)).exists()


def test_all_of_it_goes_and_nothing_of_another(world: World) -> None:
    preview = world.app.erasure.preview_tenant(world.tenant)
    assert preview["interactions"] >= 5
    told = world.app.erasure.run(world.tenant, world.app.erasure.request_tenant(world.tenant).id)
    assert told["scan"]["found"] == []
    assert {each["place"]: each["removed"] for each in told["places"]}["contacts"] == preview["contacts"]
    check(world)
    assert len(list((world.home / "certificates").glob("*.json"))) == 1


class CutOffError(Exception):
    """In place of a kill: nothing after it runs, and nothing catches it."""


def test_cut_off_at_every_step_it_ends(world: World) -> None:
    number, house, stopped = world.app.erasure.request_tenant(world.tenant).id, world.app.erasure._house, set()

    def stop(step: str) -> None:
        if step not in stopped:
            stopped.add(step)
            raise CutOffError

    for _ in range(100):
        try:
            told = Erasure(house, stop).run(world.tenant, number)
            break
        except CutOffError:
            continue
    assert {"objects", "vectors", "interactions", "keys", "compaction", "closing"} <= stopped
    assert told["scan"]["found"] == []
    assert {each["place"]: each["removed"] for each in told["places"]}["contacts"] == 2
    check(world)


def test_a_restored_backup_does_not_bring_it_back(world: World) -> None:
    world.app.close()
    backup = world.home.with_name("backup.db")
    shutil.copy(world.home / "rapport.db", backup)
    world.app.erasure.run(world.tenant, world.app.erasure.request_tenant(world.tenant).id)
    world.app.close()
    shutil.copy(backup, world.home / "rapport.db")
    restored = World(world.home)
    assert restored.app.erasure.restored() == [world.tenant]
    (number,) = restored.app.erasure.again(world.tenant)
    restored.app.erasure.run(world.tenant, number)
    check(restored)
    restored.app.close()


def test_only_its_whole_name_is_its_name(world: World) -> None:
    assert world.app.tenants.named(OTHER) != world.tenant
    for said in ("bell", "", NAME):
        with pytest.raises(RejectedError, match="No workspace"):
            world.app.tenants.named(said)
    with world.app.store.read() as session:
        assert session.scalar(select(func.count()).select_from(Contact)) == 2
