"""From a plan to rows: one statement a question, written by SQLAlchemy."""

from __future__ import annotations

import statistics
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select, true
from sqlalchemy.orm import Session

from crm.ask.expressions import decimal, in_grain, label_of, text_literal
from crm.ask.frame import Frame, compared
from crm.ask.plan import Condition, Group, Having, Measure, QueryPlan
from crm.ask.vocabulary import Vocabulary

MOST_ROWS = 200
TIES = 20  # more rows read than shown, to see who shares the last place
COMPARE = {
    "gt": lambda a, b: a > b[0],
    "ge": lambda a, b: a >= b[0],
    "lt": lambda a, b: a < b[0],
    "le": lambda a, b: a <= b[0],
    "eq": lambda a, b: a == b[0],
    "between": lambda a, b: b[0] <= a <= b[1],
}


@dataclass
class Table:
    columns: list[str]
    rows: list[list[Any]]
    total: int = 0
    ids: list[int] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def run(session: Session, plan: QueryPlan, vocabulary: Vocabulary, today: date) -> Table:
    """The rows of a plan.

    Raises:
        RejectedError: the plan connects what the record does not.
    """
    query = Query(plan, vocabulary, today)
    return query.listed(session) if plan.shape in {"list", "lookup", "timeline"} else query.measured(session)


