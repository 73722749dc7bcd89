"""`/console/api/*`: what the page asks for, does, and hears live."""

from __future__ import annotations

import json
import queue
from collections.abc import Callable, Iterator
from typing import Any

from flask import Blueprint, Response, jsonify, request

from bot.console.acting import Acting
from bot.console.errors import SlackRefusal
from bot.console.faults import Fault, Faults
from bot.console.feed import FELL_BEHIND
from bot.console.gestures import Gestures
from bot.console.messages import Message
from bot.console.socket_mode import SocketHub
from bot.console.state import State
from bot.console.workspace import Person
from crm.errors import RejectedError

Json = dict[str, Any]
_BEAT = 10.0  # seconds between signs of life on the feed


class PageApi:
    """Serves the page. Every call names the person who is sitting in front of it.

    Args:
        state: the workspace.
        acting: does what people do.
        faults: bad weather that the page may ask for.
        hub: the app's connections.
        suggestions: questions offered while the direct messages are empty.
        command_help: a line about each slash command.
        gestures: the smaller things people do.
        shortcuts: the app's message shortcuts, names by callback id.
    """

    def __init__(
        self,
        state: State,
        acting: Acting,
        faults: Faults,
        hub: SocketHub,
        *,
        suggestions: tuple[str, ...],
        command_help: dict[str, str],
        gestures: Gestures,
        shortcuts: dict[str, str],
    ) -> None:
        self._state, self._acting, self._faults, self._hub = state, acting, faults, hub
        self._suggestions, self._command_help = suggestions, command_help
        self._gestures, self._shortcuts = gestures, shortcuts

    def blueprint(self) -> Blueprint:
        blueprint = Blueprint("page_api", __name__, url_prefix="/console/api")
        blueprint.add_url_rule("/state", "state", self._whole)
        blueprint.add_url_rule("/feed", "feed", self._feed)
        actions: dict[str, Callable[[Person, Json], Any]] = {
            "say": self._say,
            "command": self._command,
            "press": self._press,
            "submit": self._submit,
            "close": self._close,
            "home": self._home,
            "options": self._options,
            "shortcut": self._shortcut,
            "weather": self._weather,
        }
        for name, action in actions.items():
            blueprint.add_url_rule(f"/{name}", name, _handled(self._state, action), methods=["POST"])
        return blueprint

    def _whole(self) -> Response:
        workspace = self._state.workspace
        insiders = [each for each in workspace.people.values() if not each.is_bot]
        if not insiders:
            raise RejectedError("The workspace has no people yet.")
        return jsonify(self._state_for(workspace.person(request.args.get("person") or insiders[0].id)))

    def _state_for(self, person: Person) -> Json:
        """All that a person sees now, and the number of the last change that is in it."""
        state, workspace = self._state, self._state.workspace
        with state.lock:
            channels = workspace.visible_to(person)
            seen = {each.id: [message.as_page() for message in self._seen(person, each.id)] for each in channels}
            home = state.views.homes.get(person.id)
            return {
                "seq": state.feed.sequence,
                "team": {"id": workspace.team_id, "name": workspace.name},
                "me": person.id,
                "bot": {"id": workspace.bot.id, "name": workspace.bot.real_name, "handle": workspace.bot.name},
                "people": [_person(each, workspace.team_id) for each in workspace.people.values()],
                "channels": [
                    {
                        "id": each.id,
                        "name": each.name,
                        "kind": each.kind,
                        "topic": each.topic,
                        "shared": each.is_ext_shared,
                        "members": each.members,
                    }
                    for each in channels
                ],
                "messages": seen,
                "statuses": [
                    {"channel": channel, "thread_ts": ts, **status}
                    for (channel, ts), status in state.statuses.items()
                    if channel in seen
                ],
                "prompts": {key: value for key, value in state.prompts.items() if key in seen},
                "home": home.as_page() if home else None,
                "modals": [view.as_page() for view in state.views.stacks.get(person.id, [])],
                "suggestions": list(self._suggestions),
                "commands": [
                    {"name": each, "help": self._command_help.get(each, "")} for each in self._acting.commands
                ],
                "shortcuts": [{"id": key, "name": name} for key, name in self._shortcuts.items()],
                "connections": self._hub.connections,
            }

    def _seen(self, person: Person, channel: str) -> list[Message]:
        return self._state.log.seen_by(person.id, channel)

    def _feed(self) -> Response:
        person = self._state.workspace.person(request.args.get("person", ""))
        return Response(self._changes(person), content_type="text/event-stream", headers={"Cache-Control": "no-store"})

    def _changes(self, person: Person) -> Iterator[str]:
        """The whole first, then each change, on one line: what is shown is never older than what was heard."""
        with self._state.feed.watch() as changes:
            yield _line({"kind": "whole", "whole": self._state_for(person)})
            while True:
                try:
                    change = changes.get(timeout=_BEAT)
                except queue.Empty:
                    yield ": still here\n\n"
                    continue
                if change is None:
                    return
                if change["kind"] == FELL_BEHIND:
                    yield _line({"kind": "whole", "whole": self._state_for(person)})
                elif self._may_see(person, change):
                    yield _line(change)

    def _may_see(self, person: Person, change: Json) -> bool:
        if change.get("only_for") not in (None, person.id):
            return False
        channel = change.get("channel") or (change.get("message") or {}).get("channel")
        return not channel or person.id in self._state.workspace.channels[channel].members

    def _say(self, person: Person, body: Json) -> Json:
        return {"ts": self._acting.say(person, str(body["channel"]), str(body["text"]), body.get("thread_ts"))}

    def _command(self, person: Person, body: Json) -> Json:
        command, _, text = str(body["text"]).strip().partition(" ")
        ack = self._acting.command(person, command, text.strip(), str(body["channel"]))
        return {"acknowledged": ack.ok}

    def _shortcut(self, person: Person, body: Json) -> Json:
        return {"acknowledged": self._gestures.shortcut(person, str(body["id"]), str(body["ts"])).ok}

    def _press(self, person: Person, body: Json) -> Json:
        ack = self._acting.press(
            person, str(body["where"]), str(body["action_id"]), body.get("value"), body.get("block_id")
        )
        return {"acknowledged": ack.ok}

    def _submit(self, person: Person, body: Json) -> Json:
        ack = self._acting.submit(person, str(body["view_id"]), dict(body.get("values") or {}))
        return {"acknowledged": ack.ok}

    def _close(self, person: Person, body: Json) -> Json:
        self._acting.close_view(person, str(body["view_id"]))
        return {}

    def _home(self, person: Person, body: Json) -> Json:
        self._acting.open_home(person, "messages" if body.get("tab") == "messages" else "home")
        return {}

    def _options(self, person: Person, body: Json) -> Json:
        found = self._acting.options(person, str(body["where"]), str(body["action_id"]), str(body.get("typed") or ""))
        return {"options": found}

    def _weather(self, _person: Person, body: Json) -> Json:
        kind = str(body.get("kind"))
        if kind == "disconnect":
            self._hub.disconnect()
        elif kind == "cut":
            self._hub.cut()
        elif kind == "duplicate":
            self._faults.add_event_fault("duplicate")
        elif kind == "clear":
            self._faults.clear()
        elif kind in ("rate_limited", "server_error", "garbage"):
            method = str(body.get("method") or "chat.postMessage")
            self._faults.add(Fault(kind, method))  # type: ignore[arg-type]
        else:
            raise RejectedError("There is no such weather.")
        return {}


def _line(change: Json) -> str:
    return f"data: {json.dumps(change)}\n\n"


def _handled(state: State, action: Callable[[Person, Json], Any]) -> Callable[[], tuple[Response, int]]:
    """The view function of an action: who acts, what with, and what went wrong in words."""

    def view() -> tuple[Response, int]:
        body = request.get_json(silent=True)
        if not isinstance(body, dict):
            return jsonify({"error": "JSON is expected."}), 400
        try:
            person = state.workspace.person(str(body.get("person")))
            return jsonify(action(person, body)), 200
        except SlackRefusal as refusal:
            return jsonify({"error": f"The app's answer was refused: {refusal.error}"}), 409
        except KeyError:
            return jsonify({"error": "Something is missing in the call."}), 400

    return view


def _person(person: Person, team_id: str) -> Json:
    return {
        "id": person.id,
        "name": person.name,
        "real_name": person.real_name,
        "role": "app" if person.is_bot else "external" if person.team_id != team_id else person.role,
        "title": person.title,
    }
