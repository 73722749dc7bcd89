"""Rows of an entity, as they stand."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from crm.ask.rows.frame import WORDS
from crm.ask.rows.query import Base
from crm.ask.rows.table import Table, plain
from crm.sealed import sealing_of

MOST_ROWS = 200
TIES = 20  # more rows read than shown, to see who shares the last place


class Listed(Base):
    """Lists and look-ups."""

    def listed(self, session: Session) -> Table:
        plan, frame = self.plan, self.frame
        refs = self._shown()
        columns = [frame.shown(ref) for ref in refs]
        limits = self.limits()
        statement = select(frame.root.id, *columns)
        for order in plan.order:
            column = frame.column(order.field or f"{plan.subject}.id")
            limits.append(column.is_not(None))
            statement = statement.order_by(column.desc() if order.descending else column.asc())
        most = min(plan.limit or MOST_ROWS, MOST_ROWS)
        statement = statement.order_by(*self._usual_order())
        statement = frame.apply(statement.where(*limits)).order_by(frame.root.id)
        extra = TIES if plan.order and plan.limit == 1 else 1
        rows = session.execute(statement.limit(most + extra).offset(plan.skip)).all()
        rows = self._with_ties(list(rows), refs, most)
        total = len(rows) if len(rows) < most or plan.limit else self._count(session, limits)
        values = [[self._plain(session, ref, value) for ref, value in zip(refs, row[1:], strict=True)] for row in rows]
        kept = self._worth_showing(refs, values)
        values = [[row[place] for place in kept] for row in values]
        return Table([self._heading(refs[place]) for place in kept], values, total, [row[0] for row in rows])

    def _usual_order(self) -> list[ColumnElement[Any]]:
        """What is due first, and what was said last, where nobody asked for another order."""
        if self.plan.order or self.plan.subject not in {"task", "interaction"}:
            return []
        day = self.frame.column("task.due_on" if self.plan.subject == "task" else "interaction.occurred_at")
        return [day.is_(None), day] if self.plan.subject == "task" else [day.desc()]

    def _plain(self, session: Session, ref: str, value: Any) -> Any:
        if ref in self.vocabulary.sealed and (sealing := sealing_of(session)) is not None:
            return plain(sealing.shown(self.vocabulary.tenant_id, ref, value))
        if isinstance(value, datetime) and ref in self.vocabulary.days:
            return value.date().isoformat()
        return plain(value)

    def _worth_showing(self, refs: list[str], values: list[list[Any]]) -> list[int]:
        """Columns that hold something, or that were asked for."""
        asked = {each.field for each in self.plan.filters} | {
            name if "." in name else f"{self.plan.subject}.{name}" for name in self.plan.columns
        }
        kept = [
            place
            for place, ref in enumerate(refs)
            if place == 0 or not values or ref in asked or any(row[place] is not None for row in values)
        ]
        headings: dict[str, int] = {}
        for place in kept:
            headings.setdefault(self._heading(refs[place]), place)
        return list(headings.values())

    def _with_ties(self, rows: list[Any], refs: list[str], most: int) -> list[Any]:
        """The one best row, with those that share its value."""
        order = self.plan.order[0].field if self.plan.order else None
        if self.plan.limit != 1 or order not in refs or not rows:
            return rows[:most]
        place = refs.index(order) + 1
        return [row for row in rows if row[place] == rows[0][place]]

    def _count(self, session: Session, limits: list[ColumnElement[bool]]) -> int:
        return session.scalar(self.frame.apply(select(func.count()).where(*limits))) or 0

    def _shown(self) -> list[str]:
        """Columns of a list: the usual ones, then those the question speaks of."""
        plan = self.plan
        usual = list(self.vocabulary.entity(plan.subject).columns)
        if plan.shape == "lookup":
            usual = plan.columns
        refs = [name if "." in name else f"{plan.subject}.{name}" for name in usual]
        named = [*plan.columns, *(each.field for each in plan.filters), *(each.field or "" for each in plan.order)]
        named += [span.field or "" for span in plan.periods]
        for ref in named if plan.shape != "lookup" else []:
            known = (
                ref != WORDS
                and ref in self.vocabulary.fields
                and self.vocabulary.path(plan.subject, ref.split(".")[0]) is not None
            )
            if known and ref not in refs:
                refs.append(ref)
        number = f"{plan.subject}.external_id"
        if plan.subject in self.vocabulary.numbered and number not in refs:
            refs.append(number)
        kept = [ref for ref in refs if ref in self.vocabulary.fields and self._filled(ref)]
        return [ref for ref in kept if self.vocabulary.path(plan.subject, ref.split(".")[0]) is not None] or [
            f"{plan.subject}.{self.vocabulary.entity(plan.subject).name_key}"
        ]

    def _filled(self, ref: str) -> bool:
        """Whether people read it: a number that nobody asked for tells them nothing."""
        asked = ref in self.plan.columns or ref.rpartition(".")[2] in self.plan.columns
        return asked or self.vocabulary.fields[ref].type != "id" or ref.endswith("external_id")
