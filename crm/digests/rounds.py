"""The rounds of digests: which are due, who sends each, what became of it. Once a local day, whoever asks how often.

A tick turns what is due into runs, one a digest and local day (the table allows no second). A run is claimed for a time
by one process; when a message may have got out it is noted before, so that whoever takes over looks for it first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import Any, cast

from sqlalchemy import CursorResult, Table, bindparam, or_, select, update
from sqlalchemy.orm import Session

from crm.clock import Clock
from crm.digests.schedule import Schedule
from crm.errors import RejectedError
from crm.features import is_on
from crm.model import Digest, DigestRun, RunState, Tenant
from crm.store import Store

LATE = timedelta(hours=6)  # what could not be sent by then is left out, and said so
LEASE = timedelta(minutes=5)  # after which a run that nobody ended is taken up by another
SETTLE = timedelta(minutes=2)  # a message that may be under way is there by then
PATIENCE = timedelta(seconds=30)  # a run that nobody took up by then was not announced
MOST = 400  # missed days of one digest that are noted
NOTICED = timedelta(days=3)  # how long an owner is still told of what was not sent
DOWN = "I was not running at that time."
STILL = "It could not be sent in time."

# Asked every few seconds, or for every run: made once, for SQLAlchemy takes longer to make a statement than to run it.
TABLE = cast(Table, DigestRun.__table__)
DUE = select(Digest.id).where(Digest.paused.is_(False), Digest.next_at <= bindparam("now")).order_by(Digest.next_at)
LEFT = (
    select(DigestRun)
    .where(
        or_(
            (DigestRun.state == RunState.DUE) & (DigestRun.due_at <= bindparam("unannounced")),
            (DigestRun.state == RunState.SENDING) & (DigestRun.claimed_until <= bindparam("now")),
        )
    )
    .order_by(DigestRun.due_at)
    .limit(500)
)
FREE = or_(
    TABLE.c.state == RunState.DUE, (TABLE.c.state == RunState.SENDING) & (TABLE.c.claimed_until <= bindparam("now"))
)
CLAIM = (
    update(TABLE)
    .where(TABLE.c.id == bindparam("run"), FREE)
    .values(state=RunState.SENDING, claimed_until=bindparam("until"), attempts=TABLE.c.attempts + 1)
)
POSTING = (
    update(TABLE)
    .where(TABLE.c.id == bindparam("run"), TABLE.c.state == RunState.SENDING, TABLE.c.attempts == bindparam("attempt"))
    .values(tried_at=bindparam("now"), claimed_until=bindparam("until"))
)
Announce = Callable[[Session, DigestRun], object]


@dataclass(frozen=True)
class Claim:
    """A run that is this process's to send. `tried`: a message of it may be there already."""

    run_id: int
    tenant_id: int
    digest_id: int
    day: date
    due_at: datetime
    attempt: int
    tried_at: datetime | None

    @property
    def key(self) -> str:
        """What makes it one."""
        return key_of(self.tenant_id, self.digest_id, self.day)


def key_of(tenant_id: int, digest_id: int, day: date) -> str:
    return f"{tenant_id}:{digest_id}:{day.isoformat()}"


