"""The mark on notes that Rapport wrote: by it they are found again, and not taken for somebody else's."""

from __future__ import annotations

import re

MARK = re.compile(r"\brapport:([0-9a-f]{32})\b")
TAIL = 200  # characters at the end of a note among which the mark stands, markup included


def mark(key: str) -> str:
    """What stands at the end of a note."""
    return f"Logged with Rapport (rapport:{key})"


def key_in(body: str) -> str | None:
    """The key on a note; None on one that Rapport did not write."""
    found = MARK.findall(body[-TAIL:])
    return found[-1] if found else None
