"""Open follow-ups that are due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import select

from crm.model import Deal, Interaction, Task
from crm.nudges.kind import NudgeKind
from crm.nudges.nudge import Candidate, Evidence
from crm.nudges.scene import Scene


def promises(scene: Scene, kind: NudgeKind) -> Iterator[Candidate]:
    """Takes `ahead` and `late`: the days before and after a day on which it is spoken of."""
    ahead, late = timedelta(days=kind.when.ahead), timedelta(days=kind.when.late)
    day = scene.now.date()
    query = select(Task).where(
        Task.tenant_id == scene.tenant_id,
        Task.done_at.is_(None),
        Task.owner_id.is_not(None),
        Task.due_on.between(day - late - timedelta(days=1), day + ahead + timedelta(days=1)),
    )
    for task in scene.session.scalars(query.order_by(Task.due_on, Task.id)).all():
        user, due = task.owner_id, task.due_on
        if user not in scene.readers or user is None or due is None:
            continue
        today = scene.today(user)
        if today - late <= due <= today + ahead:
            yield _candidate(scene, kind, task, user, due)


def _candidate(scene: Scene, kind: NudgeKind, task: Task, user: int, day: date) -> Candidate:
    deal = scene.session.get(Deal, task.deal_id) if task.deal_id else None
    source = scene.session.get(Interaction, task.interaction_id) if task.interaction_id else None
    account = task.account_id or (deal.account_id if deal else None)
    due = scene.day(day, user)
    shows = {"done_at": None, "due_on": day.isoformat(), "owner_id": user}
    lines = [Evidence(f"task:{task.id}", f"[task:{task.id}]: due {due}, not done.", shows)]
    if source is not None:
        said = f"It was said on {scene.moment(source.occurred_at, user)}."
        lines.append(Evidence(f"interaction:{source.id}", said, {"id": source.id}, must=False))
    contacts = [each.id for each in source.contacts] if source else []
    contact = task.contact_id or (contacts[0] if len(contacts) == 1 else None) or (deal.contact_id if deal else None)
    return Candidate(
        kind.name,
        user,
        f"task:{task.id}:{day}",
        scene.noon(day, user),
        f"Due {due}{f' for [account:{account}]' if account else ''}: [task:{task.id}]",
        tuple(lines),
        account_id=account,
        contact_id=contact,
        deal_id=task.deal_id,
        task_id=task.id,
        interaction_id=source.id if source else None,
        circle_id=source.circle_id if source else None,
        words=(task.what,),
        slots={"due": due, "what": f"[task:{task.id}]"},
    )