class Rounds:
    """Args: announce: told of each run that is to be sent, in the transaction that makes it."""

    def __init__(self, store: Store, clock: Clock, announce: Announce = lambda _session, _run: None) -> None:
        self._store, self._clock, self._announce = store, clock, announce

    def tick(self) -> list[int]:
        """Makes runs of what is due; returns their ids. Any number of processes may."""
        now = self._clock.now()
        with self._store.read() as session:
            due = list(session.scalars(DUE, {"now": now}))
        return [made for digest_id in due for made in self._open(digest_id, now)]

    def _open(self, digest_id: int, now: datetime) -> list[int]:
        """The runs of one digest that are to be sent, its next day set. Whoever moves `next_at` on makes them."""
        with self._store.write() as session:
            digest = session.get(Digest, digest_id, with_for_update=True)
            if digest is None or digest.paused or digest.next_at is None or digest.next_at > now:
                return []  # another has seen to it
            schedule = schedule_of(digest)
            if schedule is None:
                digest.next_at = digest.next_on = None
                return []
            if not _wanted(session.get_one(Tenant, digest.tenant_id)):
                _move(digest, schedule, now)
                return []
            first = digest.next_at - timedelta(seconds=1)
            due = list(takewhile(lambda each: each.at <= now, schedule.occurrences(first)))[-MOST:]
            _move(digest, schedule, now)
            known = select(DigestRun.day).where(DigestRun.digest_id == digest.id)
            there = set(session.scalars(known.where(DigestRun.day.in_([each.day for each in due]))))
            runs = [_run(digest, each.day, each.at, now) for each in due if each.day not in there]
            session.add_all(runs)
            session.flush()
            sent = [run for run in runs if run.state is RunState.DUE]
            for run in sent:
                self._announce(session, run)
            return [run.id for run in sent]

    def waiting(self) -> list[DigestRun]:
        """Runs that nobody took up, or did not bring to an end."""
        now = self._clock.now()
        with self._store.read() as session:
            return list(session.scalars(LEFT, {"now": now, "unannounced": now - PATIENCE}))

    def claim(self, run_id: int) -> Claim | None:
        """A run to send; None where it is somebody else's now, or at its end."""
        now = self._clock.now()
        with self._store.write() as session:
            if not _changed(session, CLAIM, {"run": run_id, "now": now, "until": now + LEASE}):
                return None
            run = session.get_one(DigestRun, run_id, populate_existing=True)
            if run.tried_at is None and now - run.due_at > LATE:
                run.state, run.reason, run.claimed_until = RunState.MISSED, run.reason or STILL, None
                return None
            return Claim(run.id, run.tenant_id, run.digest_id, run.day, run.due_at, run.attempts, run.tried_at)

    def about_to_post(self, claim: Claim) -> bool:
        """Notes that a message may be out from now on; False where the claim has gone to another meanwhile."""
        now = self._clock.now()
        said = {"run": claim.run_id, "attempt": claim.attempt, "now": now, "until": now + LEASE}
        with self._store.write() as session:
            return _changed(session, POSTING, said)

    def sent(self, claim: Claim, channel: str, ts: str, kept: dict[str, Any] | None = None) -> None:
        """The message stands. It does so whoever posted it, so that a claim that has gone does not matter."""
        values: dict[str, Any] = {
            "state": RunState.SENT, "sent_at": self._clock.now(), "channel": channel, "ts": ts, "reason": None,
            "claimed_until": None,
        }  # fmt: skip
        if kept is not None:
            values["kept"] = kept
        with self._store.write() as session:
            open_ = DigestRun.state.in_([RunState.SENDING, RunState.DUE])
            _changed(session, update(DigestRun).where(DigestRun.id == claim.run_id, open_).values(values))

    def failed(self, claim: Claim, reason: str) -> None:
        """It may yet be sent: to be tried again once what may be under way has settled; missed where it is too late."""
        self._end(claim, {"claimed_until": self._clock.now() + SETTLE, "reason": reason[:512]})

    def missed(self, claim: Claim) -> None:
        """It was looked for, is not there, and it is too late now."""
        self._end(claim, {"state": RunState.MISSED, "claimed_until": None})

    def is_late(self, claim: Claim) -> bool:
        return self._clock.now() - claim.due_at > LATE

    def refused(self, claim: Claim, reason: str) -> None:
        """It is not to be sent there; `reason` is for the owner."""
        self._end(claim, {"state": RunState.REFUSED, "claimed_until": None, "reason": reason[:512]})

    def _end(self, claim: Claim, values: dict[str, Any]) -> None:
        with self._store.write() as session:
            _changed(session, update(DigestRun).where(*_held(claim)).values(values))

    def untold(self) -> list[DigestRun]:
        """Runs that were not sent and whose owners have not heard so."""
        query = select(DigestRun).where(
            DigestRun.state.in_([RunState.REFUSED, RunState.MISSED]),
            DigestRun.told_at.is_(None),
            DigestRun.due_at > self._clock.now() - NOTICED,
        )
        with self._store.read() as session:
            return list(session.scalars(query.order_by(DigestRun.id).limit(500)))

    def tell(self, run_id: int) -> bool:
        """Notes that the owner is being told; False where another process does."""
        with self._store.write() as session:
            own = (DigestRun.id == run_id, DigestRun.told_at.is_(None))
            return _changed(session, update(DigestRun).where(*own).values(told_at=self._clock.now()))


def schedule_of(digest: Digest) -> Schedule | None:
    """When it is due; None where it has no schedule (that can be read any more)."""
    try:
        return Schedule.of(digest.cron, digest.timezone or "UTC") if digest.cron else None
    except RejectedError:
        return None


def _wanted(tenant: Tenant) -> bool:
    """Whether digests are sent there at all; days on which they are not are nobody's miss."""
    return tenant.parked_at is None and is_on(tenant.settings, "digests")


def _move(digest: Digest, schedule: Schedule, now: datetime) -> None:
    following = schedule.after(now)
    digest.next_at, digest.next_on = (following.at, following.day) if following else (None, None)


def _run(digest: Digest, day: date, at: datetime, now: datetime) -> DigestRun:
    late = now - at > LATE
    return DigestRun(
        tenant_id=digest.tenant_id,
        digest_id=digest.id,
        day=day,
        due_at=at,
        state=RunState.MISSED if late else RunState.DUE,
        reason=DOWN if late else None,
    )


def _held(claim: Claim) -> tuple[Any, ...]:
    return (
        DigestRun.id == claim.run_id,
        DigestRun.state == RunState.SENDING,
        DigestRun.attempts == claim.attempt,
    )


def _changed(session: Session, statement: Any, said: dict[str, Any] | None = None) -> bool:
    """Whether a row was there to be changed."""
    done = session.execute(statement, said or {}, execution_options={"synchronize_session": False})
    return cast(CursorResult[Any], done).rowcount == 1
