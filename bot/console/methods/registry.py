"""Which functions answer which Web API methods."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.console.errors import SlackRefusal
from bot.console.state import State
from bot.console.workspace import Channel, Person

Json = dict[str, Any]
Method = Callable[[State, Json], Json]
METHODS: dict[str, Method] = {}


def method(name: str) -> Callable[[Method], Method]:
    """Register a function as the answer to a Web API method."""

    def register(function: Method) -> Method:
        METHODS[name] = function
        return function

    return register


def required(arguments: Json, *names: str) -> list[str]:
    """The named arguments as strings.

    Raises:
        SlackRefusal: one of them is missing.
    """
    missing = [name for name in names if arguments.get(name) in (None, "")]
    if missing:
        raise SlackRefusal("invalid_arguments", [f"missing required field: {name}" for name in missing])
    return [str(arguments[name]) for name in names]


def known_channel(state: State, arguments: Json, name: str = "channel") -> Channel:
    """A channel that the app may see; a user's id stands for the direct messages with them."""
    key = str(arguments.get(name) or "")
    if key in state.workspace.people:
        return state.workspace.dm(state.workspace.people[key])
    channel = state.workspace.channels.get(key)
    if channel is None or (channel.kind == "private" and state.workspace.bot.id not in channel.members):
        raise SlackRefusal("channel_not_found")
    return channel


def joined_channel(state: State, arguments: Json, name: str = "channel") -> Channel:
    channel = known_channel(state, arguments, name)
    if state.workspace.bot.id not in channel.members:
        raise SlackRefusal("not_in_channel")
    return channel


def known_person(state: State, key: Any) -> Person:
    person = state.workspace.people.get(str(key or ""))
    if person is None:
        raise SlackRefusal("user_not_found")
    return person


def page_of(items: list[Any], arguments: Json, most: int = 1000) -> tuple[list[Any], str]:
    """One page of a list and the cursor of the next, "" at the end."""
    try:
        start = int(str(arguments.get("cursor") or "0").removeprefix("next:"))
        limit = max(1, min(int(arguments.get("limit") or 100), most))
    except ValueError as exc:
        raise SlackRefusal("invalid_cursor") from exc
    following = f"next:{start + limit}" if start + limit < len(items) else ""
    return items[start : start + limit], following
