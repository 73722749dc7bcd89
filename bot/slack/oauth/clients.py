"""Whose token serves a tenant: its own, renewed in time, or the one of the settings."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry import RetryHandler
from slack_sdk.http_retry.builtin_handlers import (
    ConnectionErrorRetryHandler,
    RateLimitErrorRetryHandler,
    ServerErrorRetryHandler,
)

from bot.slack.oauth.installations import Grant, Installations
from bot.slack.weather import Observer
from crm.errors import FatalError, RapportError, RejectedError, RetryableError
from crm.model import SlackInstallation, Tenant

if TYPE_CHECKING:
    from bot.wiring import Rapport

EARLY = timedelta(hours=2)  # before its end a token, which lives twelve hours, is exchanged
TIMEOUT = 10  # seconds
LEFT = "This workspace has uninstalled Rapport."
log = structlog.get_logger()


class Clients:
    """Web API clients that wait when Slack says so, and try again when Slack stumbles."""

    def __init__(self, app: Rapport, installations: Installations) -> None:
        self._app, self._installations = app, installations
        self._made: dict[int, tuple[str, WebClient]] = {}  # by tenant: the sealed token it was made of, and the client

    def of(self, tenant_id: int) -> WebClient:
        """The client that acts in this tenant's workspace, and in no other.

        Raises:
            RejectedError: the workspace has left, or never installed Rapport.
            RetryableError: its token has run out, and Slack gives no new one now.
        """
        with self._app.store.read() as session:
            tenant = session.get(Tenant, tenant_id)
        if tenant is None or tenant.parked_at is not None:
            raise RejectedError(LEFT)
        row = self._installations.row(tenant_id)
        if row is None:
            return self._of_settings(tenant_id)
        if self._ends_soon(row.expires_at):
            row = self._renewed(row)
        return self._client(row)

    def of_settings(self) -> WebClient | None:
        """The client with the token of the settings; None where none is set."""
        token = self._app.settings.slack_bot_token.get_secret_value()
        return self.with_token(token) if token else None

    def with_token(self, token: str | None) -> WebClient:
        return WebClient(
            token=token,
            base_url=self._app.settings.slack_api_url,
            timeout=TIMEOUT,
            retry_handlers=[
                Observer(self._app.weather),
                ConnectionErrorRetryHandler(),
                RateLimitErrorRetryHandler(max_retry_count=3),
                ServerErrorRetryHandler(),
            ],
        )

    def once(self, token: str, seconds: int) -> WebClient:
        """A client for a look: its calls end soon, and are not repeated."""
        watch: list[RetryHandler] = [Observer(self._app.weather)]
        return WebClient(
            token=token, base_url=self._app.settings.slack_api_url, timeout=seconds, retry_handlers=watch
        )  # fmt: skip

    def renew_due(self) -> int:
        """Exchanges the tokens that end soon; returns how many. One workspace's trouble is none of another's."""
        renewed = 0
        for tenant_id in self._installations.due(self._app.clock.now() + EARLY):
            try:
                renewed += self._renew(tenant_id)
            except RapportError as error:
                log.warning("slack_token_not_renewed", tenant=tenant_id, kind=type(error).__name__)
        return renewed

    def _of_settings(self, tenant_id: int) -> WebClient:
        """The settings' token is of one workspace: where others install Rapport too, the home tenant's."""
        app = self._app
        if app.settings.many_workspaces and tenant_id != app.tenants.home():
            raise RejectedError("This workspace has not installed Rapport.")
        made = self._made.get(0)
        if made is None:
            client = self.of_settings()
            if client is None:
                raise RejectedError("This workspace has not installed Rapport.")
            made = self._made[0] = ("", client)
        return made[1]

    def _client(self, row: SlackInstallation) -> WebClient:
        made = self._made.get(row.tenant_id)
        if made is None or made[0] != row.token:
            made = self._made[row.tenant_id] = (row.token, self.with_token(self._installations.opened(row).token))
        return made[1]

    def _ends_soon(self, expires_at: datetime | None) -> bool:
        return expires_at is not None and expires_at < self._app.clock.now() + EARLY

    def _renewed(self, row: SlackInstallation) -> SlackInstallation:
        """The installation with a new token; with the one it has where that still lives and Slack gives no other."""
        try:
            self._renew(row.tenant_id)
        except RapportError as error:
            log.warning("slack_token_not_renewed", tenant=row.tenant_id, kind=type(error).__name__)
        now = self._installations.row(row.tenant_id)
        if now is None:
            raise RejectedError(LEFT)
        if now.expires_at is not None and now.expires_at <= self._app.clock.now():
            raise RetryableError("Slack's permission for this workspace has run out, and a new one is not to be had.")
        return now

    def _renew(self, tenant_id: int) -> bool:
        """Exchanges one tenant's tokens, in one process at a time: a refresh token can be used once.

        Raises:
            RetryableError: Slack is not to be had now.
            RejectedError: Slack does not take the refresh token; the workspace must install Rapport again.
        """
        grant = self._installations.lease(tenant_id, self._app.clock.now() + EARLY)
        if grant is None or grant.refresh_token is None:
            return False
        try:
            self._exchange(grant)
        except RapportError:
            self._installations.release(tenant_id)
            raise
        return True

    def _exchange(self, grant: Grant) -> None:
        settings, now = self._app.settings, self._app.clock.now()
        try:
            answer = self.with_token(None).oauth_v2_access(
                client_id=settings.slack_client_id,
                client_secret=settings.slack_client_secret.get_secret_value(),
                grant_type="refresh_token",
                refresh_token=grant.refresh_token,
            )
        except SlackApiError as error:
            if error.response.status_code >= 429:
                raise RetryableError("Slack is busy.") from None
            log.warning("slack_refresh_refused", tenant=grant.tenant_id, code=str(error.response.get("error", "")))
            raise RejectedError("Slack does not renew this workspace's permission.") from None
        except OSError as error:
            raise RetryableError("Slack could not be reached.") from error
        token, lives = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(token, str) or not isinstance(lives, int):
            raise FatalError("Slack answered a renewal without a token.")
        ends = now + timedelta(seconds=lives)
        self._installations.renewed(grant.tenant_id, token, answer.get("refresh_token"), ends)
        log.info("slack_token_renewed", tenant=grant.tenant_id)
