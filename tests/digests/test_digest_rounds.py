"""Who sends which day's digest: any number of ticks, processes and restarts, each local day once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from benchmarks.digest_years import simulate
from crm.clock import FixedClock
from crm.digests.once import Posted, send
from crm.digests.rounds import LATE, LEASE, PATIENCE, SETTLE, Rounds
from crm.errors import RejectedError, RetryableError
from crm.model import Digest, DigestRun, RunState, Tenant, User
from crm.store import Store

MONDAY = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


class Box:
    """Where digests go here: `bad` is what goes wrong next, before or after the message is there."""

    def __init__(self):
        self.posts, self.bad = [], []

    def find(self, claim):
        return Posted("C1", "1.1") if claim.key in self.posts else None

    def prepare(self, claim):
        def post():
            wrong = self.bad.pop(0) if self.bad else None
            if wrong != "lost before":
                self.posts.append(claim.key)
            if wrong == "refused":
                self.posts.pop()
                raise RejectedError("The channel is archived.")
            if wrong is not None:
                raise RetryableError("Slack could not be reached.")
            return Posted("C1", "1.1", {"1": "2026-12-01"})

        return post

    def finish(self, claim, posted):
        pass

    def reason(self, error):
        return error.message


@pytest.fixture
def made(store, tenant_id):
    clock = FixedClock(MONDAY - timedelta(days=1))
    with store.write() as session:
        stamp = {"tenant_id": tenant_id, "created_at": clock.now(), "updated_at": clock.now()}
        owner = User(name="Morgan Hale", **stamp)
        session.add(owner)
        session.flush()
        digest = Digest(
            tenant_id=tenant_id, name="weekly", owner_id=owner.id, sections=[{"kind": "themes"}], cron="30 8 * * *",
            timezone="UTC", paused=False, next_at=MONDAY, next_on=MONDAY.date(), created_at=clock.now(),
        )  # fmt: skip
        session.add(digest)
    return clock


def runs(store):
    with store.read() as session:
        return session.scalars(select(DigestRun).order_by(DigestRun.day)).all()


def test_any_number_of_ticks_make_one_run_a_day(store, made):
    announced = []
    rounds = Rounds(store, made, lambda _session, run: announced.append(run.day))
    assert rounds.tick() == []
    made.instant = MONDAY + timedelta(seconds=3)
    (run,) = rounds.tick()
    assert rounds.tick() == []
    assert announced == [date(2026, 11, 23)]
    made.instant += timedelta(days=1)
    assert len(rounds.tick()) == 1
    assert [each.day.day for each in runs(store)] == [23, 24]
    assert runs(store)[0].id == run


def test_replicas_that_tick_and_send_at_the_same_moment_post_once(store, made):
    made.instant = MONDAY
    box = Box()
    replicas = [Store(store.url.render_as_string(hide_password=False)) for _ in range(4)]

    def work(each):
        rounds = Rounds(each, made)
        rounds.tick()
        for run in runs(store):
            send(rounds, run.id, box)

    for _ in range(5):
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(work, replicas))
        made.instant += timedelta(days=1)
    for each in replicas:
        each.close()
    assert len(box.posts) == len(set(box.posts)) == 5


def test_a_day_that_passed_while_it_was_down_is_made_up_for_or_left_out_and_said(store, made):
    rounds, box = Rounds(store, made), Box()
    made.instant = MONDAY + timedelta(days=2) + LATE - timedelta(minutes=1)
    (run,) = rounds.tick()
    send(rounds, run, box)
    told = [(each.day.day, each.state.value, each.reason) for each in runs(store)]
    assert told == [(23, "missed", "I was not running at that time."), (24, "missed", told[1][2]), (25, "sent", None)]
    assert [each.day.day for each in rounds.untold()] == [23, 24]
    assert rounds.tell(rounds.untold()[0].id)
    assert not rounds.tell(runs(store)[0].id)  # the owner hears of it once
    made.instant = MONDAY + timedelta(days=3) + LATE + timedelta(minutes=1)
    assert rounds.tick() == []
    assert runs(store)[-1].state is RunState.MISSED


@pytest.mark.parametrize("wrong", ["lost before", "lost after"])
def test_a_post_that_got_no_answer_is_looked_for_before_it_is_tried_again(store, made, wrong):
    rounds, box = Rounds(store, made), Box()
    box.bad = [wrong]
    made.instant = MONDAY
    (run,) = rounds.tick()
    send(rounds, run, box)
    assert runs(store)[0].state is RunState.SENDING
    send(rounds, run, box)  # at once: it may still be under way
    assert rounds.waiting() == []
    assert len(box.posts) == (wrong == "lost after")
    made.instant += SETTLE + timedelta(seconds=1)
    assert [each.id for each in rounds.waiting()] == [run]
    send(rounds, run, box)
    assert (runs(store)[0].state, len(box.posts)) == (RunState.SENT, 1)


def test_who_took_too_long_does_not_post_after_another_has(store, made):
    rounds, box = Rounds(store, made), Box()
    made.instant = MONDAY
    (run,) = rounds.tick()
    slow = rounds.claim(run)
    assert rounds.claim(run) is None
    made.instant += LEASE + timedelta(seconds=1)
    send(rounds, run, box)
    assert not rounds.about_to_post(slow)
    rounds.failed(slow, "too late")  # nor does it change what has come of it
    rounds.refused(slow, "too late")
    assert (runs(store)[0].state, len(box.posts)) == (RunState.SENT, 1)


def test_what_is_refused_stays_so_and_its_owner_is_told(store, made):
    rounds, box = Rounds(store, made), Box()
    box.bad = ["refused"]
    made.instant = MONDAY
    (run,) = rounds.tick()
    send(rounds, run, box)
    (left,) = rounds.untold()
    assert (left.state, left.reason, box.posts) == (RunState.REFUSED, "The channel is archived.", [])
    made.instant += timedelta(days=4)
    assert rounds.untold() == []  # that is long past
    send(rounds, run, box)
    assert box.posts == []


def test_what_cannot_be_sent_for_hours_is_missed(store, made):
    rounds, box = Rounds(store, made), Box()
    made.instant = MONDAY
    (run,) = rounds.tick()
    box.bad = ["lost before"] * 1_000
    while made.now() < MONDAY + LATE + timedelta(hours=1):
        made.instant += SETTLE + timedelta(seconds=1)
        send(rounds, run, box)
    assert runs(store)[0].state is RunState.MISSED


def test_a_run_nobody_announced_is_found(store, made):
    rounds = Rounds(store, made)
    made.instant = MONDAY
    (run,) = rounds.tick()
    assert rounds.waiting() == []
    made.instant += PATIENCE
    assert [each.id for each in rounds.waiting()] == [run]


@pytest.mark.parametrize("change", ["paused", "off", "left"])
def test_where_digests_are_off_no_day_is_due_nor_missed(store, made, tenant_id, change):
    with store.write() as session:
        tenant = session.get_one(Tenant, tenant_id)
        if change == "paused":
            session.scalar(select(Digest)).paused = True
        elif change == "off":
            tenant.settings = {"features_off": ["digests"]}
        else:
            tenant.parked_at = made.now()
    made.instant = MONDAY + timedelta(days=3)
    assert Rounds(store, made).tick() == []
    assert runs(store) == []


def test_a_second_schedule_on_the_same_day_sends_no_second_one(store, made):
    rounds, box = Rounds(store, made), Box()
    made.instant = MONDAY
    send(rounds, rounds.tick()[0], box)
    with store.write() as session:
        digest = session.scalar(select(Digest))
        digest.cron, digest.next_at = "0 17 * * *", MONDAY.replace(hour=17, minute=0)
    made.instant = MONDAY.replace(hour=17, minute=1)
    assert rounds.tick() == []
    assert len(box.posts) == 1


def test_a_month_of_the_worst_times_with_kills(monkeypatch):
    zones = ("Europe/Berlin", "Australia/Lord_Howe", "America/Nuuk", "Africa/Cairo", "Asia/Kathmandu")
    monkeypatch.setattr("benchmarks.digest_years.FIRST", date(2025, 3, 20))
    out = simulate(40, zones, seed=4)
    assert (out.expected, out.sent) == (200, 200)
    assert [*out.doubles, *out.misses, *out.wrong_time] == []
    assert out.restarts > 5
