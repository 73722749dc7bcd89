"""Removes what is older than the team keeps: shown before, once a day, in steps that survive kills."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Any, Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import structlog
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from crm import audit
from crm.errors import RejectedError
from crm.model import Account, Nudge, ProposedEntry, RetentionRun, Signal, Tenant
from crm.retention import HOLDS, RULES, SIGNALS, Rules
from privacy.erasure.compaction import compact
from privacy.erasure.place import House
from privacy.retention.due import SORTS, Line, Sort, preview
from privacy.retention.removal import counted, locked, open_run, orphans, remove

BATCH = 200  # rows a transaction
NIGHT = 3  # the hour of the team's day from which on it is done
ENTRIES = "log entries"
log = structlog.get_logger(__name__)


class Index(Protocol):
    """The vectors and what was learnt, as far as removing rows needs them."""

    def prune(self, tenant_id: int) -> int:
        """Rebuilds the vectors into new files without those of rows that are gone.

        Raises:
            RetryableError: another process holds them.
        """

    def forget_moods(self, tenant_id: int) -> None: ...


@dataclass(frozen=True)
class Shown:
    """The rules, what each would remove now, the accounts on hold, and whether a run was cut off."""

    lines: list[Line]
    held: list[tuple[int, str]]
    unfinished: bool


@dataclass(frozen=True)
class Due:
    """A tenant whose day it is; `unfinished` where a run was cut off."""

    tenant_id: int
    day: date
    unfinished: bool


class Retention:
    """The retention of one installation.

    Args:
        house: everything that holds something.
        index: its vectors.
        step: told before each step; for tests that kill it there.
    """

    def __init__(self, house: House, index: Index, step: Callable[[str], object] = lambda _: None) -> None:
        self._house, self._index, self._step = house, index, step

    def shown(self, tenant_id: int) -> Shown:
        """The preview; nothing changes."""
        with self._house.store.read() as session:
            tenant = session.get_one(Tenant, tenant_id)
            rules = Rules.of(tenant.settings)
            lines = preview(session, tenant_id, rules, self._house.clock.now())
            return Shown(lines, _held(session, tenant_id, rules), open_run(session, tenant_id) is not None)

    def set(self, tenant_id: int, kind: str, said: str, *, by: int | None = None) -> Rules:
        """Keeps a kind for so many days, or for good ("off").

        Raises:
            RejectedError: there is no such kind, or this is no number of days that it can have.
        """
        with self._house.store.write() as session:
            tenant, before = locked(session, tenant_id)
            rules = before.changed(kind, said)
            tenant.settings = {**tenant.settings, RULES: rules.days}
            at, detail = self._house.clock.now(), {"kind": kind, "days": rules.days.get(kind)}
            audit.append(session, tenant_id, at=at, actor_id=by, action="retention.set", detail=detail)
        return rules

    def hold(self, tenant_id: int, account: str, *, on: bool, by: int | None = None) -> str:
        """Keeps everything of an account, however old, or no more; returns the account's name.

        Raises:
            RejectedError: no account, or more than one, is called so.
        """
        with self._house.store.write() as session:
            tenant, rules = locked(session, tenant_id)
            row = _account(session, tenant_id, account)
            held = rules.held | {row.id} if on else rules.held - {row.id}
            tenant.settings = {**tenant.settings, HOLDS: sorted(held)}
            at, action = self._house.clock.now(), "retention.hold" if on else "retention.release"
            audit.append(session, tenant_id, at=at, actor_id=by, action=action, entity="account", row_id=row.id)
            return str(row.name)

    def due(self) -> list[Due]:
        """Tenants that have rules, or a run to end, and whose night has come."""
        now = self._house.clock.now()
        with self._house.store.read() as session:
            tenants = session.scalars(select(Tenant).order_by(Tenant.id)).all()
            unfinished = {each.id for each in tenants if open_run(session, each.id) is not None}
        found = []
        for tenant in tenants:
            local = now.astimezone(_zone(tenant))
            if tenant.id in unfinished or (Rules.of(tenant.settings).days and local.hour >= NIGHT):
                found.append(Due(tenant.id, local.date(), tenant.id in unfinished))
        return found

    def apply(self, tenant_id: int, *, by: int | None = None) -> dict[str, int]:
        """Removes what is due, ends what an earlier run left, and returns how many of each kind went.

        Raises:
            RetryableError: a part of Rapport is not to be had now; what is done stays done, run it again.
        """
        now = self._house.clock.now()
        self._objects(tenant_id)
        for sort in SORTS:
            self._step(sort.kind)
            while self._batch(tenant_id, sort, now):
                self._step(sort.kind)
                self._objects(tenant_id)
        return self._finish(tenant_id, by=by)

    def _batch(self, tenant_id: int, sort: Sort, now: datetime) -> int:
        """Some rows of one kind. What was found is asked again under the lock: a hold may have come meanwhile."""
        with self._house.store.read() as session:
            rules = Rules.of(session.get_one(Tenant, tenant_id).settings)
            ids = _ids(session, sort, tenant_id, rules, now)
        if not ids:
            return 0
        with self._house.store.write() as session:
            _, rules = locked(session, tenant_id)
            sure = _ids(session, sort, tenant_id, rules, now, among=ids)
            if sure:
                remove(session, self._run(session, tenant_id), sort, sure)
        log.info("retention_removed", kind=sort.kind, rows=len(sure))
        return len(ids)

    def _run(self, session: Session, tenant_id: int) -> RetentionRun:
        """The open run, begun where there is none; the caller holds the tenant."""
        run = open_run(session, tenant_id)
        if run is None:
            run = RetentionRun(
                tenant_id=tenant_id, begun_at=self._house.clock.now(), counts={}, objects=[], moods=False
            )
            session.add(run)
        return run

    def _objects(self, tenant_id: int) -> None:
        """Originals in storage whose rows are gone: they go there first, then from the note."""
        with self._house.store.read() as session:
            run = open_run(session, tenant_id)
        if run is None or not run.objects:
            return
        self._step("objects")
        for key in run.objects:
            self._house.objects.delete(tenant_id, key)
        gone = set(run.objects)
        with self._house.store.write() as session:
            locked(session, tenant_id)
            run = session.get_one(RetentionRun, run.id)
            run.objects = [key for key in run.objects if key not in gone]

    def _finish(self, tenant_id: int, *, by: int | None) -> dict[str, int]:
        """What rows leave behind elsewhere. Where nothing went, nothing is to be done."""
        with self._house.store.read() as session:
            run = open_run(session, tenant_id)
        if run is None:
            return {}
        self._step("orphans")
        self._orphans(tenant_id)
        if run.moods:
            self._index.forget_moods(tenant_id)
        self._step("vectors")
        self._index.prune(tenant_id)
        self._step("compaction")
        compact(self._house.store, self._house.home)
        self._step("closing")
        now = self._house.clock.now()
        with self._house.store.write() as session:
            locked(session, tenant_id)
            run = session.get_one(RetentionRun, run.id)
            run.finished_at = now
            audit.append(session, tenant_id, at=now, actor_id=by, action="retention.apply", detail=dict(run.counts))
            return dict(run.counts)

    def _orphans(self, tenant_id: int) -> None:
        with self._house.store.read() as session:
            signals, entries, nudges = orphans(session, tenant_id)
        lost = ((SIGNALS, Signal, signals), (ENTRIES, ProposedEntry, entries), (SIGNALS, Nudge, nudges))
        for kind, model, ids in lost:
            for start in range(0, len(ids), BATCH):
                some = ids[start : start + BATCH]
                with self._house.store.write() as session:
                    locked(session, tenant_id)
                    session.execute(delete(model).where(model.id.in_(some)))
                    counted(self._run(session, tenant_id), kind, len(some))


def _ids(
    session: Session, sort: Sort, tenant_id: int, rules: Rules, now: datetime, *, among: Sequence[int] | None = None
) -> list[int]:
    due = sort.due(tenant_id, rules, now)
    if due is None:
        return []
    query = select(sort.table.c.id).where(due)
    query = query.order_by(sort.table.c.id).limit(BATCH) if among is None else query.where(sort.table.c.id.in_(among))
    return list(session.scalars(query))


def _held(session: Session, tenant_id: int, rules: Rules) -> list[tuple[int, str]]:
    if not rules.held:
        return []
    query = select(Account.id, Account.name).where(Account.tenant_id == tenant_id, Account.id.in_(rules.held))
    return [(row.id, row.name) for row in session.execute(query.order_by(Account.id))]


def _account(session: Session, tenant_id: int, said: str) -> Any:
    query = select(Account.id, Account.name).where(Account.tenant_id == tenant_id)
    number = said.strip().removeprefix("#")
    which = Account.id == int(number) if number.isdecimal() else func.lower(Account.name) == said.strip().lower()
    found = session.execute(query.where(which).order_by(Account.id)).all()
    if len(found) != 1:
        ids = ", ".join(str(row.id) for row in found[:10])
        raise RejectedError(
            f"{len(found)} accounts are called {said.strip()!r}: give the id of one of them ({ids})."
            if found
            else f"No account is called {said.strip()!r}. Give the whole name, as the record has it, or its id."
        )
    return found[0]


def _zone(tenant: Tenant) -> tzinfo:
    try:
        return ZoneInfo(tenant.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
