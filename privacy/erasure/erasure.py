"""Forgets people: asked for, held as long as the team wants, then done step by step, however often it is cut off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from crm import audit
from crm.errors import RejectedError
from crm.model import ErasureRequest, ErasureState, Forgotten, Tenant
from privacy.erasure import certificate as certificates
from privacy.erasure.compaction import compact
from privacy.erasure.digests import Line, Mark
from privacy.erasure.knowing import known_again, marks_kept, people_of
from privacy.erasure.lifting import Lifting
from privacy.erasure.place import House, Work
from privacy.erasure.registry import PLACES
from privacy.erasure.scan import Needles
from privacy.erasure.searching import searched
from privacy.erasure.subject import Subject, find, subject_of
from privacy.erasure.tenant import TENANT, TenantErasure

HOLD = "forget_hold_days"  # in a tenant's settings: days between a request and its execution
PERSON = "person"
COMPACT, CHECK, CLOSE = "compaction", "check", "closing"  # the steps after all places
NO_REQUEST = "There is no such request. `rapport forget --list` shows them."
log = structlog.get_logger(__name__)


class Erasure:
    """The forgetting of one installation's people.

    Args:
        house: everything that holds something of somebody.
        step: told before each step of a job; for tests that kill it there.
    """

    def __init__(self, house: House, step: Callable[[str], object] = lambda _: None) -> None:
        self._house, self._step = house, step

    def preview(self, tenant_id: int, who: str) -> dict[str, int]:
        """How many things in each place tell of the person; nothing changes.

        Raises:
            RejectedError: nobody, or more than one, is meant.
        """
        return self.meant(tenant_id, who)[1]

    def meant(self, tenant_id: int, who: str) -> tuple[int, dict[str, int]]:
        """The contact's id with its `preview`."""
        with self._house.store.read() as session:
            subject = find(session, tenant_id, who)
        work = Work(self._house, tenant_id, subject)
        return subject.contact_ids[0], {place.name: count for place in PLACES if (count := place.count(work))}

    def request(self, tenant_id: int, who: str, *, by: int | None = None) -> ErasureRequest:
        """Asks for a person to be forgotten, once the tenant's time of holding is over (0 days by default).

        Raises:
            RejectedError: nobody, or more than one, is meant.
        """
        with self._house.store.read() as session:
            subject = find(session, tenant_id, who)
        return self._request(tenant_id, subject, by=by)

    def request_tenant(self, tenant_id: int, *, by: int | None = None, hold: timedelta | None = None) -> ErasureRequest:
        """Asks for a whole tenant to be forgotten, after this time of holding (None: the tenant's own)."""
        return self._request(tenant_id, None, by=by, hold=hold)

    def preview_tenant(self, tenant_id: int) -> dict[str, int]:
        """How many rows of a tenant each table holds."""
        return TenantErasure(self._house, self._step).counts(tenant_id)

    def cancel(self, tenant_id: int, number: int, *, by: int | None = None) -> ErasureRequest:
        """Takes a request back that has not begun.

        Raises:
            RejectedError: there is none, or it has begun.
        """
        now = self._house.clock.now()
        with self._house.store.write() as session:
            request = _request(session, tenant_id, number)
            if request.state is not ErasureState.WAITING:
                raise RejectedError("This request has begun or is over, so it cannot be taken back.")
            request.state, request.subject, request.finished_at = ErasureState.CANCELLED, None, now
            audit.append(session, tenant_id, at=now, actor_id=by, action="forget.cancel", row_id=request.id)
            return request

    def hold(self, tenant_id: int, days: int) -> None:
        """Sets how many days a tenant's requests are held from now on."""
        with self._house.store.write() as session:
            tenant = session.get_one(Tenant, tenant_id)
            tenant.settings = {**tenant.settings, HOLD: days}

    def requests(self, tenant_id: int) -> list[ErasureRequest]:
        """All of a tenant's, newest first."""
        query = select(ErasureRequest).where(ErasureRequest.tenant_id == tenant_id).order_by(ErasureRequest.id.desc())
        with self._house.store.read() as session:
            return list(session.scalars(query))

    def due(self) -> list[tuple[int, int]]:
        """Tenants and numbers of requests whose day has come, or that were cut off."""
        query = select(ErasureRequest.tenant_id, ErasureRequest.id).where(
            ErasureRequest.state.in_([ErasureState.WAITING, ErasureState.RUNNING]),
            ErasureRequest.due_at <= self._house.clock.now(),
        )
        with self._house.store.read() as session:
            return [(tenant_id, number) for tenant_id, number in session.execute(query.order_by(ErasureRequest.id))]

    def run(self, tenant_id: int, number: int) -> dict[str, Any]:
        """Does a request whose day has come, from where it was cut off; returns its certificate.

        Raises:
            RejectedError: there is none, it was taken back, or its day has not come.
            RetryableError: a part of Rapport is not to be had now; what is done stays done, run it again.
        """
        request = self._begun(tenant_id, number)
        if request.certificate is not None and request.state is ErasureState.DONE:
            return request.certificate
        if request.kind == TENANT:
            return TenantErasure(self._house, self._step).run(request)
        if request.subject is not None:
            told = self._house.vault.open(tenant_id, request.subject)
            self._forget(Work(self._house, tenant_id, Subject.of_json(told)), number)
        return self._closed(tenant_id, number)

    def restored(self) -> list[int]:
        """Tenants whose ledger knows of somebody that the record has not down as forgotten: a backup was restored."""
        tenants = {line.tenant for line in self._house.digests.lines()}
        told = {each: self._house.digests.standing(each) for each in sorted(tenants)}
        with self._house.store.read() as session:
            there = set(session.scalars(select(Tenant.id)))
            known = {each: {(k, d) for k, d in session.execute(marks_kept(each))} for each in told if each in there}
        return [
            each
            for each, marks in known.items()
            if people_of(told[each][0]) - marks or told[each][1] & marks or self._is_dropped(each)
        ]

    def again(self, tenant_id: int) -> list[int]:
        """After a restored backup: forgets anew whoever the ledger knows and the record holds; returns the requests."""
        if self._is_dropped(tenant_id):
            return [self._request(tenant_id, None, by=None, hold=timedelta(0)).id]
        Lifting(self._house).settle(tenant_id)
        marks = people_of(self._house.digests.standing(tenant_id)[0])
        with self._house.store.read() as session:
            known = {(kind, digest) for kind, digest in session.execute(marks_kept(tenant_id))}
            found = known_again(session, self._house, tenant_id, marks)
            subjects = [subject_of(session, tenant_id, [contact_id]) for contact_id in found]
        self._remember(tenant_id, sorted(marks - known))
        return [self._request(tenant_id, subject, by=None, hold=timedelta(0)).id for subject in subjects]

    def _is_dropped(self, tenant_id: int) -> bool:
        """Whether the tenant was forgotten as a whole after it was made: a backup has brought it back."""
        dropped = [line.at for line in self._lines(tenant_id) if any(kind == TENANT for kind, _ in line.marks)]
        with self._house.store.read() as session:
            tenant = session.get(Tenant, tenant_id)
        return tenant is not None and any(tenant.created_at.isoformat() <= at for at in dropped)

    def _lines(self, tenant_id: int) -> list[Line]:
        return [line for line in self._house.digests.lines() if line.tenant == tenant_id]

    def _request(
        self, tenant_id: int, subject: Subject | None, *, by: int | None, hold: timedelta | None = None
    ) -> ErasureRequest:
        now = self._house.clock.now()
        sealed = self._house.vault.seal(tenant_id, subject.to_json()) if subject else None
        with self._house.store.write() as session:
            own = timedelta(days=int(session.get_one(Tenant, tenant_id).settings.get(HOLD) or 0))
            request = ErasureRequest(
                tenant_id=tenant_id,
                kind=PERSON if subject else TENANT,
                subject=sealed,
                requested_by=by,
                requested_at=now,
                due_at=now + (own if hold is None else hold),
            )
            session.add(request)
            session.flush()
            audit.append(session, tenant_id, at=now, actor_id=by, action="forget.request", row_id=request.id)
            return request

    def _begun(self, tenant_id: int, number: int) -> ErasureRequest:
        with self._house.store.write() as session:
            request = _request(session, tenant_id, number)
            if request.state is ErasureState.CANCELLED:
                raise RejectedError("This request was taken back.")
            if request.state is ErasureState.WAITING:
                if request.due_at > self._house.clock.now():
                    raise RejectedError(f"This request is held until {request.due_at:%Y-%m-%d}.")
                request.state = ErasureState.RUNNING
            return request

    def _forget(self, work: Work, number: int) -> None:
        """Each step by itself; the ledger first, so that nothing comes back while the rest goes on."""
        marks = self._house.digests.marks(work.tenant_id, work.subject)
        done = self._done(work.tenant_id, number)
        if done is None:
            self._step("ledger")
            at = self._house.clock.now().isoformat()
            self._house.digests.note(Line(work.tenant_id, number, at, [list(mark) for mark in marks]))
            self._remember(work.tenant_id, marks)
            self._note(work.tenant_id, number, "ledger", {}, marks)
        steps = [place.name for place in PLACES]
        if done == CHECK:
            return
        for place in PLACES[steps.index(done) + 1 :] if done in steps else PLACES if done != COMPACT else ():
            self._step(place.name)
            self._note(work.tenant_id, number, place.name, {place.name: place.erase(work)})
            log.info("forgotten in", request=number, place=place.name)
        if done != COMPACT:
            self._step(COMPACT)
            compact(self._house.store, self._house.home)
            self._note(work.tenant_id, number, COMPACT, {})
        self._step(CHECK)
        self._certify(work, number)

    def _certify(self, work: Work, number: int) -> None:
        """What came in meanwhile is taken out too, once more; then everything is looked through."""
        left = {place.name: place.verify(work) for place in PLACES}
        again = {name: count for name, count in left.items() if count}
        for place in PLACES if again else ():
            place.erase(work)
        if again:
            compact(self._house.store, self._house.home)
            left = {place.name: place.verify(work) for place in PLACES}
        told = searched(self._house.store, self._house.home, Needles.of(work.subject))
        with self._house.store.write() as session:
            request = _request(session, work.tenant_id, number)
            places = [
                {"place": name, "removed": request.counts.get(name, 0), "left": count} for name, count in left.items()
            ]
            request.certificate = {
                "request": number,
                "kind": request.kind,
                "requested_at": request.requested_at.isoformat(),
                "finished_at": self._house.clock.now().isoformat(),
                "places": places,
                "scan": asdict(told),
                "notes": list(certificates.NOTES),
            }
            request.subject, request.step = None, CHECK

    def _closed(self, tenant_id: int, number: int) -> dict[str, Any]:
        """The request's own sealed words are gone by now: their place in the database goes too."""
        self._step(CLOSE)
        compact(self._house.store, self._house.home)
        now = self._house.clock.now()
        with self._house.store.write() as session:
            request = _request(session, tenant_id, number)
            if request.certificate is None:
                raise RejectedError("This request lost whom it was about. Ask for it anew.")
            request.state, request.finished_at = ErasureState.DONE, now
            audit.append(session, tenant_id, at=now, actor_id=None, action="forget.done", row_id=number)
            certificate = request.certificate
        certificates.keep(self._house.home, certificate)
        self._house.wake(tenant_id)
        return certificate

    def _done(self, tenant_id: int, number: int) -> str | None:
        with self._house.store.read() as session:
            return _request(session, tenant_id, number).step

    def _note(
        self, tenant_id: int, number: int, step: str, counts: dict[str, int], marks: list[Mark] | None = None
    ) -> None:
        with self._house.store.write() as session:
            request = _request(session, tenant_id, number)
            total = {name: request.counts.get(name, 0) + count for name, count in counts.items()}
            request.step, request.counts = step, {**request.counts, **total}
            if marks is not None:
                request.digests = [list(mark) for mark in marks]

    def _remember(self, tenant_id: int, marks: list[Mark]) -> None:
        now = self._house.clock.now()
        with self._house.store.write() as session:
            known = {(kind, digest) for kind, digest in session.execute(marks_kept(tenant_id))}
            rows = [
                {"tenant_id": tenant_id, "kind": kind, "digest": digest, "forgotten_at": now}
                for kind, digest in marks
                if (kind, digest) not in known
            ]
            if rows:
                session.execute(insert(Forgotten), rows)


def _request(session: Session, tenant_id: int, number: int) -> ErasureRequest:
    found = session.get(ErasureRequest, number)
    if found is None or found.tenant_id != tenant_id:
        raise RejectedError(NO_REQUEST)
    return found
