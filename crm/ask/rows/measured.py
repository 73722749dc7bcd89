"""Figures of groups: aggregated by the database, cut and completed here."""

from __future__ import annotations

import statistics
from collections import defaultdict
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, or_, select
from sqlalchemy.orm import Session

from crm.ask.plan import Beside, Condition, Group, Having, Measure
from crm.ask.rows.aggregates import Aggregates
from crm.ask.rows.backing import backed, by_backing
from crm.ask.rows.beside import beside, together
from crm.ask.rows.byname import by_name
from crm.ask.rows.differences import ADDITIVE, differences, with_change, with_quotient
from crm.ask.rows.expressions import text_literal
from crm.ask.rows.frame import Frame, compared
from crm.ask.rows.table import Table, plain

TIES = 20  # more rows read than shown, to see who shares the last place
COMPARE = {
    "gt": lambda a, b: a > b[0],
    "ge": lambda a, b: a >= b[0],
    "lt": lambda a, b: a < b[0],
    "le": lambda a, b: a <= b[0],
    "eq": lambda a, b: a == b[0],
    "between": lambda a, b: b[0] <= a <= b[1],
}


class Measured(Aggregates):
    """Measures, by group where there are any."""

    def measured(self, session: Session) -> Table:
        plan = self.plan
        if plan.contrast and plan.contrast.asks != "sides":
            bare: dict[str, Any] = {"contrast": None, "order": [], "limit": None, "skip": 0, "having": []}
            return differences(self._like(bare).measured(session), plan, plan.contrast)
        if plan.beside:
            return self._beside_other(session, plan.beside)
        if plan.together:
            return together(self._like({"together": False}).measured(session))
        if plan.quotient:
            return with_quotient(self._like({"quotient": False, "limit": None, "skip": 0}).measured(session), plan)
        if any(_halved(measure) for measure in plan.measures):
            return self._median(session)
        if any(_of_whole(measure) for measure in plan.measures) and plan.limit and not plan.count_groups:
            whole = self._like({"limit": None, "skip": 0, "top_per_group": False}).measured(session)
            return self._cut(whole)  # parts of all there is, not of those shown
        if backed(plan) and plan.limit and not plan.top_per_group and not plan.count_groups:
            return self._cut(self._like({"limit": None, "skip": 0}).measured(session))
        groups = [self.group_columns(group) for group in plan.group_by]
        keys, labels = self._labels([part[:1] for part in groups]), self._labels([_shown(part) for part in groups])
        measures = [self._measure(measure) for measure in plan.measures]
        limits = self.limits() + [column.is_not(None) for group in plan.group_by for column in self.told(group)]
        if self._of_names() and (by := by_name(session, self.frame, plan.group_by[0].field, measures, limits)):
            statement, labels = by
        else:
            statement = self.frame.apply(select(*labels, *measures).where(*limits))
            statement = statement.group_by(*keys) if keys else statement
        statement = self._having(statement, measures)
        statement = self._ordered(statement, labels, measures)
        cut = plan.limit if plan.limit and not plan.top_per_group and not plan.count_groups else None
        if cut:
            statement = statement.limit(plan.skip + cut + TIES)
        table = self._table([list(row) for row in session.execute(statement).all()], groups)
        table.left_out += self._nameless(session) if groups and not plan.having else []
        told = self._in_time(self._shares(self._with_empty(session, table, groups)))
        if backed(plan):
            by_backing(told)
        return told

    def _like(self, changes: dict[str, Any]) -> Measured:
        return Measured(self.plan.model_copy(update=changes), self.vocabulary, self.frame.today, self.moment)

    def _beside_other(self, session: Session, asked: Beside) -> Table:
        own = self._like(
            {"beside": None, "order": [], "limit": None, "skip": 0} if self.plan.group_by else {"beside": None}
        )
        other = Measured(asked.plan, self.vocabulary, self.frame.today, self.moment)
        return beside(own.measured(session), other.measured(session), self.plan, asked)

    def _of_names(self) -> bool:
        """Whether rows by name may be read name by name; those of all clients and times lie in that order anyway."""
        plan = self.plan
        if len(plan.group_by) != 1 or plan.compare_periods or any(each.grouped for each in plan.exists):
            return False
        return bool(plan.periods) or plan.group_by[0].field != "account.name"

    def _labels(self, groups: list[list[Any]]) -> list[Any]:
        labels = [column for part in groups for column in part]
        if self.plan.compare_periods and self.plan.periods:
            spans = [(self.frame.within(span), text_literal(span.label)) for span in self.plan.periods]
            labels.append(case(*spans, else_=text_literal("other")))
        return labels

    def _in_time(self, table: Table) -> Table:
        """Periods side by side come in the order of time, the second with its change from the first."""
        plan = self.plan
        if not plan.compare_periods or plan.group_by or plan.limit:
            return table
        self._with_silent(table)
        starts = {span.label: str(span.start) for span in plan.periods}
        table.rows.sort(key=lambda row: starts.get(str(row[0]), ""))
        return with_change(table) if len(plan.measures) == 1 else table

    def _with_silent(self, table: Table) -> None:
        """A period in which nothing happened is nought, not missing."""
        told = {str(row[0]) for row in table.rows}
        nought = [0 if measure.kind in ADDITIVE else None for measure in self.plan.measures]
        table.rows += [[span.label, *nought] for span in self.plan.periods if span.label not in told]
        table.total = len(table.rows)

    def _having(self, statement: Select[Any], measures: list[ColumnElement[Any]]) -> Select[Any]:
        for having in self.plan.having:
            if _of_whole(self.plan.measures[having.measure]):
                continue  # known once all groups are
            condition = Condition(field="measure.value", op=having.op, values=list(having.values))
            statement = statement.having(compared(measures[having.measure], condition))
        for exists in (each for each in self.plan.exists if each.grouped):
            held = self.frame.exists(exists.model_copy(update={"absent": False}))
            statement = statement.having(func.sum(case((held, 1), else_=0)) == 0)
        return statement

    def _ordered(self, statement: Select[Any], labels: list[Any], measures: list[Any]) -> Select[Any]:
        for order in self.plan.order:
            if order.measure is not None and order.measure < len(measures):
                column = measures[order.measure]
                statement = statement.having(column.is_not(None)) if labels else statement
                statement = statement.order_by(column.desc() if order.descending else column.asc())
            elif group := next((each for each in self.plan.group_by if each.field == order.field), None):
                column = _shown(self.group_columns(group))[-1]
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
                values.append(self.label(value, group.grain) if group.grain else plain(value))
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
                if plan.skip < seen[row[0]] <= plan.skip + plan.limit:
                    kept.append(row)
            table.rows = sorted(kept, key=lambda row: str(row[0]))
        elif plan.limit and not plan.count_groups:
            last = len(plan.group_by) + (plan.order[0].measure or 0) if plan.order else None
            table.rows, table.ids = table.rows[plan.skip :], table.ids[plan.skip :]
            kept = table.rows[: plan.limit]
            if plan.limit == 1 and last is not None and kept:
                kept = [row for row in table.rows if row[last] == kept[0][last]]
            table.rows, table.ids = kept, table.ids[: len(kept)]
        return table

    def _group_heading(self, group: Group) -> str:
        return group.grain or self._heading(group.field)

    def _nameless(self, session: Session) -> list[str]:
        """Rows that belong to no group are said, not hidden."""
        rows = self._like({})
        limits = [*rows.limits(), or_(*map(rows.lacking, self.plan.group_by))]
        count = session.scalar(rows.frame.apply(select(func.count(literal(1))).where(*limits))) or 0
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
        mine = self._like({"having": [], "order": [], "limit": None, "include_empty": False})
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
            if _of_whole(measure):
                whole = sum(row[place] or 0 for row in table.rows)
                for row in table.rows:
                    row[place] = round((row[place] or 0) / whole, 6) if whole else None
        first = len(table.columns) - len(self.plan.measures)
        for having in self.plan.having:
            if _of_whole(self.plan.measures[having.measure]):
                table.rows = [row for row in table.rows if self._holds(row[first + having.measure], having)]
                table.total, table.ids = len(table.rows), []
        return table

    def _median(self, session: Session) -> Table:
        """No two databases agree on medians: the values are read and halved here, beside what else is measured."""
        plan = self.plan
        groups = [self.group_columns(group) for group in plan.group_by]
        labels = self._labels(groups)
        medians = {at: self._middles(session, each, labels) for at, each in enumerate(plan.measures) if _halved(each)}
        others = [at for at in range(len(plan.measures)) if at not in medians]
        beside = self._beside(session, [plan.measures[at] for at in others], labels)
        rows = []
        for key in dict.fromkeys(key for found in medians.values() for key in found):
            told = {at: found.get(key) for at, found in medians.items()}
            told |= dict(zip(others, beside.get(key, ()), strict=False))
            rows.append([*key, *(told.get(at) for at in range(len(plan.measures)))])
        first = len(labels)
        rows = [row for row in rows if all(self._holds(row[first + each.measure], each) for each in plan.having)]
        down = bool(plan.order) and plan.order[0].descending
        place = first + ((plan.order[0].measure or 0) if plan.order else 0)
        rows.sort(key=lambda row: row[place] or 0 if plan.order else str(row[:first]), reverse=down)
        return self._in_time(self._table(rows or ([[None] * len(plan.measures)] if not labels else []), groups))

    def _middles(self, session: Session, measure: Measure, labels: list[Any]) -> dict[tuple[Any, ...], float]:
        """The median of each group, of the rows that have a value."""
        column = self.measured_column(measure)
        where = [self.frame.where(each) for each in measure.where]
        limits = [*self.limits(), *where, column.is_not(None), *(label.is_not(None) for label in labels)]
        values: dict[tuple[Any, ...], list[float]] = defaultdict(list)
        for row in session.execute(self.frame.apply(select(*labels, column).where(*limits))):
            values[tuple(row[:-1])].append(float(row[-1]))
        return {key: statistics.median(found) for key, found in values.items()}

    def _beside(
        self, session: Session, measures: list[Measure], labels: list[Any]
    ) -> dict[tuple[Any, ...], tuple[Any, ...]]:
        """The other figures of each group."""
        if not measures:
            return {}
        columns = [self._measure(each) for each in measures]
        statement = self.frame.apply(select(*labels, *columns).where(*self.limits()))
        rows = session.execute(statement.group_by(*labels) if labels else statement).all()
        return {tuple(row[: len(labels)]): tuple(row[len(labels) :]) for row in rows}

    def _holds(self, value: float | None, having: Having) -> bool:
        return value is not None and bool(COMPARE[having.op](value, having.values))


def _shown(columns: list[Any]) -> list[Any]:
    """A name that comes with its id is the only one of its group, which the database need not sort by it then."""
    return [columns[0], func.max(columns[1])] if len(columns) == 2 else columns


def _of_whole(measure: Measure) -> bool:
    return measure.kind == "share" and measure.over == "all"


def _halved(measure: Measure) -> bool:
    return measure.kind == "median"
