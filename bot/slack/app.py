"""The Bolt app: everything is committed to the inbox before it is acknowledged, then answered by the desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from time import monotonic, perf_counter
from typing import TYPE_CHECKING, Any

import structlog

from bot.slack import channels
from bot.slack import envelope as envelopes
from bot.slack.desk import SOURCE, tenant_of
from bot.slack.views import editor
from bot.telemetry.requests import bound
from crm.errors import RejectedError, RetryableError

if TYPE_CHECKING:
    from slack_bolt import Ack, App, BoltResponse
    from slack_bolt.authorization import AuthorizeResult

    from bot.wiring import Rapport

log = structlog.get_logger()

ANYTHING = re.compile(".*", re.DOTALL)
MEMORY = 2.0  # seconds
TRY_AGAIN = 503  # Slack delivers again when it sees this


def build(app: Rapport, wake: Callable[[int, int], object]) -> App:
    """The Bolt app of this Rapport. It only takes in; nothing it does needs a token, so no call to Slack holds it up.

    Args:
        app: the wired application.
        wake: told tenant and id of each new inbox item, once it is committed.
    """
    from slack_bolt import App  # noqa: PLC0415

    bolt = App(
        client=app.clients.with_token(None),
        authorize=_nobody,
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


def _nobody(enterprise_id: str | None, team_id: str | None, user_id: str | None) -> AuthorizeResult:
    """Whoever sent it: the receiver looks up whose it is, the desk who they are."""
    from slack_bolt.authorization import AuthorizeResult  # noqa: PLC0415

    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, user_id=user_id)


def _receiver(app: Rapport, wake: Callable[[int, int], object]) -> Callable[..., BoltResponse]:
    """A global middleware that runs before anything is acknowledged."""
    from slack_bolt import BoltResponse  # noqa: PLC0415

    owners = Owners(app)

    def receive(body: dict[str, Any], next: Callable[[], BoltResponse]) -> BoltResponse:  # noqa: A002 - Bolt's name
        began = perf_counter()
        envelope = envelopes.read(body)
        wanted = envelope.wanted and not _refused(envelope)
        meter = app.telemetry.meter
        if not wanted and not envelope.is_channel_talk:
            meter.count("slack_events", sort=envelope.sort, outcome="unwanted")
            return next()
        try:
            tenant = owners.of(envelope)
            if envelope.is_channel_talk:
                channels.heard(app, tenant, envelope)
                return next()
            item, new = app.inbox.receive(tenant, SOURCE, envelope.key, body)
        except RetryableError:
            log.warning("inbox_unavailable")
            meter.count("slack_events", sort=envelope.sort, outcome="refused")
            return BoltResponse(status=TRY_AGAIN, body="")
        except RejectedError:  # sending it again would not help
            log.warning("workspace_unknown")
            return next()
        meter.count("slack_events", sort=envelope.sort, outcome="new" if new else "known")
        app.weather.note("new" if new else "again")
        if new:
            with bound(tenant, item):
                log.info("slack_received", sort=envelope.sort, item=item)
                app.telemetry.received(tenant, item, envelope.sort, perf_counter() - began)
                wake(tenant, item)
        return next()

    return receive


class Owners:
    """Whose an envelope is, remembered for a moment: many come at once, and Slack waits for each."""

    def __init__(self, app: Rapport) -> None:
        self._app = app
        self._known: dict[tuple[str | None, str | None], tuple[int, float]] = {}

    def of(self, envelope: envelopes.Envelope) -> int:
        """As `tenant_of`; a workspace that came or left is noticed within `MEMORY` seconds."""
        names = (envelope.team, envelope.enterprise)
        known = self._known.get(names)
        if known is not None and monotonic() - known[1] < MEMORY:
            return known[0]
        tenant = tenant_of(self._app, envelope)
        self._known[names] = (tenant, monotonic())
        return tenant


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
