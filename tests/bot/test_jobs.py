from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.attempts import JobFailedError, JsonIds
from bot.backlog import index_all
from bot.jobs import Jobs
from bot.schedule import Sweep, Ticks
from crm.clock import FixedClock, SystemClock
from crm.errors import RejectedError, RetryableError
from crm.model import InboxItem, InboxState, Interaction, Kind
from crm.store import Store

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)


def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


@pytest.fixture
def done() -> list[tuple[int, ...]]:
    return []


@pytest.fixture
def jobs(store: Store, tmp_path: Path, done: list[tuple[int, ...]]) -> Iterator[Jobs]:
    made = Jobs(store.url.render_as_string(hide_password=False), tmp_path, SystemClock())
    made.register("inbox", lambda *ids: done.append(ids))
    yield made
    made.stop()


def test_a_key_is_done_once(jobs: Jobs, done: list[tuple[int, ...]]) -> None:
    jobs.start()
    assert jobs.enqueue_inbox(1, 5)
    assert jobs.enqueue_inbox(1, 5)
    assert jobs.enqueue_inbox(1, 6)
    until(lambda: jobs.waiting() == 0)
    assert sorted(done) == [(1, 5), (1, 6)]
    jobs.enqueue_inbox(1, 5, again="later")
    until(lambda: len(done) == 3)


def test_a_job_exists_if_and_only_if_the_transaction_commits(
    any_store: Store, tmp_path: Path, done: list[tuple[int, ...]]
) -> None:
    jobs = Jobs(any_store.url.render_as_string(hide_password=False), tmp_path, SystemClock())
    jobs.register("inbox", lambda *ids: done.append(ids))
    jobs.start()
    try:
        with any_store.write() as session:
            announced = jobs.enqueue_inbox(1, 1, session)
            jobs.enqueue_inbox(1, 1, session)

        def fail() -> None:
            with any_store.write() as session:
                jobs.enqueue_inbox(1, 2, session)
                raise RejectedError("no")

        with pytest.raises(RejectedError):
            fail()
        jobs.enqueue_inbox(1, 3)
        until(lambda: (1, 3) in done and jobs.waiting() == 0)
        assert announced == (any_store.dialect != "mysql")  # there the sweep stands in
        assert sorted(done) == ([(1, 1), (1, 3)] if announced else [(1, 3)])
    finally:
        jobs.stop()


