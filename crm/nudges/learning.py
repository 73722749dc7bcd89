"""Reads a person's taste off what became of their nudges."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from crm.model import Happening, NudgeEvent
from crm.nudges.kind import kinds
from crm.nudges.taste import Decision, Taste, team_rate

REMEMBERED = timedelta(days=180)
MOST = 1_000  # events of one person
WORTH: dict[Happening, tuple[float, float]] = {  # of use (0..1), how much it tells
    Happening.ACCEPTED: (1.0, 1.0),
    Happening.EDITED: (1.0, 1.0),
    Happening.LATER: (0.6, 0.3),
    Happening.NOT_USEFUL: (0.0, 1.0),
    Happening.MUTED: (0.0, 1.5),
    Happening.IGNORED: (0.0, 0.7),
    Happening.WRONG: (0.0, 0.4),  # what it said was not so; that tells less of whether the kind is wanted
}
ACTED = "acted"  # in an ignored one's detail: it was done all the same
DONE_ANYWAY = (0.7, 0.5)


def decision(kind: str, what: Happening, detail: dict[str, Any]) -> Decision | None:
    """What an event tells; None where that is nothing."""
    good, weight = WORTH.get(what, (0.0, 0.0))
    if what is Happening.IGNORED and detail.get(ACTED):
        good, weight = DONE_ANYWAY
    return Decision(kind, good, weight) if weight else None


def taste_of(session: Session, tenant_id: int, user_id: int, now: datetime) -> Taste:
    """One person's taste as of now."""
    query = (
        select(NudgeEvent.kind, NudgeEvent.what, NudgeEvent.detail)
        .where(
            NudgeEvent.tenant_id == tenant_id,
            NudgeEvent.user_id == user_id,
            NudgeEvent.at > now - REMEMBERED,
            NudgeEvent.what.in_([*WORTH, Happening.SHOWN]),
        )
        .order_by(NudgeEvent.at.desc(), NudgeEvent.id.desc())
        .limit(MOST)
    )
    events = list(reversed(session.execute(query).all()))
    told = [decision(row.kind, row.what, row.detail) for row in events]
    sends = [row.kind for row in events if row.what is Happening.SHOWN]
    return Taste(team_rates(session, tenant_id, user_id, now), [each for each in told if each], sends)


def team_rates(session: Session, tenant_id: int, but: int, now: datetime) -> dict[str, float]:
    """What the others make of each kind: where somebody who has not answered yet begins."""
    good = case(*((NudgeEvent.what == what, good * weight) for what, (good, weight) in WORTH.items()), else_=0.0)
    told = case(*((NudgeEvent.what == what, weight) for what, (_, weight) in WORTH.items()), else_=0.0)
    query = (
        select(NudgeEvent.kind, func.sum(good), func.sum(told))
        .where(
            NudgeEvent.tenant_id == tenant_id,
            NudgeEvent.user_id != but,
            NudgeEvent.at > now - REMEMBERED,
            NudgeEvent.what.in_(list(WORTH)),
        )
        .group_by(NudgeEvent.kind)
    )
    counted = {row[0]: (float(row[1] or 0), float(row[2] or 0)) for row in session.execute(query)}
    return {kind: team_rate(*counted.get(kind, (0.0, 0.0))) for kind in kinds()}
