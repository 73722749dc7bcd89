"""What became of each kind, for whoever runs the team."""

from __future__ import annotations

from collections import Counter, defaultdict

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.model import Happening, NudgeEvent
from crm.nudges.kind import kinds
from crm.nudges.nudge import Acceptance


def acceptance(session: Session, tenant_id: int) -> list[Acceptance]:
    """Every kind, in the order of their file; each nudge counts once for each thing that became of it."""
    counted = func.count(NudgeEvent.nudge_id.distinct())
    query = (
        select(NudgeEvent.kind, NudgeEvent.what, counted)
        .where(NudgeEvent.tenant_id == tenant_id)
        .group_by(NudgeEvent.kind, NudgeEvent.what)
    )
    counts: dict[str, Counter[Happening]] = defaultdict(Counter)
    for name, what, count in session.execute(query):
        counts[name][what] = int(count)
    return [
        Acceptance(
            kind.name,
            kind.title,
            sent=own[Happening.SHOWN],
            accepted=own[Happening.ACCEPTED] + own[Happening.EDITED],
            edited=own[Happening.EDITED],
            later=own[Happening.LATER],
            not_useful=own[Happening.NOT_USEFUL] + own[Happening.MUTED],
            wrong=own[Happening.WRONG],
            ignored=own[Happening.IGNORED],
            outcomes=own[Happening.OUTCOME],
        )
        for kind in kinds().values()
        for own in [counts[kind.name]]
    ]
