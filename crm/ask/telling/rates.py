"""A ranking of rates in a sentence: with the deals behind them, and no crown for one or two of them."""

from __future__ import annotations

from typing import Any

from crm.ask.plan import QueryPlan
from crm.ask.rows.backing import FEWEST, backed, few
from crm.ask.rows.table import Table
from crm.ask.telling.figures import counted, names, noun_of, percent, when
from crm.ask.telling.portions import together

SHOWN = 3


def ranked_parts(plan: QueryPlan, table: Table, width: int) -> str | None:
    """Parts of a whole, or rates; None where neither is ranked."""
    return together(plan, table, width) or rated(plan, table, width)


def rated(plan: QueryPlan, table: Table, width: int) -> str | None:
    """None where no rates are ranked."""
    if not backed(plan) or not table.rows or plan.top_per_group:
        return None
    label = noun_of(plan.measures[0])
    sure = [row for row in table.rows if not few(row)]
    told = [f"{_name(row, width)} {_rate(row, width)}" for row in (sure or table.rows)[:SHOWN]]
    if not sure:
        lead = f"None has {FEWEST} closed deals to rank by" if len(table.rows) > 1 else f"Few deals for a {label}"
        return f"{lead}: {names(told, len(table.rows)) if len(table.rows) > 1 else told[0]}."
    word = "is lowest" if not plan.order[0].descending else "leads"
    level = [row for row in sure if row[width] == sure[0][width]]
    if len(level) > 1 and len(table.rows) > 1:
        shared = names([f"{_name(row, width)} ({_of(row)})" for row in level])
        verb = "are lowest" if word == "is lowest" else "share the lead"
        return f"{shared} {verb} with a {label} of {_bare(sure[0], width)}."
    first = f"{_name(sure[0], width)} {word} with a {label} of {_rate(sure[0], width)}"
    if len(table.rows) == 1:
        return f"{_name(sure[0], width)}: {label} of {_rate(sure[0], width)}."
    rest = len(table.rows) - 2
    if len(sure) == 1:
        return f"{first}; {rest + 1:,} more with fewer than {FEWEST} closed deals."
    return f"{first}; then {told[1]}{f' and {rest:,} more' if rest > 0 else ''}."


def _name(row: list[Any], width: int) -> str:
    return ", ".join(when(value) for value in row[:width])


def _bare(row: list[Any], width: int) -> str:
    value = row[width]
    return percent(value) if isinstance(value, int | float) else "no figure"


def _of(row: list[Any]) -> str:
    return counted(row[-1] or 0, "closed deals")


def _rate(row: list[Any], width: int) -> str:
    """`66.7% of 12 closed deals`."""
    return f"{_bare(row, width)} of {_of(row)}"
