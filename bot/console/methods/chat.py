"""chat.*: saying, changing and taking back."""

from __future__ import annotations

from typing import Any

from bot.console.errors import SlackRefusal
from bot.console.messages import Message
from bot.console.methods.registry import joined_channel, known_channel, known_person, method, required
from bot.console.payloads import message_content
from bot.console.state import State
from bot.console.uploads import refuse_unknown_pictures

Json = dict[str, Any]


@method("chat.postMessage")
def post_message(state: State, arguments: Json) -> Json:
    channel = joined_channel(state, arguments)
    content = content_of(state, arguments)
    thread_ts = thread_of(state, channel.id, arguments)
    message = Message(
        state.ticker.ts(),
        channel.id,
        state.workspace.bot.id,
        bot=True,
        thread_ts=thread_ts,
        broadcast=bool(arguments.get("reply_broadcast")),
        metadata=arguments.get("metadata"),
        username=arguments.get("username"),
        **content,
    )
    state.post(message)
    state.on_app_message("posted", message)
    return {"channel": channel.id, "ts": message.ts, "message": state.message_api(message)}


@method("chat.postEphemeral")
def post_ephemeral(state: State, arguments: Json) -> Json:
    channel = joined_channel(state, arguments)
    person = known_person(state, arguments.get("user"))
    if person.id not in channel.members:
        raise SlackRefusal("user_not_in_channel")
    message = Message(
        state.ticker.ts(),
        channel.id,
        state.workspace.bot.id,
        bot=True,
        only_for=person.id,
        thread_ts=thread_of(state, channel.id, arguments),
        **content_of(state, arguments),
    )
    state.post(message)
    return {"message_ts": message.ts}


@method("chat.update")
def update(state: State, arguments: Json) -> Json:
    message = own_message(state, arguments, "cant_update_message")
    if message.stream is not None and message.stream.in_progress:
        raise SlackRefusal("streaming_state_conflict")
    content = _revised(state, message, arguments)
    message.text, message.blocks, message.attachments = content["text"], content["blocks"], content["attachments"]
    message.edited_ts, message.stream = state.ticker.ts(), None
    if "metadata" in arguments:
        message.metadata = arguments["metadata"]
    state.set_status(message.channel, message.thread_ts or message.ts, "")
    state.show(message)
    state.on_app_message("changed", message)
    return {
        "channel": message.channel,
        "ts": message.ts,
        "text": message.text,
        "message": state.message_api(message),
    }


@method("chat.delete")
def delete(state: State, arguments: Json) -> Json:
    message = own_message(state, arguments, "cant_delete_message")
    state.log.remove(message)
    state.hide(message)
    state.on_app_message("deleted", message)
    return {"channel": message.channel, "ts": message.ts}


@method("chat.getPermalink")
def get_permalink(state: State, arguments: Json) -> Json:
    channel = known_channel(state, arguments)
    (ts,) = required(arguments, "message_ts")
    message = state.log.find(channel.id, ts)
    if message is None:
        raise SlackRefusal("message_not_found")
    link = f"{state.url}/archives/{channel.id}/p{ts.replace('.', '')}"
    if message.thread_ts and message.thread_ts != ts:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


def _revised(state: State, message: Message, arguments: Json) -> Json:
    """The content after an update: new text without blocks takes the blocks away, what is not named stays."""
    given = dict(arguments)
    if not any(key in arguments for key in ("text", "blocks", "markdown_text")):
        given |= {"text": message.text, "blocks": message.blocks}
    given.setdefault("attachments", message.attachments)
    return content_of(state, given)


def content_of(state: State, arguments: Json) -> Json:
    """The checked content of a message, whose pictures are there.

    Raises:
        SlackRefusal: it is malformed, or a picture is missing.
    """
    content = message_content(arguments)
    refuse_unknown_pictures(state.uploads, content["blocks"], state.url)
    return content


def thread_of(state: State, channel: str, arguments: Json) -> str | None:
    """The root of the thread that `thread_ts` names.

    Raises:
        SlackRefusal: there is no such message.
    """
    thread_ts = arguments.get("thread_ts")
    if not thread_ts:
        return None
    root = state.log.find(channel, str(thread_ts))
    if root is None:
        raise SlackRefusal("thread_not_found")
    return root.thread_ts or root.ts


def own_message(state: State, arguments: Json, not_own: str) -> Message:
    """The app's own message that `channel` and `ts` name; anybody else's is refused."""
    channel = known_channel(state, arguments)
    message = state.log.find(channel.id, *required(arguments, "ts"))
    if message is None:
        raise SlackRefusal("message_not_found")
    if not message.bot:
        raise SlackRefusal(not_own)
    return message
