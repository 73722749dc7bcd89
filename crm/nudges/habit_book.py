"""What each person said about when they want nudges."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import audit
from crm.clock import Clock
from crm.model import NudgeHabits, NudgeMute, Tenant, User
from crm.nudges.habits import FOR_GOOD, SETTING, Habits, checked, habits_of, read
from crm.rights import unlimited
from crm.rights.office import require_admin
from crm.store import Store


class HabitBook:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def of(self, user: User) -> Habits:
        """How somebody wants to be written to, the team's settings where they said nothing."""
        with unlimited(), self._store.read() as session:
            row = _row(session, user)
            return habits_of(session.get_one(Tenant, user.tenant_id).settings, row.own if row else {})

    def team(self, tenant_id: int) -> Habits:
        """What holds of whoever said nothing."""
        with unlimited(), self._store.read() as session:
            return habits_of(session.get_one(Tenant, tenant_id).settings, {})

    def change_team(self, tenant_id: int, name: str, said: str, *, by: User | None) -> Habits:
        """Sets what holds of whoever said nothing of their own.

        Raises:
            RejectedError: it cannot be that, or it is not this user's to decide.
        """
        require_admin(tenant_id, by)
        value = read(name, said)
        with unlimited(), self._store.write() as session:
            tenant = session.get_one(Tenant, tenant_id, with_for_update=True)
            before = tenant.settings.get(SETTING)
            kept = {**(before if isinstance(before, dict) else {}), name: value}
            habits = checked(kept)
            tenant.settings = {**tenant.settings, SETTING: kept}
            audit.append(
                session, tenant_id, at=self._clock.now(), actor_id=by.id if by else None, action="nudges.set",
                detail={"name": name},
            )  # fmt: skip
        return habits

    def mutes(self, user: User) -> list[NudgeMute]:
        """What they want to hear no more of, as of now."""
        with unlimited(), self._store.read() as session:
            query = select(NudgeMute).where(NudgeMute.user_id == user.id).order_by(NudgeMute.id)
            found = session.scalars(query).all()
        return [each for each in found if each.until is None or each.until > self._clock.now()]

    def change(self, user: User, name: str, said: str) -> Habits:
        """Raises RejectedError: it cannot be that."""
        return self._keep(user, name, read(name, said))

    def pause(self, user: User, until: datetime | None) -> Habits:
        """No messages until then; None: until they say so."""
        return self._keep(user, "paused_until", (until or FOR_GOOD).isoformat())

    def resume(self, user: User) -> Habits:
        return self._keep(user, "paused_until", None)

    def _keep(self, user: User, name: str, value: Any) -> Habits:
        with unlimited(), self._store.write() as session:
            row = _row(session, user)
            if row is None:
                row = NudgeHabits(tenant_id=user.tenant_id, user_id=user.id, own={}, changed_at=self._clock.now())
                session.add(row)
            own = {key: kept for key, kept in {**row.own, name: value}.items() if kept is not None}
            checked(own)
            row.own, row.changed_at = own, self._clock.now()
            return habits_of(session.get_one(Tenant, user.tenant_id).settings, own)


def _row(session: Session, user: User) -> NudgeHabits | None:
    return session.scalar(select(NudgeHabits).where(NudgeHabits.user_id == user.id).with_for_update())
