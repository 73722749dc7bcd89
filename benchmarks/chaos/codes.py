"""Words that occur nowhere else: each event carries one, so that its effects can be told apart."""

from __future__ import annotations

import re

MARK = re.compile(r"\bzz[a-p]{6}q\b")
LETTERS = "abcdefghijklmnop"


def code(number: int) -> str:
    """The word of an event, such as `zzaaaabcq`."""
    return "zz" + "".join(LETTERS[number >> shift & 15] for shift in range(20, -4, -4)) + "q"


def codes(text: str) -> list[str]:
    return MARK.findall(text)
