"""The clockwork: it only ticks. What a tick finds to do is enqueued under a key, so any number of replicas may tick."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy import func, select

from bot.jobs import Jobs
from bot.queues import INDEX, INTAKE, RETAIN
from crm.clock import Clock
from crm.intake.sources import SourceBook
from crm.model import InboxItem, InboxState, Interaction, Tenant
from crm.reading.readings import Readings
from crm.store import Store

if TYPE_CHECKING:
    from crm.digests.rounds import Rounds
    from privacy.erasure.erasure import Erasure
    from privacy.retention.retention import Retention

LATE = timedelta(hours=1)  # a tick missed by less is made up for, once
PATIENCE = timedelta(seconds=30)  # an inbox item that waits longer was not announced, or its job came to nothing
LOOK = timedelta(seconds=1)  # how often it is asked which sources are due
PAGE = 500
BACKLOG = 512  # rows: as many as two processes share
WATCH = 2.0  # seconds between looks at the machine's clock
JUMP = 5.0  # seconds that it may be corrected by at once without further ado
log = structlog.get_logger(__name__)


class Ticks:
    """Calls actions at intervals, each on its own, whatever becomes of the others."""

    def __init__(self) -> None:
        self._wanted: list[tuple[str, timedelta, Callable[[], object]]] = []
        self._scheduler: Any = None
        self._ended = threading.Event()

    def every(self, period: timedelta, name: str, action: Callable[[], object]) -> None:
        """Has `action` called once in each period, from the next `start` on; the first time at once."""
        self._wanted.append((name, period, action))

    def start(self) -> None:
        """Calls each once, then at its intervals; anew from now on when the machine's clock was set."""
        from apscheduler.schedulers.background import BackgroundScheduler  # noqa: PLC0415
        from apscheduler.triggers.interval import IntervalTrigger  # noqa: PLC0415

        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": int(LATE.total_seconds())}
        self._scheduler = BackgroundScheduler(timezone=UTC, job_defaults=defaults)
        for name, period, action in self._wanted:
            trigger = IntervalTrigger(seconds=max(1, int(period.total_seconds())), timezone=UTC)
            self._scheduler.add_job(_guarded, trigger, args=[name, action], id=name)
        self._scheduler.start()  # first: a first call that takes long holds up no other's second
        for name, _, action in self._wanted:
            _guarded(name, action)
        threading.Thread(target=self._watch_clock, name="clock-watch", daemon=True).start()

    def stop(self) -> None:
        self._ended.set()
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=True)
            self._scheduler = None

    def _watch_clock(self) -> None:
        """The scheduler waits for times of day: a clock set back by an hour would keep it still for as long."""
        before = time.time() - time.monotonic()
        while not self._ended.wait(WATCH):
            jump = time.time() - time.monotonic() - before
            before += jump
            if abs(jump) > JUMP:
                log.warning("clock_jumped", seconds=round(jump))
                for job in self._scheduler.get_jobs():
                    job.modify(next_run_time=datetime.fromtimestamp(time.time(), UTC))


