"""What has been said: messages, threads, ephemeral messages, streams."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.console.errors import SlackRefusal

Json = dict[str, Any]


@dataclass
class Stream:
    """A message that is still growing, or has grown to its end."""

    in_progress: bool = True
    markdown: str = ""
    plan_title: str = ""
    mode: str = "timeline"
    tasks: dict[str, Json] = field(default_factory=dict)
    blocks: list[Json] = field(default_factory=list)
    touched_at: datetime | None = None

    def take(self, chunk: Json) -> None:
        """Add one chunk: markdown text, a task, a plan's title, or blocks."""
        kind = chunk.get("type")
        if kind == "markdown_text":
            self.markdown += str(chunk.get("text", ""))
        elif kind == "task_update" and chunk.get("id"):
            self.tasks[str(chunk["id"])] = self.tasks.get(str(chunk["id"]), {}) | chunk
        elif kind == "plan_update":
            self.plan_title = str(chunk.get("title", ""))
        elif kind == "blocks":
            self.blocks.extend(chunk.get("blocks", []))
        else:
            raise SlackRefusal("invalid_chunks")


@dataclass
class Message:
    """One message; `only_for` names the one reader of an ephemeral message."""

    ts: str
    channel: str
    user: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    bot: bool = False
    only_for: str | None = None
    edited_ts: str | None = None
    broadcast: bool = False
    metadata: Json | None = None
    files: list[Json] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    stream: Stream | None = None
    username: str | None = None

    @property
    def is_root(self) -> bool:
        return self.thread_ts is None or self.thread_ts == self.ts

    def as_page(self) -> Json:
        """The message as the page draws it."""
        stream = self.stream
        return {
            "ts": self.ts,
            "channel": self.channel,
            "user": self.user,
            "text": self.text,
            "blocks": self.blocks,
            "attachments": self.attachments,
            "thread_ts": self.thread_ts,
            "bot": self.bot,
            "ephemeral": self.only_for is not None,
            "edited": self.edited_ts is not None and not (self.bot and self.blocks),
            "broadcast": self.broadcast,
            "files": self.files,
            "reactions": self.reactions,
            "username": self.username,
            "stream": None
            if stream is None
            else {
                "in_progress": stream.in_progress,
                "markdown": stream.markdown,
                "plan_title": stream.plan_title,
                "mode": stream.mode,
                "tasks": list(stream.tasks.values()),
            },
        }


class MessageLog:
    """The messages of every channel in order of time, and apart from them the ephemeral ones."""

    def __init__(self) -> None:
        self._channels: dict[str, dict[str, Message]] = {}
        self.ephemeral: list[Message] = []

    def add(self, message: Message) -> None:
        if message.only_for is not None:
            self.ephemeral.append(message)
        else:
            self._channels.setdefault(message.channel, {})[message.ts] = message

    def find(self, channel: str, ts: str) -> Message | None:
        return self._channels.get(channel, {}).get(ts)

    def find_anywhere(self, ts: str, reader: str) -> Message | None:
        """A message by its timestamp alone, as the given person sees it."""
        for message in self.ephemeral:
            if message.ts == ts and message.only_for == reader:
                return message
        return next((messages[ts] for messages in self._channels.values() if ts in messages), None)

    def remove(self, message: Message) -> None:
        if message.only_for is not None:
            self.ephemeral.remove(message)
        else:
            self._channels.get(message.channel, {}).pop(message.ts, None)

    def of(self, channel: str) -> list[Message]:
        return [message for _, message in sorted(self._channels.get(channel, {}).items())]

    def thread(self, channel: str, root: str) -> list[Message]:
        return [message for message in self.of(channel) if root in (message.ts, message.thread_ts)]

    def seen_by(self, person: str, channel: str) -> list[Message]:
        """Everything in a channel that this person sees, ephemeral messages included."""
        own = [each for each in self.ephemeral if each.only_for == person and each.channel == channel]
        return sorted([*self.of(channel), *own], key=lambda message: message.ts)
