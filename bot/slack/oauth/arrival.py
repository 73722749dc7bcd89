"""A workspace installs Rapport: its tenant is found, made or woken up, and whoever installed it becomes its admin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from slack_sdk.oauth.installation_store import Installation
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.slack.members import described
from bot.slack.oauth.installations import Installations, name_of, owner_of
from bot.slack.post import Post
from crm import audit
from crm.errors import RapportError, RejectedError
from crm.model import ErasureState, Role, Tenant, User

if TYPE_CHECKING:
    from bot.wiring import Rapport

NOT_INVITED = "This workspace may not install this Rapport. Please ask whoever runs it to add it to its list."
BEING_REMOVED = "What this workspace left is being removed right now. Please install Rapport again in an hour."
log = structlog.get_logger()


class Arrivals:
    def __init__(self, app: Rapport, installations: Installations) -> None:
        self._app, self._installations = app, installations

    def welcome(self, installation: Installation) -> int:
        """Takes a workspace in that Slack says has installed Rapport; returns its tenant.

        Raises:
            RejectedError: it may not, or what it left is being removed.
            RetryableError: the record is not to be had now.
        """
        owner, allowed = owner_of(installation), self._app.settings.slack_teams
        if not owner or (allowed and owner not in allowed):
            log.warning("installation_refused")
            raise RejectedError(NOT_INVITED)
        tenant_id = self._tenant(owner, name_of(installation))
        self._revive(tenant_id)
        self._installations.save(installation)
        self._crown(tenant_id, owner, installation.user_id or "")
        log.info("workspace_installed", tenant=tenant_id)
        return tenant_id

    def _tenant(self, owner: str, name: str) -> int:
        try:
            return self._found_or_made(owner, name)
        except IntegrityError:  # another request made it first, or took the name
            return self._found_or_made(owner, name)

    def _found_or_made(self, owner: str, name: str) -> int:
        app = self._app
        home = app.tenants.home() if owner == app.settings.slack_home_team else None
        with app.store.write() as session:
            found = session.scalar(select(Tenant.id).where(Tenant.slack_team_id == owner))
            if found is not None:
                return found
            if home is not None and session.get_one(Tenant, home).slack_team_id is None:
                session.get_one(Tenant, home).slack_team_id = owner
                return home
            taken = session.scalar(select(Tenant.id).where(func.lower(Tenant.name) == name.lower()))
            named = name if taken is None else f"{name[:150]} ({owner})"
            tenant = Tenant(name=named, slack_team_id=owner, guest=True, created_at=app.clock.now())
            session.add(tenant)
            session.flush()
            return tenant.id

    def _revive(self, tenant_id: int) -> None:
        """One that comes back in time finds everything as it left it."""
        app = self._app
        with app.store.read() as session:
            parked_at = session.get_one(Tenant, tenant_id).parked_at
        if parked_at is None:
            return
        for request in app.erasure.requests(tenant_id):
            if request.kind != "tenant" or request.requested_at < parked_at:
                continue
            if request.state is ErasureState.RUNNING:
                raise RejectedError(BEING_REMOVED)
            if request.state is ErasureState.WAITING:
                app.erasure.cancel(tenant_id, request.id)
        with app.store.write() as session:
            session.get_one(Tenant, tenant_id).parked_at = None
            now = app.clock.now()
            audit.append(session, tenant_id, at=now, actor_id=None, action="workspace.return", entity="workspace")

    def _crown(self, tenant_id: int, owner: str, slack_id: str) -> None:
        """Whoever installed Rapport is its admin, where it has none yet: installing it again gives nobody rights."""
        try:
            post = Post(self._app.clients.of(tenant_id))
            name, email = post.person(slack_id)
            member = post.member(slack_id)
        except RapportError as error:  # it is installed all the same; an import or the command line names an admin
            log.warning("installer_unknown", tenant=tenant_id, kind=type(error).__name__)
            return
        if not described(member, owner).inside:
            return
        user = self._app.tenants.user_of_slack(tenant_id, slack_id, email or None)
        with self._app.store.write() as session:
            if _has_admin(session, tenant_id):
                return
            if user is not None:
                session.get_one(User, user.id).role = Role.ADMIN
                return
            now = self._app.clock.now()
            person = User(name=name, email=email or None, role=Role.ADMIN, slack_id=slack_id)
            person.tenant_id, person.created_at, person.updated_at = tenant_id, now, now
            session.add(person)


def _has_admin(session: Session, tenant_id: int) -> bool:
    admins = select(User.id).where(User.tenant_id == tenant_id, User.role == Role.ADMIN, User.active)
    return session.scalar(admins.limit(1)) is not None
