"""When somebody is best reached: the hours in which they answered or were active before."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta, tzinfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from crm.model import Interaction, Kind

LOOKED_BACK = timedelta(days=120)
MOST = 300  # interactions
FEWEST = 3  # times before a habit is told
SHARE = 0.4  # of them that must lie in the window
WINDOW = 2  # hours
TALKS = (Kind.CALL, Kind.MEETING)


def best_time(session: Session, row: Interaction, zone: tzinfo, now: datetime) -> str:
    """A sentence in hours of `zone`; "" where there is no habit to be seen."""
    who = [each.id for each in row.contacts]
    seen = select(Interaction.occurred_at).where(
        Interaction.tenant_id == row.tenant_id,
        Interaction.occurred_at > now - LOOKED_BACK,
        or_(Interaction.direction == "in", Interaction.kind.in_(TALKS), Interaction.direction.is_(None)),
        Interaction.contacts.any(id=who[0]) if who else Interaction.account_id == row.account_id,
    )
    if not who and row.account_id is None:
        return ""
    times = session.scalars(seen.order_by(Interaction.occurred_at.desc()).limit(MOST)).all()
    hours = Counter(time.astimezone(zone).hour for time in times if time.astimezone(zone).weekday() < 5)
    total = hours.total()
    if total < FEWEST:
        return ""
    best = max(range(24 - WINDOW + 1), key=lambda hour: (_within(hours, hour), -abs(hour - 12)))
    if _within(hours, best) < SHARE * total:
        return ""
    return f"Best time to call: {best}:00 to {best + WINDOW}:00, when {_within(hours, best)} of {total} contacts were."


def _within(hours: Counter[int], start: int) -> int:
    return sum(hours[hour] for hour in range(start, start + WINDOW))
