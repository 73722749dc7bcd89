"""Two simulated years of digests in forty time zones, sent by two replicas that are killed and started again.

Each digest is due once a local day, at the worst time its zone has to offer: one that the clocks leave out or bring twice.
The clock is passed in and jumps from one moment at which anything can be due to the next; the record is a real SQLite
file, the code that ticks, claims, looks and notes is that of the bot. Posting is a list that loses answers, refuses for a
while, and dies before or after it has posted. When each day's message was due is told by an oracle of its own, which goes
through the day minute by minute.

    python -m benchmarks.digest_years [--days 730] [--zones 40] [--seed 1]
"""

from __future__ import annotations

import argparse
import logging
import shutil
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import func, select

from benchmarks.digest_zones import ZONES, oracle, worst
from crm.clock import FixedClock
from crm.digests.once import Posted, send
from crm.digests.rounds import LATE, PATIENCE, Claim, Rounds, schedule_of
from crm.errors import RejectedError, RetryableError
from crm.migrations import upgrade
from crm.model import Digest, DigestRun, RunState, Tenant, User
from crm.store import Store

FIRST = date(2025, 1, 1)
NEXT = select(
    select(func.min(Digest.next_at)).scalar_subquery(),
    select(func.min(DigestRun.claimed_until)).where(DigestRun.state == RunState.SENDING).scalar_subquery(),
    select(func.min(DigestRun.due_at)).where(DigestRun.state == RunState.DUE).scalar_subquery(),
)
STEP = timedelta(seconds=20)  # a clock ticks at most so much after something is due


class KilledError(BaseException):
    """The process is gone: nothing catches this but who starts it again."""


@dataclass
class Slack:
    """What was posted, by key, and what goes wrong."""

    random: Random
    clock: FixedClock
    posts: dict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    faults: Counter[str] = field(default_factory=Counter)

    def find(self, claim: Claim) -> Posted | None:
        self._maybe(0.05, "look refused", RetryableError("Slack is busy."))
        found = self.posts.get(claim.key)
        return Posted("C1", f"{found[0].timestamp()}") if found else None

    def prepare(self, claim: Claim) -> Callable[[], Posted]:
        self._maybe(0.02, "killed before posting", KilledError())
        return partial(self._post, claim)

    def finish(self, claim: Claim, posted: Posted) -> None:
        """There are no pictures here."""

    def reason(self, error: RejectedError) -> str:
        return error.message

    def _post(self, claim: Claim) -> Posted:
        self._maybe(0.03, "post refused", RetryableError("Slack is busy."))
        self.posts[claim.key].append(self.clock.now())
        self._maybe(0.04, "answer lost", RetryableError("Slack could not be reached."))
        self._maybe(0.04, "killed after posting", KilledError())
        return Posted("C1", f"{self.clock.now().timestamp()}")

    def _maybe(self, chance: float, name: str, error: BaseException) -> None:
        if self.random.random() < chance:
            self.faults[name] += 1
            raise error


class Replica:
    """One process: its own connections, its own view of the queue, down now and then."""

    def __init__(self, url: str, clock: FixedClock, slack: Slack, random: Random) -> None:
        self._url, self._clock, self._slack, self._random = url, clock, slack, random
        self.down_until: datetime | None = None
        self.restarts = 0
        self._open()

    def _open(self) -> None:
        self._store = Store(self._url)
        self._rounds = Rounds(self._store, self._clock)

    def step(self) -> None:
        now = self._clock.now()
        if self.down_until is not None:
            if now < self.down_until:
                return
            self.down_until, self.restarts = None, self.restarts + 1
            self._open()
        try:
            self._work()
        except KilledError:
            self.kill(now)

    def kill(self, now: datetime) -> None:
        self._store.close()
        self.down_until = now + timedelta(seconds=self._random.expovariate(1 / 1_200))

    def _work(self) -> None:
        made = self._rounds.tick()
        if self._random.random() < 0.01:
            self._slack.faults["killed before announcing"] += 1
            raise KilledError
        jobs = [*made, *(run.id for run in self._rounds.waiting())]
        for run_id in jobs:
            for _ in range(2 if self._random.random() < 0.05 else 1):  # a job may be done more than once
                send(self._rounds, run_id, self._slack)

    def close(self) -> None:
        self._store.close()


@dataclass
class Outcome:
    """What came of it."""

    days: int
    digests: int
    expected: int
    sent: int
    doubles: list[str]
    misses: list[str]
    wrong_time: list[str]
    latest: timedelta
    faults: Counter[str]
    restarts: int
    took: float

    def with_(self, other: Outcome) -> Outcome:
        return Outcome(
            self.days, self.digests + other.digests, self.expected + other.expected, self.sent + other.sent,
            self.doubles + other.doubles, self.misses + other.misses, self.wrong_time + other.wrong_time,
            max(self.latest, other.latest), self.faults + other.faults, self.restarts + other.restarts, 0.0,
        )  # fmt: skip


def simulate(days: int = 730, zones: tuple[str, ...] = ZONES, seed: int = 1) -> Outcome:
    began = time.perf_counter()
    folder = Path(tempfile.mkdtemp(prefix="digests-"))
    try:
        return _simulated(f"sqlite:///{folder / 'years.db'}", days, zones, seed, began)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def together(days: int, zones: int, seed: int, workers: int = 2) -> Outcome:
    """The zones shared among processes, each with a record of its own."""
    parts = [ZONES[:zones][each::workers] for each in range(workers)]
    began = time.perf_counter()
    with ProcessPoolExecutor(workers) as pool:
        found = list(pool.map(partial(_part, days), parts, range(seed, seed + workers)))
    whole = found[0]
    for each in found[1:]:
        whole = whole.with_(each)
    whole.took = time.perf_counter() - began
    return whole


