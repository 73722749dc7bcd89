"""What every statement of a plan has: its rows, its conditions, its headings."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_

from crm.ask.expressions import in_grain
from crm.ask.frame import Frame
from crm.ask.plan import Group, QueryPlan
from crm.ask.vocabulary import Vocabulary


class Base:
    """A plan over the rows of its subject."""

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
            return [in_grain(self.frame.column(group.field), group.grain, text=not info.core)]
        if name == self.vocabulary.entity(entity).name_key:
            return [self.frame.id_of(entity), self.frame.column(group.field)]
        return [self.frame.column(group.field)]
