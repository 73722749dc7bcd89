"""The book of running processes: each tells of itself every few seconds, so that any of them, or a command, can say how
all of them are.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update

from crm.clock import Clock
from crm.model import Replica
from crm.store import Store

FRESH = timedelta(seconds=15)  # a process that told nothing for longer is not well, or no more
KEPT = timedelta(days=1)  # one that was not heard of for longer is nobody's worry


class ReplicaBook:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def tell(self, name: str, started_at: datetime, findings: Mapping[str, Any]) -> None:
        """Notes that a process lives, and what it found.

        Raises:
            RetryableError: the record is not to be had.
        """
        now = {"started_at": started_at, "seen_at": self._clock.now(), "findings": dict(findings)}
        with self._store.write() as session:
            if not session.execute(update(Replica).where(Replica.name == name).values(now)).rowcount:  # type: ignore[attr-defined]
                session.execute(insert(Replica), [{"name": name, **now}])
            session.execute(delete(Replica).where(Replica.seen_at < self._clock.now() - KEPT))

    def end(self, name: str) -> None:
        """A process that was stopped is missed by nobody."""
        with self._store.write() as session:
            session.execute(delete(Replica).where(Replica.name == name))

    def all(self) -> list[Replica]:
        with self._store.read() as session:
            return list(session.scalars(select(Replica).order_by(Replica.name)))

    def alive(self) -> list[Replica]:
        """Those that were heard of lately."""
        return [each for each in self.all() if self.is_fresh(each)]

    def is_fresh(self, replica: Replica) -> bool:
        return self._clock.now() - replica.seen_at <= FRESH
