"""Makes a sight: out of who somebody is now, what the admin decided, and whose accounts are whose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import exists, func, or_, select, union
from sqlalchemy.orm import Session

from crm.model import Account, Circle, CircleMember, Deal, Interaction, Role, Tenant, User
from crm.rights.eyes import unlimited
from crm.rights.policy import Access, Policy
from crm.rights.sight import NOBODY, Sight, meeting


def look(session: Session, tenant_id: int, people: Collection[int]) -> Sight:
    """What all of these users of a tenant may see; nothing where one of them is not its active user, or none is named.

    Args:
        session: any session; whose sight holds meanwhile does not matter.
        tenant_id: whose record.
        people: ids of users.
    """
    with unlimited():
        return _look(session, tenant_id, frozenset(people))


def _look(session: Session, tenant_id: int, people: frozenset[int]) -> Sight:
    own = Circle.tenant_id == tenant_id
    row = session.execute(
        select(Tenant.settings, exists(select(Circle.id).where(own))).where(Tenant.id == tenant_id)
    ).one_or_none()
    found = session.execute(
        select(User.id, User.role, User.team).where(
            User.tenant_id == tenant_id, User.id.in_(people), User.active.is_(True)
        )
    ).all()
    if row is None or not people or {each.id for each in found} != people:
        return Sight.nothing(tenant_id, people)
    looked = _Looked(session, tenant_id, Policy.of(row[0] or {}), circled=bool(row[1]))
    return meeting(tenant_id, (looked.sight(each.id, Role(each.role), each.team) for each in found))


class _Looked:
    """What is read once for all of an audience."""

    def __init__(self, session: Session, tenant_id: int, policy: Policy, *, circled: bool) -> None:
        self._session = session
        self._tenant_id = tenant_id
        self._policy = policy
        self._circled = circled
        self._users: list[Any] | None = None

    def sight(self, user_id: int, role: Role, team: str | None) -> Sight:
        people, fields = frozenset({user_id}), self._policy.hidden_from(role)
        if role is Role.ADMIN or (self._policy.accounts is Access.EVERYONE and not self._circled):
            return Sight(self._tenant_id, people, fields=fields)
        circles = self._circles(user_id, team) if self._circled else NOBODY
        kept = self._kept(circles) if self._circled else NOBODY
        if self._policy.accounts is Access.EVERYONE:
            return Sight(self._tenant_id, people, None, kept, circles, fields)
        accounts = self._held_by(self._reach(user_id, team)) - kept
        unseen = self._unseen(accounts)
        if unseen is None:
            return Sight(self._tenant_id, people, accounts, NOBODY, circles, fields)
        return Sight(self._tenant_id, people, None, unseen, circles if self._circled else None, fields)

    def _unseen(self, seen: frozenset[int]) -> frozenset[int] | None:
        """The accounts that are not seen, where they are the shorter list; None where they are not."""
        own = Account.tenant_id == self._tenant_id
        count = self._session.scalar(select(func.count(Account.id)).where(own)) or 0
        if len(seen) == count:
            return NOBODY
        return frozenset(self._session.scalars(select(Account.id).where(own))) - seen if 2 * len(seen) > count else None

    def _circles(self, user_id: int, team: str | None) -> frozenset[int]:
        member = CircleMember
        mine = [member.user_id == user_id, *([member.team == team] if team else [])]
        query = select(member.circle_id).where(member.tenant_id == self._tenant_id, or_(*mine))
        return frozenset(self._session.scalars(query))

    def _kept(self, circles: frozenset[int]) -> frozenset[int]:
        """The accounts that are kept to circles somebody is not of."""
        query = select(Account.id, Account.circle_id).where(
            Account.tenant_id == self._tenant_id, Account.circle_id.is_not(None)
        )
        return frozenset(each.id for each in self._session.execute(query) if each.circle_id not in circles)

    def _reach(self, user_id: int, team: str | None) -> frozenset[int]:
        """Those whose accounts somebody sees: they, everybody below them, and their team where that counts."""
        below: dict[int, list[int]] = defaultdict(list)
        for each in self._team_list():
            if each.manager_id is not None:
                below[each.manager_id].append(each.id)
        found, next_ = {user_id}, [user_id]
        while next_:
            next_ = [each for above in next_ for each in below[above] if each not in found]
            found.update(next_)
        if self._policy.accounts is Access.TEAM and team:
            found.update(each.id for each in self._team_list() if each.team == team)
        return frozenset(found)

    def _team_list(self) -> list[Any]:
        if self._users is None:
            query = select(User.id, User.manager_id, User.team).where(User.tenant_id == self._tenant_id)
            self._users = list(self._session.execute(query))
        return self._users

    def _held_by(self, users: Iterable[int]) -> frozenset[int]:
        """The accounts that any of these owns, has a deal on, or has spoken with."""
        ids, tenant = sorted(users), self._tenant_id
        spoken = exists(
            select(Interaction.id).where(
                Interaction.tenant_id == tenant, Interaction.account_id == Account.id, Interaction.user_id.in_(ids)
            )
        )
        deals = select(Deal.account_id).where(
            Deal.tenant_id == tenant, Deal.owner_id.in_(ids), Deal.account_id.is_not(None)
        )
        owned = select(Account.id).where(Account.tenant_id == tenant, or_(Account.owner_id.in_(ids), spoken))
        return frozenset(self._session.scalars(union(owned, deals)))
