"""Two or more that are to be told apart: `how many … and how many …`, `side by side`, `for each`."""

from __future__ import annotations

from crm.ask.plan import Group, Order, QueryPlan
from crm.ask.planning.reading import Reading

ASKING = frozenset({"how many", "how much"})
APART = frozenset({"side by side", "respectively", "for each", "each", "apiece", "separately"})
OPENLY = ("side by side", "respectively", "separately", "one by one", "each on their own")


def settle_sides(reading: Reading) -> None:
    """Breaks the figure down by the column of which the question names several values."""
    plan = reading.plan
    if plan.group_by or plan.contrast or plan.compare_periods or len(plan.measures) != 1 or plan.yes_no:
        return
    if not _apart(reading):
        return
    several = [each for each in plan.filters if each.op in {"in", "eq"} and len(each.values) > 1]
    if len(several) != 1 or several[0].field == "deal.outcome":
        return
    _break_down(plan, several[0].field)


def _apart(reading: Reading) -> bool:
    """Whether the sides are asked for one by one."""
    words = reading.words()
    twice = sum(word in ASKING for word in words) > 1
    ends = bool(words) and any(word in APART for word in words[-2:])
    return twice or ends or any(said in reading.text.casefold() for said in OPENLY)


def _break_down(plan: QueryPlan, field: str) -> None:
    plan.group_by = [Group(field=field)]
    plan.shape = "table"
    plan.order = plan.order or [Order(measure=0)]
