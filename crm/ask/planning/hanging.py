"""Rows that hang on those asked for: when they were, and which of them are meant."""

from __future__ import annotations

from collections.abc import Sequence

from crm.ask.plan import QueryPlan, Span
from crm.ask.planning.reading import Reading

PAIR = 2  # clauses, of which the second says which rows the first misses


def timed(plan: QueryPlan, loose: Sequence[Span]) -> None:
    """`Next week: clients with a planned visit`: the visit is next week, and not the client new.

    Args:
        plan: of clients, people or things, on which other rows hang.
        loose: its times that no word says whose they are.
    """
    if any(each.field for each in plan.measures):
        return  # a figure of their own
    if not loose or len(plan.exists) != 1 or plan.exists[0].absent or plan.exists[0].periods:
        return
    plan.exists[0].periods = [span for span in plan.periods if _among(loose, span)]
    plan.periods = [span for span in plan.periods if not _among(loose, span)]


def _among(spans: Sequence[Span], span: Span) -> bool:
    return any(each is span for each in spans)


def only_those(reading: Reading) -> None:
    """`Where nobody has been since May, only visits that are done`: what is missing are such visits."""
    plan = reading.plan
    if len(plan.exists) != PAIR or "only" not in reading.words():
        return
    missing, told = plan.exists
    alike = missing.absent and not told.absent and missing.entity == told.entity
    if alike and not missing.filters and told.filters and not told.periods:
        missing.filters, plan.exists = told.filters, [missing]
