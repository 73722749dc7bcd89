"""Sending: to whom an answer goes, without previews, within Slack's limits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.web.chat_stream import ChatStream

from bot.slack.views.kit import Block, cut, said
from crm.errors import RejectedError, RetryableError
from crm.spans import span

log = structlog.get_logger()

CODE = re.compile(r"[a-z_]+")  # anything else is not an answer of Slack's
ALT_LENGTH = 1000  # characters of a picture in words
TITLE_LENGTH = 250
STREAM_TIMEOUT = 5  # seconds: a part of an answer that comes later is of no use
PASSING = {"ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"}


@dataclass(frozen=True)
class Place:
    """Where an answer belongs: a DM (in its thread), or a channel, where only the asker sees it."""

    channel: str
    user: str
    thread: str | None
    private: bool  # a DM with Rapport


class Post:
    """Writes messages as the bot."""

    def __init__(self, client: WebClient) -> None:
        self._client = client

    def send(self, place: Place, blocks: Sequence[Block]) -> str | None:
        """Sends to a place; returns the message's ts (None for one that only the asker sees).

        Raises:
            RetryableError: Slack is not to be had now.
            RejectedError: Slack will not take this.
        """
        message: dict[str, Any] = {"channel": place.channel, "blocks": list(blocks), "text": said(blocks)}
        if place.thread:
            message["thread_ts"] = place.thread
        if place.private:
            response = self._call("chat.postMessage", {**message, "unfurl_links": False, "unfurl_media": False})
            return str(response["ts"])
        self._call("chat.postEphemeral", {**message, "user": place.user})
        return None

    def plant(self, channel: str, blocks: Sequence[Block], metadata: dict[str, Any]) -> str:
        """Sends a message that carries metadata, by which it can be found again; returns its ts.

        Raises:
            RetryableError: Slack is not to be had now; it may have taken the message all the same.
            RejectedError: Slack will not take this.
        """
        said_too = {"text": said(blocks), "unfurl_links": False, "unfurl_media": False, "metadata": metadata}
        return str(self._call("chat.postMessage", {"channel": channel, "blocks": list(blocks), **said_too})["ts"])

    def update(self, channel: str, ts: str, blocks: Sequence[Block]) -> None:
        self._call("chat.update", {"channel": channel, "ts": ts, "blocks": list(blocks), "text": said(blocks)})

    def delete(self, channel: str, ts: str) -> None:
        """Takes a message back; one that cannot be taken back stays."""
        self._quietly("chat.delete", {"channel": channel, "ts": ts})

    def upload(self, place: Place, filename: str, content: bytes, title: str, alt: str | None = None) -> None:
        """Sends a file to a place where only the person sees it. `alt` is a picture in words.

        Raises:
            RetryableError: Slack is not to be had now.
            RejectedError: Slack will not take this.
        """
        if not place.private:
            raise RejectedError("A file in a channel is seen by everybody.")
        with translated("files.upload"):
            self._client.files_upload_v2(
                filename=filename,
                content=content,
                title=cut(title, TITLE_LENGTH),
                alt_txt=cut(alt, ALT_LENGTH) if alt else None,
                channel=place.channel,
                thread_ts=place.thread,
            )

    def status(self, place: Place, text: str) -> None:
        """The line that says what is being done; it goes by itself when an answer comes."""
        line = {"channel_id": place.channel, "thread_ts": place.thread, "status": text}
        self._quietly("assistant.threads.setStatus", line)

    def stream(self, place: Place) -> ChatStream:
        """A message that grows. Its calls are never repeated: a part that was said twice would be read twice."""
        once = WebClient(
            token=self._client.token,
            base_url=self._client.base_url,
            timeout=STREAM_TIMEOUT,
            ssl=self._client.ssl,
            proxy=self._client.proxy,
            retry_handlers=[RateLimitErrorRetryHandler(max_retry_count=1)],
        )
        return once.chat_stream(channel=place.channel, thread_ts=place.thread or "", buffer_size=1)

    def stop_stream(self, place: Place, ts: str) -> None:
        """Ends a stream that is to be replaced; one that has ended by itself is as good."""
        self._quietly("chat.stopStream", {"channel": place.channel, "ts": ts})

    def respond(self, url: str, blocks: Sequence[Block], *, replace: bool) -> None:
        """Answers through a payload's `response_url`: how an ephemeral message is replaced.

        Raises:
            RetryableError: Slack is not to be had now.
        """
        from slack_sdk.webhook import WebhookClient  # noqa: PLC0415

        try:
            response = WebhookClient(url).send(
                text=said(blocks), blocks=list(blocks), replace_original=replace, response_type="ephemeral"
            )
        except OSError as error:
            raise RetryableError("Slack could not be reached.") from error
        if response.status_code >= 400:
            raise RetryableError("Slack did not take the answer.")

    def home(self, user: str, blocks: Sequence[Block]) -> None:
        self._call("views.publish", {"user_id": user, "view": {"type": "home", "blocks": list(blocks)}})

    def direct(self, user: str) -> str:
        """The channel of somebody's direct messages with Rapport."""
        return str(self._call("conversations.open", {"users": user})["channel"]["id"])

    def channel(self, channel: str) -> dict[str, Any]:
        """A channel as Slack describes it now."""
        return dict(self._call("conversations.info", {"channel": channel}).get("channel") or {})

    def replies(self, channel: str, root: str, most: int) -> list[dict[str, Any]]:
        """A thread's messages, oldest first, at most this many of them.

        Raises:
            RetryableError: Slack is not to be had now.
            RejectedError: Rapport may not read there.
        """
        found: list[dict[str, Any]] = []
        cursor = ""
        while len(found) < most:
            page = self._call("conversations.replies", {"channel": channel, "ts": root, "limit": 200, "cursor": cursor})
            found += page.get("messages") or []
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                break
        return found[:most]

    def person(self, user: str) -> tuple[str, str]:
        """What somebody is called in Slack, and their e-mail address ("" where Slack tells none).

        Raises:
            RetryableError: Slack is not to be had now.
        """
        person = self.member(user)
        profile = person.get("profile") or {}
        name = profile.get("real_name") or person.get("real_name") or person.get("name") or "Somebody"
        return str(name), str(profile.get("email") or "")

    def member(self, user: str) -> dict[str, Any]:
        """Somebody as Slack describes them now."""
        return dict(self._call("users.info", {"user": user}).get("user") or {})

    def by_email(self, address: str) -> str | None:
        """The id of the member with this e-mail address.

        Raises:
            RetryableError: Slack is not to be had now.
        """
        try:
            with translated("users.lookupByEmail"):
                found = self._client.users_lookupByEmail(email=address)
        except RejectedError:
            return None
        return str((found.get("user") or {}).get("id") or "") or None

    def members(self, channel: str, most: int = 1000) -> list[str]:
        """The ids of a channel's members, at most this many of them.

        Raises:
            RetryableError: Slack is not to be had now.
            RejectedError: Rapport may not know.
        """
        found: list[str] = []
        cursor = ""
        while len(found) < most:
            asked = {"channel": channel, "limit": min(most, 1000), "cursor": cursor}
            page = self._call("conversations.members", asked)
            found += page.get("members") or []
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                break
        return found[:most]

    def web(self) -> tuple[str, str]:
        """Where the workspace is on the web, and Rapport's own member id.

        Raises:
            RetryableError: Slack is not to be had now.
        """
        told = self._call("auth.test", {})
        return str(told.get("url") or ""), str(told.get("user_id") or "")

    def open(self, trigger: str, view: Block) -> None:
        self._call("views.open", {"trigger_id": trigger, "view": view})

    def push(self, trigger: str, view: Block) -> None:
        """Opens a modal on top of the one that is open."""
        self._call("views.push", {"trigger_id": trigger, "view": view})

    def update_view(self, view_id: str, view: Block) -> None:
        """Draws a modal anew; one that was closed meanwhile is left closed.

        Raises:
            RetryableError: Slack is not to be had now.
            RejectedError: Slack will not take this.
        """
        try:
            self._call("views.update", {"view_id": view_id, "view": view})
        except RejectedError as error:
            cause = error.__cause__
            if not isinstance(cause, SlackApiError) or cause.response.get("error") != "not_found":
                raise

    def prompts(self, channel: str, questions: Sequence[str], title: str) -> None:
        """Sets the questions Slack offers in a DM with Rapport."""
        offered = [{"title": question, "message": question} for question in questions[:4]]
        self._call("assistant.threads.setSuggestedPrompts", {"channel_id": channel, "prompts": offered, "title": title})

    def _quietly(self, method: str, payload: dict[str, Any]) -> None:
        """A call without which the answer is as good."""
        try:
            self._call(method, payload)
        except (RetryableError, RejectedError):
            log.info("slack_call_forgone", method=method)

    def _call(self, method: str, payload: dict[str, Any]) -> dict[str, Any]:
        with span("post", method=method), translated(method):
            return dict(self._client.api_call(method, json=payload).data)  # type: ignore[arg-type]


@contextmanager
def translated(method: str) -> Iterator[None]:
    """Slack's errors as what the caller does next."""
    try:
        yield
    except SlackApiError as error:
        code = str(error.response.get("error", ""))
        if code in PASSING or error.response.status_code >= 429 or not CODE.fullmatch(code):
            raise RetryableError("Slack is busy.") from error
        log.warning("slack_refused", method=method, code=code)
        raise RejectedError("Slack would not take my answer. It is noted for your admin.") from error
    except SlackRequestError as error:
        raise RetryableError("Slack would not take a file.") from error
    except (OSError, HTTPException) as error:
        if isinstance(error, HTTPError):
            error.close()  # it holds the connection
        raise RetryableError("Slack could not be reached.") from error
