"""What became of each item that a source brought: how far it is, and what holds it up."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, Select, func, select, update
from sqlalchemy.orm import Session

from crm import audit
from crm.errors import RejectedError
from crm.model import InboxItem, InboxState, Interaction, InteractionReading, Source
from crm.store import Store

Stage = Literal["received", "captured", "summarised", "read", "indexed", "skipped", "parked"]
LEFT_OUT = "left out by an admin"
RETRIED: dict[str, Any] = {"state": InboxState.RECEIVED, "attempts": 0, "done_at": None}
STAGES: tuple[Stage, ...] = ("received", "captured", "summarised", "read", "indexed", "skipped", "parked")


@dataclass(frozen=True)
class Entry:
    """An item. Redaction and capture are one step: nothing is kept that is not redacted.

    `stage` is the last one it passed; `reason` says what holds it up, or why it was left out.
    """

    id: int
    key: str
    stage: Stage
    reason: str | None
    attempts: int
    received_at: datetime
    interaction_id: int | None


@dataclass(frozen=True)
class Parked:
    """An item that is left alone until a person decides; `reason` says what held it up."""

    id: int
    source: str
    key: str
    reason: str | None
    attempts: int
    received_at: datetime


class Journal:
    def __init__(self, store: Store) -> None:
        self._store = store

    def counts(self, source: Source) -> dict[Stage, int]:
        """How many of a source's items are at each stage."""
        with self._store.read() as session:
            counted = Counter(_stage(row) for row in session.execute(_query(source)))
        return {stage: counted[stage] for stage in STAGES if counted[stage]}

    def entries(self, source: Source, *, held_up: bool = False, limit: int = 100) -> list[Entry]:
        """A source's items, newest first; with `held_up` only those that failed and wait or are parked."""
        query = _query(source).order_by(InboxItem.id.desc()).limit(limit)
        if held_up:
            query = query.where(InboxItem.state.in_([InboxState.RECEIVED, InboxState.PARKED]), InboxItem.attempts > 0)
        with self._store.read() as session:
            return [_entry(row) for row in session.execute(query)]

    def parked(self, tenant_id: int, limit: int = 50) -> list[Parked]:
        """What is held up until somebody decides, of all sources and of Slack, the newest first."""
        query = (
            select(InboxItem)
            .where(InboxItem.tenant_id == tenant_id, InboxItem.state == InboxState.PARKED)
            .order_by(InboxItem.id.desc())
            .limit(limit)
        )
        with self._store.read() as session:
            return [
                Parked(each.id, each.source, each.key, each.reason, each.attempts, each.received_at)
                for each in session.scalars(query)
            ]

    def retry(self, source: Source) -> int:
        """Has a source's parked items tried again; returns how many."""
        with self._store.write() as session:
            return _move(session, RETRIED, InboxItem.source_id == source.id)

    def retry_one(self, tenant_id: int, item_id: int, *, by: int | None, at: datetime) -> None:
        """Has one parked item tried again.

        Raises:
            RejectedError: it is not parked (any more).
        """
        with self._store.write() as session:
            _decide(session, tenant_id, item_id, RETRIED)
            audit.append(session, tenant_id, at=at, actor_id=by, action="intake.retry", entity="inbox", row_id=item_id)

    def skip(self, tenant_id: int, item_id: int, *, by: int | None, at: datetime) -> None:
        """Leaves one parked item out for good; its content goes.

        Raises:
            RejectedError: it is not parked (any more).
        """
        values = {"state": InboxState.SKIPPED, "reason": LEFT_OUT, "payload": "{}", "done_at": at}
        with self._store.write() as session:
            _decide(session, tenant_id, item_id, values)
            audit.append(session, tenant_id, at=at, actor_id=by, action="intake.skip", entity="inbox", row_id=item_id)


def _decide(session: Session, tenant_id: int, item_id: int, values: dict[str, Any]) -> None:
    if not _move(session, values, InboxItem.tenant_id == tenant_id, InboxItem.id == item_id):
        raise RejectedError("This item is not held up any more.")


def _move(session: Session, values: dict[str, Any], *which: ColumnElement[bool]) -> int:
    parked = (*which, InboxItem.state == InboxState.PARKED)
    count = session.scalar(select(func.count()).select_from(InboxItem).where(*parked)) or 0
    session.execute(update(InboxItem).where(*parked).values(**values))
    return count


def _query(source: Source) -> Select[*tuple[Any, ...]]:
    return (
        select(
            InboxItem.id,
            InboxItem.key,
            InboxItem.state,
            InboxItem.reason,
            InboxItem.attempts,
            InboxItem.received_at,
            InboxItem.interaction_id,
            Interaction.version,
            Interaction.indexed_version,
            InteractionReading.version.label("read_version"),
            InteractionReading.summary.is_not(None).label("summarised"),
            InteractionReading.reason.label("reading_reason"),
        )
        .outerjoin(Interaction, Interaction.id == InboxItem.interaction_id)
        .outerjoin(InteractionReading, InteractionReading.interaction_id == InboxItem.interaction_id)
        .where(InboxItem.source_id == source.id)
    )


def _stage(row: Row[Any]) -> Stage:
    if row.state is InboxState.DONE:
        return _depth(row)
    if row.state is InboxState.SKIPPED:
        return "skipped"
    return "parked" if row.state is InboxState.PARKED else "received"


def _depth(row: Row[Any]) -> Stage:
    """How far a captured item is; reading and indexing go on side by side."""
    if row.version is None:
        return "captured"  # a row of another system, or an interaction that is gone since
    if row.indexed_version >= row.version:
        return "indexed"
    if row.read_version is not None and row.read_version >= row.version:
        return "read"
    return "summarised" if row.summarised else "captured"


def _entry(row: Row[Any]) -> Entry:
    reason = row.reason or row.reading_reason
    return Entry(row.id, row.key[2:], _stage(row), reason, row.attempts, row.received_at, row.interaction_id)
