"""An answer that grows while it is read: the status line, the stream, and what is done when the stream dies."""

from __future__ import annotations

from collections.abc import Sequence
from http.client import HTTPException
from types import TracebackType

import structlog
from slack_sdk.errors import SlackClientError
from slack_sdk.web.chat_stream import ChatStream

from bot.slack.post import Place, Post
from bot.slack.views.kit import Block, markdown
from crm.errors import RapportError

log = structlog.get_logger()

FAILURES = (SlackClientError, OSError, HTTPException)


class Stream:
    """A listener to an answer, and the way that answer is sent.

    In a thread of the direct messages the sentence is streamed as it comes; elsewhere only `finish` is seen. Whatever
    Slack does, the person gets the whole answer, once.
    """

    def __init__(self, post: Post, place: Place) -> None:
        self._post = post
        self._place = place
        self._live = place.private and place.thread is not None
        self._stream: ChatStream | None = None
        self._said = ""
        self._status = ""

    def __enter__(self) -> Stream:
        return self

    def __exit__(self, kind: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        if kind is not None:
            self._remove()

    def status(self, text: str) -> None:
        if self._live and self._stream is None and text != self._status:
            self._status = text
            self._post.status(self._place, text)

    def said(self, text: str) -> None:
        self._said += text
        if not self._live:
            return
        try:
            if self._stream is None:
                self._stream = self._post.stream(self._place)
            self._stream.append(markdown_text=markdown(text))
        except FAILURES as error:
            self._died(error)

    def finish(self, sentence: str, blocks: Sequence[Block]) -> None:
        """The whole answer; `sentence` is its first block in plain words.

        Raises:
            RetryableError: Slack is not to be had now.
            RejectedError: Slack will not take this.
        """
        if self._ts is None:
            self._post.send(self._place, blocks)
        elif not (self._said.strip() == sentence.strip() and self._stopped(blocks[1:])):
            self._replace(self._ts, blocks)

    @property
    def _ts(self) -> str | None:
        return self._stream.ts if self._stream else None

    def _stopped(self, blocks: Sequence[Block]) -> bool:
        if not self._live or self._stream is None:
            return False
        try:
            self._stream.stop(blocks=list(blocks))
        except FAILURES as error:
            self._died(error)
            return False
        return True

    def _replace(self, ts: str, blocks: Sequence[Block]) -> None:
        """The message that had begun becomes the whole answer; where it cannot, a new one takes its place."""
        self._post.stop_stream(self._place, ts)
        try:
            self._post.update(self._place.channel, ts, blocks)
        except RapportError:
            self._post.send(self._place, blocks)
            self._remove()

    def _remove(self) -> None:
        """Takes back what was only begun."""
        if self._ts is not None:
            self._post.delete(self._place.channel, self._ts)

    def _died(self, error: Exception) -> None:
        self._live = False
        log.warning("slack_stream_died", error=type(error).__name__)
