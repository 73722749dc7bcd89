"""What people do in the workspace: speak, press, fill in, open."""

from __future__ import annotations

from typing import Any

from bot.console import events
from bot.console.delivery import Ack, Delivery
from bot.console.errors import SlackRefusal
from bot.console.inputs import action_of, find_element, is_empty, state_values
from bot.console.messages import Message
from bot.console.payloads import message_content, view_content
from bot.console.state import State
from bot.console.tickets import ResponseUrl
from bot.console.views import View
from bot.console.workspace import Person
from crm.errors import RejectedError

Json = dict[str, Any]
DEFAULT_SUBSCRIPTIONS = frozenset({"message.im", "message.channel", "message.group", "app_mention", "app_home_opened"})


class Acting:
    """Turns what a person does into messages here and events there.

    Args:
        state: the workspace.
        delivery: takes events to the app.
        commands: the slash commands that the app has registered.
        subscriptions: the events that the app has asked for.
    """

    def __init__(
        self,
        state: State,
        delivery: Delivery,
        commands: tuple[str, ...],
        subscriptions: frozenset[str] = DEFAULT_SUBSCRIPTIONS,
    ) -> None:
        self._state, self._delivery = state, delivery
        self.commands, self._subscriptions = commands, subscriptions
        state.on_app_message = self._app_spoke

    def say(self, person: Person, channel_key: str, text: str, thread_ts: str | None = None) -> str:
        """Post a message as somebody; returns its timestamp.

        Raises:
            RejectedError: they are not in that channel, or the text is empty.
        """
        state = self._state
        channel = state.workspace.channel(channel_key, person)
        if person.id not in channel.members:
            raise RejectedError("They are not in this channel.")
        if not text.strip():
            raise RejectedError("There is nothing to send.")
        stored = state.workspace.typed(text)
        with state.lock:
            blocks = events.rich_text(stored, set(state.workspace.people))
            message = Message(state.ticker.ts(), channel.id, person.id, stored, blocks, thread_ts=thread_ts)
            state.post(message)
        if state.workspace.bot.id in channel.members:
            self._announce(message, person.team_id)
        return message.ts

    def command(self, person: Person, command: str, text: str, channel_key: str) -> Ack:
        """Type a slash command; what the app acknowledges with is shown as Slack would."""
        if command not in self.commands:
            raise RejectedError(f"{command} is not a valid command.")
        state = self._state
        channel = state.workspace.channel(channel_key, person)
        if person.id not in channel.members:
            raise RejectedError("They are not in this channel.")
        token = state.tickets.new_response(person.id, channel.id)
        url = f"{state.url}/commands/{state.workspace.team_id}/{token}"
        form = events.slash_command(state, person, channel, (command, state.workspace.typed(text)), url)
        ack = self._delivery.ask("slash_commands", form)
        if ack.ok and ack.body:
            body = ack.body if isinstance(ack.body, dict) else {"text": str(ack.body)}
            self.respond(state.tickets.use_response(token), body)
        elif not ack.ok:
            self._toast(person, f"{command} failed with the error \u201cdispatch_failed\u201d")
        return ack

    def press(self, person: Person, where: str, action_id: str, value: Any = None, block_id: str | None = None) -> Ack:
        """Use a button, select, picker or menu in the message or view that `where` names by ts or id.

        Raises:
            RejectedError: there is no such message, view, element or option.
        """
        state = self._state
        view = state.views.find(where)
        message = None if view else state.log.find_anywhere(where, person.id)
        if view is not None and view.user == person.id:
            payload = self._press_in_view(person, view, action_id, value, block_id)
        elif message is not None and person.id in state.channel_of(message).members:
            payload = self._press_in_message(person, message, action_id, value, block_id)
        else:
            raise RejectedError("There is no such message or view.")
        ack = self._delivery.ask("interactive", payload)
        if not ack.ok:
            self._toast(person, "Something went wrong: the app did not answer in time.")
        return ack

    def submit(self, person: Person, view_id: str, values: Json) -> Ack:
        """Fill in and send a modal; errors that the app answers with stand in the view afterwards.

        Raises:
            RejectedError: there is no such modal or input.
        """
        state = self._state
        view = self._modal(person, view_id)
        with state.lock:
            view.values = state_values(view.blocks, values, view.values)
            view.errors = _missing(view)
        if view.errors:
            state.show_modals(person.id)
            return Ack(ok=False, body={"response_action": "errors", "errors": view.errors}, reason="required")
        ack = self._delivery.ask("interactive", events.view_submission(state, person, view))
        with state.lock:
            self._after_submission(view, ack)
        if not ack.ok:
            self._toast(person, "We had some trouble connecting. Try again?")
        return ack

    def close_view(self, person: Person, view_id: str) -> None:
        """Close a modal; the app hears of it if it asked to."""
        view = self._modal(person, view_id)
        with self._state.lock:
            cleared = bool(view.payload.get("clear_on_close"))
            gone = self._state.views.clear(person.id) if cleared else [view]
            self._state.views.close(view)
        self._state.show_modals(person.id)
        for each in gone:
            if each.payload.get("notify_on_close"):
                self._delivery.ask("interactive", events.view_closed(self._state, person, each, cleared=cleared))

    def open_home(self, person: Person, tab: str = "home") -> None:
        """Look at the app's Home tab, or at its Messages tab."""
        if "app_home_opened" in self._subscriptions:
            home = self._state.views.homes.get(person.id)
            self.event(events.home_opened_event(self._state, person, tab, home), None, person.team_id)

    def options(self, person: Person, where: str, action_id: str, typed: str) -> list[Json]:
        """The options that the app offers in an external select for what was typed."""
        state = self._state
        view = state.views.find(where)
        message = None if view else state.log.find_anywhere(where, person.id)
        if view is not None:
            source: Json = {"view": state.view_api(view), "container": {"type": "view", "view_id": view.id}}
            block_id, _ = find_element(view.blocks, action_id)
        elif message is not None:
            source = {"channel": {"id": message.channel}, "message": state.message_api(message)}
            source["container"] = {"type": "message", "message_ts": message.ts, "channel_id": message.channel}
            block_id, _ = find_element(message.blocks, action_id)
        else:
            raise RejectedError("There is no such message or view.")
        asked = events.suggestion(state, person, source, action_id=action_id, block_id=block_id, typed=typed)
        ack = self._delivery.ask("interactive", asked)
        body = ack.body if isinstance(ack.body, dict) else {}
        groups = body.get("option_groups") or []
        return [*(body.get("options") or []), *(option for group in groups for option in group["options"])]

    def event(self, event: Json, channel: str | None, team: str | None) -> None:
        """Send an event to the app, in its envelope."""
        room = self._state.workspace.channels[channel] if channel else None
        self._delivery.event(events.envelope(self._state, event, room, team))

    def ask(self, payload: Json) -> Ack:
        """Send an interaction to the app and wait for its acknowledgement."""
        return self._delivery.ask("interactive", payload)

    def respond(self, target: ResponseUrl, body: Json) -> None:
        """What the app posts to an answer address, or acknowledges a command with.

        Raises:
            SlackRefusal: the blocks are not as Slack wants them.
        """
        state = self._state
        with state.lock:
            original = state.log.find_anywhere(target.message_ts, target.user) if target.message_ts else None
            if body.get("delete_original") and original is not None:
                state.log.remove(original)
                state.hide(original)
                return
            content = message_content(body)
            if body.get("replace_original") and original is not None:
                original.text, original.blocks = content["text"], content["blocks"]
                original.edited_ts = None if original.only_for else state.ticker.ts()
                state.show(original)
                return
            in_channel = body.get("response_type") == "in_channel"
            message = Message(
                state.ticker.ts(),
                target.channel,
                state.workspace.bot.id,
                bot=True,
                only_for=None if in_channel else target.user,
                thread_ts=body.get("thread_ts") or (target.thread_ts if target.message_ts else None),
                **content,
            )
            state.post(message)

    def _press_in_message(
        self, person: Person, message: Message, action_id: str, value: Any, block_id: str | None
    ) -> Json:
        state = self._state
        found_in, element = find_element(message.blocks, action_id, block_id, value)
        action = action_of(found_in, element, value, state.ticker.ts())
        token = state.tickets.new_response(person.id, message.channel, message.ts, message.thread_ts)
        url = f"{state.url}/actions/{state.workspace.team_id}/{token}"
        return events.message_action(state, person, message, [action], url)

    def _press_in_view(self, person: Person, view: View, action_id: str, value: Any, block_id: str | None) -> Json:
        state = self._state
        found_in, element = find_element(view.blocks, action_id, block_id, value)
        action = action_of(found_in, element, value, state.ticker.ts())
        if element["type"] != "button":
            kept = {key: each for key, each in action.items() if key not in ("action_id", "block_id", "action_ts")}
            view.values.setdefault(found_in, {})[action_id] = kept
        return events.view_action(state, person, view, [action])

    def _modal(self, person: Person, view_id: str) -> View:
        view = self._state.views.find(view_id)
        if view is None or view.user != person.id or view.type != "modal":
            raise RejectedError("There is no such modal.")
        return view

    def _after_submission(self, view: View, ack: Ack) -> None:
        state, user = self._state, view.user
        body = ack.body if isinstance(ack.body, dict) else {}
        action = body.get("response_action")
        if not ack.ok:
            return
        if action == "errors":
            view.errors = {str(key): str(text) for key, text in (body.get("errors") or {}).items()}
        elif action in ("update", "push"):
            self._answer_with_view(view, action, body.get("view"))
        elif action == "clear":
            state.views.clear(user)
        else:
            state.views.close(view)
        state.show_modals(user)

    def _answer_with_view(self, view: View, action: str, payload: Any) -> None:
        try:
            content = view_content(payload, "modal")
            if action == "push":
                self._state.views.push(view.user, content)
            else:
                self._state.views.update(view, content, None)
        except SlackRefusal:
            self._toast(self._state.workspace.people[view.user], "We had some trouble connecting. Try again?")

    def _announce(self, message: Message, team: str) -> None:
        channel = self._state.channel_of(message)
        if f"message.{channel.event_type}" in self._subscriptions:
            self.event(events.message_event(self._state, message), message.channel, team)
        mentioned = f"<@{self._state.workspace.bot.id}>" in message.text
        if mentioned and channel.kind != "im" and not message.bot and "app_mention" in self._subscriptions:
            self.event(events.mention_event(self._state, message), message.channel, team)

    def _app_spoke(self, kind: str, message: Message) -> None:
        """The app hears its own messages too, as it does from Slack."""
        if kind == "posted":
            self._announce(message, self._state.workspace.team_id)
        elif f"message.{self._state.channel_of(message).event_type}" in self._subscriptions:
            self.event(events.changed_event(self._state, message, kind), message.channel, None)

    def _toast(self, person: Person, text: str) -> None:
        self._state.feed.publish("toast", text=text, only_for=person.id)


def _missing(view: View) -> dict[str, str]:
    """The required inputs that are empty."""
    errors: dict[str, str] = {}
    for block in view.blocks:
        if block.get("type") != "input" or block.get("optional"):
            continue
        states = view.values.get(block["block_id"], {}).values()
        if all(is_empty(state) for state in states):
            errors[block["block_id"]] = "Please complete this required field."
    return errors
