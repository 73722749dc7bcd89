"""The team's own people: who is in it, in what role, in which team, under whom."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from crm import audit
from crm.clock import Clock
from crm.errors import RejectedError
from crm.model import Role, Tenant, User
from crm.rights import unlimited
from crm.rights.office import require_admin
from crm.store import Store

ADDRESS = re.compile(r"[^\s@<>|,;\"']{1,64}@[^\s@<>|,;\"']{1,190}\.[^\s@<>|,;\"'.]{2,63}")
LONGEST = 191  # characters of an address, a name, a team
NOBODY = ("none", "nobody", "-")
LAST = "{name} is the only admin. Make somebody else an admin first: nobody could steer Rapport."


class Staff:
    """Changes users of the record; each change is audited. Roles hold from the next thing somebody does."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def all(self, tenant_id: int) -> list[User]:
        """Everybody, the active first, by name; managers are loaded."""
        query = select(User).where(User.tenant_id == tenant_id).options(joinedload(User.manager))
        with unlimited(), self._store.read() as session:
            return list(session.scalars(query.order_by(User.active.desc(), func.lower(User.name), User.id)))

    def add(
        self, tenant_id: int, email: str, *, by: User | None, name: str = "", role: str = Role.REP, team: str = ""
    ) -> User:
        """Adds somebody by their e-mail address, which links them to their Slack account when they first write.

        Raises:
            RejectedError: it is no address, somebody has it, there is no such role, or it is not this user's to do.
        """
        require_admin(tenant_id, by)
        address, now = _address(email), self._clock.now()
        user = User(
            tenant_id=tenant_id, email=address, name=_short(name) or _name_in(address), role=_role(role),
            team=_short(team) or None, created_at=now, updated_at=now,
        )  # fmt: skip
        with unlimited(), self._store.write() as session:
            session.get_one(Tenant, tenant_id, with_for_update=True)
            there = select(User).where(User.tenant_id == tenant_id, func.lower(User.email) == address.lower())
            if (found := session.scalar(there.limit(1))) is not None:
                again = "" if found.active else " `users activate` brings them back."
                raise RejectedError(f"{found.name} has this address already.{again}")
            session.add(user)
            session.flush()
            self._audit(session, user, "staff.add", by, {"role": user.role.value})
        return user

    def set_role(self, tenant_id: int, who: str, role: str, *, by: User | None) -> User:
        """Makes somebody a rep, a manager or an admin.

        Raises:
            RejectedError: nobody is meant, it would leave no admin, or it is not this user's to do.
        """
        wanted = _role(role)

        def change(session: Session, user: User) -> dict[str, Any]:
            if wanted is not Role.ADMIN:
                _keep_an_admin(session, user)
            before, user.role = user.role, wanted
            return {"before": before.value, "role": wanted.value}

        return self._change(tenant_id, who, "staff.role", change, by)

    def set_team(self, tenant_id: int, who: str, team: str, *, by: User | None) -> User:
        """Puts somebody into a team ("none" takes them out). Raises RejectedError as `set_role` does."""

        def change(_session: Session, user: User) -> dict[str, Any]:
            user.team = None if team.strip().lower() in NOBODY else _short(team) or None
            return {"team": bool(user.team)}

        return self._change(tenant_id, who, "staff.team", change, by)

    def set_manager(self, tenant_id: int, who: str, manager: str, *, by: User | None) -> User:
        """Says whom somebody reports to ("none": nobody).

        Raises:
            RejectedError: nobody is meant, they would be above themselves, or it is not this user's to do.
        """

        def change(session: Session, user: User) -> dict[str, Any]:
            above = None if manager.strip().lower() in NOBODY else _meant(session, tenant_id, manager)
            if above is not None and user.id in _chain(session, above):
                raise RejectedError(f"{user.name} would be above {'themselves' if above is user else above.name}.")
            user.manager_id = above.id if above else None
            return {"manager": user.manager_id}

        return self._change(tenant_id, who, "staff.manager", change, by)

    def deactivate(self, tenant_id: int, who: str, *, by: User | None) -> User:
        """Somebody gets nothing any more, at once; what they did stays.

        Raises:
            RejectedError: nobody is meant, it would leave no admin, or it is not this user's to do.
        """

        def change(session: Session, user: User) -> dict[str, Any]:
            _keep_an_admin(session, user)
            user.active = False
            return {}

        return self._change(tenant_id, who, "staff.deactivate", change, by)

    def activate(self, tenant_id: int, who: str, *, by: User | None) -> User:
        """Brings somebody back as they were. Raises RejectedError as `set_role` does."""

        def change(_session: Session, user: User) -> dict[str, Any]:
            user.active = True
            return {}

        return self._change(tenant_id, who, "staff.activate", change, by)

    def one(self, tenant_id: int, who: str) -> User:
        """The user of this e-mail, name, or id after a “#”.

        Raises:
            RejectedError: nobody, or more than one, is called so.
        """
        with unlimited(), self._store.read() as session:
            return _meant(session, tenant_id, who)

    def _change(
        self,
        tenant_id: int,
        who: str,
        action: str,
        change: Callable[[Session, User], dict[str, Any]],
        by: User | None,
    ) -> User:
        require_admin(tenant_id, by)
        with unlimited(), self._store.write() as session:
            session.get_one(Tenant, tenant_id, with_for_update=True)  # two admins who demote each other take turns
            user = _meant(session, tenant_id, who)
            detail = change(session, user)
            user.updated_at = self._clock.now()
            session.flush()
            self._audit(session, user, action, by, detail)
            return user

    def _audit(self, session: Session, user: User, action: str, by: User | None, detail: dict[str, Any]) -> None:
        audit.append(
            session, user.tenant_id, at=self._clock.now(), actor_id=by.id if by else None, action=action,
            entity="user", row_id=user.id, detail=detail,
        )  # fmt: skip


