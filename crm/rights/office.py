"""The rights office: gives people their sight, and keeps what admins decide."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from crm import audit
from crm.clock import Clock
from crm.errors import RejectedError, RetryableError
from crm.model import Account, Circle, Field, RelatedRecord, Role, Tenant, User
from crm.rights.circles import circle, members
from crm.rights.eyes import current, seeing, unlimited
from crm.rights.looking import look
from crm.rights.membership import OUTSIDER, refusal
from crm.rights.policy import ENCRYPT, GUARDED, SETTING, Policy
from crm.rights.sight import Sight
from crm.sealed.fields import require_sealable
from crm.sealed.settling import begin
from crm.store import Store

log = structlog.get_logger()

ADMINS_DECIDE = "Only an admin decides who sees what."
ENTITIES = frozenset({"account", "contact", "deal", "product", "interaction"})
Whom = tuple[list[int], list[str]]  # users, teams


@dataclass(frozen=True)
class Restricted:
    """An account that only some may see."""

    account: str
    people: list[str]
    teams: list[str]


class RightsOffice:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def sight(self, tenant_id: int, people: Collection[int]) -> Sight:
        """What all of these users may see, as of now. Where that cannot be told, nothing.

        Raises:
            RetryableError: the record does not answer.
        """
        try:
            with self._store.read() as session:
                return look(session, tenant_id, people)
        except RetryableError:
            raise
        except (SQLAlchemyError, ValueError, TypeError, KeyError, AttributeError) as error:
            log.exception("sight_broke", tenant=tenant_id, error=type(error).__name__)
            return Sight.nothing(tenant_id, people)

    @contextmanager
    def seeing(self, tenant_id: int, user: User | None) -> Iterator[Sight | None]:
        """All that is read within is what this user may see; None is the local administrator, who sees everything.

        Raises:
            RejectedError: the user is nobody of this tenant any more.
        """
        if user is None:
            yield current()
            return
        held = current()
        if held is not None and held.tenant_id == tenant_id and held.people == {user.id}:
            yield held
            return
        if refused := refusal(tenant_id, user):
            raise RejectedError(refused)
        sight = self.sight(tenant_id, [user.id])
        if sight.blind:
            raise RejectedError(OUTSIDER)
        with seeing(sight) as narrowed:
            yield narrowed

    def extent(self, tenant_id: int, user: User) -> tuple[int, int, list[str]]:
        """How many accounts a user sees, of how many, and the fields they do not see."""
        count = select(func.count(Account.id)).where(Account.tenant_id == tenant_id)
        sight = self.sight(tenant_id, [user.id])
        with self._store.read() as session:
            with unlimited():
                every = session.scalar(count) or 0
            with seeing(sight):
                return session.scalar(count) or 0, every, sorted(sight.fields)

    # --- what admins decide -----------------------------------------------------------------------------------

    def policy(self, tenant_id: int) -> Policy:
        with self._store.read() as session:
            return Policy.of(session.get_one(Tenant, tenant_id).settings)

    def set_accounts(self, tenant_id: int, value: str, *, by: User | None) -> None:
        """Who sees accounts that are not restricted: everyone, team or owner.

        Raises:
            RejectedError: it is none of these, or not this user's to decide.
        """
        self._decide(tenant_id, by, lambda _session, policy: policy.with_accounts(value), {"accounts": value[:16]})

    def set_field(self, tenant_id: int, ref: str, least: str, *, by: User | None) -> None:
        """Who sees a column: everyone, managers or admins.

        Raises:
            RejectedError: there is no such column, it is one that cannot be kept from people, or nobody of that name.
        """

        def decided(session: Session, policy: Policy) -> Policy:
            _require_field(session, tenant_id, ref)
            return policy.with_field(ref, least.strip().lower())

        self._decide(tenant_id, by, decided, {"field": ref[:191], "least": least[:16]})

    def tag(self, tenant_id: int, ref: str, tag: str, *, on: bool, by: User | None) -> None:
        """Where a column never goes (`never_to_model`, `never_in_channel`, `never_exported`), or that it is kept sealed
        (`encrypt`): what is there already is sealed, or opened, by `crm.sealed.settling`.

        Raises:
            RejectedError: there is no such column or tag, or it is not this user's to decide.
        """

        def decided(session: Session, policy: Policy) -> Policy:
            core = _require_field(session, tenant_id, ref)
            if said == ENCRYPT:
                require_sealable(ref, core=core)
                begin(session, tenant_id, self._clock.now())
            return policy.with_tag(ref, said, on=on)

        said = tag.strip().lower()
        self._decide(tenant_id, by, decided, {"field": ref[:64], "tag": said[:32], "on": str(on)})

    def _decide(self, tenant_id: int, by: User | None, decided: Any, detail: dict[str, str]) -> None:
        require_admin(tenant_id, by)
        with unlimited(), self._store.write() as session:
            tenant = session.get_one(Tenant, tenant_id, with_for_update=True)
            policy = decided(session, Policy.of(tenant.settings))
            tenant.settings = {**tenant.settings, SETTING: policy.settings()}
            self._audit(session, tenant_id, by, "rights.decide", detail=detail)

    def restrict(self, tenant_id: int, account: str, to: Sequence[str], *, by: User | None) -> Restricted:
        """Keeps an account, and all that hangs on it, to these users (e-mails or names) and teams; admins see it too.

        Raises:
            RejectedError: there is no such account, user or team, or it is not this user's to decide.
        """
        require_admin(tenant_id, by)
        with unlimited(), self._store.write() as session:
            row = _account(session, tenant_id, account)
            users, teams = _whom(session, tenant_id, to)
            row.circle_id = circle(session, tenant_id, f"account:{row.id}", users=users, teams=teams)
            row.updated_at = self._clock.now()
            told = {"users": users, "teams": len(teams)}
            self._audit(session, tenant_id, by, "rights.restrict", row=row.id, detail=told)
            return _told(session, row)

    def release(self, tenant_id: int, account: str, *, by: User | None) -> None:
        """Ends the restriction of an account.

        Raises:
            RejectedError: there is no such account, it is not restricted, or it is not this user's to decide.
        """
        require_admin(tenant_id, by)
        with unlimited(), self._store.write() as session:
            row = _account(session, tenant_id, account)
            if row.circle_id is None:
                raise RejectedError(f"{row.name} is not restricted.")
            kept = session.get(Circle, row.circle_id)
            row.circle_id, row.updated_at = None, self._clock.now()
            if kept is not None:
                session.delete(kept)
            self._audit(session, tenant_id, by, "rights.release", row=row.id, detail={})

    def restricted(self, tenant_id: int, *, by: User | None) -> list[Restricted]:
        """The accounts that only some may see.

        Raises:
            RejectedError: it is not this user's to know.
        """
        require_admin(tenant_id, by)
        query = select(Account).where(Account.tenant_id == tenant_id, Account.circle_id.is_not(None))
        with unlimited(), self._store.read() as session:
            return [_told(session, row) for row in session.scalars(query.order_by(Account.name))]

    def _audit(
        self, session: Session, tenant_id: int, by: User | None, action: str, *, detail: dict[str, Any], row: int = 0
    ) -> None:
        audit.append(
            session,
            tenant_id,
            at=self._clock.now(),
            actor_id=by.id if by else None,
            action=action,
            entity="account" if row else None,
            row_id=row or None,
            detail=detail,
        )


def require_admin(tenant_id: int, by: User | None) -> None:
    """None is the local administrator."""
    if by is None:
        return
    if refused := refusal(tenant_id, by):
        raise RejectedError(refused)
    if by.role != Role.ADMIN:
        raise RejectedError(ADMINS_DECIDE)


def _require_field(session: Session, tenant_id: int, ref: str) -> bool:
    """Whether it is a column of ours."""
    entity, _, key = ref.partition(".")
    kinds = select(RelatedRecord.kind).where(RelatedRecord.tenant_id == tenant_id, RelatedRecord.kind == entity)
    if entity not in ENTITIES and session.scalar(kinds.limit(1)) is None:
        raise RejectedError(f"There is nothing called {entity!r} whose fields could be kept from people.")
    query = select(Field.core).where(Field.tenant_id == tenant_id, Field.entity == entity, Field.key == key)
    core = session.scalar(query)
    if ref in GUARDED or core is False:
        return ref in GUARDED
    if core:
        raise RejectedError(
            f"{ref} is what rows are known, linked or counted by, so everyone who sees the row sees it."
        )
    raise RejectedError(f"There is no field {ref!r}. Write it as entity.field, such as account.annual_revenue.")


def _account(session: Session, tenant_id: int, name: str) -> Account:
    wanted = name.strip()
    found = list(
        session.scalars(
            select(Account).where(Account.tenant_id == tenant_id, func.lower(Account.name) == wanted.lower())
        )
    )
    if len(found) != 1:
        problem = "More than one account is" if found else "No account is"
        raise RejectedError(f"{problem} called {wanted!r}. Give the whole name, as the record has it.")
    return found[0]


def _whom(session: Session, tenant_id: int, to: Sequence[str]) -> Whom:
    users: list[int] = []
    teams: list[str] = []
    for said in (each.strip() for each in to):
        if not said:
            continue
        own = select(User).where(User.tenant_id == tenant_id)
        found = list(session.scalars(own.where(func.lower(User.email) == said.lower()))) or list(
            session.scalars(own.where(func.lower(User.name) == said.lower()))
        )
        team = session.scalar(own.where(func.lower(User.team) == said.lower()).limit(1))
        if len(found) > 1:
            raise RejectedError(f"{len(found)} users are called {said!r}. Use the e-mail instead.")
        if found:
            users.append(found[0].id)
        elif team is not None:
            teams.append(str(team.team))
        else:
            raise RejectedError(f"No user and no team is called {said!r}.")
    if not users and not teams:
        raise RejectedError("Say whom it is kept to: users by e-mail or name, or a team.")
    return users, teams


def _told(session: Session, row: Account) -> Restricted:
    each = members(session, row.circle_id or 0)
    ids = [one.user_id for one in each if one.user_id]
    names = session.scalars(select(User.name).where(User.id.in_(ids)).order_by(User.name))
    return Restricted(row.name, list(names), sorted(one.team for one in each if one.team))
