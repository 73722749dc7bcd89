"""Meetings with clients that are ahead, so that nobody comes unprepared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select

from crm.model import Interaction, Kind
from crm.nudges.facts import CANCELLED
from crm.nudges.kind import NudgeKind
from crm.nudges.nudge import Candidate, Evidence
from crm.nudges.scene import Scene


def meetings(scene: Scene, kind: NudgeKind) -> Iterator[Candidate]:
    """Takes `ahead`: how many days from today on, as the person counts days."""
    last = scene.now + timedelta(days=kind.when.ahead + 2)
    query = select(Interaction).where(
        Interaction.tenant_id == scene.tenant_id,
        Interaction.kind == Kind.MEETING,
        Interaction.account_id.is_not(None),
        Interaction.occurred_at > scene.now,
        Interaction.occurred_at < last,
    )
    for row in scene.session.scalars(query.order_by(Interaction.occurred_at, Interaction.id)).all():
        user = row.user_id if row.user_id in scene.readers else scene.owner(row.account_id)
        if user is None or row.attributes.get("status") == CANCELLED:
            continue
        if row.occurred_at.astimezone(scene.zone(user)).date() <= scene.today(user) + timedelta(days=kind.when.ahead):
            yield _candidate(scene, kind, row, user)


def _candidate(scene: Scene, kind: NudgeKind, row: Interaction, user: int) -> Candidate:
    local = row.occurred_at.astimezone(scene.zone(user))
    when = f"on {scene.day(local.date(), user)}"
    if not row.attributes.get("all_day"):
        when += f" at {local:%H:%M}"
    title = " ".join((row.subject or "A meeting").split())[:200]
    shows = {"occurred_at": row.occurred_at.isoformat(), "ahead": True, "called_off": False}
    return Candidate(
        kind.name,
        user,
        f"meeting:{row.id}:{row.occurred_at.isoformat()}",
        row.occurred_at,
        kind.says.replace("{due}", when).replace("{client}", f"[account:{row.account_id}]"),
        (Evidence(f"interaction:{row.id}", f"{title}, {when}.", shows),),
        account_id=row.account_id,
        contact_id=row.contacts[0].id if len(row.contacts) == 1 else None,
        deal_id=row.deal_id,
        interaction_id=row.id,
        circle_id=row.circle_id,
        slots={"due": when},
    )