def _keep_an_admin(session: Session, user: User) -> None:
    """Raises RejectedError: without this one there would be no admin."""
    if user.role != Role.ADMIN or not user.active:
        return
    others = select(func.count()).where(
        User.tenant_id == user.tenant_id, User.role == Role.ADMIN, User.active, User.id != user.id
    )
    if not session.scalar(others):
        raise RejectedError(LAST.format(name=user.name))


def _meant(session: Session, tenant_id: int, who: str) -> User:
    said = who.strip()
    query = select(User).where(User.tenant_id == tenant_id)
    if said.startswith("#"):
        number = said.removeprefix("#")
        if not number.isdecimal() or len(number) > 18:
            raise RejectedError(f"{said!r} is no number of a user.")
        found = list(session.scalars(query.where(User.id == int(number))))
    else:
        found = list(session.scalars(query.where(func.lower(User.email) == said.lower())))
        found = found or list(session.scalars(query.where(func.lower(User.name) == said.lower())))
    if not found:
        raise RejectedError(f"Nobody here is called {said!r}. Use the e-mail or the full name of a user.")
    if len(found) > 1:
        raise RejectedError(f"{len(found)} users are called {said!r}. Use the e-mail instead.")
    return found[0]


def _chain(session: Session, user: User) -> set[int]:
    """A user and everybody above them."""
    seen: set[int] = set()
    above: User | None = user
    while above is not None and above.id not in seen:
        seen.add(above.id)
        above = session.get(User, above.manager_id) if above.manager_id else None
    return seen


def _role(said: str) -> Role:
    try:
        return Role(said.strip().lower())
    except ValueError:
        raise RejectedError("A role is one of: rep, manager, admin.") from None


def _address(said: str) -> str:
    address = said.strip()
    if not ADDRESS.fullmatch(address) or len(address) > LONGEST:
        raise RejectedError(f"{address[:LONGEST]!r} is no e-mail address. Write it like dana@acme.example.")
    return address


def _short(said: str) -> str:
    return " ".join(said.split())[:LONGEST]


def _name_in(address: str) -> str:
    """`dana.reyes@x` as Dana Reyes: what somebody is called until they are called otherwise."""
    return " ".join(part.capitalize() for part in re.split(r"[._-]+", address.partition("@")[0]) if part) or address
