"""The Bolt app: everything is committed to the inbox before it is acknowledged, then answered by the desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import structlog

from bot.slack import channels
from bot.slack import envelope as envelopes
from bot.slack.desk import SOURCE
from bot.slack.views import editor
from crm.errors import RetryableError

if TYPE_CHECKING:
    from slack_bolt import Ack, App, BoltResponse
    from slack_sdk import WebClient

    from bot.wiring import Rapport

log = structlog.get_logger()

ANYTHING = re.compile(".*", re.DOTALL)
TRY_AGAIN = 503  # Slack delivers again when it sees this


def client(app: Rapport) -> WebClient:
    """A Web API client that waits when Slack says so, and tries again when Slack stumbles."""
    from slack_sdk import WebClient  # noqa: PLC0415
    from slack_sdk.http_retry.builtin_handlers import (  # noqa: PLC0415
        ConnectionErrorRetryHandler,
        RateLimitErrorRetryHandler,
        ServerErrorRetryHandler,
    )

    retries = [ConnectionErrorRetryHandler(), RateLimitErrorRetryHandler(max_retry_count=3), ServerErrorRetryHandler()]
    return WebClient(
        token=app.settings.slack_bot_token.get_secret_value(),
        base_url=app.settings.slack_api_url,
        timeout=10,
        retry_handlers=retries,
    )


def build(app: Rapport, web: WebClient, wake: Callable[[int, int], object]) -> App:
    """The Bolt app of this Rapport.

    Args:
        app: the wired application.
        web: the client to answer with.
        wake: told tenant and id of each new inbox item, once it is committed.
    """
    from slack_bolt import App  # noqa: PLC0415

    bolt = App(
        client=web,
        signing_secret=app.settings.slack_signing_secret.get_secret_value() or "socket-mode-only",
        raise_error_for_unhandled_request=False,
    )
    bolt.use(_receiver(app, wake))
    bolt.event(ANYTHING)(_taken)
    bolt.command(ANYTHING)(_taken)
    bolt.action(ANYTHING)(_taken)
    bolt.shortcut(ANYTHING)(_taken)
    bolt.view(editor.CALLBACK)(_edited)
    bolt.view(ANYTHING)(_taken)
    return bolt


def _receiver(app: Rapport, wake: Callable[[int, int], object]) -> Callable[..., BoltResponse]:
    """A global middleware that runs before anything is acknowledged."""
    from slack_bolt import BoltResponse  # noqa: PLC0415

    def receive(body: dict[str, Any], next: Callable[[], BoltResponse]) -> BoltResponse:  # noqa: A002 - Bolt's name
        envelope = envelopes.read(body)
        wanted = envelope.wanted and not _refused(envelope)
        if not wanted and not envelope.is_channel_talk:
            return next()
        try:
            tenant = app.tenants.of_slack(envelope.team or "")
            if envelope.is_channel_talk:
                channels.heard(app, tenant, envelope)
                return next()
            item, new = app.inbox.receive(tenant, SOURCE, envelope.key, body)
        except RetryableError:
            log.warning("inbox_unavailable")
            return BoltResponse(status=TRY_AGAIN, body="")
        if new:
            wake(tenant, item)
        return next()

    return receive


def _refused(envelope: envelopes.Envelope) -> bool:
    """A form with a mistake goes back to the person at once and never into the inbox."""
    return envelope.sort == "view" and bool(_mistakes(envelope.body.get("view") or {}))


def _mistakes(view: dict[str, Any]) -> dict[str, str]:
    if view.get("callback_id") != editor.CALLBACK:
        return {}
    return editor.mistakes((view.get("state") or {}).get("values") or {})


def _edited(ack: Ack, view: dict[str, Any]) -> None:
    errors = _mistakes(view)
    if errors:
        ack(response_action="errors", errors=errors)
    else:
        ack()


def _taken(ack: Ack) -> None:
    ack()
