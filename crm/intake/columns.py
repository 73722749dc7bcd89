"""What sources' rows are made of changed: an admin looks at each change, and says what is to become of a column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import audit
from crm.clock import Clock
from crm.errors import RejectedError
from crm.intake.changes import COLUMNS, LINKS
from crm.intake.drift import sentence
from crm.intake.event import Change, Event, Item
from crm.model import Source, SourceDrift, Tenant, User
from crm.rights import unlimited
from crm.rights.office import require_admin
from crm.store import Store

IGNORED = "ignored_columns"  # in a tenant's settings: by source and kind of row, names of columns
KEEP, IGNORE = "keep", "ignore"
Ignored = Mapping[str, Mapping[str, list[str]]]


@dataclass(frozen=True)
class Waiting:
    """A change that nobody has looked at. `ignorable` says whether the column can be left out from now on."""

    id: int
    source: str
    kind: str
    column: str
    says: str
    ignorable: bool
    noticed_at: datetime


@dataclass(frozen=True)
class Dropped:
    """A column that is left out."""

    source: str
    kind: str
    column: str


class ColumnBook:
    """The changes that wait, and the columns that are ignored."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def waiting(self, tenant_id: int, limit: int = 100) -> list[Waiting]:
        """The changes that nobody has decided on, the oldest first."""
        query = (
            select(SourceDrift, Source.name)
            .join(Source, Source.id == SourceDrift.source_id)
            .where(SourceDrift.tenant_id == tenant_id)
            .order_by(SourceDrift.id)
            .limit(limit)
        )
        with unlimited(), self._store.read() as session:
            rows = session.execute(query).all()
        return [
            Waiting(drift.id, name, drift.row_kind, drift.column, sentence(drift), _ignorable(drift), drift.noticed_at)
            for drift, name in rows
        ]

    def decide(self, tenant_id: int, number: int, what: str, *, by: User | None) -> str:
        """Keeps a changed column as it comes, or ignores it from now on; returns a sentence.

        Raises:
            RejectedError: there is no such change, the column cannot be left out, or it is not this user's to decide.
        """
        require_admin(tenant_id, by)
        if what not in {KEEP, IGNORE}:
            raise RejectedError("A column is kept or ignored: keep, ignore.")
        with unlimited(), self._store.write() as session:
            tenant = session.get_one(Tenant, tenant_id, with_for_update=True)
            drift = session.get(SourceDrift, number)
            if drift is None or drift.tenant_id != tenant_id:
                raise RejectedError("This change is not there any more: somebody decided on it.")
            if what == IGNORE:
                if not _ignorable(drift):
                    raise RejectedError(f"“{drift.column}” cannot be left out: it is gone, or rows are known by it.")
                _ignore(tenant, drift.source_id, drift.row_kind, drift.column, on=True)
            session.delete(drift)
            detail = {"kind": drift.row_kind, "column": drift.column}
            self._audit(session, tenant, f"column.{what}", drift.source_id, by, **detail)
            column = drift.column
        kept = "is ignored from now on; what came before stays" if what == IGNORE else "is kept as it comes"
        return f"“{column}” {kept}."

    def ignored(self, tenant_id: int) -> list[Dropped]:
        with unlimited(), self._store.read() as session:
            kept = _read(session.get_one(Tenant, tenant_id).settings)
            query = select(Source.id, Source.name).where(Source.tenant_id == tenant_id)
            names = {str(identity): str(name) for identity, name in session.execute(query)}
        return [
            Dropped(names[source], kind, column)
            for source, kinds in kept.items()
            if source in names
            for kind, columns in kinds.items()
            for column in columns
        ]

    def take_up(self, tenant_id: int, source: str, kind: str, column: str, *, by: User | None) -> None:
        """Takes a column in again that was ignored.

        Raises:
            RejectedError: it is not ignored, or it is not this user's to decide.
        """
        require_admin(tenant_id, by)
        if Dropped(source, kind, column) not in self.ignored(tenant_id):
            raise RejectedError(f"“{column}” of {source} is not ignored.")
        with unlimited(), self._store.write() as session:
            tenant = session.get_one(Tenant, tenant_id, with_for_update=True)
            query = select(Source.id).where(Source.tenant_id == tenant_id, Source.name == source)
            source_id = session.scalars(query).one()
            _ignore(tenant, source_id, kind, column, on=False)
            self._audit(session, tenant, "column.keep", source_id, by, kind=kind, column=column)

    def _audit(
        self, session: Session, tenant: Tenant, action: str, source_id: int, by: User | None, **detail: str
    ) -> None:
        audit.append(
            session, tenant.id, at=self._clock.now(), actor_id=by.id if by else None, action=action,
            entity="source", row_id=source_id, detail=detail,
        )  # fmt: skip


def without_ignored(item: Item, settings: Mapping[str, Any], source_id: int) -> Item:
    """An item without the columns that the tenant ignores of this source."""
    kinds = _read(settings).get(str(source_id)) or {}
    if isinstance(item, Change) and (names := kinds.get(item.entity)):
        kept = {name: value for name, value in item.values.items() if name not in names}
        return item.model_copy(update={"values": kept})
    if isinstance(item, Event) and kinds:
        gone = {name for kind, names in kinds.items() if kind not in COLUMNS for name in names}
        kept = {name: value for name, value in item.attributes.items() if name not in gone}
        return item.model_copy(update={"attributes": kept})
    return item


def _ignorable(drift: SourceDrift) -> bool:
    return drift.after is not None and drift.column not in COLUMNS.get(drift.row_kind, set()) | LINKS


def _ignore(tenant: Tenant, source_id: int, kind: str, column: str, *, on: bool) -> None:
    kept = {source: {each: list(names) for each, names in kinds.items()} for source, kinds in
            _read(tenant.settings).items()}  # fmt: skip
    names = kept.setdefault(str(source_id), {}).setdefault(kind, [])
    names[:] = sorted({*names, column} if on else set(names) - {column})
    tenant.settings = {**tenant.settings, IGNORED: kept}


def _read(settings: Mapping[str, Any]) -> Ignored:
    found = settings.get(IGNORED)
    return found if isinstance(found, dict) else {}
