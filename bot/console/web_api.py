"""`/api/<method>`: tokens, arguments, faults, and the method itself."""

from __future__ import annotations

import json
import time
from collections import deque
from typing import Any

from flask import Blueprint, Response, abort, request

from bot.console.distribution import Distribution
from bot.console.errors import SlackRefusal
from bot.console.faults import Fault, Faults, RateMeter
from bot.console.methods import agent, chat, conversations, files, people, stream, views
from bot.console.methods.registry import METHODS
from bot.console.socket_mode import SocketHub
from bot.console.state import State

Json = dict[str, Any]
MODULES = (agent, chat, conversations, files, people, stream, views)  # importing them fills the registry
_STRUCTURED = {
    "blocks",
    "view",
    "attachments",
    "metadata",
    "prompts",
    "files",
    "chunks",
    "loading_messages",
}
_TEXTS = {
    "channel",
    "channel_id",
    "ts",
    "thread_ts",
    "text",
    "markdown_text",
    "user",
    "user_id",
    "trigger_id",
    "status",
}
_REMEMBERED = 10_000  # calls
_PACED = {"chat.postMessage", "chat.postEphemeral"}


class WebApi:
    """The Web API of the local Slack.

    Args:
        state: what it answers from.
        faults: what goes wrong on request.
        hub: gives out Socket Mode addresses.
        bot_token: opens every method but `apps.connections.open`, which takes the app token.
        app_token: see above.
        keep_pace: refuse messages that come faster than Slack takes them.
        neighbours: the Web APIs of all workspaces that the app is distributed to, by workspace.
        distribution: what workspaces gave the app when they installed it.
    """

    def __init__(
        self,
        state: State,
        faults: Faults,
        hub: SocketHub,
        *,
        bot_token: str,
        app_token: str,
        keep_pace: bool,
        neighbours: dict[str, WebApi],
        distribution: Distribution | None,
    ) -> None:
        self._neighbours, self._distribution = neighbours, distribution
        neighbours[state.workspace.team_id] = self
        self._state, self._faults, self._hub = state, faults, hub
        self._bot_token, self._app_token = bot_token, app_token
        self._meter = RateMeter(state.clock) if keep_pace else None
        self.calls: deque[tuple[str, Json]] = deque(maxlen=_REMEMBERED)

    def blueprint(self) -> Blueprint:
        blueprint = Blueprint("web_api", __name__)
        blueprint.add_url_rule("/api/<name>", "call", self._serve, methods=["GET", "POST"])
        return blueprint

    def _serve(self, name: str) -> Response:
        fault = self._faults.take(name)
        early = _early_failure(fault)
        if early is not None:
            return early
        try:
            answer = self._call(name, _arguments())
        except SlackRefusal as refusal:
            answer = refusal.as_answer()
        if fault is not None and fault.kind == "lost_answer":
            abort(502)
        response = _json(answer)
        if answer.get("error") == "ratelimited":
            response.status_code = 429
            response.headers["Retry-After"] = str(answer.pop("retry_after", 1))
        return response

    def _call(self, name: str, arguments: Json) -> Json:
        if name == "oauth.v2.access" and self._distribution is not None:
            return {"ok": True, **self._distribution.access(arguments, request.headers.get("Authorization", ""))}
        token = _token(arguments)
        if token is None:
            raise SlackRefusal("not_authed")
        if token not in (self._bot_token, self._app_token):
            return self._in_its_workspace(name, arguments, token)
        return self._answer(name, arguments, token)

    def _in_its_workspace(self, name: str, arguments: Json, token: str) -> Json:
        """What the workspace answers that gave the app this token, whichever of them was called."""
        if self._distribution is None:
            raise SlackRefusal("invalid_auth")
        owner = self._distribution.owner(token)
        return self._neighbours[owner.team_id]._answer(name, arguments, token)  # noqa: SLF001 - one of its own kind

    def _answer(self, name: str, arguments: Json, token: str) -> Json:
        opens_socket = name == "apps.connections.open"
        if not opens_socket and name not in METHODS:
            raise SlackRefusal("unknown_method", req_method=name)
        if (token == self._app_token) is not opens_socket:
            raise SlackRefusal("not_allowed_token_type")
        self.calls.append((name, arguments))
        if opens_socket:
            return {"ok": True, "url": self._hub.new_address(self._state.url)}
        if self._meter is not None and name in _PACED:
            wait = self._meter.wait_needed(str(arguments.get("channel")))
            if wait:
                raise SlackRefusal("ratelimited", retry_after=wait)
        with self._state.lock:
            return {"ok": True, **METHODS[name](self._state, arguments)}


def _early_failure(fault: Fault | None) -> Response | None:
    """The answer of a call that goes wrong before any work is done."""
    if fault is None:
        return None
    if fault.kind == "hang":
        time.sleep(fault.seconds)  # the wire is slow, whatever the clock of the rules says
        return None
    if fault.kind == "rate_limited":
        response = _json({"ok": False, "error": "ratelimited"}, 429)
        response.headers["Retry-After"] = str(fault.retry_after)
        return response
    if fault.kind == "server_error":
        return Response("Internal Server Error", 500, content_type="text/plain")
    if fault.kind == "garbage":
        return Response("<html><body>Service unavailable", 200, content_type="text/html")
    if fault.kind == "error":
        return _json({"ok": False, "error": fault.error})
    return None


def _json(answer: Json, status: int = 200) -> Response:
    return Response(json.dumps(answer), status, content_type="application/json; charset=utf-8")


def _token(arguments: Json) -> str | None:
    header = request.headers.get("Authorization", "")
    sent = arguments.pop("token", None)
    return header.removeprefix("Bearer ").strip() or sent or None


def _arguments() -> Json:
    """Arguments as slack_sdk sends them: JSON, form or query, structures as JSON inside a form."""
    if request.mimetype == "application/json" and request.get_data():
        body = request.get_json(silent=True)
        if not isinstance(body, dict):
            raise SlackRefusal("invalid_json")
    else:
        body = {**request.args.to_dict(), **request.form.to_dict()}
    return {key: _parsed(key, value) for key, value in body.items()}


def _parsed(key: str, value: Any) -> Any:
    if key in _TEXTS and value is not None and not isinstance(value, str):
        raise SlackRefusal("invalid_arguments", [f"must be a string [json-pointer:/{key}]"])
    if key not in _STRUCTURED or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError as exc:
        raise SlackRefusal("invalid_blocks_format" if key == "blocks" else "invalid_arguments") from exc
