"""Durable jobs on DBOS: what is enqueued survives a crash and is done at least once, whatever happens to a process.

A job carries ids, never content; its handler reads the committed row again and can be run twice without harm. On
SQLite and PostgreSQL the queue lies beside the record, so `enqueue(…, session=…)` commits with the change that asked
for it. On MariaDB it has an SQLite file of its own and the sweep (bot/schedule.py) finds what was not announced.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy.orm import Session

from bot.attempts import Handler, JsonIds, Watch, attempt, may_help
from bot.queues import (
    ALONE,
    ALWAYS,
    DIGEST,
    FORGET,
    INBOX,
    INDEX,
    INTAKE,
    LEARN,
    LOOKS,
    NUDGE,
    POLL,
    QUEUE,
    QUEUES,
    READ,
    RETAIN,
    ROUND,
    SELDOM,
    SYNC,
    SYNC_QUEUE,
    UNHURRIED,
)
from bot.slots import FileSlots, PostgresSlots, Slots
from crm.clock import Clock
from crm.errors import RetryableError
from crm.store import Store

if TYPE_CHECKING:
    from dbos import DBOSClient, EnqueueOptions

    from crm.model import DigestRun

VERSION = "rapport-1"  # DBOS runs only jobs of its own version: pinned, so that an update goes on with what was queued
EXECUTOR = "rapport"  # an executor recovers only its own jobs: the same name after every start; others add a number
ATTEMPTS = 6  # of a step; with back-off about a minute
GATHER = timedelta(seconds=0.25)  # changes of one tenant within it are indexed by one job, as calls make one look
NOTICED = timedelta(seconds=5)  # what is noticed within it of one client comes in one message
MOST_TIDIED = 2_000  # jobs a call
OPEN = ["ENQUEUED", "DELAYED", "PENDING"]
log = structlog.get_logger(__name__)


class Jobs:
    """The queue and the threads that work on it; one to a process.

    Args:
        store_url: the record's URL; SQLite and PostgreSQL hold the queue too.
        home: the data folder, for the queue's own file where the record is on MariaDB.
        left: whether a tenant has left; its jobs come to nothing, but for those that remove it.
        watch: what each job is done within, by name and ids.
    """

    def __init__(
        self,
        store_url: str,
        home: Path,
        clock: Clock,
        *,
        workers: int = 8,
        left: Callable[[int], bool] = lambda _tenant_id: False,
        watch: Watch = lambda _name, _ids: nullcontext(),
    ) -> None:
        self._shared = not store_url.startswith(("mysql", "mariadb"))
        self._url = store_url if self._shared else f"sqlite:///{home / 'jobs.db'}"
        self._clock = clock
        self._workers = workers
        self._left, self._watch = left, watch
        self._handlers: dict[str, Handler] = {}
        self._client: DBOSClient | None = None
        postgresql = self._url.startswith("postgres")
        self._slots: Slots = PostgresSlots(self._url) if postgresql else FileSlots(home / "processes")
        self._orphans: set[str] = set()  # who was found dead at the last look
        self.slot = 0  # which of several processes this is; 0: not started

    @property
    def started(self) -> bool:
        return self._client is not None

    def register(self, name: str, handler: Handler) -> None:
        """Has jobs of this name done by `handler(*ids)`, the tenant's id first; to be called before `start`."""
        self._handlers[name] = handler

    def start(self) -> None:
        """Opens the queue, takes up what an earlier process left, and begins to work.

        Raises:
            RetryableError: the queue's database does not answer.
        """
        from dbos import DBOS, DBOSClient  # noqa: PLC0415 - a second

        url = self._prepared()
        serializer: Any = JsonIds()
        self.slot = self._slots.take()
        try:
            DBOS(
                config={
                    "name": "rapport",
                    "system_database_url": url,
                    "application_version": VERSION,
                    "executor_id": executor_of(self.slot),
                    "serializer": serializer,
                    "use_listen_notify": False,
                    "log_level": "ERROR",
                }
            )
            self._declare()
            DBOS.launch()
            alone = [(queue, 1) for queue in ALONE]
            for queue, workers in [(QUEUE, self._workers), (SYNC_QUEUE, LOOKS), *alone]:
                wait = SELDOM if queue in UNHURRIED else POLL
                DBOS.register_queue(
                    queue, worker_concurrency=workers, polling_interval_sec=wait, on_conflict="always_update"
                )
            self._client = DBOSClient(system_database_url=url, serializer=serializer, application_name="rapport")
        except Exception as error:  # whatever DBOS or a driver raises at its start: the queue is not open
            self.stop()
            raise RetryableError("The job queue could not be opened. Please check the database.") from error

    def stop(self, wait: timedelta = timedelta(seconds=10)) -> None:
        """Stops taking jobs, lets running ones end within `wait`; the rest goes on after the next start."""
        from dbos import DBOS  # noqa: PLC0415

        client, self._client = self._client, None
        if client is not None:
            client.destroy()
        DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=int(wait.total_seconds()))
        self._slots.close()
        self.slot = 0

    def take_over(self) -> int:
        """Puts the jobs of processes that died back into their queues, at the second look that finds them dead: after
        an outage of the database those that live take their numbers again first. Returns how many jobs that were.
        """
        from dbos import DBOS  # noqa: PLC0415

        if self._client is None or not self._slots.hold():
            self._orphans = set()
            return 0
        running = self._client.list_workflows(status="PENDING", load_input=False, load_output=False)
        others = {each.executor_id or "" for each in running} - {executor_of(self.slot)}
        dead = {each for each in others if self._slots.is_free(slot_of(each))}
        found = sorted(dead & self._orphans)
        self._orphans = dead
        taken = len(DBOS._recover_pending_workflows(found)) if found else 0  # noqa: SLF001 - its only way without a server
        if taken:
            log.warning("jobs_taken_over", jobs=taken, of=found)
        return taken

    def enqueue(self, name: str, key: str, *ids: int | str, session: Session | None = None) -> bool:
        """Has a job done once for each `key`; False where the queue is not open (the sweep will find the work).

        With a session of the record the job exists if and only if the session commits.
        """
        return self._put(name, f"{name}:{key}", ids, session, timedelta(0))

    def enqueue_index(self, tenant_id: int, session: Session | None = None) -> bool:
        """Has a tenant's changed rows indexed. Calls within `GATHER` make one job, which starts after the last of them:
        it waits by itself, for DBOS looks but once a second whose delay is over.

        With a session each call is a job of its own: another's may have run before this one commits.
        """
        if session is not None:
            return self._put(INDEX, f"{INDEX}:{tenant_id}:{uuid.uuid4()}", (tenant_id,), session, timedelta(0))
        moment = int(self._clock.now().timestamp() // GATHER.total_seconds())
        begins = (moment + 1) * GATHER.total_seconds()
        return self._put(INDEX, f"{INDEX}:{tenant_id}:{moment}", (tenant_id,), None, timedelta(0), begins=begins)

    def enqueue_intake(self, tenant_id: int) -> bool:
        """Has what a tenant's sources brought dealt with; a job that finds nothing left ends at once."""
        return self._put(INTAKE, f"{INTAKE}:{tenant_id}:{uuid.uuid4()}", (tenant_id,), None, timedelta(0))

    def enqueue_look(self, tenant_id: int, source_id: int) -> bool:
        """Has a source looked at, now; calls within `GATHER` make one look."""
        moment = int(self._clock.now().timestamp() // GATHER.total_seconds())
        return self.enqueue(SYNC, f"{source_id}:{moment}", tenant_id, source_id)

    def enqueue_read(self, tenant_id: int) -> bool:
        """Has a tenant's interactions read deeper; one that runs finds what came meanwhile too."""
        if self.is_open(READ, tenant_id):
            return True
        return self._put(READ, f"{READ}:{tenant_id}:{uuid.uuid4()}", (tenant_id,), None, timedelta(0))

    def enqueue_nudges(self, tenant_id: int) -> bool:
        """Has it looked for what is best done next, and people told; calls of the same moments make one job."""
        moment = int(self._clock.now().timestamp() // NOTICED.total_seconds())
        return self._put(NUDGE, f"{NUDGE}:{tenant_id}:{moment}", (tenant_id,), None, NOTICED)

    def enqueue_round(self, tenant_id: int) -> bool:
        """Has people told what waited for their time, once a minute."""
        return self.enqueue(ROUND, f"{tenant_id}:{int(self._clock.now().timestamp() // 60)}", tenant_id)

    def enqueue_learning(self) -> bool:
        """Has corrections learnt from, once an hour."""
        return self.enqueue(LEARN, str(int(self._clock.now().timestamp() // 3_600)))

    def enqueue_forget(self, tenant_id: int, number: int) -> bool:
        """Has a request of forgetting done; one that failed is tried again after five minutes."""
        if self.is_open(FORGET, tenant_id):
            return True
        moment = int(self._clock.now().timestamp() // 300)
        return self.enqueue(FORGET, f"{tenant_id}:{number}:{moment}", tenant_id, number)

    def enqueue_retention(self, tenant_id: int, day: str, *, again: bool = False) -> bool:
        """Has what is too old removed, once a day; `again` has a run that was cut off gone on with, once an hour."""
        moment = f":{int(self._clock.now().timestamp() // 3_600)}" if again else ""
        return self.enqueue(RETAIN, f"{tenant_id}:{day}{moment}", tenant_id)

    def enqueue_upkeep(self, name: str, tenant_id: int) -> bool:
        """Has a self-check or a backup made, tried once an hour at most."""
        if self.is_open(name, tenant_id):
            return True
        return self.enqueue(name, f"{tenant_id}:{int(self._clock.now().timestamp() // 3_600)}", tenant_id)

    def enqueue_digest(self, session: Session | None, run: DigestRun, *, again: bool = False) -> bool:
        """Has a day's digest sent; `again` where it was not brought to its end."""
        key = f"{run.tenant_id}:{run.digest_id}:{run.day.isoformat()}"
        moment = f":{int(self._clock.now().timestamp() // 60)}" if again else ""
        return self.enqueue(DIGEST, f"{key}{moment}", run.tenant_id, run.id, session=session)

    def enqueue_inbox(
        self, tenant_id: int, item_id: int, session: Session | None = None, *, again: str | None = None
    ) -> bool:
        """Has an inbox item dealt with, once; `again` names a further try at one whose first job came to nothing."""
        key = str(item_id) if again is None else f"{item_id}:{again}"
        return self.enqueue(INBOX, key, tenant_id, item_id, session=session)

    def waiting(self) -> int:
        """How many jobs are queued or running."""
        if self._client is None:
            return 0
        return len(self._client.list_workflows(status=OPEN, load_input=False, load_output=False))

    def tidy(self, keep: timedelta = timedelta(days=7)) -> int:
        """Removes jobs that ended longer ago than `keep`; returns how many. Their keys are free again after that."""
        if self._client is None:
            return 0
        ended = self._client.list_workflows(
            status=["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"],
            completed_before=(self._clock.now() - keep).isoformat(),
            limit=MOST_TIDIED, load_input=False, load_output=False,
        )  # fmt: skip
        self._client.delete_workflows([job.workflow_id for job in ended])
        return len(ended)

    def open_items(self) -> set[int]:
        """The inbox items whose jobs are queued or running."""
        if self._client is None:
            return set()
        found = self._client.list_workflows(
            status=OPEN, workflow_id_prefix=f"{INBOX}:", load_input=False, load_output=False
        )
        return {int(each.workflow_id.split(":")[1]) for each in found}

    def is_open(self, name: str, tenant_id: int) -> bool:
        """Whether a job of this name and tenant is queued or running."""
        return self._client is not None and bool(
            self._client.list_workflows(
                status=OPEN, workflow_id_prefix=f"{name}:{tenant_id}:", limit=1, load_input=False, load_output=False
            )
        )

    def _put(
        self,
        name: str,
        workflow_id: str,
        ids: tuple[int | str, ...],
        session: Session | None,
        delay: timedelta,
        *,
        begins: float = 0.0,
    ) -> bool:
        if self._client is None:
            return False
        options: EnqueueOptions = {
            "workflow_name": "job",
            "queue_name": QUEUES.get(name, QUEUE),
            "workflow_id": workflow_id,
            "app_version": VERSION,
        }
        if delay:
            options["delay_seconds"] = delay.total_seconds()
        if session is not None and self._shared:
            self._client.enqueue_in_transaction(session, options, name, list(ids))
        elif session is None:
            self._client.enqueue(options, name, list(ids), begins)
        else:
            return False
        return True

    def _prepared(self) -> str:
        """The queue's URL as DBOS takes it, its database reached once: our connection sets the write-ahead log on
        SQLite, which lasts and which DBOS leaves alone.
        """
        store = Store(self._url)
        try:
            with store.read() as session:
                session.connection()
            return store.url.render_as_string(hide_password=False)
        finally:
            store.close()

    def _declare(self) -> None:
        from dbos import DBOS  # noqa: PLC0415

        handlers = dict(self._handlers)

        @DBOS.step(
            name="attempt", retries_allowed=True, max_attempts=ATTEMPTS, interval_seconds=1.0, should_retry=may_help
        )
        def tried(name: str, ids: list[int | str]) -> None:
            if name in ALWAYS or not ids or not self._left(int(ids[0])):
                attempt(handlers, name, ids, self._watch)

        @DBOS.workflow(name="job")
        def job(name: str, ids: list[int | str], begins: float = 0.0) -> None:
            time.sleep(max(0.0, min(begins - self._clock.now().timestamp(), GATHER.total_seconds())))
            tried(name, ids)


def executor_of(slot: int) -> str:
    return EXECUTOR if slot == 1 else f"{EXECUTOR}-{slot}"


def slot_of(executor: str) -> int:
    """The number in an executor's name; 0 where it is none of ours."""
    if executor == EXECUTOR:
        return 1
    number = executor.removeprefix(f"{EXECUTOR}-")
    return int(number) if number.isdecimal() else 0
