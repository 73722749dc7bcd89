"""What was removed is nowhere, byte by byte, on every database, also after kills; once a day it is done by itself."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from retention_world import DOCUMENT, WORD, AgedWorld, aged
from sqlalchemy import select, text

from bot.queues import RETAIN
from bot.schedule import Retentions
from crm.errors import RejectedError
from crm.model import InteractionReading, Outgoing, ProposedEntry, RetentionRun, Signal, Task
from indexing.passages import passages, spoken
from privacy.erasure.scan import Needles, Scanned, scan_files, scan_tables
from privacy.erasure.subject import Subject

ROOT = Path(__file__).parents[2]


@pytest.fixture
def world(own_database: str, tmp_path: Path) -> Iterator[AgedWorld]:
    made = aged(tmp_path / "home", own_database)
    yield made
    made.app.close()


def found(world: AgedWorld, vectors: list[bytes] = []) -> list[str]:  # noqa: B006
    told, needles = Scanned(), Needles.of(Subject((), (WORD,)), vectors)
    scan_files(world.home, needles, told)
    scan_tables(world.app.store, needles, told)
    return told.found


def nothing_is_left(world: AgedWorld) -> None:
    assert found(world) == []
    with world.app.store.read() as session:
        assert session.scalars(select(Task.what)).all() == ["Send the offer"]  # it is open still
        assert session.scalars(select(Task.interaction_id)).all() == [None]
        assert "silent:1" in session.scalars(select(Signal.key)).all()
        assert [each for each in session.scalars(select(Signal.key)) if each.startswith("unhappy")] == []
        assert "e1" not in session.scalars(select(ProposedEntry.key)).all()
        assert session.scalars(select(Outgoing.interaction_id)).all() == [None]
        read = set(session.scalars(select(InteractionReading.interaction_id)))
        assert session.scalars(select(RetentionRun.finished_at)).one() is not None
    assert read == {world.row("old2").id, world.row("new1").id}
    with pytest.raises(RejectedError):
        world.app.objects.get(world.tenant, DOCUMENT)


def prepared(world: AgedWorld) -> None:
    retention = world.app.retention
    retention.set(world.tenant, "email", "365d")
    retention.set(world.tenant, "call", "365d")
    retention.set(world.tenant, "inbox", "365d")
    with world.app.store.write() as session:  # drafts are not what this test is about
        session.execute(text("DELETE FROM proposed_entries WHERE state = 'discarded'"))
    retention.hold(world.tenant, "Globex", on=True)


def test_what_went_is_nowhere(world: AgedWorld) -> None:
    prepared(world)
    row = world.row("old1")
    said = [spoken(each) for each in passages(None, row.text)]
    vector = np.asarray(world.app.embedder.embed(said)[0], np.float32).tobytes()[:64]
    before = found(world, [vector])
    assert any(name.startswith("vectors/") for name in before)
    assert {"interactions.text", "row_versions.before", "signals.says", "proposed_entries.proposal"} <= set(before)
    assert row.id in [hit.interaction_id for hit in world.app.searcher.search(world.tenant, WORD).hits]
    removed = world.app.retention.apply(world.tenant)
    assert (removed["email"], removed["call"]) == (1, 1)
    nothing_is_left(world)
    assert found(world, [vector]) == []
    hits = [hit.interaction_id for hit in world.app.searcher.search(world.tenant, WORD).hits]
    assert row.id not in hits
    assert world.row("new1").id in hits or world.row("old2").id in hits  # the others are found still
    assert world.app.retention.apply(world.tenant) == {}
    world.app.retention.set(world.tenant, "audit", "365d")
    world.app.retention.hold(world.tenant, "Globex", on=False)
    assert world.app.retention.apply(world.tenant)["audit"] == 4
    problems = world.app.trail.verify(world.tenant).problems
    assert [each for each in problems if "outside of the chain" not in each] == []


@pytest.mark.parametrize("own_database", ["sqlite"], indirect=True)
def test_a_kill_at_every_step_leaves_nothing_half_done(world: AgedWorld) -> None:
    prepared(world)
    world.app.close()
    script = str(Path(__file__).with_name("retention_killer.py"))
    done = subprocess.run(
        [sys.executable, script, str(world.home), str(world.tenant)], capture_output=True, text=True, cwd=ROOT,
        timeout=110, env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["kills"] >= 15
    assert (told["removed"]["email"], told["removed"]["call"]) == (1, 1)
    again = AgedWorld(world.home)
    nothing_is_left(again)
    again.app.close()


@pytest.mark.parametrize("own_database", ["sqlite"], indirect=True)
def test_it_is_done_once_a_day_by_itself(world: AgedWorld) -> None:
    prepared(world)
    app, clock, runs = world.app, world.app.clock, []
    tick = Retentions(app.retention, app.jobs)
    app.jobs.register(RETAIN, lambda tenant_id: runs.append(tenant_id) or app.retention.apply(tenant_id))
    app.jobs.start()
    try:
        for hours in (0, 1, 6, 20):  # 15:00, 16:00, 21:00, and 11:00 of the next day
            clock.instant += timedelta(hours=hours)  # type: ignore[attr-defined]
            tick()
            until = time.monotonic() + 20
            while app.jobs.waiting():
                assert time.monotonic() < until
                time.sleep(0.02)
    finally:
        app.jobs.stop()
    assert runs == [world.tenant, world.tenant]
    nothing_is_left(world)
