"""Notes that Rapport writes, as HubSpot keeps them; by their mark they are found again, and not taken for news."""

from __future__ import annotations

import html
import re

MARK = re.compile(r"\brapport:([0-9a-f]{32})\b")
TAIL = 200  # characters at the end of a note among which the mark stands, markup included
MOST = 60_000  # characters of a text; HubSpot takes 65,536 of a note, markup included


def mark(key: str) -> str:
    """What stands at the end of a note."""
    return f"Logged with Rapport (rapport:{key})"


def key_in(body: str) -> str | None:
    """The key on a note; None on one that Rapport did not write."""
    found = MARK.findall(body[-TAIL:])
    return found[-1] if found else None


def body_of(text: str, key: str) -> str:
    """A note's body: nothing in the text is markup but its line breaks."""
    said = html.escape(text, quote=False).replace("\n", "<br>")
    cut = re.sub(r"<?&?[a-z;]{0,5}$", "", said[:MOST]) + "…" if len(said) > MOST else said
    return f"{cut}<br><br>{mark(key)}"
