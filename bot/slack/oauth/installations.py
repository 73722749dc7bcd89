"""What workspaces gave Rapport when they installed it: in the record, each its tenant's, tokens sealed."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from slack_sdk.oauth.installation_store import Bot, Installation, InstallationStore
from sqlalchemy import CursorResult, delete, or_, select, update
from sqlalchemy.orm import Session

from crm import audit
from crm.clock import Clock
from crm.errors import RejectedError
from crm.model import SlackInstallation, Tenant
from crm.store import Store
from privacy.vault import KeyFileVault

TOKEN, REFRESH = "slack token", "slack refresh token"  # what sealed tokens are bound to
LEASE = timedelta(minutes=1)  # a renewal whose process died is begun by another after this long
NAME_LENGTH = 191


@dataclass(frozen=True)
class Grant:
    """A tenant's token. `expires_at` is None where it lasts."""

    tenant_id: int
    token: str
    refresh_token: str | None
    expires_at: datetime | None


class Installations(InstallationStore):
    """slack_sdk's store of installations, in the record. A tenant is a workspace, or an enterprise as a whole."""

    def __init__(self, store: Store, clock: Clock, vault: KeyFileVault) -> None:
        self._store, self._clock, self._vault = store, clock, vault

    @property
    def logger(self) -> logging.Logger:
        return logging.getLogger(__name__)

    # --- slack_sdk's face -----------------------------------------------------------------------------------------

    def save(self, installation: Installation) -> None:
        """Keeps what the tenant of this workspace gave; a second installation takes the first one's place.

        Raises:
            RejectedError: no tenant is this workspace's, or no token came along.
        """
        with self._store.read() as session:
            tenant_id = session.scalar(select(Tenant.id).where(Tenant.slack_team_id == owner_of(installation)))
        if tenant_id is None or not installation.bot_token:
            raise RejectedError("Slack gave no token for this workspace. Please install Rapport again.")
        values = self._values(tenant_id, installation)
        with self._store.write() as session:
            row = session.scalar(select(SlackInstallation).where(SlackInstallation.tenant_id == tenant_id))
            if row is None:
                session.add(SlackInstallation(tenant_id=tenant_id, **values))
            else:
                for name, value in values.items():
                    setattr(row, name, value)
            now = self._clock.now()
            audit.append(session, tenant_id, at=now, actor_id=None, action="workspace.install", entity="workspace")

    def find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        owner = enterprise_id if is_enterprise_install or not team_id else team_id
        with self._store.read() as session:
            row = session.scalar(
                select(SlackInstallation)
                .join(Tenant, Tenant.id == SlackInstallation.tenant_id)
                .where(Tenant.slack_team_id == owner, Tenant.parked_at.is_(None))
            )
        return None if row is None else self._bot(row)

    def delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        with self._store.write() as session:
            tenants = select(Tenant.id).where(Tenant.slack_team_id == (team_id or enterprise_id))
            session.execute(delete(SlackInstallation).where(SlackInstallation.tenant_id.in_(tenants)))

    # --- Rapport's own --------------------------------------------------------------------------------------------

    def row(self, tenant_id: int) -> SlackInstallation | None:
        with self._store.read() as session:
            return session.scalar(select(SlackInstallation).where(SlackInstallation.tenant_id == tenant_id))

    def opened(self, row: SlackInstallation) -> Grant:
        """The tokens of an installation.

        Raises:
            FatalError: the tenant's key does not open them.
        """
        refresh = row.refresh_token and self._vault.open_token(row.tenant_id, row.refresh_token, REFRESH)
        token = self._vault.open_token(row.tenant_id, row.token, TOKEN)
        return Grant(row.tenant_id, token, refresh or None, row.expires_at)

    def due(self, before: datetime) -> list[int]:
        """Tenants whose tokens end before a moment."""
        with self._store.read() as session:
            return list(
                session.scalars(select(SlackInstallation.tenant_id).where(SlackInstallation.expires_at < before))
            )

    def lease(self, tenant_id: int, ends_before: datetime | None = None) -> Grant | None:
        """The tokens, for the one process that may renew them now; None for all others.

        Args:
            ends_before: None as well where they live longer than that: another has renewed them in the meantime.
        """
        now, table = self._clock.now(), SlackInstallation
        free = or_(table.renewed_until.is_(None), table.renewed_until < now)
        soon = [] if ends_before is None else [table.expires_at < ends_before]
        with self._store.write() as session:
            taken: CursorResult[Any] = session.execute(  # type: ignore[assignment]
                update(table).where(table.tenant_id == tenant_id, free, *soon).values(renewed_until=now + LEASE)
            )
            row = session.scalar(select(table).where(table.tenant_id == tenant_id)) if taken.rowcount else None
        return None if row is None else self.opened(row)

    def renewed(self, tenant_id: int, token: str, refresh_token: str | None, expires_at: datetime | None) -> None:
        """Keeps new tokens; the lease ends."""
        sealed = self._sealed(tenant_id, token, refresh_token)
        self._set(tenant_id, **sealed, expires_at=expires_at, renewed_until=None)

    def release(self, tenant_id: int) -> None:
        """The renewal came to nothing; another may try."""
        self._set(tenant_id, renewed_until=None)

    def remove(self, session: Session, tenant_id: int) -> None:
        """Forgets the tokens of one that left, in the caller's transaction."""
        session.execute(delete(SlackInstallation).where(SlackInstallation.tenant_id == tenant_id))

    def _set(self, tenant_id: int, **values: Any) -> None:
        with self._store.write() as session:
            session.execute(update(SlackInstallation).where(SlackInstallation.tenant_id == tenant_id).values(**values))

    def _sealed(self, tenant_id: int, token: str, refresh_token: str | None) -> dict[str, str | None]:
        refresh = refresh_token and self._vault.seal_token(tenant_id, refresh_token, REFRESH)
        return {"token": self._vault.seal_token(tenant_id, token, TOKEN), "refresh_token": refresh or None}

    def _values(self, tenant_id: int, given: Installation) -> dict[str, Any]:
        whole = bool(given.is_enterprise_install)
        ends = given.bot_token_expires_at
        scopes = given.bot_scopes or []
        return {
            "app_id": given.app_id or "",
            "enterprise_id": given.enterprise_id,
            "team_id": None if whole else given.team_id,
            "name": name_of(given),
            "bot_id": given.bot_id,
            "bot_user_id": given.bot_user_id,
            "scopes": scopes if isinstance(scopes, str) else ",".join(scopes),
            **self._sealed(tenant_id, given.bot_token or "", given.bot_refresh_token),
            "expires_at": datetime.fromtimestamp(ends, UTC) if ends else None,
            "renewed_until": None,
            "installer": given.user_id or "",
            "installed_at": self._clock.now(),
        }

    def _bot(self, row: SlackInstallation) -> Bot:
        grant = self.opened(row)
        return Bot(
            app_id=row.app_id,
            enterprise_id=row.enterprise_id,
            team_id=row.team_id,
            team_name=row.name,
            bot_token=grant.token,
            bot_id=row.bot_id or "",
            bot_user_id=row.bot_user_id or "",
            bot_scopes=row.scopes,
            bot_refresh_token=grant.refresh_token,
            bot_token_expires_at=int(grant.expires_at.timestamp()) if grant.expires_at else None,
            is_enterprise_install=row.team_id is None,
            installed_at=row.installed_at.timestamp(),
        )


def owner_of(installation: Installation) -> str:
    """Whose the installation is: the enterprise where it is of the whole of it, else the workspace."""
    return (installation.enterprise_id if installation.is_enterprise_install else installation.team_id) or ""


def name_of(installation: Installation) -> str:
    given = installation.enterprise_name if installation.is_enterprise_install else installation.team_name
    return (given or owner_of(installation))[:NAME_LENGTH]
