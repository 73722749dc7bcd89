"""How long a deal has stood in its stage."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func, literal, select

from crm.ask.planning.reading import Bound, Reading
from crm.ask.rows.expressions import DaysBetween
from crm.model import StageChange

BEFORE = 6  # items between a stage and the days that are said of it


def of_stage(reading: Reading, bound: Bound) -> bool:
    """`in negotiation for longer than 60 days`: the days are those in that stage."""
    near = reading.items[max(0, bound.at - BEFORE) : bound.at]
    places = [at for at, item in enumerate(near) if any(sense.value == "deal.stage" for sense in item.all("value"))]
    return bool(places) and any(item.text.casefold() in {"for", "since"} for item in near[places[-1] :])


def stage_days(deal: Any, today: Any) -> ColumnElement[int]:
    """Since the last change of stage; since the deal was opened where none is known."""
    entered = select(func.max(StageChange.changed_at)).where(StageChange.deal_id == deal.id).scalar_subquery()
    known = func.coalesce(func.date(entered), func.date(deal.opened_on))
    return DaysBetween(literal(today), known)
