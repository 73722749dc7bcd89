"""The desk: takes what came in through the inbox and answers it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import structlog

from bot.slack import envelope as envelopes
from bot.slack.audience import Audiences
from bot.slack.envelope import Envelope
from bot.slack.members import Members, shared_outside
from bot.slack.post import Place, Post
from bot.slack.reply import Reply
from bot.slack.views import home as home_view
from bot.slack.views.kit import escape, section
from bot.telemetry.requests import SHOWN
from crm.errors import RapportError, RejectedError, RetryableError
from crm.model import InboxState, User
from crm.spans import span

if TYPE_CHECKING:
    from bot.wiring import Rapport

log = structlog.get_logger()

SOURCE = "slack"
SORRY = "Something went wrong on my side; nothing was changed. It is noted for your admin."


@dataclass(frozen=True)
class Visit:
    """One request of one known person: everything a handler needs."""

    app: Rapport
    post: Post
    envelope: Envelope
    tenant_id: int
    team: str  # the tenant's workspace or enterprise
    user: User
    place: Place
    now: datetime  # aware, in the person's zone
    audiences: Audiences


Handler = Callable[[Visit], None]


class Desk:
    """Answers inbox items that came from Slack. An item is answered once, also when it is processed again."""

    def __init__(self, app: Rapport) -> None:
        self._app = app
        self._members = Members(app.tenants, app.clock)
        self._audiences = Audiences(app)

    def process(self, item_id: int) -> None:
        """Deals with one inbox item; afterwards it is done, waits for another attempt, or is parked."""
        payload = self._app.inbox.claim(item_id)
        if payload is None:
            return
        envelope = envelopes.read(payload)
        again = self._app.inbox.attempts(item_id) > 1
        try:
            self._answer(envelope, again=again)
        except (RetryableError, OSError) as error:  # what the machine lacks now, such as room on its disk, passes too
            state = self._app.inbox.failed(item_id, type(error).__name__)
            log.warning("slack_item_failed", item=item_id, state=state.value, kind=type(error).__name__)
            if state == InboxState.PARKED:
                self._say(envelope, f"{error.message if isinstance(error, RetryableError) else SORRY}{_code()}")
            raise
        except RejectedError as error:
            self._say(envelope, error.message)
        except Exception as error:  # the person must hear that it failed; the log names the place
            log.exception("slack_item_broke", item=item_id)
            self._app.telemetry.meter.count("errors", place="desk", kind=type(error).__name__)
            self._say(envelope, f"{SORRY}{_code()}")
        self._app.inbox.done(item_id)

    def _answer(self, envelope: Envelope, *, again: bool) -> None:
        if envelope.is_farewell:
            self._app.departures.told(tenant_of(self._app, envelope), envelope)
            return
        visit = self._visit(envelope, again=again)
        if visit is not None:
            from bot.slack.handlers import handler_of  # noqa: PLC0415 - handlers know the desk

            step = span("handler", sort=envelope.sort, user=visit.user.id)
            with self._app.rights.seeing(visit.tenant_id, visit.user), step:
                handler_of(envelope)(visit)

    def _visit(self, envelope: Envelope, *, again: bool) -> Visit | None:
        """Who asks, and from where; None for whoever gets nothing."""
        if not envelope.team or not envelope.user or shared_outside(envelope.body):
            return None
        tenant = tenant_of(self._app, envelope)
        if self._app.tenants.has_left(tenant):  # an event that was under way: a client may still be at hand
            log.info("left_ignored")
            return None
        team = self._app.tenants.team_of(tenant) or envelope.team
        client = self._app.clients.of(tenant)
        member, user = self._members.user(client, tenant, team, envelope.user)
        if not member.inside:
            log.info("outsider_ignored")
            return None
        post = Reply(client, envelope.key, again=again)
        place = place_of(envelope)
        if user is None:
            self._meet(envelope, post, place)
            return None
        now = self._app.clock.now().astimezone(_zone(user.timezone or member.timezone))
        return Visit(self._app, post, envelope, tenant, team, user, place, now, self._audiences)

    def _meet(self, envelope: Envelope, post: Post, place: Place) -> None:
        """A colleague whom the record does not know: told what to do, shown nothing."""
        if envelope.event.get("type") == "app_home_opened":
            post.home(place.user, home_view.stranger())
        else:
            post.send(place, home_view.stranger())

    def _say(self, envelope: Envelope, message: str) -> None:
        if not envelope.channel or not envelope.user:
            return
        try:
            tenant = tenant_of(self._app, envelope)
            if self._app.tenants.has_left(tenant):
                return
            client = self._app.clients.of(tenant)
            Reply(client, f"{envelope.key}/sorry", again=True).send(place_of(envelope), [section(escape(message))])
        except RapportError as error:
            log.warning("slack_apology_failed", error=type(error).__name__)


def _code() -> str:
    """What an admin finds this request in the logs by."""
    request = structlog.contextvars.get_contextvars().get("request")
    return f" (code {request[:SHOWN]})" if request else ""


def tenant_of(app: Rapport, envelope: Envelope) -> int:
    """Whose an envelope is.

    Raises:
        RejectedError: nobody's here.
    """
    adopt = not app.settings.many_workspaces
    return app.tenants.of_slack(envelope.team or "", envelope.enterprise, adopt=adopt)


def place_of(envelope: Envelope) -> Place:
    """A DM is answered in the message's thread; a channel only to the asker."""
    event, body = envelope.event, envelope.body
    channel = envelope.channel or ""
    message = body.get("message") if isinstance(body.get("message"), dict) else {}
    container = body.get("container") if isinstance(body.get("container"), dict) else {}
    thread = event.get("thread_ts") or (message or {}).get("thread_ts") or (container or {}).get("thread_ts")
    private = event.get("channel_type") == "im" or channel.startswith("D")
    if private and thread is None:
        thread = event.get("ts") if event.get("type") == "message" else None
    if envelope.sort == "shortcut":
        began = (message or {}).get("ts")
        thread = (thread or began) if private else None if thread == began else thread  # seen from where it was used
    if envelope.sort == "command":
        private = False  # a slash command is answered to the asker alone, wherever it is typed
    return Place(channel, envelope.user or "", thread, private=private)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
