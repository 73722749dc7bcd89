"""A source that is written to as well: what people log here stands there too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable


@dataclass(frozen=True)
class Note:
    """What is to be written.

    Args:
        key: 32 hexadecimal digits; whatever is written carries it.
        text: as people here read it, names in place of placeholders.
        occurred_at: when it happened.
        author: the address of the colleague who logged it; "" where nobody is known to have.
        about: the source's own keys of what it is about, the most telling first: accounts, contacts, deals.
        made_at: when it was first to be written; nothing with its key is older.
    """

    key: str
    text: str
    occurred_at: datetime
    author: str
    about: tuple[tuple[str, str], ...]  # entity and key
    made_at: datetime


@runtime_checkable
class Outlet(Protocol):
    """A connector that writes too. All of it raises as `Connector.pages` does; what is refused raises RejectedError."""

    def write(self, note: Note) -> str:
        """Writes a note that is not there yet; its id there. A RetryableError leaves open whether it got there."""

    def find(self, note: Note) -> str | None:
        """The id of the note with this key, if it got there, also a moment ago."""

    def withdraw(self, identity: str) -> None:
        """Takes a note back; one that is not there is as good."""
