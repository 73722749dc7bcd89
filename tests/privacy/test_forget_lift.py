"""Somebody who was forgotten is a client again: off the ledger by an admin's word, and nobody else with them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from erasure_world import EMAIL, NAME, PHONE, WHEN, World
from sqlalchemy import select

from bot.cli import rapport
from crm.errors import RejectedError
from crm.intake.event import Change
from crm.model import AuditEntry, Contact, ErasureRequest, ErasureState, Forgotten

NAMESAKE = "qx@elsewhere.example"


@pytest.fixture(scope="module")
def without_her(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose one person was forgotten, which nobody uses."""
    home = tmp_path_factory.mktemp("forgotten") / "home"
    made = World(home)
    forget(made, NAME, EMAIL, PHONE)
    made.app.close()
    return home


@pytest.fixture
def world(tmp_path: Path, without_her: Path) -> Iterator[World]:
    made = World(shutil.copytree(without_her, tmp_path / "home"))
    yield made
    made.app.close()


def forget(world: World, name: str, email: str | None, phone: str | None = None) -> int:
    with world.app.store.write() as session:
        row = Contact(
            tenant_id=world.tenant, name=name, email=email, phone=phone, created_at=WHEN, updated_at=WHEN
        )  # fmt: skip
        session.add(row)
        session.flush()
        who = str(row.id)
    request = world.app.erasure.request(world.tenant, who)
    world.app.erasure.run(world.tenant, request.id)
    return request.id


def comes_in(world: World, key: str, email: str, name: str = NAME) -> bool:
    world.hear(f"crm{key}", [Change(key=key, entity="contact", values={"name": name, "email": email})])
    with world.app.store.read() as session:
        return session.scalar(select(Contact.id).where(Contact.email == email)) is not None


@pytest.mark.parametrize("who", [EMAIL.upper(), PHONE, NAME, "Xanthopoulou, Quilla"])
def test_lifted_they_come_in_again(world: World, who: str) -> None:
    assert not comes_in(world, "c1", EMAIL)
    numbers = world.app.lifting.lift(world.tenant, who, "consent")
    assert len(numbers) == 1
    assert comes_in(world, "c2", EMAIL)
    with world.app.store.read() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "forget.lift")).one()
        assert session.scalars(select(Forgotten)).all() == []
    assert entry.detail["reason"] == "consent"
    assert entry.detail["requests"] == numbers
    assert NAME not in json.dumps(entry.detail)


def test_a_namesake_stays_forgotten(world: World) -> None:
    forget(world, NAME, NAMESAKE)
    with pytest.raises(RejectedError, match="Several people"):
        world.app.lifting.lift(world.tenant, NAME, "consent")
    world.app.lifting.lift(world.tenant, NAMESAKE, "consent")
    assert comes_in(world, "c1", NAMESAKE, "Q. X.")
    assert not comes_in(world, "c2", EMAIL)
    assert world.app.erasure.restored() == []


def test_forgotten_again_they_stay_out_again(world: World) -> None:
    world.app.lifting.lift(world.tenant, EMAIL, "mistake")
    second = forget(world, NAME, EMAIL)
    assert not comes_in(world, "c1", EMAIL)
    assert second in world.app.lifting.lift(world.tenant, EMAIL, "contract")
    assert comes_in(world, "c2", EMAIL)


@pytest.mark.parametrize(
    ("who", "reason"),
    [("nobody@x.example", "consent"), ("Nobody Atall", "consent"), ("", "consent"), (EMAIL, "because"), (EMAIL, "")],
)
def test_nobody_and_no_reason_are_refused(world: World, who: str, reason: str) -> None:
    with pytest.raises(RejectedError):
        world.app.lifting.lift(world.tenant, who, reason)
    assert not comes_in(world, "c1", EMAIL)


def test_twice_is_refused_the_second_time(world: World) -> None:
    world.app.lifting.lift(world.tenant, EMAIL, "consent")
    with pytest.raises(RejectedError, match="Nobody"):
        world.app.lifting.lift(world.tenant, EMAIL, "consent")


def test_whoever_is_being_forgotten_is_not_lifted_meanwhile(world: World) -> None:
    with world.app.store.write() as session:
        session.scalars(select(ErasureRequest)).one().state = ErasureState.RUNNING
    with pytest.raises(RejectedError, match="right now"):
        world.app.lifting.lift(world.tenant, EMAIL, "consent")


def test_a_backup_from_before_keeps_nobody_out_who_was_lifted(world: World) -> None:
    """Neither one that holds the marks still, nor one that holds the person: the file beside the record knows better."""
    world.app.close()
    backup = world.home.with_name("backup.db")
    shutil.copy(world.home / "rapport.db", backup)
    world.app.lifting.lift(world.tenant, EMAIL, "consent")
    world.app.close()
    for name in ("rapport.db-wal", "rapport.db-shm"):
        (world.home / name).unlink(missing_ok=True)
    shutil.copy(backup, world.home / "rapport.db")
    restored = World(world.home)
    assert restored.app.erasure.restored() == [restored.tenant]
    assert restored.app.erasure.again(restored.tenant) == []
    assert restored.app.erasure.restored() == []
    assert comes_in(restored, "c1", EMAIL)
    assert restored.app.erasure.again(restored.tenant) == []
    restored.app.close()


def test_at_the_command_line(world: World) -> None:
    world.app.close()

    def run(*words: str) -> object:
        return CliRunner(env={"RAPPORT_HOME": str(world.home)}).invoke(rapport, ["forget", *words])

    assert run("--lift", EMAIL).exit_code == 2
    assert run("--lift", EMAIL, "--reason", "whim").exit_code == 1
    told = run("--lift", EMAIL, "--reason", "consent", "--json")
    assert told.exit_code == 0
    assert json.loads(told.output)["lifted"]
