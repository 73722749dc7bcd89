"""Writes drafts into the record: batches of committed transactions, nothing twice, nothing that did not change."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update
from sqlalchemy import Table as SqlTable
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from connectors.export.drafts import Draft
from connectors.export.links import TABLES
from connectors.export.names import natural_key
from connectors.export.sealed import SealedTable
from crm.clock import Clock
from crm.errors import RetryableError
from crm.model import Task, User
from crm.model.tenant import Role
from crm.store import Store

BATCH = 2_000  # rows in one transaction
AT_ONCE = 500  # ids in one IN list
Advance = Callable[[int], None]


@dataclass(slots=True)
class Known:
    """A row that is in the record already."""

    id: int
    digest: str | None


@dataclass
class Loaded:
    new: int = 0
    changed: int = 0
    unchanged: int = 0


class Loader:
    """Loads the rows of one tenant with plain inserts and updates."""

    def __init__(self, store: Store, clock: Clock, tenant_id: int) -> None:
        self._store = store
        self._clock = clock
        self._tenant_id = tenant_id

    def load(
        self,
        entity: str,
        drafts: Sequence[Draft],
        columns: tuple[list[str], list[str]],
        kind: str | None,
        advance: Advance,
    ) -> tuple[Loaded, dict[str, int], set[str]]:
        """Inserts what is new, updates what changed; returns counts, ids by key, and the keys that were written.

        Raises:
            RetryableError: something else wrote the same rows meanwhile.
        """
        table = _table(entity)
        known, adoptable = self._known(table, kind)
        loaded = Loaded()
        ids: dict[str, int] = {}
        touched: set[str] = set()
        remaining = deque(drafts)
        while remaining:
            batch = [remaining.popleft() for _ in range(min(BATCH, len(remaining)))]
            fresh, stale = [], []
            for draft in batch:
                row = known.get(draft.key) or _adopted(draft, adoptable)
                if row is None:
                    fresh.append(draft)
                elif row.digest != draft.digest:
                    stale.append((row.id, draft))
                else:
                    ids[draft.key] = row.id
            if fresh or stale:
                ids.update(self._write(table, fresh, stale, columns, kind))
            loaded.new += len(fresh)
            loaded.changed += len(stale)
            loaded.unchanged += len(batch) - len(fresh) - len(stale)
            touched.update(draft.key for draft in fresh)
            touched.update(draft.key for _, draft in stale)
            advance(len(batch))
        return loaded, ids, touched

    def _known(self, table: SqlTable, kind: str | None) -> tuple[dict[str, Known], dict[str, int]]:
        """Rows by key; and, by name, rows that were made of a mention or by hand and wait for their source."""
        names = [table.c[name] for name in ("name", "email") if name in table.c]
        query = select(table.c.id, table.c.external_id, table.c.digest, *names).where(
            table.c.tenant_id == self._tenant_id
        )
        if kind is not None:
            query = query.where(table.c.kind == kind)
        known: dict[str, Known] = {}
        adoptable: dict[str, int] = {}
        with self._store.read() as session:
            for row in session.execute(query):
                if row.external_id is not None:
                    known[row.external_id] = Known(row.id, row.digest)
                if row.digest is None and table.name not in {"deals", "tasks", "related_records"}:
                    _offer(adoptable, row)
        return known, adoptable

    def _write(
        self,
        table: SqlTable,
        fresh: Sequence[Draft],
        stale: Sequence[tuple[int, Draft]],
        columns: tuple[list[str], list[str]],
        kind: str | None,
    ) -> dict[str, int]:
        try:
            with self._store.write() as session:
                sealed = SealedTable(session, self._tenant_id, table)
                if fresh:
                    rows = [self._fresh(table, draft, columns[0], kind) for draft in fresh]
                    session.execute(insert(table), [sealed.fresh(row) for row in rows])
                if stale:
                    self._update(session, table, stale, columns[1], sealed)
                ids = self._ids(session, table, [draft.key for draft in fresh], kind)
        except IntegrityError as error:
            raise RetryableError("The record was changed while the import ran. Please run it again.") from error
        return ids | {draft.key: row_id for row_id, draft in stale}

    def _fresh(self, table: SqlTable, draft: Draft, columns: Iterable[str], kind: str | None) -> dict[str, Any]:
        row = {name: draft.values.get(name) for name in columns}
        row |= {
            "tenant_id": self._tenant_id,
            "external_id": draft.key,
            "digest": draft.digest,
            "attributes": draft.attributes,
        }
        if kind is not None:
            row["kind"] = kind
        if "version" in table.c:
            now = self._clock.now()
            row |= {"version": 1, "created_at": now, "updated_at": now}
        return row

    def _update(
        self,
        session: Session,
        table: SqlTable,
        stale: Sequence[tuple[int, Draft]],
        columns: list[str],
        sealed: SealedTable,
    ) -> None:
        attributes = _attributes(session, table, [row_id for row_id, _ in stale])
        before = sealed.of([row_id for row_id, _ in stale])
        changes: dict[str, Any] = {name: bindparam(f"new_{name}", type_=table.c[name].type) for name in columns}
        for name in ("external_id", "digest", "attributes", *(("sealed",) if sealed else ())):
            changes[name] = bindparam(f"new_{name}", type_=table.c[name].type)
        if "version" in table.c:
            changes |= {"version": table.c.version + 1, "updated_at": self._clock.now()}
        statement = (
            update(table).where(table.c.id == bindparam("row_id"), table.c.tenant_id == self._tenant_id).values(changes)
        )
        merged = [
            (
                row_id,
                draft,
                {name: draft.values.get(name) for name in columns}
                | {"attributes": attributes.get(row_id, {}) | draft.attributes},
            )
            for row_id, draft in stale
        ]
        session.connection().execute(
            statement,
            [
                {"row_id": row_id, "new_external_id": draft.key, "new_digest": draft.digest}
                | {f"new_{name}": value for name, value in sealed.stale(row, before.get(row_id)).items()}
                for row_id, draft, row in merged
            ],
        )

    def _ids(self, session: Session, table: SqlTable, keys: Sequence[str], kind: str | None) -> dict[str, int]:
        found: dict[str, int] = {}
        for start in range(0, len(keys), AT_ONCE):
            query = select(table.c.external_id, table.c.id).where(
                table.c.tenant_id == self._tenant_id, table.c.external_id.in_(keys[start : start + AT_ONCE])
            )
            if kind is not None:
                query = query.where(table.c.kind == kind)
            found.update({row.external_id: row.id for row in session.execute(query)})
        return found

    def point(self, entity: str, column: str, targets: dict[int, int], touched: set[int]) -> int:
        """Sets references among rows of one entity, once all of them are there; returns how many were set.

        A reference that is there already is left alone unless its row changed in this import.
        """
        table = _table(entity)
        wanted = []
        with self._store.read() as session:
            query = select(table.c.id, table.c[column]).where(table.c.tenant_id == self._tenant_id)
            for row_id, present in session.execute(query):
                target = targets.get(row_id)
                if target not in {None, present, row_id} and (present is None or row_id in touched):
                    wanted.append({"row_id": row_id, "target": target})
        if wanted:
            statement = update(table).where(table.c.id == bindparam("row_id")).values({column: bindparam("target")})
            with self._store.write() as session:
                session.connection().execute(statement, wanted)
        return len(wanted)

    def promote(self, managers: set[int]) -> None:
        """Users whom others report to are managers."""
        if managers:
            statement = (
                update(User)
                .where(User.tenant_id == self._tenant_id, User.id.in_(sorted(managers)), User.role == Role.REP)
                .values(role=Role.MANAGER)
                .execution_options(synchronize_session=False)
            )
            with self._store.write() as session:
                session.execute(statement)


def _table(entity: str) -> SqlTable:
    table = Task.__table__ if entity == "task" else TABLES[entity].__table__
    if not isinstance(table, SqlTable):
        raise TypeError(entity)
    return table


def _offer(adoptable: dict[str, int], row: Row[Any]) -> None:
    mapping = row._mapping  # noqa: SLF001 - its public name for columns by name
    for spoken in (mapping.get("name"), mapping.get("email")):
        if spoken and row.external_id in {None, natural_key(spoken)}:
            adoptable.setdefault(natural_key(spoken), row.id)


def _adopted(draft: Draft, adoptable: dict[str, int]) -> Known | None:
    """A row without a source that bears the draft's name (or address) is the same one."""
    for spoken in (draft.values.get("email"), draft.values.get("name")):
        row_id = adoptable.pop(natural_key(spoken), None) if spoken else None
        if row_id is not None:
            return Known(row_id, None)
    return None


def _attributes(session: Session, table: SqlTable, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for start in range(0, len(ids), AT_ONCE):
        query = select(table.c.id, table.c.attributes).where(table.c.id.in_(ids[start : start + AT_ONCE]))
        found.update({row.id: row.attributes or {} for row in session.execute(query)})
    return found