class Query:
    def __init__(self, plan: QueryPlan, vocabulary: Vocabulary, today: date) -> None:
        self.plan = plan
        self.vocabulary = vocabulary
        self.frame = Frame(vocabulary, plan.subject, today)

    def limits(self) -> list[ColumnElement[bool]]:
        """WHERE: several periods are alternatives, conditions hold together."""
        found = [self.frame.where(condition) for condition in self.plan.filters]
        found += [self.frame.exists(exists) for exists in self.plan.exists]
        by_field: dict[str, list[ColumnElement[bool]]] = defaultdict(list)
        for span in self.plan.periods:
            by_field[span.field or ""].append(self.frame.within(span))
        return found + [or_(*spans) for spans in by_field.values()]

    # --- rows of an entity --------------------------------------------------------------------------------------

    def listed(self, session: Session) -> Table:
        plan, frame = self.plan, self.frame
        refs = self._shown()
        columns = [frame.column(ref) for ref in refs]
        limits = self.limits()
        statement = select(frame.root.id, *columns)
        for order in plan.order:
            column = frame.column(order.field or f"{plan.subject}.id")
            limits.append(column.is_not(None))
            statement = statement.order_by(column.desc() if order.descending else column.asc())
        most = min(plan.limit or MOST_ROWS, MOST_ROWS)
        statement = frame.apply(statement.where(*limits)).order_by(frame.root.id)
        extra = TIES if plan.order and plan.limit == 1 else 1
        rows = session.execute(statement.limit(most + extra)).all()
        rows = self._with_ties(list(rows), refs, most)
        total = len(rows) if len(rows) < most or plan.limit else self._count(session, limits)
        values = [[self._plain(ref, value) for ref, value in zip(refs, row[1:], strict=True)] for row in rows]
        kept = self._worth_showing(refs, values)
        values = [[row[place] for place in kept] for row in values]
        return Table([self._heading(refs[place]) for place in kept], values, total, [row[0] for row in rows])

    def _plain(self, ref: str, value: Any) -> Any:
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
            known = ref in self.vocabulary.fields and self.vocabulary.path(plan.subject, ref.split(".")[0]) is not None
            if known and ref not in refs:
                refs.append(ref)
        kept = [ref for ref in refs if ref in self.vocabulary.fields and self._filled(ref)]
        return [ref for ref in kept if self.vocabulary.path(plan.subject, ref.split(".")[0]) is not None] or [
            f"{plan.subject}.{self.vocabulary.entity(plan.subject).name_key}"
        ]

    def _filled(self, ref: str) -> bool:
        return self.vocabulary.fields[ref].type != "id" or ref.endswith("external_id")

    def _heading(self, ref: str) -> str:
        info = self.vocabulary.fields[ref]
        entity = ref.split(".", maxsplit=1)[0]
        if info.key == "name" and entity != self.plan.subject:
            return self.vocabulary.entity(entity).singular
        if entity != self.plan.subject:
            return f"{self.vocabulary.entity(entity).singular} {info.label.replace('_', ' ')}"
        return info.label.replace("_", " ")

    # --- measures -----------------------------------------------------------------------------------------------

    def measured(self, session: Session) -> Table:
        plan = self.plan
        if any(measure.kind == "median" for measure in plan.measures):
            return self._median(session)
        groups = [self.group_columns(group) for group in plan.group_by]
        labels = [column for part in groups for column in part]
        if plan.compare_periods and plan.periods:
            spans = [(self.frame.within(span), text_literal(span.text)) for span in plan.periods]
            labels.append(case(*spans, else_=text_literal("other")))
        measures = [self._measure(measure) for measure in plan.measures]
        limits = self.limits() + [column.is_not(None) for column in labels]
        statement = self.frame.apply(select(*labels, *measures).where(*limits))
        if labels:
            statement = statement.group_by(*labels)
        statement = self._having(statement, measures)
        statement = self._ordered(statement, labels, measures)
        cut = plan.limit if plan.limit and not plan.top_per_group and not plan.count_groups else None
        if cut:
            statement = statement.limit(cut + TIES)
        table = self._table([list(row) for row in session.execute(statement).all()], groups)
        table.left_out += self._nameless(session, groups) if groups and not plan.having else []
        return self._shares(self._with_empty(session, table, groups))

    def group_columns(self, group: Group) -> list[ColumnElement[Any]]:
        entity, _, name = group.field.partition(".")
        info = self.vocabulary.fields[group.field]
        if group.grain:
            return [in_grain(self.frame.column(group.field), group.grain, text=not info.core)]
        if name == self.vocabulary.entity(entity).name_key:
            return [self.frame.id_of(entity), self.frame.column(group.field)]
        return [self.frame.column(group.field)]

    def _measure(self, measure: Measure) -> ColumnElement[Any]:
        limit = and_(*[self.frame.where(each) for each in measure.where]) if measure.where else None
        outcome = ("win_rate", "loss_rate")
        if measure.kind in outcome:
            wanted = "won" if measure.kind == "win_rate" else "lost"
            return self._rate(wanted)
        if measure.kind == "share" and measure.over != "all":
            return self._share(measure, limit)
        if measure.kind in {"count", "share"} and measure.field is None:
            return func.count(self.frame.root.id) if limit is None else func.sum(case((limit, 1), else_=0))
        column = self.frame.column(measure.field or f"{self.plan.subject}.id")
        if limit is not None:
            column = case((limit, column))
        return self._aggregate(measure, column)

    def _aggregate(self, measure: Measure, column: ColumnElement[Any]) -> ColumnElement[Any]:
        match measure.kind:
            case "count_distinct":
                return func.count(column.distinct())
            case "avg":
                return func.avg(decimal(column))
            case "min":
                return func.min(column)
            case "max":
                return func.max(column)
            case "ratio":
                over = self.frame.column(measure.over or "")
                both = and_(column.is_not(None), over.is_not(None))
                top = func.sum(case((both, decimal(column))))
                return top / func.nullif(func.sum(case((both, decimal(over)))), 0)
            case "per":
                unit_ref = measure.over or ""
                entity, _, name = unit_ref.partition(".")
                unit = (
                    self.frame.id_of(entity)
                    if name == self.vocabulary.entity(entity).name_key
                    else self.frame.column(unit_ref)
                )
                counted = func.count(column) if (measure.field or "").endswith(".id") else func.sum(column)
                return decimal(counted) / func.nullif(func.count(unit.distinct()), 0)
            case _:
                return func.sum(column)

    def _rate(self, wanted: str) -> ColumnElement[Any]:
        outcome = self.frame.column("deal.outcome")
        top = func.sum(case((outcome == wanted, 1.0), else_=0.0))
        return top / func.nullif(func.sum(case((outcome.in_(["won", "lost"]), 1.0), else_=0.0)), 0)

    def _share(self, measure: Measure, limit: ColumnElement[bool] | None) -> ColumnElement[Any]:
        held = limit if limit is not None else true()
        if measure.field:
            column = decimal(self.frame.column(measure.field))
            return func.sum(case((held, column), else_=0.0)) / func.nullif(func.sum(column), 0)
        return func.sum(case((held, 1.0), else_=0.0)) / func.nullif(func.count(self.frame.root.id), 0)

    def _having(self, statement: Select[Any], measures: list[ColumnElement[Any]]) -> Select[Any]:
        for having in self.plan.having:
            condition = Condition(field="measure.value", op=having.op, values=list(having.values))
            statement = statement.having(compared(measures[having.measure], condition))
        return statement

    def _ordered(self, statement: Select[Any], labels: list[Any], measures: list[Any]) -> Select[Any]:
        for order in self.plan.order:
            if order.measure is not None and order.measure < len(measures):
                column = measures[order.measure]
                statement = statement.having(column.is_not(None)) if labels else statement
                statement = statement.order_by(column.desc() if order.descending else column.asc())
        return statement.order_by(*labels) if labels else statement

    def _table(self, rows: list[list[Any]], groups: list[list[Any]]) -> Table:
        """Ids of names are dropped, dates get their labels, the best of each group is kept where asked."""
        plan = self.plan
        shown: list[list[Any]] = []
        ids: list[int] = []
        for row in rows:
            place, values = 0, []
            for group, columns in zip(plan.group_by, groups, strict=True):
                value = row[place + len(columns) - 1]
                if len(columns) == 2 and group is plan.group_by[0]:
                    ids.append(row[place])
                values.append(label_of(value, group.grain) if group.grain else plain(value))
                place += len(columns)
            shown.append([*values, *(plain(value) for value in row[place:])])
        headings = [self._group_heading(group) for group in plan.group_by]
        headings += ["period"] if plan.compare_periods and plan.periods else []
        table = Table(
            [*headings, *(measure.label or measure.kind for measure in plan.measures)], shown, len(shown), ids
        )
        return self._cut(table)

    def _cut(self, table: Table) -> Table:
        plan = self.plan
        if plan.top_per_group and plan.limit:
            seen: dict[Any, int] = defaultdict(int)
            kept = []
            for row in table.rows:
                seen[row[0]] += 1
                if seen[row[0]] <= plan.limit:
                    kept.append(row)
            table.rows = sorted(kept, key=lambda row: str(row[0]))
        elif plan.limit and not plan.count_groups:
            last = len(plan.group_by) + (plan.order[0].measure or 0) if plan.order else None
            kept = table.rows[: plan.limit]
            if plan.limit == 1 and last is not None and kept:
                kept = [row for row in table.rows if row[last] == kept[0][last]]
            table.rows, table.ids = kept, table.ids[: len(kept)]
        return table

    def _group_heading(self, group: Group) -> str:
        return group.grain or self._heading(group.field)

    def _nameless(self, session: Session, groups: list[list[Any]]) -> list[str]:
        """Rows that belong to no group are said, not hidden."""
        missing = [column for part in groups for column in part[-1:]]
        limits = [*self.limits(), or_(*[column.is_(None) for column in missing])]
        count = session.scalar(self.frame.apply(select(func.count(literal(1))).where(*limits))) or 0
        names = " or ".join(dict.fromkeys(self._group_heading(group) for group in self.plan.group_by))
        entity = self.vocabulary.entity(self.plan.subject)
        article = "an" if names[:1] in "aeiou" else "a"
        return (
            [f"{count:,} {entity.plural if count != 1 else entity.singular} without {article} {names}"] if count else []
        )

    def _with_empty(self, session: Session, table: Table, groups: list[list[Any]]) -> Table:
        """`fewer than 3 tickets` holds for those with none as well."""
        plan = self.plan
        if not plan.include_empty or len(groups) != 1 or len(groups[0]) != 2:
            return table
        entity = plan.group_by[0].field.split(".")[0]
        other = Frame(self.vocabulary, entity, self.frame.today)
        mine = Query(
            plan.model_copy(update={"having": [], "order": [], "limit": None, "include_empty": False}),
            self.vocabulary,
            self.frame.today,
        )
        held = mine.frame.apply(
            select(mine.frame.id_of(entity)).where(*mine.limits(), mine.frame.id_of(entity).is_not(None))
        )
        name = other.column(plan.group_by[0].field)
        upward = [
            other.where(each)
            for each in plan.filters
            if self.vocabulary.path(entity, each.field.split(".")[0]) is not None
        ]
        rows = session.execute(
            other.apply(select(other.root.id, name).where(other.root.id.not_in(held), *upward)).order_by(name)
        ).all()
        zero: list[list[Any]] = [[plain(row[1]), *(0 for _ in plan.measures)] for row in rows]
        table.rows += zero
        table.ids += [row[0] for row in rows]
        table.total = len(table.rows)
        return table

    def _shares(self, table: Table) -> Table:
        for place, measure in enumerate(self.plan.measures, len(table.columns) - len(self.plan.measures)):
            if measure.kind == "share" and measure.over == "all":
                whole = sum(row[place] or 0 for row in table.rows)
                for row in table.rows:
                    row[place] = round((row[place] or 0) / whole, 6) if whole else None
        return table

    def _median(self, session: Session) -> Table:
        """No two databases agree on medians: the values are read and halved here."""
        plan = self.plan
        groups = [self.group_columns(group) for group in plan.group_by]
        labels = [column for part in groups for column in part]
        measure = next(each for each in plan.measures if each.kind == "median")
        column = self.frame.column(measure.field or f"{plan.subject}.id")
        limits = [*self.limits(), column.is_not(None), *(label.is_not(None) for label in labels)]
        values: dict[tuple[Any, ...], list[float]] = defaultdict(list)
        for row in session.execute(self.frame.apply(select(*labels, column).where(*limits))):
            values[tuple(row[:-1])].append(float(row[-1]))
        self.plan.measures = [measure]
        rows = [[*key, statistics.median(found)] for key, found in values.items()]
        rows = [row for row in rows if all(self._holds(row[-1], having) for having in plan.having)]
        down = not plan.order or plan.order[0].descending
        rows.sort(key=lambda row: row[-1] if plan.order else str(row[:-1]), reverse=bool(plan.order) and down)
        return self._table(rows or ([[None]] if not labels else []), groups)

    def _holds(self, value: float, having: Having) -> bool:
        return bool(COMPARE[having.op](value, having.values))


def plain(value: Any) -> Any:
    """A value as JSON knows it."""
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else round(value, 6)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value