def test_what_may_pass_is_tried_again_and_what_will_not_is_given_up(
    jobs: Jobs, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    tries = {"flaky": 0, "wrong": 0}

    def flaky() -> None:
        tries["flaky"] += 1
        if tries["flaky"] < 2:
            raise ValueError("the words of Jane Doe")

    def wrong() -> None:
        tries["wrong"] += 1
        raise RejectedError("the words of Jane Doe")

    jobs.register("flaky", flaky)
    jobs.register("wrong", wrong)
    jobs.start()
    jobs.enqueue("flaky", "1")
    jobs.enqueue("wrong", "1")
    jobs.enqueue("nobody-knows", "1")
    until(lambda: tries["flaky"] == 2 and jobs.waiting() == 0)
    assert tries == {"flaky": 2, "wrong": 1}
    output = capsys.readouterr()
    assert "Jane" not in output.out + output.err
    with store.engine.connect() as connection:
        kept = str(connection.execute(text("SELECT * FROM workflow_status")).all())
        kept += str(connection.execute(text("SELECT * FROM operation_outputs")).all())
    assert "Jane" not in kept
    assert "RejectedError" in kept


def test_what_was_queued_is_done_after_the_next_start(
    jobs: Jobs, store: Store, tmp_path: Path, done: list[tuple[int, ...]]
) -> None:
    begun = threading.Event()
    jobs.register("nudge", lambda *_: begun.set())
    jobs.start()
    jobs.enqueue_nudges(7)  # starts after seconds
    jobs.stop()
    assert not begun.is_set()
    again = Jobs(store.url.render_as_string(hide_password=False), tmp_path, SystemClock())
    again.register("nudge", lambda *ids: done.append(ids))
    again.start()
    until(lambda: done == [(7,)])
    again.stop()


def test_calls_close_together_make_one_index_job(jobs: Jobs, done: list[tuple[int, ...]]) -> None:
    left = [3]

    def step(tenant_id: int) -> int:
        done.append((tenant_id,))
        left[0] -= 1
        return max(left[0], 0)

    jobs.register("index", index_all(step))
    jobs._clock = FixedClock(NOW)
    jobs.start()
    for _ in range(5):
        jobs.enqueue_index(7)
    until(lambda: jobs.waiting() == 0)
    assert done == [(7,), (7,), (7,)]


def test_a_long_index_job_holds_nobody_up(jobs: Jobs, done: list[tuple[int, ...]]) -> None:
    go_on = threading.Event()
    jobs.register("index", lambda _: go_on.wait(20))
    jobs.start()
    for tenant_id in range(1, 12):
        jobs.enqueue("index", f"{tenant_id}:x", tenant_id)
    jobs.enqueue_inbox(1, 1)
    until(lambda: done == [(1, 1)])
    assert jobs.is_open("index", 1)
    assert not jobs.is_open("index", 99)
    go_on.set()
    until(lambda: jobs.waiting() == 0)


def test_jobs_that_ended_long_ago_are_tidied_away(jobs: Jobs, done: list[tuple[int, ...]]) -> None:
    jobs.start()
    jobs.enqueue_inbox(1, 1)
    until(lambda: jobs.waiting() == 0)
    assert jobs.tidy() == 0
    assert jobs.tidy(keep=timedelta(seconds=-5)) == 1
    jobs.enqueue_inbox(1, 1)
    until(lambda: len(done) == 2)


def test_a_queue_that_is_not_open_says_so(jobs: Jobs) -> None:
    assert not jobs.started
    assert not jobs.enqueue_inbox(1, 1)
    assert jobs.waiting() == 0


def test_a_queue_whose_database_is_away(tmp_path: Path) -> None:
    away = Jobs("postgresql://postgres@127.0.0.1:1/none", tmp_path, SystemClock())
    with pytest.raises(RetryableError):
        away.start()


def test_the_queue_holds_json_only() -> None:
    ids = JsonIds()
    assert ids.deserialize(ids.serialize({"args": ["inbox", [1, 2]], "kwargs": {}})) == {
        "args": ["inbox", [1, 2]], "kwargs": {},
    }  # fmt: skip
    assert str(ids.deserialize(ids.serialize(JobFailedError("ValueError")))) == "ValueError"
    assert "Jane" not in ids.serialize(ValueError("Jane Doe"))


KILLED = """
import sys, time
from pathlib import Path
from bot.jobs import Jobs
from crm.clock import SystemClock
home = Path(sys.argv[1])
def handle(tenant_id, item_id):
    time.sleep(0.02)
    with (home / "done.txt").open("a") as file:
        file.write(f"{item_id}\\n")
jobs = Jobs(f"sqlite:///{home / 'rapport.db'}", home, SystemClock())
jobs.register("inbox", handle)
jobs.start()
for item in range(int(sys.argv[2]), int(sys.argv[3])):
    jobs.enqueue_inbox(1, item)
    print(item, flush=True)
end = time.monotonic() + 20
while jobs.waiting() and time.monotonic() < end:
    time.sleep(0.05)
jobs.stop()
"""


def test_a_killed_process_loses_no_job(store: Store, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    acknowledged: list[int] = []
    for start in (0, 60):
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(tmp_path), str(start), str(start + 60)],
            stdout=subprocess.PIPE, text=True, env=environment,
        )  # fmt: skip
        assert process.stdout is not None
        acknowledged += [int(process.stdout.readline()) for _ in range(20)]
        process.kill()
        acknowledged += [int(line) for line in process.stdout.read().split()]
        process.wait()
        process.stdout.close()
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), "0", "0"], env=environment, check=True, timeout=60)
    finished = [int(line) for line in (tmp_path / "done.txt").read_text().split()]
    assert set(acknowledged) <= set(finished)


def test_the_sweep_finds_what_was_not_announced(
    store: Store, tenant_id: int, jobs: Jobs, done: list[tuple[int, ...]]
) -> None:
    indexed: list[int] = []
    jobs.register("index", indexed.append)
    moments = {"old": NOW - timedelta(minutes=2), "new": NOW}
    with store.write() as session:
        session.add(
            Interaction(
                tenant_id=tenant_id, kind=Kind.NOTE, source="t", occurred_at=NOW, created_at=NOW, updated_at=NOW
            )
        )
        for key, moment in moments.items():
            session.add(InboxItem(tenant_id=tenant_id, source="t", key=key, payload="{}", received_at=moment))
        session.add(
            InboxItem(
                tenant_id=tenant_id,
                source="t",
                key="d",
                payload="{}",
                received_at=moments["old"],
                state=InboxState.DONE,
            )
        )
    jobs.start()
    sweep = Sweep(store, FixedClock(NOW), jobs)
    sweep()
    sweep()
    until(lambda: jobs.waiting() == 0)
    assert indexed == [tenant_id]
    assert len(done) == 1


def test_ticks_go_on_after_a_failure() -> None:
    beats: list[str] = []

    def fail() -> None:
        beats.append("failed")
        raise ValueError("boom")

    ticks = Ticks()
    ticks.every(timedelta(seconds=1), "bad", fail)
    ticks.every(timedelta(seconds=1), "good", lambda: beats.append("good"))
    ticks.start()
    until(lambda: beats.count("failed") >= 2 and beats.count("good") >= 2)
    ticks.stop()
    ticks.stop()
