"""Placeholders as names while rules read a text: `[person:17]` is a person to them only where it looks like a name."""

from __future__ import annotations

import re

from crm.placeholders import PERSON

DIGITS = str.maketrans("0123456789", "abcdefghij")
LETTERS = str.maketrans("abcdefghij", "0123456789")
MARKS = {"person": "Zqv", "user": "Uqv"}
TABLES = {mark: table for table, mark in MARKS.items()}
NAMED = re.compile(r"\b(Zqv|Uqv)([a-j]{1,18})\b")


def named(text: str) -> str:
    """The text with a made-up name for each placeholder of a person."""
    return PERSON.sub(lambda found: f"{MARKS[found[1]]}{found[2].translate(DIGITS)}", text)


def unnamed(text: str) -> str:
    """The text with its placeholders back."""
    return NAMED.sub(lambda found: f"[{TABLES[found[1]]}:{found[2].translate(LETTERS)}]", text)
