"""What a plan says, sorted so that words of a question can be looked for in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from crm.ask.plan import Condition, QueryPlan, Span

DENYING = frozenset({"ne", "not_in", "null", "false"})


@dataclass(frozen=True)
class Said:
    """What a plan says, by sort."""

    plan: QueryPlan

    @cached_property
    def conditions(self) -> list[Condition]:
        plan = self.plan
        inner = [each for one in plan.exists for each in one.filters]
        return [*plan.filters, *inner, *(each for measure in plan.measures for each in measure.where)]

    @cached_property
    def spans(self) -> list[Span]:
        return [*self.plan.periods, *(span for one in self.plan.exists for span in one.periods)]

    @cached_property
    def kinds(self) -> set[str]:
        return {str(measure.kind) for measure in self.plan.measures}

    @cached_property
    def refs(self) -> set[str]:
        return {*self._refs()} - {""}

    def _refs(self) -> Iterator[str]:
        plan = self.plan
        for each in self.conditions:
            yield from (each.field, each.other or "")
        for measure in plan.measures:
            yield from (each or "" for each in (measure.field, measure.over, measure.since, measure.times))
        yield from (group.field for group in plan.group_by)
        yield from (order.field or "" for order in plan.order)
        yield from (each if "." in each else f"{plan.subject}.{each}" for each in plan.columns)
        yield from (span.field or "" for span in self.spans)
        yield (plan.contrast.field or "") if plan.contrast else ""

    @cached_property
    def entities(self) -> set[str]:
        named = {ref.split(".")[0] for ref in self.refs}
        return {self.plan.subject, *named, *(each.entity for each in self.plan.exists)}

    @cached_property
    def numbers(self) -> set[float]:
        found = [value for each in self.conditions for value in each.values if isinstance(value, int | float)]
        found += [value for having in self.plan.having for value in having.values]
        found += [self.plan.limit] if self.plan.limit else []
        found += [self.plan.skip + 1] if self.plan.skip else []
        return {*map(float, found)}

    def ages(self, today: date) -> set[float]:
        """The days since the edges of the plan's periods."""
        edges = [edge.date() for span in self.spans for edge in (span.start, span.end) if edge is not None]
        return {float((today - edge).days + inner) for edge in edges for inner in (0, 1)}

    @cached_property
    def operators(self) -> set[str]:
        return {str(each.op) for each in self.conditions} | {str(each.op) for each in self.plan.having}

    def ranks(self, *, descending: bool) -> bool:
        ordered = any(order.descending == descending for order in self.plan.order)
        return ordered or ("max" if descending else "min") in self.kinds

    @property
    def denies(self) -> bool:
        return any(each.absent for each in self.plan.exists) or bool(self.operators & DENYING)

    def holds(self, ref: str, value: str) -> bool:
        return any(each.field == ref and value in map(str, each.values) for each in self.conditions)
