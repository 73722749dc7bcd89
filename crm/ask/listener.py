"""Who hears an answer while it is being made."""

from __future__ import annotations

from typing import Protocol


class Listener(Protocol):
    """A face that shows progress. Nothing here is called by an answer that takes no model."""

    def status(self, text: str) -> None:
        """What is being done now, in a few words."""

    def said(self, text: str) -> None:
        """The next part of the answer's sentence, checked against the record and ready to be shown."""
