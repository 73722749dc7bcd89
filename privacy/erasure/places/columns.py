"""Texts and JSON in a table of the record: rows stay, what tells of the person goes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import Row, String, Table, Text, delete, select, update
from sqlalchemy.orm import Session

from crm.model import Base
from privacy.erasure.place import Claims, Work
from privacy.erasure.sealed import SEALED, cleaned

PAGE = 1_000  # rows a look
BATCH = 200  # changed rows a transaction
Values = dict[str, Any]


class Columns:
    """The columns of one table.

    Args:
        table: its name.
        clean: columns of text and JSON that people's words may be in.
        keys: columns that tell rows apart: what holds the person becomes a digest there, so that rows stay apart.
        plain: columns that hold nothing but what we write there ourselves (kinds, states, codes).
        links: columns that point at a contact: a row that points at the person is about them.
        of_interaction: the column that points at an interaction, where the table has one.
        drop: whether a row that tells of the person is removed rather than cleaned.
    """

    def __init__(
        self,
        table: str,
        *,
        clean: Sequence[str] = (),
        keys: Sequence[str] = (),
        plain: Sequence[str] = (),
        links: Sequence[str] = (),
        of_interaction: str = "",
        drop: bool = False,
    ) -> None:
        self.name = table
        self._clean, self._keys, self._plain, self._links = clean, keys, plain, links
        self._of_interaction, self._drop = of_interaction, drop

    @property
    def claims(self) -> Claims:
        return {self.name: frozenset([*self._clean, *self._keys, *self._plain])}

    @cached_property
    def table(self) -> Table:
        return Base.metadata.tables[self.name]

    def count(self, work: Work) -> int:
        return sum(1 for _ in self._touched(work))

    verify = count

    def erase(self, work: Work) -> int:
        done, batch = 0, []
        for id_ in self._touched(work):
            batch.append(id_)
            if len(batch) >= BATCH:
                done += self._write(work, batch)
                batch = []
        return done + self._write(work, batch)

    def changed(self, work: Work, row: Row[Any], near: frozenset[int]) -> Values:
        """The columns of a row that are to be otherwise."""
        about = self._is_near(work, row, near)
        values: Values = {}
        for name in self._clean:
            before = getattr(row, name)
            if name in SEALED:
                after = cleaned(work, self.table.name, row, name, near=about)
            else:
                after = work.traces.value(before, near=about)
            if after != before:
                values[name] = self._fitting(name, after)
        for name in self._keys:
            before = getattr(row, name)
            if before and work.traces.within(before):
                values[name] = "forgotten:" + work.house.digests.of(work.tenant_id, "key", before)
        return values

    def more(self, work: Work, values: Values) -> Values:
        """What else changes with a row."""
        if "version" in self.table.c and "updated_at" in self.table.c:
            return {**values, "version": self.table.c.version + 1, "updated_at": work.house.clock.now()}
        return values

    def _is_near(self, work: Work, row: Row[Any], near: frozenset[int]) -> bool:
        if any(getattr(row, name) in work.subject.contact_ids for name in self._links):
            return True
        return bool(self._of_interaction) and getattr(row, self._of_interaction) in near

    def _near(self, work: Work) -> frozenset[int]:
        return work.near() if self._of_interaction else frozenset()

    def _touched(self, work: Work) -> Iterator[int]:
        near = self._near(work)
        for row in self.rows(work):
            if self.changed(work, row, near):
                yield int(row.id)

    def rows(self, work: Work) -> Iterator[Row[Any]]:
        last = 0
        while True:
            query = self._query(work).where(self.table.c.id > last).order_by(self.table.c.id).limit(PAGE)
            with work.house.store.read() as session:
                rows = session.execute(query).all()
            if not rows:
                return
            yield from rows
            last = rows[-1].id

    def _query(self, work: Work) -> Any:
        of_what = ["entity"] if "told" in self._clean else []
        names = dict.fromkeys(["id", *of_what, *self._clean, *self._keys, *self._links, *self._extra()])
        return select(*(self.table.c[name] for name in names)).where(self.table.c.tenant_id == work.tenant_id)

    def _extra(self) -> Iterable[str]:
        return [self._of_interaction] if self._of_interaction else []

    def _write(self, work: Work, ids: Sequence[int]) -> int:
        """What was found is looked at again under the lock: somebody may have changed it meanwhile."""
        if not ids:
            return 0
        near = self._near(work)
        with work.house.store.write() as session:
            rows = session.execute(self._query(work).where(self.table.c.id.in_(ids)).with_for_update()).all()
            return sum(self._settle(session, work, row, self.changed(work, row, near)) for row in rows)

    def _settle(self, session: Session, work: Work, row: Row[Any], values: Values) -> int:
        if not values:
            return 0
        if self._drop:
            session.execute(delete(self.table).where(self.table.c.id == row.id))
        else:
            session.execute(update(self.table).where(self.table.c.id == row.id).values(self.more(work, values)))
        return 1

    def _fitting(self, name: str, value: Any) -> Any:
        kind = self.table.c[name].type
        length = kind.length if isinstance(kind, String) and not isinstance(kind, Text) else None
        return value[:length] if isinstance(value, str) and length else value
