"""The figures of two plans beside each other: the one divided by the other, or those with more of the one."""

from __future__ import annotations

from typing import Any

from crm.ask.plan import Beside, QueryPlan
from crm.ask.rows.differences import ADDITIVE
from crm.ask.rows.table import Table

NAMES = {"ratio": "ratio", "share": "share", "gap": "difference", "more": "difference", "less": "difference"}


def beside(left: Table, right: Table, plan: QueryPlan, asked: Beside) -> Table:
    """One row for each group of either, with both figures and what they come to."""
    width = len(plan.group_by)
    sides = [_by_group(table, width) for table in (left, right)]
    noughts = [_nought(plan), _nought(asked.plan)]
    rows = []
    for key in dict.fromkeys([*sides[0], *sides[1]]):
        figures = [side.get(key, nought) for side, nought in zip(sides, noughts, strict=True)]
        rows.append([*key, *figures, _told(figures, asked)])
    rows = _chosen(rows, plan, asked) if width else rows
    columns = [*left.columns[: width + 1], right.columns[-1], NAMES[asked.asks]]
    if columns[-3] == columns[-2]:
        columns[-2] = f"{columns[-2]} beside"
    return Table(columns, rows, len(rows), [], [*left.left_out, *right.left_out])


def together(table: Table) -> Table:
    """The groups that are shown, added up."""
    total = sum(row[-1] or 0 for row in table.rows)
    return Table([table.columns[-1]], [[total]], 1, [], [])


def _by_group(table: Table, width: int) -> dict[tuple[Any, ...], Any]:
    return {tuple(row[:width]): row[width] for row in table.rows}


def _nought(plan: QueryPlan) -> int | None:
    return 0 if plan.measures[0].kind in ADDITIVE else None


def _told(figures: list[float | None], asked: Beside) -> float | None:
    of, against = figures
    if of is None or against is None:
        return None
    if asked.asks in {"ratio", "share"}:
        return round(float(of) / against, 6) if against else None
    gap = round(float(of) - against, 6)
    return int(gap) if gap.is_integer() else gap


def _chosen(rows: list[list[Any]], plan: QueryPlan, asked: Beside) -> list[list[Any]]:
    rows = [row for row in rows if row[-1] is not None]
    if asked.asks in {"more", "less"}:
        rows = [row for row in rows if (row[-1] > 0 if asked.asks == "more" else row[-1] < 0)]
    down = plan.order[0].descending if plan.order else asked.asks != "less"
    rows.sort(key=lambda row: (-row[-1] if down else row[-1], str(row[0])))
    rows = rows[plan.skip :]
    last = rows[min(plan.limit, len(rows)) - 1][-1] if plan.limit and rows else None
    return [row for at, row in enumerate(rows) if plan.limit is None or at < plan.limit or row[-1] == last]
