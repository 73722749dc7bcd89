"""What the first few of many come to together."""

from __future__ import annotations

from crm.ask.plan import QueryPlan
from crm.ask.rows.table import Table
from crm.ask.telling.figures import names, plural


def together(plan: QueryPlan, table: Table, width: int) -> str | None:
    """`The top 5 accounts make up 45.6% of won revenue`, where parts of a whole are cut to the first few."""
    measure = plan.measures[0] if len(plan.measures) == 1 else None
    first = plan.order[0] if plan.order else None
    if measure is None or measure.kind != "share" or measure.over != "all" or width != 1 or plan.skip:
        return None
    if not plan.limit or plan.limit == 1 or first is None or not first.descending or len(table.rows) < plan.limit:
        return None
    parts = [row[width] or 0 for row in table.rows]
    what = measure.label.removeprefix("share of ")
    who = f"{len(parts)} {plural(table.columns[0])}"
    told = names([f"{row[0]} ({row[width]:.1%})" for row in table.rows])
    return f"The top {who} make up {sum(parts):.1%} of {what}: {told}."
