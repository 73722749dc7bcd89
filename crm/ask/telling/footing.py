"""What a rate of a breakdown rests on: 80% of five deals says less than 60% of two hundred."""

from __future__ import annotations

from crm.ask.plan import Condition, Measure, QueryPlan
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.rows.backing import LABEL as CLOSED

OUTCOMES = frozenset({"win_rate", "loss_rate"})
LEAD = "of "  # how the heading of such a number begins
DECIDED = Condition(field="deal.outcome", op="in", values=["won", "lost"])


def with_footing(plan: QueryPlan, vocabulary: Vocabulary) -> None:
    """Adds to the one rate of a breakdown the number of rows, or the sum, that it is a part of."""
    rated = plan.shape == "table" and bool(plan.group_by) and len(plan.measures) == 1
    if not rated or plan.contrast or plan.quotient or plan.count_groups:
        return
    if plan.measures[0].kind not in OUTCOMES and (len(plan.group_by) > 1 or plan.compare_periods):
        return
    found = _footing(plan.measures[0], vocabulary.entity(plan.subject).plural)
    if found is not None:
        plan.measures = [*plan.measures, found]


def is_footing(measure: Measure) -> bool:
    return measure.label.startswith(LEAD)


def _footing(rate: Measure, rows: str) -> Measure | None:
    if rate.kind in OUTCOMES:
        return Measure(kind="count", where=[DECIDED, *rate.where], label=CLOSED)
    if rate.kind != "share" or rate.over == "all" or _of_flag(rate):
        return None  # parts of one whole; a yes or no is told as an average is
    if rate.field is None:
        return Measure(kind="count", label=f"{LEAD}{rows}")
    return Measure(kind="sum", field=rate.field, label=f"{LEAD}{rate.label.removeprefix('share of ')}")


def _of_flag(rate: Measure) -> bool:
    """`Churn rate by tier`: how often a column of the rows themselves says yes."""
    return rate.field is None and len(rate.where) == 1 and rate.where[0].op in {"true", "false"}
