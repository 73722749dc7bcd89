"""Circles: who alone sees the rows that carry one."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from crm.model import Circle, CircleMember


def circle(session: Session, tenant_id: int, key: str, *, users: Iterable[int], teams: Iterable[str] = ()) -> int:
    """The id of the circle of this key, with just these members; made where there is none."""
    found = session.scalar(select(Circle).where(Circle.tenant_id == tenant_id, Circle.key == key))
    if found is None:
        found = Circle(tenant_id=tenant_id, key=key)
        session.add(found)
        session.flush()
    wanted = {(user, None) for user in users} | {(None, team) for team in teams}
    kept = {
        (each.user_id, each.team): each.id
        for each in session.scalars(select(CircleMember).where(CircleMember.circle_id == found.id))
    }
    gone = [row_id for member, row_id in kept.items() if member not in wanted]
    if gone:
        session.execute(delete(CircleMember).where(CircleMember.id.in_(gone)))
    session.add_all(
        CircleMember(tenant_id=tenant_id, circle_id=found.id, user_id=user, team=team)
        for user, team in sorted(wanted - set(kept), key=str)
    )
    session.flush()
    return found.id


def members(session: Session, circle_id: int) -> list[CircleMember]:
    query = select(CircleMember).where(CircleMember.circle_id == circle_id).order_by(CircleMember.id)
    return list(session.scalars(query))
