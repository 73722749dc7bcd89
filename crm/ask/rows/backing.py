"""How many decided deals stand behind each rate: those of a few come after the others."""

from __future__ import annotations

from crm.ask.plan import QueryPlan
from crm.ask.rows.table import Table

FEWEST = 5  # closed deals that a rate is worth ranking by
LABEL = "of closed deals"
RATES = frozenset({"win_rate", "loss_rate"})


def backed(plan: QueryPlan) -> bool:
    """Whether the plan ranks a rate with the deals behind it."""
    two = len(plan.measures) > 1 and plan.measures[0].kind in RATES and plan.measures[1].label == LABEL
    return two and bool(plan.order) and plan.order[0].measure == 0


def few(row: list[object]) -> bool:
    """Whether a row's rate, which stands before the number of its deals, is one of a few."""
    count = row[-1]
    return not isinstance(count, int | float) or count < FEWEST


def by_backing(table: Table) -> None:
    """Rates of many deals first, each part in its order."""
    places = sorted(range(len(table.rows)), key=lambda at: few(table.rows[at]))
    behind = sum(few(row) for row in table.rows)
    table.ids = [table.ids[at] for at in places] if len(table.ids) == len(places) else []
    table.rows = [table.rows[at] for at in places]
    if 0 < behind < len(table.rows):
        verb = "comes" if behind == 1 else "come"
        table.left_out.append(f"{behind:,} with fewer than {FEWEST} closed deals {verb} after the others")
