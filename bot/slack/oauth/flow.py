"""The way in for a workspace: `/slack/install` leads to Slack, `/slack/oauth_redirect` comes back with a code."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog
from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.error import BoltError
from slack_bolt.oauth import OAuthFlow
from slack_bolt.oauth.callback_options import CallbackOptions, FailureArgs, SuccessArgs
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import Installation

from bot.slack.oauth.arrival import Arrivals
from bot.slack.oauth.installations import Installations
from bot.slack.oauth.states import States
from crm.clock import Clock
from crm.errors import RapportError

if TYPE_CHECKING:
    from flask import Flask, Request, Response

    from bot.wiring import Rapport

MANIFEST = Path(__file__).parents[1] / "manifest.json"
INSTALL, RETURN = "/slack/install", "/slack/oauth_redirect"
PLAIN = {"Content-Type": "text/plain; charset=utf-8", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
DONE = "Rapport is installed. Open it in Slack under Apps and write “help”."
REASONS = {
    "access_denied": "Nothing was installed: you did not agree in Slack.",
    "invalid_browser": f"Please begin again at {INSTALL}, in this browser, with cookies allowed.",
    "invalid_state": f"This took too long, or was used already. Please begin again at {INSTALL}.",
    "invalid_code": f"Slack did not accept this. Please begin again at {INSTALL}.",
    "missing_code": f"Slack sent no code. Please begin again at {INSTALL}.",
}
OTHER = f"Rapport could not be installed. Please begin again at {INSTALL}."
log = structlog.get_logger()


class Flow(OAuthFlow):
    """Bolt's flow, with our clock and our tenants."""

    def __init__(self, settings: OAuthSettings, client: WebClient, arrivals: Arrivals, clock: Clock) -> None:
        super().__init__(client=client, settings=settings)
        self._arrivals, self._clock = arrivals, clock

    def run_installation(self, code: str) -> Installation | None:
        try:
            told: dict[str, Any] = dict(
                self.client.oauth_v2_access(
                    client_id=self.settings.client_id,
                    client_secret=self.settings.client_secret,
                    code=code,
                    redirect_uri=self.settings.redirect_uri,
                ).data  # type: ignore[arg-type]
            )
            token = str(told.get("access_token") or "")
            bot = str(self.client.auth_test(token=token).get("bot_id") or "")
        except (SlackApiError, OSError) as error:
            log.warning("installation_failed", kind=type(error).__name__)
            return None
        return self._read(told, token, bot)

    def store_installation(self, request: BoltRequest, installation: Installation) -> None:  # noqa: ARG002 - Bolt's face
        try:
            self._arrivals.welcome(installation)
        except RapportError as error:
            raise BoltError(error.message) from error

    def _read(self, told: dict[str, Any], token: str, bot: str) -> Installation:
        enterprise, team = told.get("enterprise") or {}, told.get("team") or {}
        lives = told.get("expires_in")
        return Installation(
            app_id=told.get("app_id"),
            enterprise_id=enterprise.get("id"),
            enterprise_name=enterprise.get("name"),
            team_id=team.get("id"),
            team_name=team.get("name"),
            bot_token=token,
            bot_id=bot,
            bot_user_id=told.get("bot_user_id"),
            bot_scopes=str(told.get("scope") or ""),
            bot_refresh_token=told.get("refresh_token"),
            bot_token_expires_at=int(self._clock.now().timestamp()) + lives if isinstance(lives, int) else None,
            user_id=str((told.get("authed_user") or {}).get("id") or ""),
            is_enterprise_install=bool(told.get("is_enterprise_install")),
            token_type=told.get("token_type"),
        )


def flow_of(app: Rapport, installations: Installations, client: WebClient) -> Flow:
    """The flow of this installation's settings."""
    settings = app.settings
    api = settings.slack_api_url
    chosen = OAuthSettings(
        client_id=settings.slack_client_id,
        client_secret=settings.slack_client_secret.get_secret_value(),
        scopes=scopes(),
        user_scopes=[],
        redirect_uri=settings.slack_redirect_url or None,
        install_path=INSTALL,
        redirect_uri_path=RETURN,
        install_page_rendering_enabled=False,
        authorization_url=f"{api.removesuffix('/').removesuffix('/api')}/oauth/v2/authorize",
        callback_options=CallbackOptions(success=_succeeded, failure=_failed),
        installation_store=installations,
        state_store=States(app.store, app.clock),
    )
    return Flow(chosen, client, Arrivals(app, installations), app.clock)


def add_routes(web: Flask, flow: Flow) -> None:
    """Opens both addresses in the HTTP face."""
    from flask import request  # noqa: PLC0415
    from slack_bolt.adapter.flask.handler import to_bolt_request, to_flask_response  # noqa: PLC0415

    def answered(request: Request, step: Any) -> Response:
        return to_flask_response(step(to_bolt_request(request)))

    web.add_url_rule(INSTALL, "slack_install", lambda: answered(request, flow.handle_installation))
    web.add_url_rule(RETURN, "slack_return", lambda: answered(request, flow.handle_callback))


@cache
def scopes() -> tuple[str, ...]:
    """What the app asks for: the manifest's list."""
    told = json.loads(MANIFEST.read_text("utf-8"))
    return tuple(told["oauth_config"]["scopes"]["bot"])


def _succeeded(args: SuccessArgs) -> BoltResponse:
    gone = args.settings.state_utils.build_set_cookie_for_deletion()
    return BoltResponse(status=200, body=DONE, headers={**PLAIN, "Set-Cookie": [gone]})


def _failed(args: FailureArgs) -> BoltResponse:
    """Says what to do; never what Slack, or whoever made up this address, has put into it."""
    said = str(args.error) if args.reason == "storage_error" and args.error else REASONS.get(args.reason, OTHER)
    gone = args.settings.state_utils.build_set_cookie_for_deletion()
    status = 403 if args.reason == "storage_error" else args.suggested_status_code
    return BoltResponse(status=status, body=said, headers={**PLAIN, "Set-Cookie": [gone]})
