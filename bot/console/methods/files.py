"""files.*: sending a file in three steps."""

from __future__ import annotations

from typing import Any

from bot.console.errors import SlackRefusal
from bot.console.ids import new_id
from bot.console.messages import Message
from bot.console.methods.chat import thread_of
from bot.console.methods.registry import joined_channel, method, required
from bot.console.state import State, Upload

Json = dict[str, Any]


@method("files.getUploadURLExternal")
def get_upload_url(state: State, arguments: Json) -> Json:
    name, length = required(arguments, "filename", "length")
    if not length.isdigit() or int(length) == 0:
        raise SlackRefusal("invalid_arguments", ["length must be a positive number"])
    upload = Upload(new_id("F"), name, int(length))
    state.uploads[upload.id] = upload
    return {"upload_url": f"{state.url}/upload/v1/{upload.id}", "file_id": upload.id}


@method("files.completeUploadExternal")
def complete_upload(state: State, arguments: Json) -> Json:
    entries = arguments.get("files")
    if not isinstance(entries, list) or not entries:
        raise SlackRefusal("invalid_arguments")
    files = [_completed(state, entry) for entry in entries]
    targets = [arguments["channel_id"]] if arguments.get("channel_id") else []
    targets += [each for each in str(arguments.get("channels") or "").split(",") if each]
    for target in targets:
        channel = joined_channel(state, {"channel": target})
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
    if upload is None:
        raise SlackRefusal("file_not_found")
    if upload.content is None:
        raise SlackRefusal("file_upload_incomplete")
    upload.title = str(entry.get("title") or upload.name)
    return {
        "id": upload.id,
        "name": upload.name,
        "title": upload.title,
        "size": len(upload.content),
        "url_private": f"{state.url}/files/{upload.id}/{upload.name}",
        "permalink": f"{state.url}/files/{upload.id}/{upload.name}",
    }
