"""Two sides of a table set against each other: the difference, and what it is of the second."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from crm.ask.plan import Contrast, QueryPlan
from crm.ask.rows.table import Table

ADDITIVE = frozenset({"count", "count_distinct", "sum"})  # nothing to add up is nought


def differences(table: Table, plan: QueryPlan, contrast: Contrast) -> Table:
    """One row for each group, its sides beside each other."""
    place = _side_at(plan, contrast)
    sides: dict[tuple[Any, ...], dict[str, Any]] = defaultdict(dict)
    for row in table.rows:
        key = tuple(cell for at, cell in enumerate(row[: _width(plan)]) if at != place)
        sides[key][str(row[place])] = row[_width(plan)]
    rows = [[*key, *_row(found, plan, contrast)] for key, found in sides.items()]
    headings = [heading for at, heading in enumerate(table.columns[: _width(plan)]) if at != place]
    columns = [*headings, contrast.against, contrast.of, "change", "change %"]
    rows = _chosen(rows, plan, contrast)
    return Table(columns, rows, len(rows), [], table.left_out)


def with_change(table: Table) -> Table:
    """Periods one under the other, each with its change from the one before."""
    before = [None, *(row[-1] for row in table.rows)]
    rows = [[*row, *_change(last, row[-1])] for last, row in zip(before, table.rows, strict=False)]
    return Table([*table.columns, "change", "change %"], rows, table.total, table.ids, table.left_out)


def with_quotient(table: Table, plan: QueryPlan) -> Table:
    """The first of two figures divided by the second, beside them; by that the groups are ranked."""
    rows = [[*row, round(row[-2] / row[-1], 6) if row[-2] is not None and row[-1] else None] for row in table.rows]
    if plan.group_by and plan.order and plan.order[0].measure is not None:
        down = plan.order[0].descending
        rows = sorted((row for row in rows if row[-1] is not None), key=lambda row: -row[-1] if down else row[-1])
        rows = rows[plan.skip :]
        last = rows[min(plan.limit, len(rows)) - 1][-1] if plan.limit and rows else None
        rows = [row for at, row in enumerate(rows) if plan.limit is None or at < plan.limit or row[-1] == last]
        return Table([*table.columns, "ratio"], rows, len(rows), [], table.left_out)
    return Table([*table.columns, "ratio"], rows, table.total, table.ids, table.left_out)


def _side_at(plan: QueryPlan, contrast: Contrast) -> int:
    return next((at for at, group in enumerate(plan.group_by) if group.field == contrast.field), len(plan.group_by))


def _width(plan: QueryPlan) -> int:
    return len(plan.group_by) + (1 if plan.compare_periods else 0)


def _row(found: dict[str, Any], plan: QueryPlan, contrast: Contrast) -> list[Any]:
    nought = 0 if plan.measures[0].kind in ADDITIVE else None
    against, of = (found.get(side, nought) for side in (contrast.against, contrast.of))
    against, of = (nought if value is None else value for value in (against, of))
    return [against, of, *_change(against, of)]


def _change(before: Any, after: Any) -> list[Any]:
    if before is None or after is None:
        return [None, None]
    change = round(after - before, 6)
    return [change, round(change / abs(before), 6) if before else None]


def _chosen(rows: list[list[Any]], plan: QueryPlan, contrast: Contrast) -> list[list[Any]]:
    """Those that grew or shrank where they are asked for; the most changed first."""
    if len(rows) == 1 and len(rows[0]) == len(_NAMES):
        return rows
    told = [row for row in rows if row[-2] is not None]
    if contrast.asks in {"more", "less"}:
        told = [row for row in told if (row[-2] > 0 if contrast.asks == "more" else row[-2] < 0)]
    down = not plan.order or plan.order[0].descending
    down = down if contrast.asks != "less" else False
    told.sort(key=lambda row: (-row[-2] if down else row[-2], str(row[0])))
    if plan.limit and told:
        last = told[min(plan.limit, len(told)) - 1][-2]
        told = [row for at, row in enumerate(told) if at < plan.limit or row[-2] == last]
    return told


_NAMES = ("against", "of", "change", "change %")
