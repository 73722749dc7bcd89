"""The self-check finds what does not agree, puts right what it can, and the doctor says the rest, with what to do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import numpy as np
import pytest
from backup_world import NOW, PDF, World
from sqlalchemy import select, text

from bot.inspection import GRACE
from bot.queues import BACKUP, CHECK
from bot.upkeep import Upkeep, due, nightly
from bot.upkeep_checks import faults_of
from bot.upkeep_notes import LAST_CHECK, Inspected
from crm.clock import FixedClock
from crm.features import Features
from crm.model import Interaction, Tenant
from indexing.recall import recall
from indexing.vectors import ChromaVectors


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> World:
    made = World(tmp_path_factory.mktemp("filled") / "home").fill(talks=24)
    made.close()
    return made


@pytest.fixture
def world(filled: World, tmp_path: Path) -> Iterator[World]:
    shutil.copytree(filled.home, tmp_path / "home")
    made = World(tmp_path / "home")
    yield made
    made.close()


def told(world: World, name: str = "self-check") -> tuple[str, str]:
    check = next(each for each in world.app.doctor.quick(world.tenant) if each.name == name)
    return check.state, f"{check.says} {check.remedy}"


def test_where_everything_agrees(world: World) -> None:
    assert told(world)[0] == "ok"
    found = world.app.inspection.run(world.tenant)
    assert found.faults == {"removed": 0, "requeued": 0, "lost": 0, "strays": 0, "keyless": 0}
    assert (found.recall, found.questions) == (1.0, 20)
    assert told(world) == ("ok", "0 h ago everything agreed; the index finds 100.0% of the ten best passages ")


def test_vectors_and_rows_are_put_right(world: World) -> None:
    space, tenant = world.app.embedder.name, world.tenant
    quarter = world.app.vectors.quarters(tenant, space)[0]
    ids = world.app.vectors.ids(tenant, space, quarter)
    world.app.vectors.delete(tenant, space, quarter, ids[:2])
    world.app.vectors.upsert(
        tenant, space, quarter, ["999999:0"], np.eye(1, world.app.embedder.dimensions, dtype=np.float32)
    )
    found = world.app.inspection.run(tenant)
    assert (found.removed, found.requeued) == (1, 2)
    assert told(world)[0] == "warning"
    world.index()
    assert world.app.inspection.run(tenant).faults == {
        "removed": 0,
        "requeued": 0,
        "lost": 0,
        "strays": 0,
        "keyless": 0,
    }


def test_originals_without_rows_and_rows_without_originals(world: World) -> None:
    (world.home / "objects" / str(world.tenant) / "documents" / "a1").unlink()
    world.app.objects.put(world.tenant, "documents/nobodys", PDF)
    world.app.objects.put(world.tenant, "documents/new", PDF)
    folder = world.home / "objects" / str(world.tenant) / "documents"
    old, new = (NOW - GRACE).timestamp() - 1, NOW.timestamp()
    os.utime(folder / "nobodys", (old, old))
    os.utime(folder / "new", (new, new))
    found = world.app.inspection.run(world.tenant)
    assert (found.lost, found.strays) == (1, 1)
    assert told(world)[0] == "down"
    assert "--remove-strays" in told(world)[1]
    assert world.app.inspection.remove_strays(world.tenant) == 1
    assert sorted(path.name for path in folder.iterdir()) == ["b2", "new"]


def test_what_no_key_opens_is_counted(world: World) -> None:
    with world.app.store.write() as session:
        sealed = world.app.vault.seal_token(world.tenant, "+44 7911", "phone")
        session.execute(text("UPDATE contacts SET sealed = :told WHERE id = 1"), {"told": f'{{"phone": "{sealed}"}}'})
        row = session.scalars(select(Interaction).where(Interaction.original.is_not(None))).first()
        assert row is not None
    with world.app.store.read() as session:
        originals = session.scalar(text("SELECT count(*) FROM interactions WHERE original IS NOT NULL"))
    world.app.vault.keys.add(world.tenant)
    assert world.app.inspection.run(world.tenant).keyless == 0
    world.app.vault.keys.destroy(world.tenant, 1)
    found = world.app.inspection.run(world.tenant)
    assert found.keyless == originals + 1 + 2  # the field, and the originals of two documents
    assert told(world)[0] == "down"
    assert "Put keys/ back" in told(world)[1]


def test_while_another_process_holds_the_index(world: World) -> None:
    other = ChromaVectors(world.home / "vectors")
    other.counts(world.tenant, world.app.embedder.name)
    found = world.app.inspection.run(world.tenant)
    assert (found.removed, found.recall, found.lost) == (None, None, 0)
    other.close()


class Blind(ChromaVectors):
    """Finds the worst where the best was asked for."""

    def nearest_each(self, tenant_id, space, queries, *, quarters, limit):  # type: ignore[no-untyped-def]
        return super().nearest_each(tenant_id, space, -queries, quarters=quarters, limit=limit)


def test_an_index_that_finds_little_is_noticed(world: World) -> None:
    blind = Blind(world.home / "vectors")
    found = recall(world.app.store, blind, world.app.embedder, world.tenant, world.app.embedder.name, Random(1))
    assert found is not None
    assert found.share < 0.9
    says = faults_of(Inspected(NOW.isoformat(), recall=found.share))
    assert "of the ten best passages only" in says[0][0]
    blind.close()


def test_a_place_that_hands_no_vectors_out_is_asked_for_cosines(world: World) -> None:
    class Closed:
        def __getattr__(self, name: str) -> object:
            if name == "vectors_of":
                raise AttributeError
            return getattr(world.app.vectors, name)

    found = recall(world.app.store, Closed(), world.app.embedder, world.tenant, world.app.embedder.name, Random(1))
    assert found is not None
    assert found.share == 1.0


def test_backups_are_asked_for(world: World, tmp_path: Path) -> None:
    assert told(world, "backup")[0] == "warning"
    world.backup(tmp_path / "kept", keys=tmp_path / "apart")
    assert told(world, "backup")[0] == "ok"
    world.app.clock.moment = NOW + timedelta(days=8)  # type: ignore[attr-defined]
    later = World(world.home)
    later.app.clock = FixedClock(NOW + timedelta(days=8))
    state, says = told(later, "backup")
    assert state == "warning"
    assert "8 days old" in says
    assert "RAPPORT_BACKUP_FOLDER" in says
    later.close()


def test_a_self_check_that_is_old_or_off_is_told(world: World) -> None:
    world.app.inspection.run(world.tenant)
    later = World(world.home)
    later.app.clock = FixedClock(NOW + timedelta(days=5))
    assert told(later)[0] == "warning"
    Features(later.app.store, later.app.clock).switch(later.tenant, "checks", on=False, by=None)
    assert told(later)[0] == "off"
    later.close()


@pytest.mark.parametrize(
    ("hour", "since", "expected"),
    [(3, 13, True), (3, 11, False), (12, 13, False), (12, 37, True), (0, 30, False), (18, 13, False)],
)
def test_it_is_due_at_night(hour: int, since: int, expected: bool) -> None:
    now = NOW.replace(hour=hour)
    tenant = Tenant(name="x", timezone="UTC", settings={}, created_at=now - timedelta(hours=since))
    assert due(tenant, None, now) is expected
    assert due(tenant, {"at": (now - timedelta(hours=since)).isoformat()}, now) is expected
    tenant.timezone = "Asia/Tokyo"  # nine hours ahead: its night is another
    assert due(tenant, None, now) is (since > 36 or (since > 12 and hour == 18))


def test_the_bot_makes_both_by_itself(world: World, tmp_path: Path) -> None:
    asked: list[str] = []
    world.app.jobs.enqueue_upkeep = lambda name, _tenant: bool(asked.append(name))  # type: ignore[method-assign]
    world.app.clock = FixedClock(NOW + timedelta(days=2))
    Upkeep(world.app)()
    assert asked == [CHECK]
    world.app.settings.backup_folder = str(tmp_path / "kept")
    world.app.settings.backup_keys = str(tmp_path / "apart")
    world.app.settings.backup_keep = 1
    Upkeep(world.app)()
    assert asked == [CHECK, CHECK, BACKUP]
    nightly(world.app)(world.tenant)
    world.app.clock = FixedClock(NOW + timedelta(days=3))
    made = nightly(world.app)(world.tenant)
    assert made.vectors
    assert [path.name for path in (tmp_path / "kept").iterdir()] == [made.path.name]
    assert [path.name for path in (tmp_path / "apart").iterdir()] == [made.keys.name if made.keys else ""]
    world.app.inspection.run(world.tenant)
    asked.clear()
    Upkeep(world.app)()
    assert asked == []
    with world.app.store.read() as session:
        assert LAST_CHECK in session.get_one(Tenant, world.tenant).settings
