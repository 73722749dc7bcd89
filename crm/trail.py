"""The audit's trail: reads it, and finds whether anybody changed, dropped, moved or cut off entries."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.audit import BEGINNING, CUT, Head, append, digest_of
from crm.clock import Clock
from crm.model import AuditEntry, AuditHead, User
from crm.rights import unlimited
from crm.store import Store

log = structlog.get_logger()

PAGE = 2_000  # entries that are read at once
MOST_PROBLEMS = 100
LARGE = 1 << 20  # bytes of a file of heads that is cut down to its newest
KEPT = 1_000  # lines of it
LINE = re.compile(r"(\d{1,18}) ([0-9a-f]{64})")


class HeadFile:
    """The heads of chains in a folder beside the database: who can write only the one cannot make both agree."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, heads: Iterable[Head]) -> None:
        """Notes the newest head of each tenant; what cannot be noted is said in the log and holds nobody up."""
        newest = {head.tenant_id: head for head in heads}
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for head in newest.values():
                self._add(head)
        except OSError as error:
            log.warning("audit_head_not_kept", error=type(error).__name__)

    def of(self, tenant_id: int) -> dict[int, set[str]]:
        """The digests that were noted for each number of an entry."""
        found: dict[int, set[str]] = {}
        try:
            lines = self._path(tenant_id).read_text("ascii", errors="replace").splitlines()
        except FileNotFoundError:
            return found
        for line in lines:
            if kept := LINE.fullmatch(line):
                found.setdefault(int(kept[1]), set()).add(kept[2])
        return found

    def _add(self, head: Head) -> None:
        path = self._path(head.tenant_id)
        file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(file, f"{head.seq} {head.digest}\n".encode())
            large = os.fstat(file).st_size > LARGE
        finally:
            os.close(file)
        if large:
            kept = path.read_text("ascii").splitlines()[-KEPT:]
            new = path.with_suffix(f".{os.getpid()}")
            new.write_text("\n".join(kept) + "\n", "ascii")
            new.replace(path)

    def _path(self, tenant_id: int) -> Path:
        return self._folder / f"{tenant_id}.heads"


@dataclass
class Verified:
    """What came of going through a chain."""

    entries: int = 0
    unchained: int = 0  # written before there was a chain
    problems: list[str] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        return not self.problems


@dataclass(frozen=True)
class Filters:
    """Which entries are listed; None is any."""

    user_id: int | None = None
    action: str | None = None  # as it begins: "log" finds "log.confirm"
    entity: str | None = None
    row_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Entry:
    seq: int | None
    at: datetime
    by: str | None
    action: str
    entity: str | None
    row_id: int | None
    detail: dict[str, Any]


class AuditTrail:
    """Args: heads: what was noted of the chains outside of the database."""

    def __init__(self, store: Store, clock: Clock, heads: HeadFile) -> None:
        self._store = store
        self._clock = clock
        self._heads = heads

    def note(self, tenant_id: int, user: User | None, action: str, **what: Any) -> None:
        """An entry of its own, for what changes no row; `what` is as for `crm.audit.append`."""
        with self._store.write() as session:
            append(session, tenant_id, at=self._clock.now(), actor_id=user.id if user else None, action=action, **what)

    def entries(self, tenant_id: int, filters: Filters, limit: int = 100) -> list[Entry]:
        """The newest entries that the filters let through, the newest first."""
        query = (
            select(AuditEntry, User.name)
            .outerjoin(User, User.id == AuditEntry.actor_id)
            .where(AuditEntry.tenant_id == tenant_id, *_conditions(filters))
            .order_by(AuditEntry.id.desc())
            .limit(limit)
        )
        with unlimited(), self._store.read() as session:
            return [
                Entry(row.seq, row.at, name, row.action, row.entity, row.row_id, row.detail)
                for row, name in session.execute(query)
            ]

    def verify(self, tenant_id: int) -> Verified:
        """Goes through the whole chain."""
        kept = self._heads.of(tenant_id)
        found = Verified()
        with unlimited(), self._store.read() as session:
            head = session.scalar(select(AuditHead).where(AuditHead.tenant_id == tenant_id))
            found.unchained = _unchained(session, tenant_id)
            problems = _Problems(found, kept)
            last, digest = 0, BEGINNING
            for entry in _chained(session, tenant_id):
                if not found.entries and (entry.seq or 0) > 1:
                    last, digest = _beginning(session, tenant_id, (entry.seq or 0) - 1)
                problems.entry(entry, last, digest)
                last, digest = entry.seq or 0, entry.digest or ""
                found.entries += 1
            problems.ending(head, last, digest)
        found.problems = found.problems[:MOST_PROBLEMS]
        return found


