"""Runs the Slack face: Socket Mode by default, signed HTTP where a signing secret is set and no app token is."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import structlog

from bot.slack import app as slack_app
from bot.slack.announcer import Announcer
from bot.slack.desk import Desk
from crm.errors import FatalError

if TYPE_CHECKING:
    from slack_bolt import App
    from slack_bolt.adapter.flask import SlackRequestHandler

    from bot.slack.oauth.flow import Flow
    from bot.wiring import Rapport

log = structlog.get_logger()

WATCH = 5.0  # seconds between looks at the socket
MOST_PATIENT = 60.0  # seconds between tries to open it anew


class SlackFace:
    """Slack's side of a running Rapport."""

    def __init__(self, app: Rapport) -> None:
        settings = app.settings
        self._app = app
        self._socket_token = settings.slack_app_token.get_secret_value()
        if not settings.slack_bot_token.get_secret_value() and not settings.many_workspaces:
            raise FatalError("Set RAPPORT_SLACK_BOT_TOKEN (xoxb-…); docs/admins.md says where to find it.")
        if not self._socket_token and not settings.slack_signing_secret.get_secret_value():
            raise FatalError("Set RAPPORT_SLACK_APP_TOKEN (Socket Mode) or RAPPORT_SLACK_SIGNING_SECRET (HTTP).")
        self.desk = Desk(app)
        self._stop = threading.Event()
        self._announcer = Announcer(self._announced)
        self.http: SlackRequestHandler | None = None  # answers Slack's requests where there is no socket
        self.flow: Flow | None = None  # takes in workspaces that install Rapport by themselves

    def start(self) -> None:
        """Connects; returns once events can come in.

        Raises:
            FatalError: Slack does not take the tokens.
        """
        from slack_bolt.error import BoltError  # noqa: PLC0415
        from slack_sdk.errors import SlackApiError  # noqa: PLC0415

        try:
            self._own_workspace()
            self._announcer.start()
            bolt = slack_app.build(self._app, self._announcer)
            if self._socket_token:
                self._connect(bolt)
            else:
                from slack_bolt.adapter.flask import SlackRequestHandler  # noqa: PLC0415

                self.http = SlackRequestHandler(bolt)
        except (BoltError, SlackApiError) as error:
            raise FatalError("Slack does not take these tokens. Check them in the app's settings.") from error
        if self._app.settings.many_workspaces:
            from bot.slack.oauth.flow import flow_of  # noqa: PLC0415

            self.flow = flow_of(self._app, self._app.installations, self._app.clients.with_token(None))

    @property
    def connected(self) -> bool:
        """Whether events can come in."""
        from bot.slack.socket import is_open  # noqa: PLC0415

        return is_open(self._handler.client) if self._handler is not None else self.http is not None

    def stop(self) -> None:
        self._stop.set()
        if self._handler is not None:
            self._handler.close()
        self._announcer.stop()

    _handler = None

    def _announced(self, tenant_id: int, item_id: int) -> None:
        self._app.store.way.give()
        self._app.jobs.enqueue_inbox(tenant_id, item_id)

    def _own_workspace(self) -> None:
        """Whether Slack takes the settings' token; its workspace is the one of this installation's own record."""
        own = self._app.clients.of_settings()
        if own is None:
            return
        team = str(own.auth_test().get("team_id") or "")
        if self._app.settings.many_workspaces:
            self._app.tenants.of_slack(team)

    def _connect(self, bolt: App) -> None:
        from bot.slack.socket import MeteredHandler  # noqa: PLC0415

        caller = self._app.clients.with_token(None)
        self._handler = MeteredHandler(bolt, self._socket_token, caller, self._app.telemetry.meter, self._app.store.way)
        self._handler.connect()  # type: ignore[no-untyped-call]
        threading.Thread(target=self._watch, name="slack-watch", daemon=True).start()

    def _watch(self) -> None:
        """Socket Mode can go silent after a reconnect; a socket that is not there is opened anew."""
        from bot.slack.socket import is_open, reopened  # noqa: PLC0415

        pause = WATCH
        while not self._stop.wait(pause):
            client = self._handler.client if self._handler else None
            well = client is None or is_open(client)
            if client is not None and not well:
                well = reopened(client)
                log.warning("socket_reconnected" if well else "socket_unreachable")
            pause = WATCH if well else min(2 * pause, MOST_PATIENT)
