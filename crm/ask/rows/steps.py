"""What a deal's change of stage tells: the stage it came into, and how long it stayed there."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from crm.ask.rows.expressions import DaysBetween
from crm.model import StageChange

STEPS = frozenset({"step.stage", "step.days"})


def step_column(ref: str, step: Any) -> ColumnElement[Any]:
    """Days are those up to the next change: a stay that has not ended has none."""
    if ref == "step.stage":
        return step.to_stage  # type: ignore[no-any-return]
    later = aliased(StageChange)
    left = (
        select(func.min(later.changed_at))
        .where(later.deal_id == step.deal_id, later.changed_at > step.changed_at)
        .scalar_subquery()
    )
    return DaysBetween(func.date(left), func.date(step.changed_at))
