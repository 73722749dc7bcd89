"""Measures as SQL: sums, rates, shares, ratios."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select, true

from crm.ask.plan import TODAY, UNTIL_TODAY, Measure
from crm.ask.rows.expressions import DaysBetween, decimal, text_literal
from crm.ask.rows.frame import Frame
from crm.ask.rows.query import Base


class Aggregates(Base):
    """One column for each measure."""

    def _measure(self, measure: Measure) -> ColumnElement[Any]:
        limit = and_(*[self.frame.where(each) for each in measure.where]) if measure.where else None
        outcome = ("win_rate", "loss_rate")
        if measure.kind in outcome:
            wanted = "won" if measure.kind == "win_rate" else "lost"
            return self._rate(wanted)
        if measure.kind == "share" and measure.over != "all":
            return self._share(measure, limit)
        if measure.kind in {"count", "share"} and measure.field is None:
            return self._counted() if limit is None else func.sum(case((limit, 1), else_=0))
        column = self.measured_column(measure)
        if limit is not None:
            column = case((limit, column))
        found = self._aggregate(measure, column)
        return found * measure.scale if measure.scale != 1 else found

    def _counted(self) -> ColumnElement[Any]:
        """The number of rows: an activity in which several of those meant took part is one."""
        persons = self.plan.subject == "interaction" and any(
            each.field.startswith("contact.") for each in self.plan.filters
        )
        return func.count(self.frame.root.id.distinct()) if persons else func.count(self.frame.root.id)

    def measured_column(self, measure: Measure) -> ColumnElement[Any]:
        column = self.frame.column(measure.field or f"{self.plan.subject}.id")
        if measure.times is not None:
            return decimal(column) * self._factor(measure.times)
        if measure.since is None:
            return column
        if measure.since in {TODAY, UNTIL_TODAY}:
            ends = [func.date(column), text_literal(self.frame.today.isoformat())]
            return DaysBetween(*(ends if measure.since == TODAY else reversed(ends)))
        since = self.frame.column(measure.since)
        if self.vocabulary.fields[measure.since].numeric:
            return decimal(column) - decimal(since)
        if any(self._whole_days(ref) for ref in (measure.field or "", measure.since)):
            column, since = func.date(column), func.date(since)
        return DaysBetween(column, since)

    def _factor(self, ref: str) -> ColumnElement[Any]:
        """What a sum is multiplied by; shares that are written as percents are divided by a hundred."""
        column = decimal(self.frame.column(ref))
        if self.vocabulary.fields[ref].type != "percent":
            return column
        rows = Frame(self.vocabulary, ref.split(".", maxsplit=1)[0], self.frame.today)
        highest = rows.apply(select(func.max(decimal(rows.column(ref))))).scalar_subquery()
        return column * case((highest > 1, 0.01), else_=1.0)

    def _whole_days(self, ref: str) -> bool:
        return self.vocabulary.fields[ref].type == "date" or ref in self.vocabulary.days

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
            case "ratio" | "part":
                over = self.frame.column(measure.over or "")
                if (measure.over or "").split(".")[0] != (measure.field or "").split(".")[0]:
                    return func.sum(decimal(column)) / func.nullif(func.max(decimal(over)), 0)
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
