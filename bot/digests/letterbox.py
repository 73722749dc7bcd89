"""Posts a message once: with a mark by which it is found again, and by calls that nothing repeats by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from bot.slack.post import ALT_LENGTH, TITLE_LENGTH, Post, translated
from bot.slack.views.kit import Block, cut, said
from crm.errors import RapportError

EVENT = "rapport_digest"
MARK = "digest:"  # what the id of the first block begins with
TIMEOUT = 10  # seconds of a call
PAGE = 200  # messages
PAGES = 10


@dataclass(frozen=True)
class Picture:
    """A PNG, with what it shows in words."""

    filename: str
    content: bytes
    title: str
    alt: str


class Letterbox(Post):
    """Of calls that are repeated by themselves one may have posted, and the next would again."""

    def __init__(self, client: WebClient) -> None:
        once = WebClient(
            token=client.token,
            base_url=client.base_url,
            timeout=TIMEOUT,
            ssl=client.ssl,
            proxy=client.proxy,
            retry_handlers=[RateLimitErrorRetryHandler(max_retry_count=1)],  # what is limited was not posted
        )
        super().__init__(once)

    def post(self, channel: str, blocks: Sequence[Block], key: str) -> str:
        """Posts a message that carries a key, as `marked` gives it; returns its ts.

        Raises:
            RetryableError: it may or may not be there.
            RejectedError: Slack does not take it.
        """
        message = {
            "channel": channel,
            "blocks": list(blocks),
            "text": said(blocks),
            "metadata": {"event_type": EVENT, "event_payload": {"key": key}},
            "unfurl_links": False,
            "unfurl_media": False,
        }
        return str(self._call("chat.postMessage", message)["ts"])

    def find(self, channel: str, key: str, since: datetime) -> str | None:
        """The ts of the message that carries a key; None where it is not there.

        Raises:
            RetryableError: Slack is not to be had now.
            RejectedError: Rapport may not read there.
        """
        asked: dict[str, Any] = {"channel": channel, "oldest": f"{since.timestamp():.6f}", "limit": PAGE}
        for _ in range(PAGES):
            page = self._call("conversations.history", {**asked, "include_all_metadata": True})
            for message in page.get("messages") or []:
                if _carries(message, key):
                    return str(message["ts"])
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return None
            asked["cursor"] = cursor
        return None

    def channel_named(self, name: str, pages: int) -> str | None:
        """The id of the channel of a name, as far as Rapport sees it.

        Raises:
            RetryableError: Slack is not to be had now.
        """
        asked = {"types": "public_channel,private_channel", "exclude_archived": True, "limit": 1000}
        cursor = ""
        for _ in range(pages):
            page = self._call("conversations.list", {**asked, "cursor": cursor})
            for channel in page.get("channels") or []:
                if str(channel.get("name", "")).casefold() == name.casefold():
                    return str(channel["id"])
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                break
        return None

    def pictures(self, channel: str, thread: str, pictures: Sequence[Picture]) -> list[str]:
        """Sends pictures into the thread of a message; returns the ids of their files.

        Raises:
            RetryableError: Slack is not to be had now.
            RejectedError: Slack does not take them.
        """
        uploads: list[dict[str, Any]] = [
            {
                "filename": each.filename,
                "content": each.content,
                "title": cut(each.title, TITLE_LENGTH),
                "alt_txt": cut(each.alt, ALT_LENGTH),
            }
            for each in pictures
        ]
        with translated("files.upload"):
            sent = self._client.files_upload_v2(file_uploads=uploads, channel=channel, thread_ts=thread)
        return [str(each.get("id")) for each in sent.get("files") or []]


def marked(blocks: Sequence[Block], key: str) -> list[Block]:
    """The blocks, the first with the key as its id."""
    first, *rest = blocks
    return [{**first, "block_id": f"{MARK}{key}"}, *rest]


def code_of(error: RapportError) -> str:
    """What Slack called it: `is_archived`; "" where it was not Slack that refused."""
    cause = error.__cause__
    return str(cause.response.get("error", "")) if isinstance(cause, SlackApiError) else ""


def _carries(message: dict[str, Any], key: str) -> bool:
    metadata = message.get("metadata") or {}
    told = (metadata.get("event_payload") or {}).get("key") if metadata.get("event_type") == EVENT else None
    first: dict[str, Any] = next(iter(message.get("blocks") or []), {})
    return told == key or first.get("block_id") == f"{MARK}{key}"