class _Problems:
    def __init__(self, found: Verified, kept: dict[int, set[str]]) -> None:
        self._found = found
        self._kept = kept

    def entry(self, entry: AuditEntry, last: int, before: str) -> None:
        seq = entry.seq or 0
        if seq != last + 1:
            gone = f"{last + 1}" if seq == last + 2 else f"{last + 1} to {seq - 1}"
            self._say(f"entry {gone} is missing" if seq > last else f"entry {seq} is there twice")
        elif entry.digest != digest_of(entry, before):
            self._say(f"entry {seq} was changed or moved")
        if seq in self._kept and entry.digest not in self._kept.pop(seq):
            self._say(f"entry {seq} is not the one that was noted outside of the database")

    def ending(self, head: AuditHead | None, last: int, digest: str) -> None:
        if self._kept and max(self._kept) > last:
            self._say(f"entries after {last} were cut off: {max(self._kept)} was noted outside of the database")
        if head is None:
            if last or self._kept:
                self._say("the chain's head is gone")
            return
        if head.seq != last:
            self._say(f"the chain ends at entry {last}, its head says {head.seq}")
        elif head.digest != digest:
            self._say("the chain's head is not that of its last entry")
        if head.unchained != self._found.unchained:
            self._say(f"{self._found.unchained} entries are outside of the chain, there were {head.unchained}")

    def _say(self, problem: str) -> None:
        self._found.problems.append(problem)


def _unchained(session: Session, tenant_id: int) -> int:
    query = select(func.count(AuditEntry.id)).where(AuditEntry.tenant_id == tenant_id, AuditEntry.seq.is_(None))
    return session.scalar(query) or 0


def _beginning(session: Session, tenant_id: int, seq: int) -> tuple[int, str]:
    """What the first entry is chained to where older ones were removed in order: an entry of the chain says so."""
    query = select(AuditEntry.detail).where(AuditEntry.tenant_id == tenant_id, AuditEntry.action == CUT)
    for detail in session.scalars(query.order_by(AuditEntry.seq.desc())):
        if detail.get("seq") == seq:
            return seq, str(detail.get("digest"))
    return 0, BEGINNING


def _chained(session: Session, tenant_id: int) -> Iterator[AuditEntry]:
    """The entries in their order, a page at a time."""
    last = 0
    while True:
        query = (
            select(AuditEntry)
            .where(AuditEntry.tenant_id == tenant_id, AuditEntry.seq > last)
            .order_by(AuditEntry.seq)
            .limit(PAGE)
        )
        page = session.scalars(query).all()
        yield from page
        if len(page) < PAGE:
            return
        last = page[-1].seq or 0
        session.expunge_all()


def _conditions(filters: Filters) -> Iterator[Any]:
    if filters.user_id is not None:
        yield AuditEntry.actor_id == filters.user_id
    if filters.action:
        yield AuditEntry.action.startswith(filters.action, autoescape=True)
    if filters.entity:
        yield AuditEntry.entity == filters.entity
    if filters.row_id is not None:
        yield AuditEntry.row_id == filters.row_id
    if filters.since is not None:
        yield AuditEntry.at >= filters.since
    if filters.until is not None:
        yield AuditEntry.at < filters.until
