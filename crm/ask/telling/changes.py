"""A comparison in one sentence: by how much, which way, or whose."""

from __future__ import annotations

from typing import Any

from crm.ask.plan import Contrast, QueryPlan
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.rows.table import Table
from crm.ask.telling.figures import names, noun_of, shown, when

FIRST = 3  # groups that a sentence tells
SIDES = 4  # against, of, change, change in percent


def contrasted(plan: QueryPlan, table: Table, vocabulary: Vocabulary) -> str | None:
    """None where the ordinary sentence of a table will do."""
    contrast = plan.contrast
    if contrast is None or contrast.asks == "sides":
        return None
    if not table.rows:
        return "None: nothing differs that way."
    label = noun_of(plan.measures[0])
    if len(table.columns) > SIDES:
        return _of_groups(plan, contrast, table, vocabulary)
    told = _told(table.rows[0], plan, contrast, vocabulary)
    if plan.yes_no:
        change = table.rows[0][2] or 0
        right = change > 0 if contrast.asks != "less" else change < 0
        return f"{'Yes' if right else 'No'}: {label}: {told}."
    return f"{label[:1].upper()}{label[1:]}: {told}."


def _of_groups(plan: QueryPlan, contrast: Contrast, table: Table, vocabulary: Vocabulary) -> str:
    group = " / ".join(str(cell) for cell in table.rows[0][:-SIDES])
    told = _told(table.rows[0][-SIDES:], plan, contrast, vocabulary)
    if contrast.asks == "change":
        return f"{group}: {told}{f'; {len(table.rows) - 1:,} more' if len(table.rows) > 1 else ''}."
    word = "more" if contrast.asks == "more" else "less"
    return f"{len(table.rows):,} with {word}: {names([row[0] for row in table.rows])}; {group} {told}."


def _told(row: list[Any], plan: QueryPlan, contrast: Contrast, vocabulary: Vocabulary) -> str:
    """`2026 Q3 $506,100, 2026 Q2 $423,300: up $82,800 (19.6%)`."""
    against, of, change, share = row
    figures = [shown(value, 0, plan, vocabulary) for value in (of, against)]
    sides = f"{contrast.of} {figures[0]}, {contrast.against} {figures[1]}"
    if change is None:
        return sides
    if not change:
        return f"{sides}: the same"
    word = "up" if change > 0 else "down"
    if contrast.field is not None:
        word = "more" if change > 0 else "less"
    by = _by(abs(change), plan, vocabulary)
    part = f" ({abs(share):.1%})" if share is not None else ""
    return f"{sides}: {word} {by}{part}" if contrast.field is None else f"{sides}: {by} {word}{part}"


def _by(change: float, plan: QueryPlan, vocabulary: Vocabulary) -> str:
    if plan.measures[0].kind in {"win_rate", "loss_rate", "share"}:
        return f"{change * 100:.1f} points"
    return shown(change, 0, plan, vocabulary)


def beside(plan: QueryPlan, table: Table, asks: str) -> str:
    """Figures of two plans: of one, of the first few groups, or whose are more."""
    width = len(plan.group_by)
    if asks in {"more", "less"} and width:
        first = table.rows[0]
        told = f"{names([first[0]])} {first[width]:,} and {first[width + 1]:,}"
        return f"{len(table.rows):,}: {names([row[0] for row in table.rows])}; {told}."
    if asks in {"more", "less"}:
        [of, against, gap] = table.rows[0]
        right = gap is not None and (gap > 0 if asks == "more" else gap < 0)
        return f"{'Yes' if right else 'No'}: {of:,} and {against:,}."
    return divided(table, width, percent=asks == "share")


def divided(table: Table, width: int, *, percent: bool = False) -> str:
    """Two figures and the one divided by the other, of all rows or of the first few groups."""
    told = []
    for row in table.rows[:FIRST]:
        cells = zip(table.columns[width:], row[width:], strict=True)
        figures = "; ".join(
            f"{column} {value:.1%}" if percent and column == "share" else f"{column} {value:,}"
            for column, value in cells
            if value is not None
        )
        name = ", ".join(when(cell) for cell in row[:width])
        told.append(f"{name}: {figures}" if name else f"{figures[:1].upper()}{figures[1:]}")
    rest = len(table.rows) - len(told)
    return f"{'. '.join(told)}{f'. {rest:,} more' if rest else ''}."