class Sweep:
    """Finds what no event announced: rows the index has not seen, inbox items nobody dealt with."""

    def __init__(self, store: Store, clock: Clock, jobs: Jobs) -> None:
        self._store = store
        self._clock = clock
        self._jobs = jobs

    def __call__(self) -> None:
        with self._store.read() as session:
            behind = session.scalars(
                select(Interaction.tenant_id).where(Interaction.version > Interaction.indexed_version).distinct()
            ).all()
            left = session.execute(
                select(InboxItem.tenant_id, InboxItem.id)
                .where(
                    InboxItem.state == InboxState.RECEIVED,
                    InboxItem.source_id.is_(None),
                    InboxItem.received_at < self._clock.now() - PATIENCE,
                )
                .order_by(InboxItem.received_at)
                .limit(PAGE)
            ).all()
            left_us = set(session.scalars(select(Tenant.id).where(Tenant.parked_at.is_not(None))))
            brought = session.scalars(
                select(InboxItem.tenant_id)
                .where(InboxItem.state == InboxState.RECEIVED, InboxItem.source_id.is_not(None))
                .distinct()
            ).all()
        for tenant_id in set(brought) - left_us:
            if not self._jobs.is_open(INTAKE, tenant_id):
                self._jobs.enqueue_intake(tenant_id)
        for tenant_id in set(behind) - left_us:
            if not self._jobs.is_open(INDEX, tenant_id):
                self._jobs.enqueue_index(tenant_id)
        moment = str(int(self._clock.now().timestamp() // 60))  # at most one further try a minute
        under_way = self._jobs.open_items() if left else set()  # a second job beside the first would answer twice
        for tenant_id, item_id in left:
            if item_id not in under_way:
                self._jobs.enqueue_inbox(tenant_id, item_id, again=moment)


class KeepUp:
    """Indexes what waits and no job is at: of several processes one holds the index, and the job came to another.

    Where several may write to it, it helps with a backlog that another's job is at.
    """

    def __init__(
        self, store: Store, jobs: Jobs, handle: Callable[[int], object], heal: Callable[[], object] = lambda: None
    ) -> None:
        self._store, self._jobs, self._handle, self._heal = store, jobs, handle, heal

    def __call__(self) -> None:
        self._heal()
        waiting = select(Interaction.tenant_id, func.count()).where(Interaction.version > Interaction.indexed_version)
        here = select(Tenant.id).where(Tenant.parked_at.is_(None))
        with self._store.read() as session:
            behind = session.execute(
                waiting.where(Interaction.tenant_id.in_(here)).group_by(Interaction.tenant_id)
            ).all()
        for tenant_id, count in behind:
            if count > BACKLOG or not self._jobs.is_open(INDEX, tenant_id):
                self._handle(tenant_id)


class Looks:
    """Has every source that is due looked at; replicas that tick together ask for one look."""

    def __init__(self, sources: SourceBook, jobs: Jobs) -> None:
        self._sources = sources
        self._jobs = jobs

    def __call__(self) -> None:
        for tenant_id, source_id in self._sources.due():
            self._jobs.enqueue_look(tenant_id, source_id)


class Erasures:
    """Has requests of forgetting done whose day has come; after a restored backup, whoever it brought back as well."""

    def __init__(self, erasure: Erasure, jobs: Jobs) -> None:
        self._erasure = erasure
        self._jobs = jobs
        self._looked = False

    def __call__(self) -> None:
        if not self._looked:
            for tenant_id in self._erasure.restored():
                self._erasure.again(tenant_id)
            self._looked = True
        for tenant_id, number in self._erasure.due():
            self._jobs.enqueue_forget(tenant_id, number)


class Retentions:
    """Has what is older than a team keeps removed, once in its night; a run that was cut off is gone on with."""

    def __init__(self, retention: Retention, jobs: Jobs) -> None:
        self._retention = retention
        self._jobs = jobs

    def __call__(self) -> None:
        for due in self._retention.due():
            self._jobs.enqueue_retention(due.tenant_id, due.day.isoformat())
            if due.unfinished and not self._jobs.is_open(RETAIN, due.tenant_id):
                self._jobs.enqueue_retention(due.tenant_id, due.day.isoformat(), again=True)


class Digests:
    """Has digests that are due sent, each once a local day, and those that were not brought to their end."""

    def __init__(self, rounds: Rounds, jobs: Jobs) -> None:
        self._rounds = rounds
        self._jobs = jobs

    def __call__(self) -> None:
        self._rounds.tick()
        for run in self._rounds.waiting():
            self._jobs.enqueue_digest(None, run, again=True)


class Rereads:
    """Has what waits to be read deeper, or failed at it, read."""

    def __init__(self, readings: Readings, jobs: Jobs) -> None:
        self._readings = readings
        self._jobs = jobs

    def __call__(self) -> None:
        for tenant_id in self._readings.waits():
            self._jobs.enqueue_read(tenant_id)


def _guarded(name: str, action: Callable[[], object]) -> None:
    try:
        action()
    except Exception as error:  # noqa: BLE001 - the next tick tries again; one failing action must not stop the clock
        log.warning("tick failed", tick=name, kind=type(error).__name__)
