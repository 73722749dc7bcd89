"""Figures that others are held against: each is worked out before the rows that it limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from crm.ask.plan import Condition, Figure, Having, QueryPlan
from crm.ask.rows.table import Table
from crm.errors import RejectedError

NOTHING = "There is nothing to take that figure of: the record has no such rows."


def settle(plan: QueryPlan, run: Callable[[QueryPlan], Table]) -> None:
    """Fills in the values of the limits that are figures of the record.

    Raises:
        RejectedError: there are no rows to take a figure of.
    """
    for limit in _limits(plan):
        if limit.figure is None:
            continue
        table = run(limit.figure.plan.model_copy(deep=True))
        if limit.figure.by is not None:
            limit.figure.each = {str(row[0]): _number(row) * limit.figure.times for row in table.rows if row[-1]}
        limit.values = [_number(table.rows[0]) * limit.figure.times if table.rows else 0]
        if not table.rows or table.rows[0][-1] is None:
            raise RejectedError(NOTHING)


def figures(plan: QueryPlan) -> list[Figure]:
    return [each.figure for each in _limits(plan) if each.figure is not None]


def _limits(plan: QueryPlan) -> Iterator[Condition | Having]:
    yield from plan.filters
    yield from plan.having
    for exists in plan.exists:
        yield from exists.filters


def _number(row: list[Any]) -> float:
    return float(row[-1] or 0)
