"""Tenants and their people, as the faces look them up."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm import audit
from crm.clock import Clock
from crm.errors import RejectedError
from crm.intake.policy import Policy
from crm.model import Account, Tenant, User
from crm.store import Store

DEFAULT_NAME = "home"
COMPETITORS = "competitors"
INTAKE = "intake."  # what the names of the intake's policy begin with


class Tenants:
    """Finds the tenant a request is about and the person who makes it."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def home(self) -> int:
        """The id of the tenant the command line works on: the first that is no guest, made where there is none."""
        own = select(Tenant.id).where(Tenant.guest.is_(False)).order_by(Tenant.id).limit(1)
        with self._store.read() as session:
            found = session.scalar(own)
        if found is not None:
            return found
        with self._store.write() as session:
            tenant = Tenant(name=DEFAULT_NAME, created_at=self._clock.now())
            session.add(tenant)
            session.flush()
            return tenant.id

    def named(self, name: str) -> int:
        """The id of the tenant that is called so, exactly.

        Raises:
            RejectedError: none is.
        """
        with self._store.read() as session:
            found = session.scalar(select(Tenant.id).where(Tenant.name == name))
        if found is None:
            raise RejectedError(f"No workspace is called {name!r}. Give its name exactly.")
        return found

    def of_slack(self, team_id: str, enterprise_id: str | None = None, *, adopt: bool = True) -> int:
        """The tenant of a Slack workspace, or of the enterprise it belongs to; one that has not left goes first.

        Args:
            team_id: the workspace.
            enterprise_id: what it belongs to, where it does.
            adopt: whether the home tenant takes the first workspace that comes.

        Raises:
            RejectedError: no tenant is this workspace's.
        """
        names = [name for name in (team_id, enterprise_id) if name]
        query = select(Tenant.id).where(Tenant.slack_team_id.in_(names))
        left_last = query.order_by(Tenant.parked_at.is_not(None), Tenant.slack_team_id != team_id)
        with self._store.read() as session:
            found = session.scalar(left_last.limit(1))
        if found is not None:
            return found
        if not adopt:
            raise RejectedError("This workspace has not installed Rapport.")
        return self._adopted(team_id)

    def _adopted(self, team_id: str) -> int:
        home = self.home()
        with self._store.write() as session:
            tenant = session.get_one(Tenant, home)
            if tenant.slack_team_id not in (None, team_id):
                raise RejectedError("This Rapport belongs to another workspace.")
            tenant.slack_team_id = team_id
        return home

    def team_of(self, tenant_id: int) -> str | None:
        """The id of the tenant's workspace or enterprise in Slack."""
        with self._store.read() as session:
            return session.scalar(select(Tenant.slack_team_id).where(Tenant.id == tenant_id))

    def has_left(self, tenant_id: int) -> bool:
        """Whether a tenant is parked, or gone."""
        with self._store.read() as session:
            here = select(Tenant.id).where(Tenant.id == tenant_id, Tenant.parked_at.is_(None))
            return session.scalar(here) is None

    def parked(self) -> frozenset[int]:
        """Tenants that have left: nothing is sent to them, fetched for them or answered."""
        with self._store.read() as session:
            return frozenset(session.scalars(select(Tenant.id).where(Tenant.parked_at.is_not(None))))

    def settings(self, tenant_id: int) -> dict[str, str | int]:
        """What holds for the whole team."""
        with self._store.read() as session:
            tenant = session.get_one(Tenant, tenant_id)
            intake = {f"intake.{name}": value for name, value in Policy.of(tenant.settings).model_dump().items()}
            rivals = ", ".join(competitors_of(tenant.settings))
            own = {"fiscal_year_start": tenant.fiscal_year_start, "timezone": tenant.timezone, "competitors": rivals}
            return {**own, **intake}

    def set(self, tenant_id: int, name: str, value: str, *, by: int | None = None) -> None:
        """Changes one of the settings. `by` is the user who did it, for the audit.

        Raises:
            RejectedError: there is no such setting, or it cannot have that value.
        """
        with self._store.write() as session:
            tenant = session.get_one(Tenant, tenant_id, with_for_update=True)
            if name.startswith(INTAKE):
                policy = Policy.of(tenant.settings).changed(name.removeprefix(INTAKE), value.strip())
                tenant.settings = {**tenant.settings, "intake": policy.model_dump()}
            elif name == COMPETITORS:
                names = list(dict.fromkeys(each.strip() for each in value.split(",") if each.strip()))
                tenant.settings = {**tenant.settings, COMPETITORS: names}
            else:
                setattr(tenant, name, _checked(name, value.strip()))
            detail = {"name": name}
            audit.append(session, tenant_id, at=self._clock.now(), actor_id=by, action="team.set", detail=detail)

    def user(self, tenant_id: int, who: str) -> User:
        """The user with this e-mail or name.

        Raises:
            RejectedError: nobody, or more than one, is called so.
        """
        with self._store.read() as session:
            found = _named(session, tenant_id, who.strip())
        if not found:
            raise RejectedError(f"Nobody here is called {who!r}. Use the e-mail or the full name of a user.")
        if len(found) > 1:
            raise RejectedError(f"{len(found)} users are called {who!r}. Use the e-mail instead.")
        return found[0]

    def account(self, tenant_id: int, name: str) -> Account:
        """The client of this name.

        Raises:
            RejectedError: none, or more than one, is called so.
        """
        with self._store.read() as session:
            found = session.scalars(
                select(Account).where(Account.tenant_id == tenant_id, func.lower(Account.name) == name.strip().lower())
            ).all()
        if len(found) != 1:
            problem = "More than one client is" if found else "No client is"
            raise RejectedError(f"{problem} called {name.strip()!r}. Give the whole name, as the record has it.")
        return found[0]

    def user_of_slack(self, tenant_id: int, slack_id: str, email: str | None) -> User | None:
        """The user behind a Slack member, linked by e-mail at first sight; None for a stranger to the record."""
        with self._store.read() as session:
            user = session.scalar(select(User).where(User.tenant_id == tenant_id, User.slack_id == slack_id))
            if user is None and email:
                user = session.scalar(
                    select(User).where(
                        User.tenant_id == tenant_id, func.lower(User.email) == email.lower(), User.slack_id.is_(None)
                    )
                )
        if user is None or user.slack_id:
            return user
        with self._store.write() as session:
            linked = session.get_one(User, user.id)
            linked.slack_id = slack_id
            linked.updated_at = self._clock.now()
            return linked


def competitors_of(settings: dict[str, Any]) -> tuple[str, ...]:
    """The names that a tenant's settings give."""
    return tuple(str(name) for name in settings.get(COMPETITORS) or ())


def _checked(name: str, value: str) -> str | int:
    if name == "fiscal_year_start":
        if not value.isdecimal() or not 1 <= int(value) <= 12:
            raise RejectedError("The fiscal year starts in a month: a number from 1 (January) to 12 (December).")
        return int(value)
    if name == "timezone":
        try:
            return ZoneInfo(value).key
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise RejectedError("There is no such time zone. Name one such as Europe/Berlin or UTC.") from None
    raise RejectedError("There is no such setting.")


def _named(session: Session, tenant_id: int, who: str) -> list[User]:
    query = select(User).where(User.tenant_id == tenant_id)
    by_mail = list(session.scalars(query.where(func.lower(User.email) == who.lower())))
    return by_mail or list(session.scalars(query.where(func.lower(User.name) == who.lower())))
