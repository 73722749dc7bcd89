"""The console: the local Slack as a server, and a hand on it for tests."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from bot.console.acting import DEFAULT_SUBSCRIPTIONS, Acting
from bot.console.delivery import RETRY_DELAYS, Ack, Delivery, Kind
from bot.console.distribution import Distribution
from bot.console.faults import Faults
from bot.console.gestures import Gestures
from bot.console.http_events import HttpTransport
from bot.console.messages import Message
from bot.console.page_api import PageApi
from bot.console.routes import HOST, Routes
from bot.console.signing import Forgery
from bot.console.socket_mode import ACK_TIMEOUT, SocketHub
from bot.console.state import State
from bot.console.views import View
from bot.console.web_api import WebApi
from bot.console.workspace import Person, Workspace
from crm.clock import Clock, SystemClock
from crm.errors import FatalError, RejectedError

Json = dict[str, Any]


class Console:
    """A Slack of one workspace on 127.0.0.1.

    Args:
        workspace: its people and channels.
        port: 0 takes any free one.
        signing_secret: signs what is delivered over HTTP.
        bot_token: what the app's Web API calls must carry.
        app_token: what opens Socket Mode.
        clock: dates messages and expires triggers.
        commands: slash commands that the app has, with a line of help for each.
        shortcuts: message shortcuts that the app has, names by callback id.
        suggestions: questions the page offers while the direct messages are empty.
        subscriptions: events that the app has asked for.
        keep_pace: refuse messages that come faster than Slack would take them.
        ack_timeout: seconds the app has to acknowledge.
        retry_delays: seconds before each repetition of an event that was not acknowledged.
        distribution: lets this workspace, and those beside it, install the app.
        beside: another console whose app this is too: they share its Web API, its socket and its secrets.
    """

    def __init__(
        self,
        workspace: Workspace,
        *,
        port: int = 0,
        signing_secret: str = "console-signing-secret",  # noqa: S107 - opens nothing but this console
        bot_token: str = "xoxb-console",  # noqa: S107
        app_token: str = "xapp-console",  # noqa: S107
        clock: Clock | None = None,
        commands: Mapping[str, str] | Sequence[str] = ("/rapport",),
        suggestions: Sequence[str] = (),
        shortcuts: Mapping[str, str] | None = None,
        subscriptions: frozenset[str] = DEFAULT_SUBSCRIPTIONS,
        keep_pace: bool = False,
        ack_timeout: float = ACK_TIMEOUT,
        retry_delays: tuple[float, ...] = RETRY_DELAYS,
        distribution: Distribution | None = None,
        beside: Console | None = None,
    ) -> None:
        self.workspace, self.faults = workspace, Faults()
        self.distribution: Distribution | None = distribution or (beside.distribution if beside else None)
        self._shares_socket = beside is not None
        if beside is not None:
            signing_secret, workspace.app_id = beside.signing_secret, beside.workspace.app_id
        self.signing_secret: str = signing_secret
        self.bot_token, self.app_token = bot_token, app_token
        self.state = State(workspace, clock or SystemClock())
        self.socket: SocketHub = beside.socket if beside else SocketHub(workspace.app_id, ack_timeout)
        self.delivery = Delivery(self.socket, self.faults, retry_delays)
        self._acting = Acting(self.state, self.delivery, tuple(commands), subscriptions)
        self.neighbours: dict[str, WebApi] = beside.neighbours if beside else {}
        self._web_api = WebApi(
            self.state,
            self.faults,
            self.socket,
            bot_token=bot_token,
            app_token=app_token,
            keep_pace=keep_pace,
            neighbours=self.neighbours,
            distribution=self.distribution,
        )
        helps = dict(commands) if isinstance(commands, Mapping) else {}
        gestures = Gestures(self.state, self._acting)
        self.react, self.edit, self.remove = gestures.react, gestures.edit, gestures.remove
        self.shortcut, self.send_event = gestures.shortcut, gestures.send_event
        page = PageApi(
            self.state,
            self._acting,
            self.faults,
            self.socket,
            suggestions=tuple(suggestions),
            command_help=helps,
            gestures=gestures,
            shortcuts=dict(shortcuts or {}),
        )
        blueprints = [self._web_api.blueprint(), page.blueprint()]
        self._app = Routes(self.state, self._acting, self.socket, self.faults, blueprints).app
        self._port, self._ack_timeout = port, ack_timeout
        self._server: BaseWSGIServer | None = None
        self._thread: threading.Thread | None = None

    # --- its life -------------------------------------------------------------------------------------------------

    def start(self) -> Console:
        """Listen; `url` is known from now on.

        Raises:
            FatalError: the port is taken.
        """
        try:
            self._server = make_server(HOST, self._port, self._app, threaded=True, request_handler=_QuietHandler)
        except (OSError, SystemExit) as exc:
            raise FatalError(f"Port {self._port} is taken. Choose another one for the console.") from exc
        self._server.daemon_threads = True  # type: ignore[attr-defined]
        self.state.url = f"http://{HOST}:{self._server.server_port}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, name="console", daemon=True
        )
        self._thread.start()
        return self

    def stop(self) -> None:
        if not self._shares_socket:
            self.socket.stop()
        self.delivery.stop()
        self.state.feed.close()
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._thread.join(timeout=5)
            self._server.server_close()
            self._server = None

    def __enter__(self) -> Console:
        return self.start()

    def __exit__(self, *_exc: object) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """The page's address; the app's `base_url` is this plus `/api/`."""
        return self.state.url

    def deliver_over_http(self, request_url: str) -> HttpTransport:
        """Send events, commands and interactions to an address from now on instead of over the socket."""
        transport = HttpTransport(request_url, self.signing_secret, self._ack_timeout)
        self.delivery.transport = transport
        return transport

    def forge(self, kind: Kind, payload: Json, forgery: Forgery) -> Ack:
        """Send the app something over HTTP that Slack did not sign.

        Raises:
            RejectedError: the console delivers over the socket, where nothing is signed.
        """
        transport = self.delivery.transport
        if not isinstance(transport, HttpTransport):
            raise RejectedError("Forgeries need HTTP mode.")
        return transport.forge(kind, payload, forgery)

    # --- what people do -------------------------------------------------------------------------------------------

    def say(self, person: str | Person, channel: str, text: str, thread_ts: str | None = None) -> str:
        """Write a message as somebody in a channel, or in "dm" with the app; returns its timestamp."""
        return self._acting.say(self.workspace.person(person), channel, text, thread_ts)

    def command(self, person: str | Person, command: str, text: str = "", channel: str = "dm") -> Ack:
        return self._acting.command(self.workspace.person(person), command, text, channel)

    def press(
        self, person: str | Person, where: str, action_id: str, value: Any = None, block_id: str | None = None
    ) -> Ack:
        """Use an element in a message (by ts) or in a view (by id); `value` chooses an option, date, or button."""
        return self._acting.press(self.workspace.person(person), where, action_id, value, block_id)

    def submit(self, person: str | Person, view_id: str, values: Json) -> Ack:
        """Fill in a modal by block_id or action_id and send it."""
        return self._acting.submit(self.workspace.person(person), view_id, values)

    def close_view(self, person: str | Person, view_id: str) -> None:
        self._acting.close_view(self.workspace.person(person), view_id)

    def open_home(self, person: str | Person, tab: str = "home") -> None:
        self._acting.open_home(self.workspace.person(person), tab)

    def options(self, person: str | Person, where: str, action_id: str, typed: str) -> list[Json]:
        return self._acting.options(self.workspace.person(person), where, action_id, typed)

    def install(self, person: str | Person, authorize_url: str, *, whole: bool = False) -> str:
        """Agree to install the app, at the address it led the browser to; returns where Slack sends it back to.

        Raises:
            RejectedError: nobody can install an app here.
            SlackRefusal: the address is of another app.
        """
        if self.distribution is None:
            raise RejectedError("This app is not distributed.")
        asked = dict(parse_qsl(urlsplit(authorize_url).query))
        return self.distribution.approve(self.workspace, self.workspace.person(person), asked, whole=whole)

    def uninstall(self, *, telling: Sequence[str] = ("tokens_revoked", "app_uninstalled")) -> None:
        """Take the app away: its tokens end, and it is told so, in any order or not at all."""
        if self.distribution is not None:
            self.distribution.revoke(self.workspace)
        for kind in telling:
            tokens = {"tokens": {"oauth": [], "bot": [self.workspace.bot.id]}} if kind == "tokens_revoked" else {}
            self.send_event({"type": kind, **tokens})

    # --- what there is to see -------------------------------------------------------------------------------------

    def messages(
        self, channel: str, thread_ts: str | None = None, *, person: str | Person | None = None
    ) -> list[Message]:
        """The messages of a channel, or of one thread in it; "dm" needs to know whose."""
        who = self.workspace.person(person) if person is not None else None
        room = self.workspace.channel(channel, who)
        with self.state.lock:
            return self.state.log.thread(room.id, thread_ts) if thread_ts else self.state.log.of(room.id)

    def ephemerals(self, person: str | Person) -> list[Message]:
        """What only this person sees, in all channels."""
        who = self.workspace.person(person).id
        with self.state.lock:
            return [message for message in self.state.log.ephemeral if message.only_for == who]

    def replies_of_app(self, person: str | Person, since: str = "0") -> list[Message]:
        """What the app said in somebody's direct messages after a timestamp, finished messages only."""
        found = self.messages("dm", person=person)
        done = [each for each in found if each.bot and not (each.stream and each.stream.in_progress)]
        return [each for each in done if each.ts > since]

    def views(self, person: str | Person) -> list[View]:
        """The modals open in front of somebody, the topmost last."""
        return list(self.state.views.stacks.get(self.workspace.person(person).id, []))

    def home(self, person: str | Person) -> View | None:
        return self.state.views.homes.get(self.workspace.person(person).id)

    def status(self, channel: str, thread_ts: str) -> str:
        """The line "… is thinking" of a thread, "" when there is none."""
        return str(self.state.statuses.get((channel, thread_ts), {}).get("status", ""))

    def calls(self, method: str | None = None) -> list[tuple[str, Json]]:
        """The Web API calls that the app made, oldest first."""
        return [call for call in self._web_api.calls if method in (None, call[0])]

    def wait_for(self, predicate: Callable[[], Any], timeout: float = 5.0) -> Any:
        """Wait until the predicate gives something true and return it; its last value after `timeout` seconds."""
        return self.state.feed.wait_for(predicate, timeout)

    def wait_connected(self, timeout: float = 5.0, count: int = 1) -> bool:
        return self.socket.wait_connected(timeout, count)


class _QuietHandler(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - werkzeug's word
        """Keep silent: what people write must not come into logs."""