def _part(days: int, zones: tuple[str, ...], seed: int) -> Outcome:
    logging.disable(logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    return simulate(days, zones, seed)


def _simulated(url: str, days: int, zones: tuple[str, ...], seed: int, began: float) -> Outcome:
    random = Random(seed)
    clock = FixedClock(datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=UTC) - timedelta(days=2))
    store = Store(url)
    upgrade(store)
    last = FIRST + timedelta(days=days)
    times = {zone: worst(zone, FIRST, last, random) for zone in zones}
    _found(store, clock, times)
    slack = Slack(random, clock)
    replicas = [Replica(url, clock, slack, random) for _ in range(2)]
    end = datetime(last.year, last.month, last.day, tzinfo=UTC) + timedelta(days=2)
    with ThreadPoolExecutor(2) as pool:
        while (moment := _next(store, replicas)) is not None and moment < end:
            clock.instant = max(moment, clock.now()) + timedelta(seconds=random.uniform(0, STEP.total_seconds()))
            _strike(replicas, clock, random)
            random.shuffle(replicas)
            if random.random() < 0.1:
                list(pool.map(Replica.step, replicas))  # at the very same moment
            else:
                for each in replicas:
                    each.step()
    for each in replicas:
        each.close()
    out = _judged(store, slack, times, last, sum(each.restarts for each in replicas))
    out.took = time.perf_counter() - began
    return out


def _found(store: Store, clock: FixedClock, times: dict[str, tuple[int, int]]) -> None:
    with store.write() as session:
        tenant = Tenant(name="years", created_at=clock.now())
        session.add(tenant)
        session.flush()
        stamp = {"tenant_id": tenant.id, "created_at": clock.now(), "updated_at": clock.now()}
        owner = User(name="Morgan Hale", external_id="u1", **stamp)
        session.add(owner)
        session.flush()
        for zone, (hour, minute) in times.items():
            digest = Digest(
                tenant_id=tenant.id, name=zone.casefold(), owner_id=owner.id, sections=[{"kind": "business"}],
                cron=f"{minute} {hour} * * *", timezone=zone, paused=False, created_at=clock.now(),
            )  # fmt: skip
            schedule = schedule_of(digest)
            first = schedule.after(clock.now()) if schedule else None
            digest.next_at, digest.next_on = (first.at, first.day) if first else (None, None)
            session.add(digest)


def _next(store: Store, replicas: list[Replica]) -> datetime | None:
    """The next moment at which there can be anything to do."""
    with store.engine.connect() as connection:
        told = connection.execute(NEXT).one()
    due, held, left = (each.replace(tzinfo=UTC) if each is not None and each.tzinfo is None else each for each in told)
    soon: list[datetime] = [each for each in (due, held, left + PATIENCE if left else None) if each is not None]
    if not soon:
        return None
    ups = [each.down_until for each in replicas if each.down_until is not None]
    return max(min(soon), min(ups)) if len(ups) == len(replicas) else min(soon)


def _strike(replicas: list[Replica], clock: FixedClock, random: Random) -> None:
    """Restarts of one, and now and then an outage of both, shorter than what is still made up for."""
    if random.random() < 0.01:
        replicas[0].kill(clock.now())
    if random.random() < 0.001:
        until = clock.now() + LATE * random.uniform(0.05, 0.8)
        for each in replicas:
            each.kill(clock.now())
            each.down_until = until


def _judged(store: Store, slack: Slack, times: dict[str, tuple[int, int]], last: date, restarts: int) -> Outcome:
    with store.read() as session:
        digests = {each.name: (each.tenant_id, each.id) for each in session.scalars(select(Digest))}
    store.close()
    out = Outcome((last - FIRST).days, len(times), 0, 0, [], [], [], timedelta(0), slack.faults, restarts, 0.0)
    for zone, (hour, minute) in times.items():
        tenant, number = digests[zone.casefold()]
        for step in range(out.days):
            day = FIRST + timedelta(days=step)
            due, posts = oracle(ZoneInfo(zone), day, hour, minute), slack.posts.get(f"{tenant}:{number}:{day}", [])
            name = f"{zone} {day} {hour:02}:{minute:02}"
            out.expected += due is not None
            out.sent += len(posts)
            if due is None or not posts:
                out.misses += [name] if due is not None else []
                continue
            out.doubles += [name] if len(posts) > 1 else []
            late = posts[0] - due
            out.latest = max(out.latest, late)
            out.wrong_time += [name] if not timedelta(0) <= late <= LATE + timedelta(minutes=10) else []
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--days", type=int, default=730)
    parser.add_argument("--zones", type=int, default=len(ZONES))
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    out = together(asked.days, asked.zones, asked.seed)
    print(f"{out.digests} digests in as many zones, {out.days} days, 2 replicas, {out.restarts} restarts")
    print(f"due: {out.expected}   sent: {out.sent}   doubles: {len(out.doubles)}   misses: {len(out.misses)}")
    print(f"sent before its time or too late: {len(out.wrong_time)}; the latest after {out.latest}")
    print("met: " + ", ".join(f"{name} {count}" for name, count in sorted(out.faults.items())))
    for name in [*out.doubles, *out.misses, *out.wrong_time][:20]:
        print(f"  {name}")
    print(f"{out.took:.0f} s")
    raise SystemExit(1 if out.doubles or out.misses or out.wrong_time else 0)


if __name__ == "__main__":
    main()
