"""What every statement of a plan has: its rows, its conditions, its headings."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, or_

from crm import rights
from crm.ask.plan import Grain, Group, QueryPlan
from crm.ask.record.schema import FieldInfo
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.rows import fiscal, localtime
from crm.ask.rows.expressions import in_grain
from crm.ask.rows.frame import Frame
from crm.model.types import UtcDateTime


class Base:
    """A plan over the rows of its subject."""

    def __init__(self, plan: QueryPlan, vocabulary: Vocabulary, today: date, moment: datetime | None = None) -> None:
        """`moment` is the asker's, in their zone: instants are counted by its days; without one by those of UTC."""
        self.plan = plan
        self.moment = moment
        self.vocabulary = vocabulary
        self.frame = Frame(vocabulary, plan.subject, today)

    def limits(self) -> list[ColumnElement[bool]]:
        """WHERE: several periods are alternatives, conditions hold together."""
        found = [self.frame.where(condition) for condition in self.plan.filters]
        found += [self.frame.exists(exists) for exists in self.plan.exists if not exists.grouped]
        by_field: dict[str, list[ColumnElement[bool]]] = defaultdict(list)
        for span in self.plan.periods:
            by_field[span.field or ""].append(self.frame.within(span))
        return found + [or_(*spans) for spans in by_field.values()]

    def _heading(self, ref: str) -> str:
        info = self.vocabulary.fields[ref]
        entity = ref.split(".", maxsplit=1)[0]
        if info.key == "name" and entity != self.plan.subject:
            return self.vocabulary.entity(entity).singular
        if entity != self.plan.subject:
            return f"{self.vocabulary.entity(entity).singular} {info.label.replace('_', ' ')}"
        return info.label.replace("_", " ")

    def group_columns(self, group: Group) -> list[ColumnElement[Any]]:
        entity, _, name = group.field.partition(".")
        info = self.vocabulary.fields[group.field]
        if group.grain:
            return [self._in_grain(group.field, info, group.grain)]
        if name == self.vocabulary.entity(entity).name_key and entity != "interaction":  # topics are no names
            return [self.frame.id_of(entity), self.frame.column(group.field)]
        return [self.frame.column(group.field)]

    def lacking(self, group: Group) -> ColumnElement[bool]:
        """Rows without this. Where all names are seen, no link is no name, which is told without reading the names."""
        columns, sight = self.told(group), rights.current()
        named = len(columns) == 2 and self.vocabulary.fields[group.field].core and group.field.endswith(".name")
        return columns[0 if named and not (sight and sight.narrow) else -1].is_(None)

    def told(self, group: Group) -> list[ColumnElement[Any]]:
        """What is there where a row has this: of a date the date itself, which costs less than its month."""
        info = self.vocabulary.fields[group.field]
        dated = group.grain and info.core and not fiscal.worded(info)
        return [self.frame.column(group.field)] if dated else self.group_columns(group)

    def _in_grain(self, ref: str, info: FieldInfo, grain: Grain) -> ColumnElement[Any]:
        """A date by the asker's days and the team's fiscal year."""
        column, start = self.frame.column(ref), self.vocabulary.fiscal_year_start
        if fiscal.worded(info):
            return fiscal.worded_in(column, info, grain)
        if isinstance(column.type, UtcDateTime) and self.moment is not None and self.moment.tzinfo is not None:
            days = ref in self.vocabulary.days
            column = localtime.local(column, self.moment.tzinfo, self._years(ref), days=days)
            if grain != "week":
                return fiscal.in_years(localtime.DayNumber(column), grain, start)
        if fiscal.fiscal(grain, start):
            return fiscal.in_years(in_grain(column, "day", text=not info.core), grain, start)
        return in_grain(column, grain, text=not info.core)

    def _years(self, ref: str) -> tuple[int, int]:
        """The years whose changes of the clock count for a column of instants."""
        spans = [span for span in self.plan.periods if span.field == ref]
        starts, ends = [span.start for span in spans], [span.end for span in spans]
        first = min(start.year for start in starts if start) if spans and all(starts) else localtime.EARLIEST
        last = max(end.year for end in ends if end) if spans and all(ends) else self.frame.today.year + localtime.AHEAD
        return max(localtime.EARLIEST, first - 1), last + 1

    def label(self, value: Any, grain: Grain) -> str | None:
        """What a group of time is called."""
        return fiscal.label(value, grain, self.vocabulary.fiscal_year_start)
