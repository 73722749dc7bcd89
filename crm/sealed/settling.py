"""Brings rows in line with the tag `encrypt`: what was there before is sealed, and opened where the tag is taken off.

That there is work is noted with the tag itself, so whoever looks next goes on with it, wherever it was cut off: each
batch is one transaction, and a row says by itself what is still to be done. It ends with a second look after a while,
for what was being written by the former rule meanwhile; until then what was opened is kept sealed besides.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, func, or_, select, update
from sqlalchemy.orm import Session

from crm.clock import Clock
from crm.model import Field, SourceRow, Tenant
from crm.rights.eyes import unlimited
from crm.sealed.fields import COLUMNS, MODELS, keys_of, table_of
from crm.sealed.sealing import Sealing, is_token, sealing_of
from crm.store import Store

SETTING = "sealing"  # of a tenant's: since when there is work, and whether the database is to be rewritten
BATCH = 200  # rows a transaction
GRACE = timedelta(minutes=2)  # whatever was being written by the former rule is committed by then
MOST_VALUES = 200  # of a category, as an import keeps them
Values = dict[str, Any]


def begin(session: Session, tenant_id: int, at: datetime) -> None:
    """Notes that rows are to be brought in line with the tags, in the transaction that changes them."""
    tenant = session.get_one(Tenant, tenant_id)
    noted = tenant.settings.get(SETTING) or {}
    tenant.settings = {**tenant.settings, SETTING: {**noted, "since": at.isoformat()}}


@dataclass
class Settled:
    """How many rows were changed, and whether it is at its end."""

    rows: int = 0
    over: bool = True


class Settling:
    """Of a store that seals.

    Args:
        rewrite: rewrites the database, so that no value lingers in pages that were freed.
    """

    def __init__(self, store: Store, clock: Clock, rewrite: Callable[[], object], *, grace: timedelta = GRACE) -> None:
        self._store, self._clock, self._rewrite, self._grace = store, clock, rewrite, grace

    def waits(self) -> list[int]:
        """The tenants with work."""
        with unlimited(), self._store.read() as session:
            rows = session.execute(select(Tenant.id, Tenant.settings).order_by(Tenant.id)).all()
        return [row.id for row in rows if (row.settings or {}).get(SETTING)]

    def settle(self, tenant_id: int) -> Settled:
        """Does what is to be done now.

        Raises:
            FatalError: something sealed opens with no key that is there.
            RetryableError: the record does not answer, or is in use by a long reading; begin again later.
        """
        with unlimited():
            return self._settle(tenant_id)

    def _settle(self, tenant_id: int) -> Settled:
        noted = self._noted(tenant_id)
        with self._store.read() as session:
            sealing = sealing_of(session)
            refs = sealing.refs(session, tenant_id) if sealing else frozenset()
        if not noted or sealing is None:
            return Settled()
        over = self._clock.now() >= datetime.fromisoformat(noted["since"]) + self._grace
        told = Settled(over=over)
        for entity in MODELS:
            told.rows += self._entity(_Entity(sealing, tenant_id, entity, keys_of(refs, entity), over))
        told.rows += self._sources(sealing, tenant_id, refs)
        self._values(tenant_id, refs)
        if self._noted(tenant_id).get("rewrite"):
            self._rewrite()
        self._end(tenant_id, noted, over=over)
        return told

    def _entity(self, work: _Entity) -> int:
        done = 0
        for ids in work.pages(self._store):
            with self._store.write() as session:
                rows = session.execute(work.query().where(work.table.c.id.in_(ids)).with_for_update()).all()
                changes = [(row.id, values) for row in rows if (values := work.changed(row._mapping))]  # noqa: SLF001
                for row_id, values in changes:
                    session.execute(update(work.table).where(work.table.c.id == row_id).values(values))
                if changes:
                    _dirty(session, work.tenant_id)
            done += len(changes)
        return done

    def _sources(self, sealing: Sealing, tenant_id: int, refs: frozenset[str]) -> int:
        """What sources said of rows."""
        table, done, last = table_of_sources(), 0, 0
        while True:
            query = select(table.c.id, table.c.entity, table.c.told).where(table.c.tenant_id == tenant_id)
            with self._store.write() as session:
                rows = session.execute(query.where(table.c.id > last).order_by(table.c.id).limit(BATCH)).all()
                for row in rows:
                    bare = sealing.untold(tenant_id, row.entity, row.told)
                    keys = keys_of(refs, row.entity)
                    if not any(is_token(value) != (name in keys) for name, value in _filled(row.told)):
                        continue
                    told = sealing.told(tenant_id, row.entity, keys, bare)
                    session.execute(update(table).where(table.c.id == row.id).values(told=told))
                    done += 1
                    _dirty(session, tenant_id)
            if len(rows) < BATCH:
                return done
            last = rows[-1].id

    def _values(self, tenant_id: int, refs: frozenset[str]) -> None:
        """The distinct values of categories: none of what is sealed, those of the rows again where it is no more."""
        with self._store.write() as session:
            query = select(Field).where(Field.tenant_id == tenant_id, Field.entity.in_(MODELS))
            for field in session.scalars(query):
                sealable = not field.core or f"{field.entity}.{field.key}" in COLUMNS
                if f"{field.entity}.{field.key}" in refs:
                    if field.values is not None:
                        field.values = None
                        _dirty(session, tenant_id)
                elif sealable and field.type == "category" and field.values is None:
                    field.values = _distinct(session, field)

    def _noted(self, tenant_id: int) -> Values:
        with self._store.read() as session:
            return (session.get_one(Tenant, tenant_id).settings or {}).get(SETTING) or {}

    def _end(self, tenant_id: int, noted: Mapping[str, Any], *, over: bool) -> None:
        """Nothing is noted any more where it is over and nobody has tagged anything meanwhile."""
        with self._store.write() as session:
            tenant = session.get_one(Tenant, tenant_id, with_for_update=True)
            now = tenant.settings.get(SETTING) or {}
            rest = {name: value for name, value in tenant.settings.items() if name != SETTING}
            if over and now.get("since") == noted["since"]:
                tenant.settings = rest
            elif now:
                tenant.settings = {**rest, SETTING: {"since": now["since"]}}


@dataclass(frozen=True)
class _Entity:
    """The rows of one entity; `over` is whether what was opened need not be kept sealed besides any longer."""

    sealing: Sealing
    tenant_id: int
    entity: str
    keys: frozenset[str]
    over: bool

    @property
    def table(self) -> Table:
        return table_of(self.entity)

    @property
    def columns(self) -> list[str]:
        begin_ = f"{self.entity}."
        return sorted(ref.removeprefix(begin_) for ref in COLUMNS if ref.startswith(begin_))

    def query(self) -> Any:
        names = ("id", *self.columns, "attributes", "sealed")
        return select(*(self.table.c[name] for name in names)).where(self.table.c.tenant_id == self.tenant_id)

    def pages(self, store: Store) -> Iterator[list[int]]:
        """Ids of rows that may have to be changed."""
        table, last = self.table, 0
        bare = [
            table.c[key].is_not(None)
            if f"{self.entity}.{key}" in COLUMNS
            else table.c.attributes[key].as_string().is_not(None)
            for key in sorted(self.keys)
        ]
        own = select(table.c.id).where(table.c.tenant_id == self.tenant_id, or_(table.c.sealed.is_not(None), *bare))
        while True:
            with store.read() as session:
                ids = list(session.scalars(own.where(table.c.id > last).order_by(table.c.id).limit(BATCH)))
            if not ids:
                return
            yield ids
            last = ids[-1]

    def changed(self, row: Mapping[Any, Any]) -> Values:
        """The columns of a row that are to be otherwise."""
        now = {name: row[name] for name in (*self.columns, "attributes", "sealed")}
        values = self.sealing.moved(self.tenant_id, self.entity, self.keys, now, clears=False)
        values = self._bared({**now, **values})
        return {name: value for name, value in values.items() if value != now[name]}

    def _bared(self, row: Values) -> Values:
        """What is tagged no more lies bare again; its token goes at the end, where the value is there."""
        row = {**row, "attributes": dict(row["attributes"] or {}), "sealed": dict(row["sealed"] or {})}
        for key in sorted(row["sealed"].keys() - self.keys):
            ref = f"{self.entity}.{key}"
            place = row if ref in COLUMNS else row["attributes"]
            if place.get(key) in (None, ""):
                place[key] = self.sealing.open(self.tenant_id, ref, row["sealed"][key])
            elif self.over:
                del row["sealed"][key]
        return {**row, "sealed": row["sealed"] or None}


def table_of_sources() -> Table:
    table: Any = SourceRow.__table__
    return table  # type: ignore[no-any-return]


def _dirty(session: Session, tenant_id: int) -> None:
    tenant = session.get_one(Tenant, tenant_id)
    noted = tenant.settings.get(SETTING) or {}
    if noted and not noted.get("rewrite"):
        tenant.settings = {**tenant.settings, SETTING: {**noted, "rewrite": True}}


def _filled(told: Mapping[str, Any] | None) -> list[tuple[str, Any]]:
    return [(name, value) for name, value in (told or {}).items() if value not in (None, "")]


def _distinct(session: Session, field: Field) -> str:
    model = MODELS[field.entity]
    column = getattr(model, field.key) if field.core else model.attributes[field.key].as_string()
    held = (model.tenant_id == field.tenant_id, column.is_not(None))
    query = select(column).where(*held).group_by(column).order_by(func.count().desc(), column).limit(MOST_VALUES)
    return json.dumps([str(value) for value in session.scalars(query)], ensure_ascii=False)
