"""Slack channels linked to a client: what is said there from now on, as Slack tells it. Nothing is ever fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from pydantic import Field

from connectors.registry import Config, Context
from crm.intake.event import Event, Page, Party
from crm.model import Kind

KIND = "slack-channel"
PEOPLE = "slack:"  # before a member's id, where an address would stand
NEVER_MORE = datetime(9999, 1, 1, tzinfo=UTC)  # nothing is told later than that it was taken back
SOMEBODY = "@somebody"  # where a member was mentioned: who it was is for the workspace to know
DELETED = "message_deleted"
CHANGED = "message_changed"
SAID = (None, "file_share", "thread_broadcast", "me_message")
MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
LINK = re.compile(r"<(?:mailto:|tel:)?([^|>]*)\|([^>]*)>|<([^@#!>][^>]*)>")
ENTITIES = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}


class Settings(Config):
    channel: str = Field(description="The channel's id; `/rapport link CLIENT` in the channel sets this up.")
    account: str = Field(description="The client it belongs to.")
    url: str = Field(default="", description="Where the workspace is on the web, for links to messages.")
    people: dict[str, str] = Field(default={}, description="Addresses or names of members who are not of the team.")


def connect(settings: Settings, context: Context) -> SlackChannel:
    return SlackChannel(settings, context)


class SlackChannel:
    """Waits to be told by Slack's events: looking at a channel's past is not for an app that lives beside it."""

    def __init__(self, settings: Settings, context: Context) -> None:
        self._settings, self._context = settings, context

    def pages(self, cursor: Mapping[str, Any]) -> Iterator[Page]:  # noqa: ARG002
        return iter(())

    def close(self) -> None:
        pass

    def heard(self, event: Mapping[str, Any]) -> Event | None:
        """What a `message` event, as Slack sends it, tells; None where nobody said anything."""
        said = event.get("message") if event.get("subtype") == CHANGED else event
        if event.get("subtype") == DELETED:
            return self._deleted(event)
        if not isinstance(said, Mapping) or said.get("subtype") not in SAID or said.get("bot_id"):
            return None
        text, ts, author = plain(str(said.get("text") or ""), SOMEBODY), str(said.get("ts") or ""), said.get("user")
        if not text or not author or not _is_moment(ts):
            return None
        edited = said.get("edited")
        revision = str(edited.get("ts") or "") if isinstance(edited, Mapping) else ""
        return Event(
            key=f"{self._settings.channel}:{ts}",
            revision=revision,
            changed_at=_moment(revision) if _is_moment(revision) else _moment(ts),
            kind=Kind.MESSAGE,
            occurred_at=_moment(ts),
            text=text,
            parties=(self._author(str(author)),),
            thread=f"{self._settings.channel}:{said.get('thread_ts') or ts}",
            account=self._settings.account,
            url=self._link(ts),
        )

    def _author(self, member: str) -> Party:
        known = self._settings.people.get(member, "")
        if "@" in known:
            return Party(role="author", address=known)
        return Party(role="author", name=known) if known else Party(role="author", address=f"{PEOPLE}{member}")

    def _link(self, ts: str) -> str:
        web = self._settings.url
        return f"{web.rstrip('/')}/archives/{self._settings.channel}/p{ts.replace('.', '')}" if web else ""

    def _deleted(self, event: Mapping[str, Any]) -> Event | None:
        """What was said is taken back here too: the row stays, its words go."""
        ts = str(event.get("deleted_ts") or "")
        if not _is_moment(ts):
            return None
        return Event(
            key=f"{self._settings.channel}:{ts}",
            revision="deleted",
            changed_at=NEVER_MORE,
            kind=Kind.MESSAGE,
            occurred_at=_moment(ts),
            account=self._settings.account,
            attributes={"deleted": True},
        )


def plain(text: str, member: str = " ") -> str:
    """A message's text without Slack's markup: links as their words, entities as characters, `member` for mentions."""
    text = MENTION.sub(member, text)
    text = LINK.sub(lambda found: found.group(2) or found.group(1) or found.group(3) or "", text)
    for entity, character in ENTITIES.items():
        text = text.replace(entity, character)
    return text.strip()


def _moment(ts: str) -> datetime:
    return datetime.fromtimestamp(float(ts), UTC)


def _is_moment(ts: str) -> bool:
    return bool(re.fullmatch(r"\d{1,11}\.\d{1,6}", ts))
