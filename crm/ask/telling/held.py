"""Figures that others are held against, and figures beside each other, in words."""

from __future__ import annotations

from collections.abc import Callable

from crm.ask.plan import Condition, Having, QueryPlan
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.telling.figures import shown

WORDS = {
    "ratio": "divided by", "share": "as a share of", "gap": "less", "more": "more than", "less": "less than",
}  # fmt: skip


def figure_of(limit: Condition | Having, vocabulary: Vocabulary, restated: Callable[[QueryPlan], str], by: str) -> str:
    """`2 times the average amount of open deals ($105,258.33)`; `by` is what the rows share that it is taken of."""
    figure = limit.figure
    if figure is None:
        return ""
    bare = figure.plan.model_copy(update={"group_by": [], "shape": "value"})
    said = restated(bare)
    said = f"{said[:1].lower()}{said[1:]}"
    overall = isinstance(limit, Having) and not (bare.filters or bare.periods or bare.beside)
    times = f"{figure.times:g} times " if figure.times != 1 else ""
    own = f" of the same {by}" if by else ""
    known = "" if by or not limit.values else f" ({shown(_rounded(limit.values[0]), 0, bare, vocabulary)})"
    return f"{times}the {'overall ' if overall else ''}{said}{own}{known}"


def beside(plan: QueryPlan, restated: Callable[[QueryPlan], str]) -> str:
    """What stands beside the figures of a plan; the groups are those of both."""
    if plan.beside is None:
        return ""
    said = restated(plan.beside.plan.model_copy(update={"group_by": []}))
    return f"{WORDS[plan.beside.asks]} {said[:1].lower()}{said[1:]}"


def _rounded(value: object) -> object:
    return round(value, 4) if isinstance(value, float) else value
