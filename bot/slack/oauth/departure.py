"""A workspace leaves: nothing is sent, fetched or answered any more, and after a time of holding its record goes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import structlog
from slack_sdk.errors import SlackApiError

from bot.slack.envelope import Envelope
from bot.slack.oauth.installations import Installations
from crm import audit
from crm.errors import RetryableError
from crm.model import ErasureState, Tenant

if TYPE_CHECKING:
    from bot.wiring import Rapport

DEAD = {"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked", "team_access_not_granted"}
log = structlog.get_logger()


class Departures:
    def __init__(self, app: Rapport, installations: Installations) -> None:
        self._app, self._installations = app, installations

    def told(self, tenant_id: int, envelope: Envelope) -> bool:
        """What Slack says of a workspace that took the app or its tokens away; whether it has left by that.

        Slack tells both in any order, and again minutes later: word of an earlier installation ends no later one.
        A workspace that is served with the token of the settings is only noted: its record is this machine's own.

        Raises:
            RetryableError: Slack does not say now whether the token still lives.
        """
        row = self._installations.row(tenant_id)
        if row is None:
            log.warning("slack_token_gone", tenant=tenant_id)
            return False
        if _moment(envelope) < row.installed_at.replace(microsecond=0):
            return False
        if envelope.event.get("type") == "tokens_revoked" and self._lives(tenant_id, envelope):
            return False
        self.park(tenant_id)
        return True

    def park(self, tenant_id: int) -> None:
        """The workspace is left alone from now on, and its tokens are forgotten. Parking twice is no error."""
        now = self._app.clock.now()
        with self._app.store.write() as session:
            tenant = session.get_one(Tenant, tenant_id)
            if tenant.parked_at is None:
                tenant.parked_at = now
                audit.append(session, tenant_id, at=now, actor_id=None, action="workspace.leave", entity="workspace")
            self._installations.remove(session, tenant_id)
        log.warning("workspace_left", tenant=tenant_id)
        self._ask_to_forget(tenant_id)

    def sweep(self) -> None:
        """Sees to it that every workspace that left is to be forgotten, also where that was cut off."""
        for tenant_id in self._app.tenants.parked():
            self._ask_to_forget(tenant_id)

    def _ask_to_forget(self, tenant_id: int) -> None:
        """This installation's own record was brought in by hand: it is parked, but only a person removes it."""
        app = self._app
        with app.store.read() as session:
            guest = session.get_one(Tenant, tenant_id).guest
        waiting = {ErasureState.WAITING, ErasureState.RUNNING}
        asked = any(each.kind == "tenant" and each.state in waiting for each in app.erasure.requests(tenant_id))
        if guest and not asked:
            app.erasure.request_tenant(tenant_id, hold=timedelta(days=app.settings.uninstall_hold_days))

    def _lives(self, tenant_id: int, envelope: Envelope) -> bool:
        """Whether the workspace's token is still good: people's own are revoked too, and old ones at a renewal."""
        tokens = envelope.event.get("tokens")
        if isinstance(tokens, dict) and not tokens.get("bot"):
            return True
        try:
            self._app.clients.of(tenant_id).auth_test()
        except SlackApiError as error:
            if error.response.get("error") in DEAD:
                return False
            raise RetryableError("Slack did not say whether its permission still stands.") from None
        except OSError as error:
            raise RetryableError("Slack could not be reached.") from error
        return True


def _moment(envelope: Envelope) -> datetime:
    """When it happened; where Slack does not say, now or later."""
    told = envelope.body.get("event_time")
    return datetime.fromtimestamp(told, UTC) if isinstance(told, int) else datetime.max.replace(tzinfo=UTC)
