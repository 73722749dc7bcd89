"""Who hears an answer while it is being made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


class Listener(Protocol):
    """A face that shows progress. Nothing here is called by an answer that takes no model."""

    def status(self, text: str) -> None:
        """What is being done now, in a few words."""

    def said(self, text: str) -> None:
        """The next part of the answer's sentence, checked against the record and ready to be shown."""


@dataclass(frozen=True)
class Hearing:
    """A listener, if there is one, and how redacted words are made fit for it."""

    listener: Listener | None
    shown: Callable[[str], str]

    def status(self, text: str) -> None:
        if self.listener is not None:
            self.listener.status(text)

    def said(self, redacted: str) -> str:
        """The words as they are shown."""
        text = self.shown(redacted)
        if self.listener is not None:
            self.listener.said(text)
        return text
