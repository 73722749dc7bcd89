"""files.*: sending a file in three steps."""

from __future__ import annotations

from typing import Any

from bot.console.errors import SlackRefusal
from bot.console.ids import new_id
from bot.console.messages import Message
from bot.console.methods.chat import thread_of
from bot.console.methods.registry import joined_channel, method, required
from bot.console.state import State
from bot.console.uploads import MOST_ALT, Upload

Json = dict[str, Any]


@method("files.getUploadURLExternal")
def get_upload_url(state: State, arguments: Json) -> Json:
    name, length = required(arguments, "filename", "length")
    if not length.isdigit() or int(length) == 0:
        raise SlackRefusal("invalid_arguments", ["length must be a positive number"])
    alt = str(arguments.get("alt_txt") or "")
    if len(alt) > MOST_ALT:
        raise SlackRefusal("alt_txt_too_large")
    upload = Upload(new_id("F"), name, int(length), alt)
    state.uploads[upload.id] = upload
    return {"upload_url": f"{state.url}/upload/v1/{upload.id}", "file_id": upload.id}


@method("files.completeUploadExternal")
def complete_upload(state: State, arguments: Json) -> Json:
    entries = arguments.get("files")
    if not isinstance(entries, list) or not entries:
        raise SlackRefusal("invalid_arguments")
    targets = [arguments["channel_id"]] if arguments.get("channel_id") else []
    targets += [each for each in str(arguments.get("channels") or "").split(",") if each]
    channels = [joined_channel(state, {"channel": target}) for target in targets]
    for channel in channels:
        thread_of(state, channel.id, arguments)
    files = [_completed(state, entry) for entry in entries]
    for channel in channels:
        message = Message(
            state.ticker.ts(),
            channel.id,
            state.workspace.bot.id,
            text=str(arguments.get("initial_comment") or ""),
            bot=True,
            thread_ts=thread_of(state, channel.id, arguments),
            files=files,
        )
        state.post(message)
        state.on_app_message("posted", message)
    return {"files": files}


def _completed(state: State, entry: Any) -> Json:
    upload = state.uploads.get(str(entry.get("id")) if isinstance(entry, dict) else "")
    if upload is None or upload.completed:
        raise SlackRefusal("file_not_found")
    if upload.content is None:
        raise SlackRefusal("file_upload_incomplete")
    upload.title, upload.completed = str(entry.get("title") or upload.name), True
    return upload.as_api(state.url)


@method("files.info")
def file_info(state: State, arguments: Json) -> Json:
    (key,) = required(arguments, "file")
    upload = state.uploads.get(key)
    if upload is None or not upload.completed:
        raise SlackRefusal("file_not_found")
    return {"file": upload.as_api(state.url)}
