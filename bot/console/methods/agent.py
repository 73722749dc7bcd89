"""assistant.threads.* and agents.sessions.*: the status line and suggested prompts."""

from __future__ import annotations

from typing import Any

from bot.console.errors import SlackRefusal
from bot.console.methods.registry import joined_channel, method, required
from bot.console.state import State

Json = dict[str, Any]


@method("assistant.threads.setStatus")
def set_status(state: State, arguments: Json) -> Json:
    channel = joined_channel(state, arguments, "channel_id")
    (thread_ts,) = required(arguments, "thread_ts")
    status, loading = arguments.get("status"), arguments.get("loading_messages") or []
    if not isinstance(status, str) or len(loading) > 10:
        raise SlackRefusal("invalid_arguments")
    state.set_status(channel.id, thread_ts, status, [str(each) for each in loading])
    return {}


@method("assistant.threads.setTitle")
def set_title(state: State, arguments: Json) -> Json:
    channel = joined_channel(state, arguments, "channel_id")
    thread_ts, title = required(arguments, "thread_ts", "title")
    state.sessions.setdefault((channel.id, thread_ts), {})["title"] = title
    return {}


@method("assistant.threads.setSuggestedPrompts")
def set_suggested_prompts(state: State, arguments: Json) -> Json:
    channel = joined_channel(state, arguments, "channel_id")
    prompts = arguments.get("prompts")
    if not isinstance(prompts, list) or not 1 <= len(prompts) <= 4:
        raise SlackRefusal("invalid_arguments", ["no more than 4 items allowed [json-pointer:/prompts]"])
    if any(not isinstance(each, dict) or not each.get("title") or not each.get("message") for each in prompts):
        raise SlackRefusal("invalid_arguments", ["must provide title and message [json-pointer:/prompts]"])
    shown = {"title": arguments.get("title") or "", "prompts": prompts, "thread_ts": arguments.get("thread_ts")}
    state.prompts[channel.id] = shown
    state.feed.publish("prompts", channel=channel.id, prompts=shown)
    return {}


@method("agents.sessions.setStatus")
def set_session_status(state: State, arguments: Json) -> Json:
    channel = joined_channel(state, arguments, "channel_id")
    (status,) = required(arguments, "status")
    key = (channel.id, str(arguments.get("thread_ts") or ""))
    state.sessions.setdefault(key, {}).update(status=status, title=arguments.get("title") or "")
    return {}


@method("agents.sessions.rename")
def rename_session(state: State, arguments: Json) -> Json:
    channel = joined_channel(state, arguments, "channel_id")
    (title,) = required(arguments, "title")
    state.sessions.setdefault((channel.id, str(arguments.get("thread_ts") or "")), {})["title"] = title
    return {}
