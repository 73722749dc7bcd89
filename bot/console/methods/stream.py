"""chat.*Stream: messages that grow while they are read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.console.blocks import MOST_MARKDOWN, refuse_bad_blocks
from bot.console.errors import SlackRefusal
from bot.console.messages import Message, Stream
from bot.console.methods.chat import own_message, thread_of
from bot.console.methods.registry import joined_channel, method, required
from bot.console.payloads import with_ids
from bot.console.state import State
from bot.console.uploads import refuse_unknown_pictures

Json = dict[str, Any]
STREAM_LIFE = timedelta(minutes=5)  # a stream that nothing is added to ends by itself


@method("chat.startStream")
def start_stream(state: State, arguments: Json) -> Json:
    channel = joined_channel(state, arguments)
    if channel.kind != "im":
        for name in ("recipient_team_id", "recipient_user_id"):
            if not arguments.get(name):
                raise SlackRefusal(f"missing_{name}")
    if channel.kind == "im":
        required(arguments, "thread_ts")
    message = Message(
        state.ticker.ts(),
        channel.id,
        state.workspace.bot.id,
        bot=True,
        thread_ts=thread_of(state, channel.id, arguments),
        stream=Stream(mode=str(arguments.get("task_display_mode") or "timeline")),
    )
    _grow(state, message, arguments)
    state.post(message)
    return {"channel": channel.id, "ts": message.ts}


@method("chat.appendStream")
def append_stream(state: State, arguments: Json) -> Json:
    message = _streaming(state, arguments)
    if not arguments.get("chunks") and arguments.get("markdown_text") is None:
        raise SlackRefusal("no_text")
    _grow(state, message, arguments)
    state.show(message)
    return {"channel": message.channel, "ts": message.ts}


@method("chat.stopStream")
def stop_stream(state: State, arguments: Json) -> Json:
    message = _streaming(state, arguments)
    blocks = arguments.get("blocks") or []
    refuse_bad_blocks(blocks)
    refuse_unknown_pictures(state.uploads, blocks, state.url)
    _grow(state, message, arguments)
    stream = message.stream
    if stream is not None:
        stream.in_progress = False
        message.blocks = with_ids([*stream.blocks, *blocks])
    message.metadata = arguments.get("metadata")
    state.show(message)
    state.on_app_message("posted", message)
    return {"channel": message.channel, "ts": message.ts, "message": state.message_api(message)}


def expire_stream(state: State, message: Message) -> None:
    """End a stream on the server's side, as happens when the app pauses too long."""
    if message.stream is not None:
        message.stream.in_progress = False
        state.show(message)


def _streaming(state: State, arguments: Json) -> Message:
    message = own_message(state, arguments, "message_not_owned_by_app")
    stream = message.stream
    if stream is not None and stream.touched_at and state.clock.now() - stream.touched_at > STREAM_LIFE:
        expire_stream(state, message)
    if stream is None or not stream.in_progress:
        raise SlackRefusal("message_not_in_streaming_state")
    return message


def _grow(state: State, message: Message, arguments: Json) -> None:
    stream, markdown = message.stream, arguments.get("markdown_text")
    if stream is None:
        return
    chunks = list(arguments.get("chunks") or [])
    if markdown is not None:
        chunks.insert(0, {"type": "markdown_text", "text": markdown})
    for chunk in chunks:
        if not isinstance(chunk, dict):
            raise SlackRefusal("invalid_chunks")
        if chunk.get("type") == "markdown_text" and len(str(chunk.get("text", ""))) > MOST_MARKDOWN:
            raise SlackRefusal("msg_too_long")
        if chunk.get("type") == "blocks":
            refuse_bad_blocks(chunk.get("blocks"))
        stream.take(chunk)
    message.text, stream.touched_at = stream.markdown, state.clock.now()
