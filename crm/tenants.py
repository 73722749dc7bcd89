"""Tenants and their people, as the faces look them up."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import func, select
from sqlalchemy.orm import Session

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
        """The id of the tenant the command line works on: the first one, made where there is none."""
        with self._store.read() as session:
            found = session.scalar(select(Tenant.id).order_by(Tenant.id).limit(1))
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

    def of_slack(self, team_id: str) -> int:
        """The tenant of a Slack workspace; the home tenant takes the first workspace that comes.

        Raises:
            RejectedError: the home tenant belongs to another workspace.
        """
        with self._store.read() as session:
            found = session.scalar(select(Tenant.id).where(Tenant.slack_team_id == team_id))
        if found is not None:
            return found
        home = self.home()
        with self._store.write() as session:
            tenant = session.get_one(Tenant, home)
            if tenant.slack_team_id not in (None, team_id):
                raise RejectedError("This Rapport belongs to another workspace.")
            tenant.slack_team_id = team_id
        return home

    def settings(self, tenant_id: int) -> dict[str, str | int]:
        """What holds for the whole team."""
        with self._store.read() as session:
            tenant = session.get_one(Tenant, tenant_id)
            intake = {f"intake.{name}": value for name, value in Policy.of(tenant.settings).model_dump().items()}
            rivals = ", ".join(competitors_of(tenant.settings))
            own = {"fiscal_year_start": tenant.fiscal_year_start, "timezone": tenant.timezone, "competitors": rivals}
            return {**own, **intake}

    def set(self, tenant_id: int, name: str, value: str) -> None:
        """Changes one of the settings.

        Raises:
            RejectedError: there is no such setting, or it cannot have that value.
        """
        if name.startswith(INTAKE):
            self._set_intake(tenant_id, name.removeprefix(INTAKE), value.strip())
            return
        if name == COMPETITORS:
            self._set_competitors(tenant_id, value)
            return
        checked = _checked(name, value.strip())
        with self._store.write() as session:
            setattr(session.get_one(Tenant, tenant_id), name, checked)

    def _set_competitors(self, tenant_id: int, value: str) -> None:
        names = list(dict.fromkeys(name.strip() for name in value.split(",") if name.strip()))
        with self._store.write() as session:
            tenant = session.get_one(Tenant, tenant_id)
            tenant.settings = {**tenant.settings, COMPETITORS: names}

    def _set_intake(self, tenant_id: int, name: str, value: str) -> None:
        with self._store.write() as session:
            tenant = session.get_one(Tenant, tenant_id)
            policy = Policy.of(tenant.settings).changed(name, value)
            tenant.settings = {**tenant.settings, "intake": policy.model_dump()}

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
