"""A new key for a tenant: everything sealed is wrapped anew, batch by batch; the old key goes when nothing needs it.

Where it stands is told by the key files and the sealed things themselves, so it can be killed and begun again anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import JSON, LargeBinary, String, Table, Text, select, update
from sqlalchemy import cast as as_type

from crm.clock import Clock
from crm.errors import FatalError
from crm.model import Base
from crm.store import Store
from privacy.vault import TOKEN, KeyFileVault

BATCH = 500  # rows a transaction
GRACE = timedelta(minutes=2)  # what was being sealed with the old key when the new one came is committed by then


class Sealed(Protocol):
    """Objects in storage, as far as rotation needs them."""

    def names(self, tenant_id: int) -> Iterator[str]:
        """The keys of a tenant's objects."""

    def renew(self, tenant_id: int, key: str) -> bool:
        """Wraps one anew; False where the newest key wraps it already, or where it is gone."""


@dataclass
class Rotated:
    """`renewed` counts by place; `unreadable` could not be opened with any key; `former` keys still stand."""

    generation: int
    renewed: dict[str, int] = field(default_factory=dict)
    unreadable: int = 0
    former: int = 0
    until: datetime | None = None  # when the former keys may go


class Rotation:
    """Changes the keys of tenants.

    Args:
        grace: how long a former key stays at least, for what is under way.
    """

    def __init__(
        self, store: Store, clock: Clock, vault: KeyFileVault, objects: Sealed, *, grace: timedelta = GRACE
    ) -> None:
        self._store, self._clock, self._vault, self._objects, self._grace = store, clock, vault, objects, grace

    def rotate(self, tenant_id: int) -> Rotated:
        """A new key, unless a change is under way, which is then brought to its end.

        Raises:
            FatalError: a key cannot be read or written.
            RetryableError: the record or the storage does not answer; begin again later.
        """
        if len(self._vault.keys.all(tenant_id)) == 1:
            self._vault.keys.add(tenant_id)
        return self.finish(tenant_id)

    def finish(self, tenant_id: int) -> Rotated:
        """Wraps anew what an earlier key still wraps, and destroys the keys that nothing is wrapped by any more."""
        newest, *former = self._vault.keys.all(tenant_id)
        told = Rotated(newest.generation, former=len(former))
        if not former:
            return told
        until = newest.made_at + self._grace
        over = self._clock.now() >= until
        self._renew_all(tenant_id, told)
        if not over or told.unreadable:
            told.until = None if over else until
            return told
        for key in former:
            self._vault.keys.destroy(tenant_id, key.generation)
        told.former = 0
        return told

    def waits(self) -> list[int]:
        """The tenants whose change of keys is not at its end."""
        return [each for each in self._vault.keys.tenants() if len(self._vault.keys.all(each)) > 1]

    def _renew_all(self, tenant_id: int, told: Rotated) -> None:
        for table, column in sealed_columns():
            self._count(told, f"{table.name}.{column}", self._column(tenant_id, table, column, told))
        for table, column in token_columns():
            self._count(told, f"{table.name}.{column}", self._tokens(tenant_id, table, column))
        self._count(told, "objects", sum(self._objects.renew(tenant_id, key) for key in self._objects.names(tenant_id)))

    @staticmethod
    def _count(told: Rotated, place: str, renewed: int) -> None:
        if renewed:
            told.renewed[place] = renewed

    def _column(self, tenant_id: int, table: Table, column: str, told: Rotated) -> int:
        """A row that changed meanwhile is left alone: whoever changed it sealed it with the newest key."""
        cell, done = table.c[column], 0
        for rows in self._pages(tenant_id, table, column):
            new = []
            for id_, sealed in rows:
                if not sealed or self._vault.is_current(tenant_id, sealed):
                    continue
                try:
                    new.append((id_, sealed, self._vault.renewed(tenant_id, sealed)))
                except FatalError:
                    told.unreadable += 1
            if new:
                with self._store.write() as session:
                    for id_, before, after in new:
                        session.execute(update(table).where(table.c.id == id_, cell == before).values({column: after}))
            done += len(new)
        return done

    def _pages(self, tenant_id: int, table: Table, column: str) -> Iterator[list[tuple[int, bytes]]]:
        last = 0
        while True:
            query = (
                select(table.c.id, table.c[column])
                .where(table.c.tenant_id == tenant_id, table.c.id > last, table.c[column].is_not(None))
                .order_by(table.c.id)
                .limit(BATCH)
            )
            with self._store.read() as session:
                rows = [(int(id_), bytes(sealed)) for id_, sealed in session.execute(query)]
            if not rows:
                return
            yield rows
            last = rows[-1][0]

    def _tokens(self, tenant_id: int, table: Table, column: str) -> int:
        """Sealed texts within text or JSON."""
        cell = table.c[column]
        query = select(table.c.id, cell).where(table.c.tenant_id == tenant_id, as_type(cell, Text).like(f"%{TOKEN}%"))
        with self._store.read() as session:
            ids = [id_ for id_, value in session.execute(query) if self._renewed(tenant_id, value) != value]
        for start in range(0, len(ids), BATCH):
            with self._store.write() as session:
                now = select(table.c.id, cell).where(table.c.id.in_(ids[start : start + BATCH])).with_for_update()
                for id_, value in session.execute(now).all():
                    renewed = self._renewed(tenant_id, value)
                    session.execute(update(table).where(table.c.id == id_).values({column: renewed}))
        return len(ids)

    def _renewed(self, tenant_id: int, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: self._renewed(tenant_id, each) for name, each in value.items()}
        if isinstance(value, list):
            return [self._renewed(tenant_id, each) for each in value]
        if isinstance(value, str) and value.startswith(TOKEN):
            return self._vault.renewed_token(tenant_id, value)
        return value


def sealed_columns() -> list[tuple[Table, str]]:
    """Every column of the record that holds sealed bytes: all that hold bytes do."""
    return [
        (table, column.name) for table in _owned() for column in table.columns if isinstance(column.type, LargeBinary)
    ]


def token_columns() -> list[tuple[Table, str]]:
    """Every column that may hold a sealed text among others."""
    return [
        (table, column.name)
        for table in _owned()
        for column in table.columns
        if isinstance(column.type, JSON | Text) or (isinstance(column.type, String) and (column.type.length or 0) > 512)
    ]


def _owned() -> list[Table]:
    return [table for table in Base.metadata.sorted_tables if "tenant_id" in table.columns and "id" in table.columns]
