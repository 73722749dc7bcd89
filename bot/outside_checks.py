"""What the doctor says of Slack, the model and the clock: what can be asked of them from here."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from bot.check import Check
from bot.model_checks import hosts_check
from crm.model import SlackInstallation

if TYPE_CHECKING:
    from slack_sdk import WebClient

    from bot.wiring import Rapport

TIMEOUT = 4  # seconds
BUSY = 429
REFUSALS = {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "missing_scope"}
SLACK = "See status.slack.com and the network. Nothing is lost: Slack delivers again what was not acknowledged."


class OutsideChecks:
    def __init__(self, app: Rapport) -> None:
        self._app = app

    def model(self) -> Check:
        if self._app.chat is None:
            return Check(
                "model", "off", "no chat model is set; rules answer alone", "Optional: set RAPPORT_OLLAMA_CHAT_MODEL"
            )
        return hosts_check("model", self._app.chat.statuses())

    def slack(self) -> Check:
        token = self._app.settings.slack_bot_token.get_secret_value()
        if token:
            return _answers(self._app.clients.once(token, TIMEOUT))
        if self._app.settings.many_workspaces:
            return self._workspaces()
        return Check("slack", "off", "no tokens are set", "docs/admins.md says in ten lines how to install the app")

    def clock(self, *, record: bool) -> Check:
        """Compared with Slack's, which was just asked, else with the database server's.

        Args:
            record: whether that may be asked.
        """
        from bot.slack.weather import clock_check  # noqa: PLC0415 - loads Slack's library, as the look at Slack does

        app = self._app
        if app.weather.ahead is not None:
            return clock_check(app.weather.ahead, "Slack")
        if not record or app.store.dialect == "sqlite":
            return clock_check(None, "")
        with app.store.read() as session:
            theirs = session.scalar(select(func.now()))
        if theirs is None:
            return clock_check(None, "")
        aware = theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC)
        return clock_check(aware - app.clock.now(), "the database")

    def _workspaces(self) -> Check:
        """Those that installed Rapport by themselves, and the ones whose permission has run out."""
        now = self._app.clock.now()
        ended, left = self._app.installations.due(now), self._app.tenants.parked()
        with self._app.store.read() as session:
            count = session.scalar(select(func.count()).select_from(SlackInstallation)) or 0
        says = f"{count} workspace(s) installed, {len(left)} left"
        if ended:
            remedy = "Each of them installs Rapport again at /slack/install."
            return Check("slack", "warning", f"{says}; {len(ended)} without a living token", remedy)
        return Check("slack", "ok", says)


def _answers(client: WebClient) -> Check:
    from slack_sdk.errors import SlackApiError  # noqa: PLC0415

    try:
        return Check("slack", "ok", f"connected to {client.auth_test().get('team')}")
    except SlackApiError as error:
        code = str(error.response.get("error", ""))
        if error.response.status_code == BUSY:
            return Check("slack", "warning", "Slack's rate limit refuses calls; answers come late", SLACK)
        if code in REFUSALS:
            return Check("slack", "down", f"does not take the bot token ({code})", "Check RAPPORT_SLACK_BOT_TOKEN")
        return Check("slack", "down", "answers with an error", SLACK)
    except Exception as error:  # noqa: BLE001 - whatever the client raises, Slack does not answer
        return Check("slack", "down", f"does not answer ({type(error).__name__})", SLACK)
