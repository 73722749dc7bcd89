"""All that the local Slack remembers, behind one lock."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.console.feed import Feed
from bot.console.ids import Ticker
from bot.console.messages import Message, MessageLog
from bot.console.tickets import Tickets
from bot.console.uploads import Upload
from bot.console.views import View, Views
from bot.console.workspace import Channel, Workspace
from crm.clock import Clock

Json = dict[str, Any]


@dataclass
class State:
    workspace: Workspace
    clock: Clock
    url: str = ""
    feed: Feed = field(default_factory=Feed)
    log: MessageLog = field(default_factory=MessageLog)
    views: Views = field(default_factory=Views)
    statuses: dict[tuple[str, str], Json] = field(default_factory=dict)
    sessions: dict[tuple[str, str], Json] = field(default_factory=dict)
    prompts: dict[str, Json] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)
    on_app_message: Callable[[str, Message], None] = lambda _kind, _message: None

    def __post_init__(self) -> None:
        self.ticker = Ticker(self.clock)
        self.tickets = Tickets(self.clock)

    def show(self, message: Message) -> None:
        """Tell the watchers that a message is new or has changed."""
        self.feed.publish("message", message=message.as_page(), only_for=message.only_for)

    def hide(self, message: Message) -> None:
        self.feed.publish("removed", channel=message.channel, ts=message.ts, only_for=message.only_for)

    def post(self, message: Message) -> None:
        """Put a new message where it belongs; what the app says ends its own status line."""
        self.log.add(message)
        if message.bot:
            self.set_status(message.channel, message.thread_ts or message.ts, "")
        self.show(message)

    def set_status(self, channel: str, thread_ts: str, status: str, loading: list[str] | None = None) -> None:
        key = (channel, thread_ts)
        if status:
            self.statuses[key] = {"status": status, "loading_messages": loading or []}
        elif self.statuses.pop(key, None) is None:
            return
        self.feed.publish("status", channel=channel, thread_ts=thread_ts, status=status, loading_messages=loading or [])

    def show_modals(self, user: str) -> None:
        stack = [view.as_page() for view in self.views.stacks.get(user, [])]
        self.feed.publish("modals", views=stack, only_for=user)

    def show_home(self, view: View) -> None:
        self.feed.publish("home", view=view.as_page(), only_for=view.user)

    def view_api(self, view: View) -> Json:
        return view.as_api(self.workspace.team_id, self.workspace.app_id, self.workspace.bot_id)

    def channel_of(self, message: Message) -> Channel:
        return self.workspace.channels[message.channel]

    def message_api(self, message: Message) -> Json:
        """The message object of events and of `conversations.history`."""
        team = self.workspace.people[message.user].team_id if message.user in self.workspace.people else ""
        shape: Json = {
            "type": "message",
            "user": message.user,
            "ts": message.ts,
            "text": message.text,
            "team": team,
            "blocks": message.blocks,
        }
        if message.bot:
            profile = {"id": self.workspace.bot_id, "app_id": self.workspace.app_id, "name": self.workspace.bot.name}
            shape |= {"bot_id": self.workspace.bot_id, "app_id": self.workspace.app_id, "bot_profile": profile}
        for key in ("thread_ts", "metadata", "attachments", "files"):
            if getattr(message, key):
                shape[key] = getattr(message, key)
        if message.edited_ts:
            shape["edited"] = {"user": message.user, "ts": message.edited_ts}
        if message.reactions:
            shape["reactions"] = [
                {"name": name, "users": users, "count": len(users)} for name, users in message.reactions.items()
            ]
        replies = [
            each for each in self.log.thread(message.channel, message.ts) if each.thread_ts == message.ts != each.ts
        ]
        if replies:
            shape |= {"thread_ts": message.ts, "reply_count": len(replies), "latest_reply": replies[-1].ts}
        return shape
