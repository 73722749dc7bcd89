"""What a document holds, whatever it was written with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Document:
    """`unread` says why there is no text where there might be some; `pages` is None where the kind knows none."""

    type: str
    text: str = ""
    title: str = ""
    pages: int | None = None
    unread: str = ""
