"""Whether the tables that a plan speaks of have anything to do with each other in this record."""

from __future__ import annotations

from collections.abc import Iterator

from crm.ask.plan import Condition, QueryPlan
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.rows.frame import UNFIT

COMMON = ("account", "deal")  # what rows of two tables may both belong to
MEASURED = frozenset({"value", "table", "list"})


def unconnected(plan: QueryPlan, vocabulary: Vocabulary) -> str | None:
    """What to tell of a plan that no record could run; None where it can be."""
    if plan.shape not in MEASURED:
        return None
    start = plan.subject
    for entity in _above(plan):
        if entity in vocabulary.entities and vocabulary.path(start, entity) is None:
            return UNFIT.format(start, entity)
    for entity in _beside(plan):
        if entity in vocabulary.entities and not _hangs(vocabulary, start, entity):
            return UNFIT.format(start, entity)
    return None


def _above(plan: QueryPlan) -> Iterator[str]:
    """Tables of which each row of the plan has one."""
    refs = [group.field for group in plan.group_by]
    refs += [each.field or "" for each in plan.measures if each.kind != "count_distinct"]
    yield from dict.fromkeys(ref.split(".")[0] for ref in refs if ref)


def _beside(plan: QueryPlan) -> Iterator[str]:
    conditions: list[Condition] = [*plan.filters, *(each for one in plan.measures for each in one.where)]
    yield from dict.fromkeys([*(each.field.split(".")[0] for each in conditions), *(e.entity for e in plan.exists)])


def _hangs(vocabulary: Vocabulary, start: str, entity: str) -> bool:
    if {start, entity} == {"contact", "interaction"}:
        return True
    if vocabulary.path(start, entity) is not None or vocabulary.path(entity, start) is not None:
        return True
    both = any(
        vocabulary.path(start, each) is not None and vocabulary.path(entity, each) is not None for each in COMMON
    )
    return both or vocabulary.between(start, entity) is not None
