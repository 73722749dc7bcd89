"""Answers that are said once, however often the event they answer is dealt with.

Slack has no key that makes a second `chat.postMessage` the first. So a message in somebody's direct messages carries as
metadata which event it answers, and as which message of that answer; calls that may have worked are not repeated by
themselves; and where an event is dealt with again, what was said already is looked for in its thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import ConnectionErrorRetryHandler, ServerErrorRetryHandler

from bot.slack.post import Place, Post, translated
from bot.slack.views.kit import Block, said
from crm.errors import RejectedError
from crm.spans import span

EVENT = "rapport_answer"  # what the message's metadata says it is
PAGE = 200
PAGES = 5
DOUBTFUL = (ConnectionErrorRetryHandler, ServerErrorRetryHandler)  # they repeat calls that may have worked


class Reply(Post):
    """What one event is answered with.

    Args:
        client: acts in the workspace.
        key: the event's, stable over its deliveries.
        again: whether it may have been answered before, wholly or in part.
    """

    def __init__(self, client: WebClient, key: str, *, again: bool) -> None:
        super().__init__(client)
        self._key, self._again = key, again
        self._number = 0
        self._known: dict[str, str] | None = None
        self._once = _once(client)

    def send(self, place: Place, blocks: Sequence[Block]) -> str | None:
        """As `Post.send`; in a thread of direct messages what was said at an earlier attempt is not said again."""
        if not place.private or place.thread is None:
            return super().send(place, blocks)
        mark, self._number = f"{self._key}/{self._number}", self._number + 1
        if self._again and (ts := self._said(place).get(mark)) is not None:
            return ts
        message = {
            "channel": place.channel,
            "thread_ts": place.thread,
            "blocks": list(blocks),
            "text": said(blocks),
            "metadata": {"event_type": EVENT, "event_payload": {"key": mark}},
            "unfurl_links": False,
            "unfurl_media": False,
        }
        with span("post", method="chat.postMessage"), translated("chat.postMessage"):
            return str(self._once.api_call("chat.postMessage", json=message)["ts"])

    def _said(self, place: Place) -> dict[str, str]:
        """What this event was answered with: timestamps by marks."""
        if self._known is None:
            found = self._marked(place.channel, str(place.thread))
            self._known = {mark: ts for mark, ts in found if mark.startswith(f"{self._key}/")}
        return self._known

    def _marked(self, channel: str, root: str) -> list[tuple[str, str]]:
        asked: dict[str, Any] = {"channel": channel, "ts": root, "limit": PAGE, "include_all_metadata": True}
        found: list[tuple[str, str]] = []
        for _ in range(PAGES):
            try:
                page = self._call("conversations.replies", asked)
            except RejectedError:  # the thread is gone, or may not be read: nothing is known
                return found
            found += [(_mark(message), str(message.get("ts"))) for message in page.get("messages") or []]
            asked["cursor"] = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not asked["cursor"]:
                break
        return found


def _mark(message: dict[str, Any]) -> str:
    metadata = message.get("metadata")
    if not isinstance(metadata, dict) or metadata.get("event_type") != EVENT:
        return ""
    return str((metadata.get("event_payload") or {}).get("key") or "")


def _once(client: WebClient) -> WebClient:
    """The same client, without second attempts where the first may have worked."""
    kept = [each for each in client.retry_handlers if not isinstance(each, DOUBTFUL)]
    return WebClient(
        token=client.token, base_url=client.base_url, timeout=client.timeout, ssl=client.ssl, proxy=client.proxy,
        retry_handlers=kept,
    )  # fmt: skip
