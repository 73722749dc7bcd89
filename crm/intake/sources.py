"""A tenant's sources: set up, paused, looked at one at a time, and how each is doing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, Select, exists, or_, select, update
from sqlalchemy.orm import Session

from crm import audit
from crm.clock import Clock
from crm.errors import RejectedError
from crm.intake.triggers import install
from crm.model import Announcement, Source, SourceState, Tenant
from crm.store import Store

NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")
OURS = {"slack", "log", "import"}  # what the record already calls sources of its own
LEASE = timedelta(minutes=3)  # a look whose process died is taken up by another after this long
PATIENCE = timedelta(hours=1)  # the longest wait between tries at a source that fails
NEARLY = timedelta(milliseconds=500)  # a look that is due before the next tick is due now
REASON_LENGTH = 512


class SourceBook:
    """Keeps sources. What a source's settings may be is checked by whoever calls `add`."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def add(
        self,
        tenant_id: int,
        name: str,
        kind: str,
        settings: Mapping[str, Any],
        every: timedelta,
        *,
        announces: bool = False,
        by: int | None = None,
    ) -> Source:
        """Sets a source up; the first look is due at once. `by` is the user who did it, for the audit; `announces`: it
        tells other systems what changes from now on.

        Raises:
            RejectedError: the name cannot be used or is taken.
            FatalError: the database cannot note what changes.
        """
        if not NAME.fullmatch(name) or name in OURS:
            raise RejectedError("A source's name has small letters, digits, dots and dashes, such as sales-mailbox.")
        source = Source(
            tenant_id=tenant_id,
            name=name,
            kind=kind,
            settings=dict(settings),
            announces=announces,
            every=max(1, int(every.total_seconds())),
            next_at=self._clock.now(),
            created_at=self._clock.now(),
        )
        if announces:
            install(self._store)
        with self._store.write() as session:
            if _named(session, tenant_id, name) is not None:
                raise RejectedError(f"There is a source {name} already. Remove it first, or choose another name.")
            session.add(source)
            session.flush()
            self._audit(session, source, "source.add", by)
        return source

    def all(self, tenant_id: int) -> list[Source]:
        with self._store.read() as session:
            return list(session.scalars(select(Source).where(Source.tenant_id == tenant_id).order_by(Source.name)))

    def find(self, tenant_id: int, name: str) -> Source | None:
        with self._store.read() as session:
            return _named(session, tenant_id, name)

    def get(self, tenant_id: int, name: str) -> Source:
        """The source of this name.

        Raises:
            RejectedError: there is none.
        """
        found = self.find(tenant_id, name)
        if found is None:
            raise RejectedError(f"There is no source {name!r}. `rapport source list` shows them.")
        return found

    def told_by_requests(self, name: str) -> list[Source]:
        """The sources of this name, of any tenant, that are on."""
        with self._store.read() as session:
            return list(session.scalars(_on().where(Source.name == name)))

    def on(self) -> list[Source]:
        """The sources of all tenants that are on."""
        with self._store.read() as session:
            return list(session.scalars(_on()))

    def due(self) -> list[tuple[int, int]]:
        """Tenant and id of each source to be looked at now."""
        now = self._clock.now()
        with self._store.read() as session:
            rows = session.execute(
                _on()
                .with_only_columns(Source.tenant_id, Source.id)
                .where(
                    or_(Source.next_at <= now + NEARLY, (Source.failures == 0) & _has_news()),
                    or_(Source.leased_until.is_(None), Source.leased_until < now),
                )
            ).all()
        return [(tenant_id, identity) for tenant_id, identity in rows]

    def pause(self, tenant_id: int, name: str, *, by: int | None = None) -> None:
        self._change(tenant_id, name, "source.pause", by, state=SourceState.PAUSED, reason=None)

    def resume(self, tenant_id: int, name: str, *, by: int | None = None) -> None:
        values = {"state": SourceState.ON, "reason": None, "failures": 0, "leased_until": None}
        self._change(tenant_id, name, "source.resume", by, **values, next_at=self._clock.now())

    def remove(self, tenant_id: int, name: str, *, by: int | None = None) -> None:
        """Forgets a source and where it stood; what it brought stays in the record."""
        source = self.get(tenant_id, name)
        with self._store.write() as session:
            session.delete(session.get_one(Source, source.id))
            self._audit(session, source, "source.remove", by)

    def lease(self, source_id: int) -> Source | None:
        """Takes a source for a look; None while another look at it is running."""
        now = self._clock.now()
        with self._store.write() as session:
            taken: CursorResult[Any] = session.execute(  # type: ignore[assignment]
                update(Source)
                .where(Source.id == source_id, or_(Source.leased_until.is_(None), Source.leased_until < now))
                .values(leased_until=now + LEASE)
            )
            return session.get(Source, source_id) if taken.rowcount else None

    def looked(self, source_id: int) -> None:
        """A look ended well."""
        now = self._clock.now()
        with self._store.write() as session:
            source = session.get_one(Source, source_id)
            source.leased_until, source.failures, source.reason, source.looked_at = None, 0, None, now
            source.next_at = now + timedelta(seconds=source.every)

    def failed(self, source_id: int, reason: str, after: timedelta | None = None) -> None:
        """A look failed; the next is tried after `after`, else later with every failure in a row."""
        with self._store.write() as session:
            source = session.get_one(Source, source_id)
            source.failures += 1
            wait = after or min(PATIENCE, timedelta(seconds=15) * 2 ** min(source.failures, 10))
            source.leased_until, source.reason = None, reason[:REASON_LENGTH]
            source.next_at = self._clock.now() + wait

    def refused(self, source_id: int, reason: str) -> None:
        """Nothing comes from this source until a person acts."""
        with self._store.write() as session:
            source = session.get_one(Source, source_id)
            source.failures += 1
            source.leased_until, source.state, source.reason = None, SourceState.REFUSED, reason[:REASON_LENGTH]
            source.told_at = None

    def _change(self, tenant_id: int, name: str, action: str, by: int | None, **values: Any) -> None:
        source = self.get(tenant_id, name)
        with self._store.write() as session:
            session.execute(update(Source).where(Source.id == source.id).values(**values))
            self._audit(session, source, action, by)

    def _audit(self, session: Session, source: Source, action: str, by: int | None) -> None:
        audit.append(
            session, source.tenant_id, at=self._clock.now(), actor_id=by, action=action, entity="source",
            row_id=source.id, detail={"name": source.name, "kind": source.kind},
        )  # fmt: skip


def _has_news() -> ColumnElement[bool]:
    """Whether something waits to be told; after a failure it waits for the source's time."""
    return exists().where(Announcement.source_id == Source.id)


def _on() -> Select[Source]:
    """The sources that are on, of tenants that have not left."""
    here = select(Tenant.id).where(Tenant.parked_at.is_(None))
    return select(Source).where(Source.state == SourceState.ON, Source.tenant_id.in_(here))


def _named(session: Session, tenant_id: int, name: str) -> Source | None:
    return session.scalar(select(Source).where(Source.tenant_id == tenant_id, Source.name == name))
