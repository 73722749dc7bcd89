"""Composes a digest out of the record, for whoever is to read it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.clock import Clock
from crm.digests.contents import QUESTION, TITLES, Item, items
from crm.digests.ground import Ground
from crm.digests.rounds import schedule_of
from crm.digests.schedule import zone_named
from crm.digests.section import Content, Section
from crm.digests.sections import SECTIONS
from crm.digests.sections.pipeline import snapshot
from crm.digests.sections.question import question
from crm.digests.window import short, window_of
from crm.display import display_all
from crm.errors import RapportError, RejectedError
from crm.features import is_on
from crm.model import Digest, DigestRun, RunState, Tenant, User
from crm.ports import MoodReader
from crm.rights import unlimited
from crm.store import Store

if TYPE_CHECKING:
    from crm.ask.asker import Asker

log = structlog.get_logger()

BROKE = "This part could not be put together today; the rest stands. It is noted for your admin."
MISSED = "Not sent since the one before: {days}."


class Composer:
    """Reads through whatever sight holds; the caller sets it."""

    def __init__(self, store: Store, clock: Clock, asker: Asker, moods: MoodReader | None = None) -> None:
        self._store, self._clock, self._asker, self._moods = store, clock, asker, moods

    def compose(
        self, tenant_id: int, digest_id: int, *, now: datetime | None = None, only: int | None = None
    ) -> Content:
        """The digest as of a moment, or one section of it. A section that fails says so, the others stand.

        Raises:
            RejectedError: there is no such digest (any more).
        """
        with unlimited(), self._store.read() as session:
            digest = session.get(Digest, digest_id)
            if digest is None or digest.tenant_id != tenant_id:
                raise RejectedError("There is no such digest any more.")
            owner = session.get(User, digest.owner_id) if digest.owner_id else None
            tenant = session.get_one(Tenant, tenant_id)
            local = (now or self._clock.now()).astimezone(zone_named(digest.timezone or _zone(owner, tenant)))
            window = window_of(local, schedule_of(digest))
            since = _kept(session, digest, local)
            notes = _notes(session, digest, local)
            rankings = is_on(tenant.settings, "rankings")
        found: list[Section] = []
        with self._store.read() as session:
            ground = Ground(session, tenant_id, local, window, since, rankings, self._moods)
            wanted = items(digest.sections)
            wanted = wanted if only is None else wanted[only : only + 1]
            found += [self._section(ground, item, owner) for item in wanted]
            kept = snapshot(ground) if any(item.kind == "pipeline" for item in wanted) else {}
        return Content(digest.name, window.said, local.date().isoformat(), found, notes, kept)

    def _section(self, ground: Ground, item: Item, owner: User | None) -> Section:
        title = item.title
        try:
            if item.kind != QUESTION:
                return SECTIONS[item.kind](ground)
            with self._store.read() as session:
                text, title = display_all(session, ground.tenant_id, [item.question, item.title])
            return question(self._asker, ground, text, title, owner)
        except RapportError as error:
            return Section(item.kind, title, error.message, failed=True)
        except Exception:  # one part must not keep the others from their readers; the log names the place
            log.exception("digest_section_broke", tenant=ground.tenant_id, section=item.kind)
            return Section(item.kind, title, BROKE, failed=True)

    def section(self, tenant_id: int, digest_id: int, place: int, *, now: datetime) -> Section:
        """One section anew, whole: for a file.

        Raises:
            RejectedError: it is not there any more.
        """
        found = self.compose(tenant_id, digest_id, now=now, only=max(place, 0)).sections
        if not found:
            raise RejectedError("The digest has changed since. Please ask for it anew.")
        return found[0]


def _zone(owner: User | None, tenant: Tenant) -> str:
    return (owner.timezone if owner else None) or tenant.timezone or "UTC"


def _kept(session: Session, digest: Digest, local: datetime) -> dict[str, object]:
    """What the last one that was sent before today left to compare with."""
    query = select(DigestRun.kept).where(
        DigestRun.digest_id == digest.id, DigestRun.state == RunState.SENT, DigestRun.day < local.date()
    )
    return dict(session.scalar(query.order_by(DigestRun.day.desc()).limit(1)) or {})


def _notes(session: Session, digest: Digest, local: datetime) -> list[str]:
    """Days that were left out since the last one that was sent."""
    days = list(_left_out(session, digest, local))
    if not days:
        return []
    more = f" and {len(days) - 3} more" if len(days) > 3 else ""
    return [MISSED.format(days=", ".join(days[-3:]) + more)]


def _left_out(session: Session, digest: Digest, local: datetime) -> Iterator[str]:
    own = (DigestRun.digest_id == digest.id, DigestRun.day < local.date())
    last = session.scalar(
        select(DigestRun.day).where(*own, DigestRun.state == RunState.SENT).order_by(DigestRun.day.desc()).limit(1)
    )
    query = select(DigestRun.day).where(*own, DigestRun.state == RunState.MISSED)
    query = query.where(DigestRun.day > last) if last else query
    for day in session.scalars(query.order_by(DigestRun.day)):
        yield f"{day:%a} {short(day)}"


def names() -> str:
    """The sections there are, as a sentence lists them."""
    return ", ".join(TITLES)
