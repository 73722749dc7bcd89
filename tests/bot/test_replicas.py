"""Several processes on one record: what one that died was doing is taken up, and doctor tells who runs."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.backlog import index_all
from bot.check import Check
from bot.jobs import Jobs, executor_of, slot_of
from bot.process_checks import ProcessChecks
from bot.schedule import KeepUp
from bot.settings import Settings
from bot.wiring import Rapport
from crm.clock import FixedClock, SystemClock
from crm.errors import HeldElsewhereError
from crm.model import Interaction, Kind
from crm.replicas import FRESH, KEPT
from crm.store import Store

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)

DYING = """
import sys, time
from pathlib import Path
from bot.jobs import Jobs
from crm.clock import SystemClock
def handle(*ids):
    print("begun", flush=True)
    time.sleep(600)
home = Path(sys.argv[1])
jobs = Jobs(f"sqlite:///{home / 'rapport.db'}", home, SystemClock())
jobs.register("inbox", handle)
jobs.start()
jobs.enqueue_inbox(1, 5)
time.sleep(600)
"""


@pytest.fixture
def jobs(store: Store, tmp_path: Path) -> Iterator[Jobs]:
    made = Jobs(store.url.render_as_string(hide_password=False), tmp_path, SystemClock())
    yield made
    made.stop()


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Rapport]:
    made = Rapport(Settings(home=tmp_path), FixedClock(NOW))
    yield made
    made.close()


def until(condition: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def test_names_and_numbers_of_processes() -> None:
    assert [slot_of(executor_of(slot)) for slot in (1, 2, 17)] == [1, 2, 17]
    assert slot_of("local") == slot_of("rapport-x") == 0


def test_what_a_dead_process_was_doing_is_taken_up_and_a_live_ones_is_left(jobs: Jobs, tmp_path: Path) -> None:
    done: list[tuple[int, ...]] = []
    jobs.register("inbox", lambda *ids: done.append(ids))
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(
        [sys.executable, "-c", DYING, str(tmp_path)], stdout=subprocess.PIPE, text=True, env=environment
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "begun\n"
        jobs.start()
        assert jobs.slot == 2
        assert [jobs.take_over() for _ in range(3)] == [0, 0, 0]
        assert jobs.open_items() == {5}
        other.kill()
        other.wait()
    assert jobs.take_over() == 0, "an outage may have cost it its number: it is looked twice"
    assert jobs.take_over() == 1
    until(lambda: done == [(1, 5)])


def test_where_another_process_holds_the_index_a_job_ends_and_its_holder_looks_by_itself(
    store: Store, tenant_id: int, jobs: Jobs
) -> None:
    told: list[int] = []
    steps = iter([3, 0])

    def held(_tenant_id: int) -> int:
        raise HeldElsewhereError("another")

    index_all(held, told.append)(tenant_id)
    assert told == [tenant_id]
    row = Interaction(tenant_id=tenant_id, kind=Kind.NOTE, source="t", occurred_at=NOW, created_at=NOW, updated_at=NOW)
    with store.write() as session:
        session.add(row)
    KeepUp(store, jobs, index_all(lambda _tenant_id: next(steps), told.append))()
    assert told == [tenant_id, tenant_id]
    assert list(steps) == []


def test_doctor_tells_who_runs_who_was_not_heard_of_and_what_they_see(app: Rapport) -> None:
    def look() -> tuple[str, bool]:
        check = ProcessChecks(app).processes()
        return check.state, bool(check.remedy)

    limited = {"slack": {"name": "slack", "state": "warning", "says": "limited", "remedy": "wait"}}
    calm = {"slack": {"name": "slack", "state": "ok", "says": "connected", "remedy": ""}}
    assert look() == ("off", True)
    app.replicas.tell("here/1", NOW, calm)
    app.replicas.tell("here/2", NOW, limited)
    assert look() == ("ok", False)
    fine, gone = Check("slack", "ok", "connected"), Check("slack", "down", "does not answer")
    assert ProcessChecks(app).worse(fine).says == "limited"
    assert ProcessChecks(app).worse(gone) is gone, "what is worse is told"
    app.clock.instant += FRESH + timedelta(seconds=1)  # type: ignore[attr-defined]
    app.replicas.tell("here/1", NOW, calm)
    assert look() == ("warning", True)
    assert "here/2 was not heard of" in ProcessChecks(app).processes().says
    assert ProcessChecks(app).worse(fine) is fine, "what a dead process said is no news"
    app.clock.instant += FRESH + timedelta(seconds=1)  # type: ignore[attr-defined]
    assert look() == ("down", True)
    app.replicas.end("here/1")
    app.clock.instant += KEPT  # type: ignore[attr-defined]
    app.replicas.tell("here/3", NOW, calm)
    assert [each.name for each in app.replicas.all()] == ["here/3"]
