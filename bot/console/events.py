"""The shapes in which Slack tells an app what happened."""

from __future__ import annotations

from typing import Any

from bot.console.ids import new_id, new_secret
from bot.console.messages import Message
from bot.console.state import State
from bot.console.views import View
from bot.console.workspace import Channel, Person

Json = dict[str, Any]
VERIFICATION_TOKEN = "console"  # noqa: S105 - the retired token that every payload still carries


def envelope(state: State, event: Json, channel: Channel | None, actor_team: str | None = None) -> Json:
    """The outer part of an event, as the Events API sends it."""
    workspace = state.workspace
    authorization = {
        "enterprise_id": workspace.enterprise_id,
        "team_id": workspace.team_id,
        "user_id": workspace.bot.id,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": workspace.team_id,
        **({"enterprise_id": workspace.enterprise_id} if workspace.enterprise_id else {}),
        "context_team_id": actor_team or workspace.team_id,
        "context_enterprise_id": workspace.enterprise_id,
        "api_app_id": workspace.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": new_id("Ev"),
        "event_time": int(state.clock.now().timestamp()),
        "authorizations": [authorization],
        "is_ext_shared_channel": bool(channel and channel.is_ext_shared),
        "event_context": f"4-{new_secret(40)}",
    }


def message_event(state: State, message: Message) -> Json:
    """A new message, as the `message.*` events carry it."""
    channel = state.channel_of(message)
    event = {
        **state.message_api(message),
        "channel": message.channel,
        "channel_type": channel.event_type,
        "event_ts": message.ts,
    }
    event.pop("reply_count", None)
    event.pop("latest_reply", None)
    if message.bot:
        return event
    event["client_msg_id"] = new_secret(32)
    person = state.workspace.people[message.user]
    if person.team_id != state.workspace.team_id:
        event |= {"user_team": person.team_id, "source_team": person.team_id}
    return event


def mention_event(state: State, message: Message) -> Json:
    event = {**message_event(state, message), "type": "app_mention"}
    event.pop("channel_type")
    return event


def changed_event(state: State, message: Message, kind: str) -> Json:
    """A message of the app that was edited or deleted."""
    channel = state.channel_of(message)
    now = state.ticker.ts()
    event: Json = {
        "type": "message",
        "subtype": f"message_{kind}",
        "channel": channel.id,
        "channel_type": channel.event_type,
        "hidden": True,
        "ts": now,
        "event_ts": now,
        "previous_message": state.message_api(message),
    }
    return event | ({"message": state.message_api(message)} if kind == "changed" else {"deleted_ts": message.ts})


def home_opened_event(state: State, person: Person, tab: str, home: View | None) -> Json:
    event: Json = {
        "type": "app_home_opened",
        "user": person.id,
        "channel": state.workspace.dm(person).id,
        "tab": tab,
        "event_ts": state.ticker.ts(),
    }
    if tab == "home" and home is not None:
        event["view"] = state.view_api(home)
    return event


def rich_text(text: str, people: set[str]) -> list[Json]:
    """The block that Slack makes of what a person typed."""
    elements: list[Json] = []
    for part in text.replace("<@", "\0<@").split("\0"):
        user = part[2:].split(">", 1)[0] if part.startswith("<@") else ""
        if user in people and ">" in part:
            elements.append({"type": "user", "user_id": user})
            part = part.split(">", 1)[1]  # noqa: PLW2901 - the rest after the mention
        if part:
            elements.append({"type": "text", "text": _unescape(part)})
    section = {"type": "rich_text_section", "elements": elements}
    return [{"type": "rich_text", "block_id": new_id("", 5), "elements": [section]}]


def _unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def interaction(state: State, kind: str, person: Person) -> Json:
    """What every interaction payload begins with."""
    workspace = state.workspace
    return {
        "type": kind,
        "user": {"id": person.id, "username": person.name, "name": person.name, "team_id": person.team_id},
        "api_app_id": workspace.app_id,
        "token": VERIFICATION_TOKEN,
        "team": {"id": workspace.team_id, "domain": workspace.domain},
        "enterprise": {"id": workspace.enterprise_id} if workspace.enterprise_id else None,
        "is_enterprise_install": False,
    }


def message_action(state: State, person: Person, message: Message, actions: list[Json], response_url: str) -> Json:
    """A press on something in a message."""
    channel = state.channel_of(message)
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.only_for is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    payload = interaction(state, "block_actions", person) | {
        "container": container,
        "trigger_id": state.tickets.trigger(person.id),
        "channel": {"id": channel.id, "name": channel.name},
        "state": {"values": {}},
        "response_url": response_url,
        "actions": actions,
    }
    if message.only_for is None:
        payload["message"] = state.message_api(message)
    return payload


def view_action(state: State, person: Person, view: View, actions: list[Json]) -> Json:
    """A press on something in a modal or in the Home tab."""
    return interaction(state, "block_actions", person) | {
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": state.tickets.trigger(person.id),
        "view": state.view_api(view),
        "actions": actions,
    }


def view_submission(state: State, person: Person, view: View) -> Json:
    return interaction(state, "view_submission", person) | {
        "trigger_id": state.tickets.trigger(person.id),
        "view": state.view_api(view),
        "response_urls": [],
    }


def view_closed(state: State, person: Person, view: View, *, cleared: bool) -> Json:
    return interaction(state, "view_closed", person) | {"view": state.view_api(view), "is_cleared": cleared}


def suggestion(state: State, person: Person, source: Json, *, action_id: str, block_id: str, typed: str) -> Json:
    """A question for the options of an external select."""
    return interaction(state, "block_suggestion", person) | {
        "action_id": action_id,
        "block_id": block_id,
        "value": typed,
        **source,
    }


def slash_command(state: State, person: Person, channel: Channel, typed: tuple[str, str], response_url: str) -> Json:
    """The form of a slash command; `typed` is the command and the text after it."""
    workspace, (command, text) = state.workspace, typed
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": workspace.team_id,
        "team_domain": workspace.domain,
        "channel_id": channel.id,
        "channel_name": channel.name,
        "user_id": person.id,
        "user_name": person.name,
        "command": command,
        "text": text,
        "api_app_id": workspace.app_id,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": state.tickets.trigger(person.id),
    }
