"""The book of digests: managers and admins make them, fill them, schedule them, and take them away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm import audit
from crm.clock import Clock
from crm.digests.contents import LONGEST, MOST, QUESTION, READY, Item, items, kind_named, named, plain, ready_made
from crm.digests.listing import Listed, listed, require_manager
from crm.digests.rounds import schedule_of
from crm.digests.schedule import Schedule
from crm.digests.wording import Said, said
from crm.display import display_all
from crm.errors import RejectedError
from crm.model import Digest, Tenant, User
from crm.ports import Redactor
from crm.rights import unlimited
from crm.store import Store

NO_SUCH = "There is no digest called {name!r}. The list shows them; `new` makes one."
MOST_DIGESTS = 50  # of one team
NOT_ADDED = "I did not add “{text}”. {reason}"


@dataclass(frozen=True)
class Refused:
    """A question that is not understood, with others that may have been meant."""

    reason: str
    readings: list[str]


Check = Callable[[str], Refused | None]


class NotUnderstoodError(RejectedError):
    """A question was not understood; `readings` are others that may have been meant."""

    def __init__(self, message: str, readings: list[str]) -> None:
        super().__init__(message)
        self.readings = readings


class DigestBook:
    """`by` is who changes something; None is the local administrator."""

    def __init__(self, store: Store, clock: Clock, redactor: Redactor) -> None:
        self._store, self._clock, self._redactor = store, clock, redactor

    def all(self, tenant_id: int, *, by: User | None) -> list[Listed]:
        """Raises RejectedError: this user may not."""
        require_manager(tenant_id, by)
        self._ready(tenant_id)
        with unlimited(), self._store.read() as session:
            found = session.scalars(select(Digest).where(Digest.tenant_id == tenant_id).order_by(Digest.name)).all()
            return [listed(session, each) for each in found]

    def get(self, tenant_id: int, name: str, *, by: User | None) -> Listed:
        """Raises RejectedError: there is none of that name, or this user may not."""
        require_manager(tenant_id, by)
        if named(name) == READY:
            self._ready(tenant_id)
        with unlimited(), self._store.read() as session:
            return listed(session, _digest(session, tenant_id, name))

    def by_id(self, tenant_id: int, digest_id: int) -> Listed:
        """For the house itself. Raises RejectedError: it is there no more."""
        with unlimited(), self._store.read() as session:
            digest = session.get(Digest, digest_id)
            if digest is None or digest.tenant_id != tenant_id:
                raise RejectedError("There is no such digest any more.")
            return listed(session, digest)

    def new(self, tenant_id: int, name: str, *, by: User | None, owner: User | None = None) -> Listed:
        """An empty digest, paused until it is scheduled.

        Raises:
            RejectedError: the name is taken or cannot be one, there are too many, or this user may not.
        """
        require_manager(tenant_id, by)
        self._ready(tenant_id)
        wanted = named(name)
        with unlimited(), self._store.write() as session:
            session.get_one(Tenant, tenant_id, with_for_update=True)
            own = select(func.count(Digest.id)).where(Digest.tenant_id == tenant_id)
            if session.scalar(own.where(Digest.name == wanted)):
                raise RejectedError(f"There is a digest called {wanted!r} already.")
            if (session.scalar(own) or 0) >= MOST_DIGESTS:
                raise RejectedError(f"A team has {MOST_DIGESTS} digests at most. Please delete one first.")
            digest = self._made(tenant_id, wanted, [], owner or by)
            session.add(digest)
            session.flush()
            self._audit(session, digest, by, "digest.new")
            return listed(session, digest)

    def add(self, tenant_id: int, name: str, text: str, *, by: User | None, check: Check) -> Listed:
        """Adds a section by its name, or a question in words that `check` understands.

        Raises:
            NotUnderstoodError: the question is not understood.
            RejectedError: it is there already, there are too many, or this user may not.
        """
        wanted = self._item(tenant_id, text, check)

        def added(digest: Digest, there: list[Item]) -> None:
            if any(plain(each.question) == plain(wanted.question) and each.kind == wanted.kind for each in there):
                raise RejectedError(f"{wanted.title} is in {digest.name} already.")
            if len(there) >= MOST:
                raise RejectedError(f"A digest has {MOST} sections at most: more is not read. Remove one first.")
            digest.sections = [*(each.kept for each in there), wanted.kept]

        return self._change(tenant_id, name, by, added, "digest.add")

    def _item(self, tenant_id: int, text: str, check: Check) -> Item:
        words = " ".join(text.split())
        if not words:
            raise RejectedError("What is to be added? A section such as themes, or a question in your own words.")
        if kind := kind_named(words):
            return Item(kind)
        if len(words) > LONGEST:
            raise RejectedError(f"That is a lot of text for one question. Please ask in {LONGEST} characters.")
        if refused := check(words):
            raise NotUnderstoodError(NOT_ADDED.format(text=words[:80], reason=refused.reason), refused.readings)
        return Item(QUESTION, self._kept(tenant_id, words))

    def _kept(self, tenant_id: int, words: str) -> str:
        """The question with placeholders for people, where it can be had back from them."""
        redacted = self._redactor.redact(tenant_id, [words])[0].text
        with self._store.read() as session:
            back = display_all(session, tenant_id, [redacted])[0]
        return redacted if back.casefold() == words.casefold() else words

    def remove(self, tenant_id: int, name: str, text: str, *, by: User | None) -> Listed:
        """Takes a section out, by its name, its words or its place from 1.

        Raises:
            RejectedError: it is not in there, or this user may not.
        """

        def removed(digest: Digest, there: list[Item]) -> None:
            shown = self.shown(tenant_id, there)
            place = _place(text, there, shown)
            if place is None:
                there_is = ", ".join(f"{number} {each}" for number, each in enumerate(shown, start=1)) or "nothing"
                raise RejectedError(f"That is not in {digest.name}. In it: {there_is}.")
            digest.sections = [each.kept for at, each in enumerate(there) if at != place]

        return self._change(tenant_id, name, by, removed, "digest.remove")

    def schedule(
        self, tenant_id: int, name: str, words: Said | str, *, by: User | None, zone: str, channel: str | None = None
    ) -> Listed:
        """Has a digest sent at these times, from the next one on; whoever schedules it is its owner from then on.

        Args:
            tenant_id: whose digest.
            name: its name.
            words: as `crm.digests.wording` reads them.
            by: whose it is from now on; without a user it stays its owner's.
            zone: the zone that holds where the words name none.
            channel: the id of the channel that the words name.

        Raises:
            RejectedError: the words are none, it would be nobody's, or this user may not.
        """
        asked = said(words) if isinstance(words, str) else words
        timed = Schedule.of(asked.cron, asked.zone or zone)

        def scheduled(digest: Digest, there: list[Item]) -> None:
            if not there:
                raise RejectedError(f"{digest.name} is empty. Add a section first, such as themes, or a question.")
            digest.owner_id = by.id if by else digest.owner_id
            if digest.owner_id is None:
                raise RejectedError("Whose digest is it to be? Say so with --as USER.")
            digest.cron, digest.timezone = timed.cron, asked.zone or zone
            if asked.direct:
                digest.channel = digest.channel_name = None
            elif channel:
                digest.channel, digest.channel_name = channel, asked.channel_name
            digest.paused = False
            self._next(digest)

        return self._change(tenant_id, name, by, scheduled, "digest.schedule")

    def pause(self, tenant_id: int, name: str, *, by: User | None) -> Listed:
        def paused(digest: Digest, _there: list[Item]) -> None:
            digest.paused, digest.next_at, digest.next_on = True, None, None

        return self._change(tenant_id, name, by, paused, "digest.pause")

    def resume(self, tenant_id: int, name: str, *, by: User | None) -> Listed:
        """Raises RejectedError: it has no schedule yet."""

        def resumed(digest: Digest, _there: list[Item]) -> None:
            if not digest.cron:
                raise RejectedError(f"{digest.name} has no schedule yet. Give it one, such as “Mondays 8:30 DM me”.")
            digest.paused = False
            self._next(digest)

        return self._change(tenant_id, name, by, resumed, "digest.resume")

    def delete(self, tenant_id: int, name: str, *, by: User | None) -> None:
        """Raises RejectedError: there is none of that name, it is every team's own, or this user may not."""
        require_manager(tenant_id, by)
        with unlimited(), self._store.write() as session:
            digest = _digest(session, tenant_id, name)
            if digest.name == READY:
                raise RejectedError(f"{READY} is there for every team. It can be paused, and its sections removed.")
            self._audit(session, digest, by, "digest.delete")
            session.delete(digest)

    def shown(self, tenant_id: int, found: list[Item]) -> list[str]:
        """The titles of sections, people by name."""
        with self._store.read() as session:
            return display_all(session, tenant_id, [each.title for each in found])

    def _next(self, digest: Digest) -> None:
        timed = schedule_of(digest)
        following = timed.after(self._clock.now()) if timed else None
        digest.next_at, digest.next_on = (following.at, following.day) if following else (None, None)

    def _change(
        self, tenant_id: int, name: str, by: User | None, change: Callable[[Digest, list[Item]], None], action: str
    ) -> Listed:
        require_manager(tenant_id, by)
        if named(name) == READY:
            self._ready(tenant_id)
        with unlimited(), self._store.write() as session:
            digest = _digest(session, tenant_id, name, lock=True)
            change(digest, items(digest.sections))
            self._audit(session, digest, by, action)
            session.flush()
            return listed(session, digest)

    def _ready(self, tenant_id: int) -> None:
        """The digest that every team has, made where it is not there."""
        query = select(Digest.id).where(Digest.tenant_id == tenant_id, Digest.name == READY)
        with unlimited():
            with self._store.read() as session:
                if session.scalar(query) is not None:
                    return
            with self._store.write() as session:
                session.get_one(Tenant, tenant_id, with_for_update=True)
                if session.scalar(query) is None:
                    session.add(self._made(tenant_id, READY, ready_made(), None))

    def _made(self, tenant_id: int, name: str, sections: list[Item], owner: User | None) -> Digest:
        return Digest(
            tenant_id=tenant_id,
            name=name,
            owner_id=owner.id if owner else None,
            sections=[each.kept for each in sections],
            created_at=self._clock.now(),
        )

    def _audit(self, session: Session, digest: Digest, by: User | None, action: str) -> None:
        detail: dict[str, Any] = {"sections": len(digest.sections), "channel": digest.channel, "cron": digest.cron}
        at, actor = self._clock.now(), by.id if by else None
        audit.append(
            session, digest.tenant_id, at=at, actor_id=actor, action=action, entity="digest", row_id=digest.id,
            detail=detail,
        )  # fmt: skip


def _digest(session: Session, tenant_id: int, name: str, *, lock: bool = False) -> Digest:
    query = select(Digest).where(Digest.tenant_id == tenant_id, Digest.name == named(name))
    found = session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise RejectedError(NO_SUCH.format(name=named(name)))
    return found


def _place(text: str, there: list[Item], shown: list[str]) -> int | None:
    words = text.strip()
    if words.isdecimal() and len(words) < 3:
        return int(words) - 1 if 1 <= int(words) <= len(there) else None
    kind = kind_named(words)
    for place, (each, title) in enumerate(zip(there, shown, strict=True)):
        if (kind is not None and each.kind == kind) or plain(title) == plain(words):
            return place
    return None
