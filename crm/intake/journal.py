"""What became of each item that a source brought: how far it is, and what holds it up."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Row, Select, func, select, update

from crm.model import InboxItem, InboxState, Interaction, InteractionReading, Source
from crm.store import Store

Stage = Literal["received", "captured", "summarised", "read", "indexed", "skipped", "parked"]
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

    def retry(self, source: Source) -> int:
        """Has parked items tried again; returns how many."""
        parked = (InboxItem.source_id == source.id, InboxItem.state == InboxState.PARKED)
        with self._store.write() as session:
            count = session.scalar(select(func.count()).select_from(InboxItem).where(*parked)) or 0
            values: dict[str, Any] = {"state": InboxState.RECEIVED, "attempts": 0, "done_at": None}
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
