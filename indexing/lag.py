"""The distance between record and index: one question of the record, for which nothing of the index is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, func, select

from crm.clock import Clock
from crm.model import Interaction
from crm.store import Store


@dataclass(frozen=True)
class Lag:
    """How many rows the index has not seen yet, and since when the oldest of them waits (None: nothing waits)."""

    count: int
    oldest: timedelta | None


def lag_of(store: Store, clock: Clock, tenant_id: int | None = None) -> Lag:
    waiting = select(func.count(), func.min(Interaction.updated_at)).where(*lagging(tenant_id))
    with store.read() as session:
        count, oldest = session.execute(waiting).one()
    return Lag(count, None if oldest is None else clock.now() - oldest)


def lagging(tenant_id: int | None) -> list[ColumnElement[bool]]:
    """What is true of rows that the index has not seen."""
    found: list[ColumnElement[bool]] = [Interaction.version > Interaction.indexed_version]
    return found if tenant_id is None else [Interaction.tenant_id == tenant_id, *found]
