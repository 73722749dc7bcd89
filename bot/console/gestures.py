"""The smaller things people do: react, edit, delete, use a shortcut; and any event at all."""

from __future__ import annotations

from typing import Any

from bot.console import events
from bot.console.acting import Acting
from bot.console.delivery import Ack
from bot.console.messages import Message
from bot.console.state import State
from bot.console.workspace import Person
from crm.errors import RejectedError

Json = dict[str, Any]


class Gestures:
    """What is done to messages that are already there.

    Args:
        state: the workspace.
        acting: sends what follows to the app.
    """

    def __init__(self, state: State, acting: Acting) -> None:
        self._state, self._acting = state, acting

    def react(self, person: str | Person, ts: str, name: str) -> None:
        """Add a reaction to a message."""
        who, message = self._seen(person, ts)
        users = message.reactions.setdefault(name, [])
        if who.id in users:
            return
        users.append(who.id)
        self._state.show(message)
        item = {"type": "message", "channel": message.channel, "ts": ts}
        event = {"type": "reaction_added", "user": who.id, "reaction": name, "item_user": message.user, "item": item}
        self._acting.event({**event, "event_ts": self._state.ticker.ts()}, message.channel, who.team_id)

    def edit(self, person: str | Person, ts: str, text: str) -> None:
        """Change one's own message."""
        message = self._own(person, ts)
        before = self._state.message_api(message)
        message.text = self._state.workspace.typed(text)
        message.blocks = events.rich_text(message.text, set(self._state.workspace.people))
        message.edited_ts = self._state.ticker.ts()
        self._state.show(message)
        event = {**events.changed_event(self._state, message, "changed"), "previous_message": before}
        self._acting.event(event, message.channel, None)

    def remove(self, person: str | Person, ts: str) -> None:
        """Delete one's own message."""
        message = self._own(person, ts)
        self._state.log.remove(message)
        self._state.hide(message)
        self._acting.event(events.changed_event(self._state, message, "deleted"), message.channel, None)

    def shortcut(self, person: str | Person, callback_id: str, ts: str | None = None) -> Ack:
        """Use a shortcut, on a message or anywhere."""
        state = self._state
        if ts is None:
            who = state.workspace.person(person)
            payload = events.interaction(state, "shortcut", who) | {"callback_id": callback_id}
        else:
            who, message = self._seen(person, ts)
            token = state.tickets.new_response(who.id, message.channel, ts, message.thread_ts)
            payload = events.interaction(state, "message_action", who) | {
                "callback_id": callback_id,
                "channel": {"id": message.channel, "name": state.channel_of(message).name},
                "message_ts": ts,
                "message": state.message_api(message),
                "response_url": f"{state.url}/actions/{state.workspace.team_id}/{token}",
            }
        payload |= {"trigger_id": state.tickets.trigger(who.id), "action_ts": state.ticker.ts()}
        return self._acting.ask(payload)

    def send_event(self, event: Json, channel: str | None = None) -> None:
        """Let the app hear of any event, such as `app_uninstalled` or `member_joined_channel`."""
        room = self._state.workspace.channel(channel).id if channel else None
        self._acting.event({"event_ts": self._state.ticker.ts(), **event}, room, None)

    def _seen(self, person: str | Person, ts: str) -> tuple[Person, Message]:
        who = self._state.workspace.person(person)
        message = self._state.log.find_anywhere(ts, who.id)
        if message is None or who.id not in self._state.channel_of(message).members:
            raise RejectedError("There is no such message.")
        return who, message

    def _own(self, person: str | Person, ts: str) -> Message:
        who, message = self._seen(person, ts)
        if message.user != who.id:
            raise RejectedError("Only one's own messages can be changed.")
        return message
