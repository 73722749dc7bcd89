"""What stands in a redacted text where somebody's data stood: `[person:17]`, `[user:3]`, `<EMAIL_ADDRESS>`."""

from __future__ import annotations

import re

FORGOTTEN = "[forgotten]"  # of somebody whom nobody may know any more
PERSON = re.compile(r"\[(person|user):(\d{1,18})\]")  # groups: whose table, which row
ANY = re.compile(r"\[(?:person|user):\d{1,18}\]|<[A-Z]{2,}(?:_[A-Z]+)*>")
FORGED = re.compile(r"\[(?=(?:person|user):\d+\])", re.IGNORECASE)  # the beginning of one, in words that are not ours


def placeholder(kind: str, row_id: int) -> str:
    """Of a contact ("person") or a member of the team ("user")."""
    return f"[{kind}:{row_id}]"
