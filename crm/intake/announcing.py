"""Other systems are told which rows changed: after the commit, at least once, without a word of what stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from sqlalchemy import delete, func, select, update

from crm.clock import Clock
from crm.intake.sources import LEASE
from crm.model import Announcement, Source
from crm.store import Store

MOST = 500  # rows told of at once
MOST_BATCHES = 100  # a look: other sources wait for their turn


@dataclass(frozen=True)
class Changed:
    """A row as it is now: `version` counts its changes. `gone`: it was removed."""

    tenant_id: int
    entity: str
    row_id: int
    version: int
    gone: bool

    @property
    def identity(self) -> str:
        """The same for each time that this change is told."""
        return f"{self.tenant_id}:{self.entity}:{self.row_id}:{self.version}{':gone' if self.gone else ''}"

    @property
    def row(self) -> str:
        """The same for all changes of one row."""
        return f"{self.tenant_id}:{self.entity}:{self.row_id}"

    def message(self) -> dict[str, Any]:
        """What is told: ids and numbers, never content."""
        return {
            "type": "record.changed",
            "tenant": self.tenant_id,
            "kind": self.entity,
            "id": self.row_id,
            "version": self.version,
            "gone": self.gone,
        }


@runtime_checkable
class Announcer(Protocol):
    """A connector that tells other systems what changed."""

    def announce(self, changes: Sequence[Changed]) -> None:
        """Returns once all of them are known to have arrived. Raises as `Connector.pages`; what had arrived by then is
        told again."""


class Announcements:
    """What waits to be told. Only the process that holds the source's lease may call `run`."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def run(self, source: Source, announcer: Announcer) -> int:
        """Tells all that waits, oldest first; several changes of one row that wait are told as one. Returns how many
        were told.

        Raises:
            As `Announcer.announce`; what was not told waits.
        """
        told = 0
        for _ in range(MOST_BATCHES):
            rows = self._oldest(source)
            if not rows:
                break
            changes = list({(row.entity, row.row_id): _changed(row) for row in rows}.values())
            announcer.announce(changes)
            self._done(source, [row.id for row in rows])
            told += len(changes)
        return told

    def waiting(self, tenant_id: int) -> int:
        """How many changes wait, of all the tenant's sources."""
        with self._store.read() as session:
            return session.scalar(select(func.count()).where(Announcement.tenant_id == tenant_id)) or 0

    def _oldest(self, source: Source) -> list[Announcement]:
        """By number: a transaction that commits late may bring a lower one, which the next call then finds first."""
        with self._store.read() as session:
            query = select(Announcement).where(Announcement.source_id == source.id).order_by(Announcement.id)
            return list(session.scalars(query.limit(MOST)))

    def _done(self, source: Source, ids: list[int]) -> None:
        with self._store.write() as session:
            session.execute(delete(Announcement).where(Announcement.id.in_(ids)))
            lease = self._clock.now() + LEASE
            session.execute(update(Source).where(Source.id == source.id).values(leased_until=lease))


def _changed(row: Announcement) -> Changed:
    return Changed(row.tenant_id, row.entity, row.row_id, row.version, row.gone)
