"""Everything that tells of one person, from every place that forgetting knows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import Row, Table, select

from crm.errors import FatalError
from crm.model import Base, Deal, Task
from crm.sealed.fields import entity_of
from crm.sealed.sealing import Sealing, laid_out
from privacy.erasure.place import Work
from privacy.erasure.places.columns import Columns
from privacy.erasure.registry import PLACES
from privacy.erasure.traces import LINKS

PAGE = 500
OWN_TABLE = "contacts"
NAMING = {"contacts": ("attributes",), "users": ("attributes",)}  # namesakes are not the person


@dataclass(frozen=True)
class Holding:
    """A row that is about the person, or only names them. `opened` is what lay in it under seal."""

    table: str
    values: Mapping[str, Any]
    about: bool
    opened: str | None = None
    unreadable: bool = False


@dataclass
class Gathering:
    """Goes through the tables of the record. `strangers_sealed` counts originals that open with no key, of rows that do
    not name the person.
    """

    work: Work
    strangers_sealed: int = 0
    _questions: set[int] = field(default_factory=set)

    def holdings(self) -> Iterator[Holding]:
        """In the order of the places, then of the rows."""
        yield from self._table(Base.metadata.tables[OWN_TABLE])
        for place in PLACES:
            if isinstance(place, Columns) and place.table.name != OWN_TABLE:
                yield from self._table(place.table)

    def excerpt(self, value: Any) -> Any:
        """What of a value names the person; None where nothing does."""
        if isinstance(value, str):
            told = _told(value)
            return self.excerpt(told) if told is not None else value if self.tells(value) else None
        if isinstance(value, list):
            return [found for each in value if (found := self.excerpt(each)) is not None] or None
        if isinstance(value, dict):
            kept = {name: each if self._points(name, each) else self.excerpt(each) for name, each in value.items()}
            return {name: each for name, each in kept.items() if each is not None or self.tells(name)} or None
        return None

    def tells(self, text: str) -> bool:
        return self.work.traces.within(text)

    @cached_property
    def own(self) -> dict[str, frozenset[int]]:
        """Ids of the rows that are theirs, by what the books call such a row."""
        ids = self.work.subject.contact_ids
        with self.work.house.store.read() as session:
            deals = session.scalars(select(Deal.id).where(Deal.contact_id.in_(ids)))
            tasks = session.scalars(select(Task.id).where(Task.contact_id.in_(ids)))
            return {
                "contact": frozenset(ids),
                "interaction": self.work.near(),
                "deal": frozenset(deals),
                "task": frozenset(tasks),
            }

    def _table(self, table: Table) -> Iterator[Holding]:
        last = 0
        while True:
            query = select(table).where(table.c.tenant_id == self.work.tenant_id, table.c.id > last)
            with self.work.house.store.read() as session:
                rows = session.execute(query.order_by(table.c.id).limit(PAGE)).all()
            for row in rows:
                held = self._held(table.name, row)
                if held is not None:
                    yield held
            if len(rows) < PAGE:
                return
            last = rows[-1].id

    def _held(self, table: str, row: Row[Any]) -> Holding | None:
        values = self._laid_open(table, row._mapping)  # noqa: SLF001 - SQLAlchemy's own face for a row's values by name
        about = self._about(table, values)
        opened, unreadable = self._opened(table, values)
        names = (
            about
            or (opened is not None and self.tells(opened))
            or any(self.excerpt(values[name]) is not None for name in NAMING.get(table, _spoken(values)))
        )
        if not names:
            self.strangers_sealed += unreadable
            return None
        if table == "answered_questions":
            self._questions.add(int(row.id))
        return Holding(table, {str(name): value for name, value in values.items()}, about, opened, unreadable)

    def _laid_open(self, table: str, values: Mapping[Any, Any]) -> Mapping[Any, Any]:
        """The row with what lies sealed among its values opened, where it has anything of that kind."""
        tenant_id, sealing = self.work.tenant_id, Sealing(self.work.house.vault)
        if table == "source_rows":
            return {**values, "told": sealing.untold(tenant_id, values["entity"], values["told"])}
        entity = entity_of(table)
        if entity is None or "sealed" not in values:
            return values
        opened = sealing.untold(tenant_id, entity, values["sealed"])
        rest = {str(name): value for name, value in values.items() if name != "sealed"}
        return laid_out(entity, rest, opened) if opened else rest

    def _about(self, table: str, values: Mapping[Any, Any]) -> bool:
        own = self.own
        if table in {"contacts", "interactions", "deals", "tasks"} and values["id"] in own[table[:-1]]:
            return True
        contact = values.get("contact_id")
        if contact in own["contact"] or values.get("interaction_id") in own["interaction"]:
            return True
        if contact is None and values.get("deal_id") in own["deal"]:
            return True
        if values.get("row_id") in own.get(str(values.get("entity")), ()):
            return True
        if table == "answer_feedback":
            return values["answer_id"] in self._questions
        return not own["interaction"].isdisjoint(_interactions(table, values))

    def _opened(self, table: str, values: Mapping[Any, Any]) -> tuple[str | None, bool]:
        """What lies in the row under seal, and whether something does that cannot be opened."""
        sealed = values.get({"interactions": "original", "proposed_entries": "text"}.get(table, ""))
        if not sealed:
            return None, False
        try:
            return self.work.house.vault.open(self.work.tenant_id, sealed), False
        except FatalError:
            return None, True

    def _points(self, name: str, value: Any) -> bool:
        ids = self.own["contact"]
        return name in LINKS and (value in ids if isinstance(value, int) else bool(_ints(value) & ids))


def _interactions(table: str, values: Mapping[Any, Any]) -> set[int]:
    """The interactions that a signal was noticed in, or that an entry became."""
    if table == "signals":
        told = [str(each).partition(":") for each in values["evidence"] or ()]
        return {int(number) for kind, _, number in told if kind == "interaction" and number.isdecimal()}
    if table == "nudges":
        told = [str(each.get("ref")).partition(":") for each in values["evidence"] or () if isinstance(each, dict)]
        return {int(number) for kind, _, number in told if kind == "interaction" and number.isdecimal()}
    if table == "proposed_entries":
        return _ints((values["written"] or {}).get("interactions"))
    return set()


def _ints(value: Any) -> set[int]:
    return {each for each in value if isinstance(each, int)} if isinstance(value, list) else set()


def _spoken(values: Mapping[Any, Any]) -> list[Any]:
    return [name for name, value in values.items() if isinstance(value, str | list | dict)]


def _told(text: str) -> Any:
    """What a text holds that is JSON written down; None where it is none."""
    if text[:1] not in {"{", "["}:
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None
