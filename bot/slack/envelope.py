"""What Slack delivered: which workspace, who, where, and the key that makes a second delivery the same event."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Literal

Sort = Literal["event", "command", "action", "view", "shortcut", "other"]
HANDLED_EVENTS = {"message", "app_mention", "app_home_opened"}
FAREWELLS = {"app_uninstalled", "tokens_revoked"}


@dataclass(frozen=True)
class Envelope:
    """The parts of a payload that every handler needs. `key` is stable over redeliveries."""

    sort: Sort
    key: str
    team: str | None
    user: str | None
    channel: str | None
    body: dict[str, Any]

    @property
    def event(self) -> dict[str, Any]:
        found = self.body.get("event")
        return found if isinstance(found, dict) else {}

    @property
    def enterprise(self) -> str | None:
        """What the workspace belongs to, where it does."""
        return _text(self.body.get("enterprise_id") or _dict(self.body, "enterprise").get("id"))

    @property
    def is_farewell(self) -> bool:
        """Whether the workspace took the app, or its tokens, away."""
        return self.sort == "event" and self.event.get("type") in FAREWELLS

    @property
    def pressed(self) -> dict[str, Any]:
        """The element that was used; empty where none was."""
        used = self.body.get("actions")
        return used[0] if isinstance(used, list) and used and isinstance(used[0], dict) else {}

    @property
    def is_channel_talk(self) -> bool:
        """Whether somebody said, edited or took back something in a channel."""
        event = self.event
        in_channel = event.get("type") == "message" and event.get("channel_type") in {"channel", "group"}
        return bool(self.team) and in_channel and not event.get("bot_id")

    @property
    def wanted(self) -> bool:
        """Whether anything would come of it: not other people's edits, joins, and bots."""
        if self.is_farewell:
            return bool(self.team)
        if self.sort == "other" or not self.team or not self.user:
            return False
        if self.sort != "event":
            return True
        event = self.event
        if event.get("type") not in HANDLED_EVENTS or event.get("bot_id"):
            return False
        if event.get("type") != "message":
            return True
        return event.get("channel_type") == "im" and event.get("subtype") in (None, "file_share")


def read(body: dict[str, Any]) -> Envelope:
    """Reads any payload Slack may send; never raises."""
    sort = _sort(body)
    event = _dict(body, "event")
    user = event.get("user") if sort == "event" else body.get("user_id") or _dict(body, "user").get("id")
    team = body.get("team_id") or _dict(body, "team").get("id") or _dict(body, "user").get("team_id")
    channel = event.get("channel") or body.get("channel_id") or _dict(body, "channel").get("id")
    team = team or body.get("enterprise_id") or _dict(body, "enterprise").get("id")  # of a whole enterprise
    return Envelope(sort, _key(sort, body), _text(team), _text(user), _text(channel), body)


def _sort(body: dict[str, Any]) -> Sort:
    kind = body.get("type")
    if kind == "event_callback":
        return "event"
    if kind == "block_actions":
        return "action"
    if kind == "view_submission":
        return "view"
    if kind == "message_action":
        return "shortcut"
    return "command" if isinstance(body.get("command"), str) else "other"


def _key(sort: Sort, body: dict[str, Any]) -> str:
    named = {
        "event": body.get("event_id"),
        "command": body.get("trigger_id"),
        "action": body.get("trigger_id"),
        "shortcut": body.get("trigger_id"),
        "view": f"{_dict(body, 'view').get('id')}:{_dict(body, 'view').get('hash')}",
    }.get(sort)
    if isinstance(named, str) and named:
        return f"{sort}:{named}"[:191]
    digest = hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()
    return f"{sort}:{digest}"


def _dict(body: dict[str, Any], name: str) -> dict[str, Any]:
    found = body.get(name)
    return found if isinstance(found, dict) else {}


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
