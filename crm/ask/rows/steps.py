"""What a deal's change of stage tells: the stage it came into, and how long it stayed there."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.orm import aliased

from crm.ask.record.steps import SINCE, STEP
from crm.ask.rows.expressions import DaysBetween
from crm.model import StageChange
from crm.model.types import UtcDateTime

NEVER = datetime(9999, 1, 1, tzinfo=UTC)  # when a deal leaves the stage it is in
OWN = frozenset({f"{STEP}.stage", f"{STEP}.days", f"{STEP}.left_at"})


def of_step(ref: str) -> bool:
    """Whether a column is read off the changes beside it."""
    return ref in OWN or ref.startswith(SINCE)


def step_column(ref: str, step: Any) -> ColumnElement[Any]:
    """Days are those up to the next change: a stay that has not ended has none."""
    if ref == f"{STEP}.stage":
        return step.to_stage  # type: ignore[no-any-return]
    other = aliased(StageChange)
    if ref.startswith(SINCE):
        stage = ref.removeprefix(SINCE)
        came = select(func.min(other.changed_at)).where(
            other.deal_id == step.deal_id, other.to_stage == stage, other.changed_at <= step.changed_at
        )
        return DaysBetween(func.date(step.changed_at), func.date(came.scalar_subquery()))
    left = (
        select(func.min(other.changed_at))
        .where(other.deal_id == step.deal_id, other.changed_at > step.changed_at)
        .scalar_subquery()
    )
    if ref == f"{STEP}.left_at":
        return func.coalesce(left, literal(NEVER, UtcDateTime()), type_=UtcDateTime())
    return DaysBetween(func.date(left), func.date(step.changed_at))
