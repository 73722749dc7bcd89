"""conversations.* and reactions.*: channels and what was said in them."""

from __future__ import annotations

from typing import Any

from bot.console.errors import SlackRefusal
from bot.console.messages import Message
from bot.console.methods.registry import (
    joined_channel,
    known_channel,
    known_person,
    method,
    page_of,
    required,
)
from bot.console.state import State

Json = dict[str, Any]


@method("conversations.open")
def open_conversation(state: State, arguments: Json) -> Json:
    if arguments.get("channel"):
        channel = known_channel(state, arguments)
    else:
        users = [each for each in str(arguments.get("users") or "").split(",") if each]
        if len(users) != 1:
            raise SlackRefusal("users_list_not_supplied" if not users else "not_enough_users")
        channel = state.workspace.dm(known_person(state, users[0]))
    return {"channel": channel.as_conversation(state.workspace.bot.id)}


@method("conversations.info")
def info(state: State, arguments: Json) -> Json:
    return {"channel": known_channel(state, arguments).as_conversation(state.workspace.bot.id)}


@method("conversations.members")
def members(state: State, arguments: Json) -> Json:
    ids, cursor = page_of(known_channel(state, arguments).members, arguments)
    return {"members": ids, "response_metadata": {"next_cursor": cursor}}


@method("conversations.list")
def listing(state: State, arguments: Json) -> Json:
    wanted = {each.strip() for each in str(arguments.get("types") or "public_channel").split(",")}
    kinds = {"channel": "public_channel", "private": "private_channel", "im": "im"}
    bot = state.workspace.bot.id
    found = [
        channel.as_conversation(bot)
        for channel in state.workspace.channels.values()
        if kinds[channel.kind] in wanted and (channel.kind == "channel" or bot in channel.members)
    ]
    channels, cursor = page_of(found, arguments)
    return {"channels": channels, "response_metadata": {"next_cursor": cursor}}


@method("conversations.join")
def join(state: State, arguments: Json) -> Json:
    channel = known_channel(state, arguments)
    if channel.kind != "channel":
        raise SlackRefusal("method_not_supported_for_channel_type")
    if state.workspace.bot.id not in channel.members:
        channel.members.append(state.workspace.bot.id)
    return {"channel": channel.as_conversation(state.workspace.bot.id)}


@method("conversations.history")
def history(state: State, arguments: Json) -> Json:
    channel = joined_channel(state, arguments)
    roots = [each for each in state.log.of(channel.id) if each.is_root or each.broadcast]
    return _page(state, list(reversed(_between(roots, arguments))), arguments)


@method("conversations.replies")
def replies(state: State, arguments: Json) -> Json:
    channel = joined_channel(state, arguments)
    root = state.log.find(channel.id, *required(arguments, "ts"))
    if root is None:
        raise SlackRefusal("thread_not_found")
    return _page(state, _between(state.log.thread(channel.id, root.thread_ts or root.ts), arguments), arguments)


@method("reactions.add")
def add_reaction(state: State, arguments: Json) -> Json:
    message, name, users = _reaction(state, arguments)
    if state.workspace.bot.id in users:
        raise SlackRefusal("already_reacted")
    message.reactions[name] = [*users, state.workspace.bot.id]
    state.show(message)
    return {}


@method("reactions.remove")
def remove_reaction(state: State, arguments: Json) -> Json:
    message, name, users = _reaction(state, arguments)
    if state.workspace.bot.id not in users:
        raise SlackRefusal("no_reaction")
    left = [user for user in users if user != state.workspace.bot.id]
    message.reactions = {**message.reactions, name: left} if left else _without(message.reactions, name)
    state.show(message)
    return {}


def _reaction(state: State, arguments: Json) -> tuple[Message, str, list[str]]:
    channel = joined_channel(state, arguments)
    name, ts = required(arguments, "name", "timestamp")
    message = state.log.find(channel.id, ts)
    if message is None:
        raise SlackRefusal("message_not_found")
    name = name.strip(":")
    return message, name, message.reactions.get(name, [])


def _without(reactions: dict[str, list[str]], name: str) -> dict[str, list[str]]:
    return {key: users for key, users in reactions.items() if key != name}


def _between(found: list[Message], arguments: Json) -> list[Message]:
    oldest, latest = str(arguments.get("oldest") or "0"), str(arguments.get("latest") or "9999999999")
    inclusive = arguments.get("inclusive") in (True, "true", "1", 1)
    low, high = float(oldest), float(latest)
    if inclusive:
        return [each for each in found if low <= float(each.ts) <= high]
    return [each for each in found if low < float(each.ts) < high or (low == 0 and float(each.ts) < high)]


def _page(state: State, found: list[Message], arguments: Json) -> Json:
    page, cursor = page_of(found, arguments)
    answer: Json = {"messages": [state.message_api(each) for each in page], "has_more": bool(cursor)}
    if cursor:
        answer["response_metadata"] = {"next_cursor": cursor}
    return answer
