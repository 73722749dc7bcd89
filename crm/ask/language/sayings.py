"""Turns of talk on deals, teams and tasks, put as the rest of a question is put; the turns are data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from crm.ask.words import SAYINGS

DEEPEST = 2  # parts within parts
PART = re.compile(r"\{(?P<name>[a-z]+|\d)\}")


def plainer(text: str) -> str:
    """The question in the words that the record has."""
    for turn, plain in _turns():
        text = turn.sub(plain, text)
    return text


@cache
def _turns() -> list[tuple[re.Pattern[str], str]]:
    return list(_compiled())


def _compiled() -> Iterator[tuple[re.Pattern[str], str]]:
    parts: dict[str, str] = SAYINGS["parts"]
    for turn in SAYINGS["turn"]:
        for words in turn.get("each", [[]]):
            known = parts | {str(place): word for place, word in enumerate(words)}
            yield re.compile(_filled(turn["said"], known), re.IGNORECASE), _filled(turn["plain"], known)


def _filled(pattern: str, known: dict[str, str]) -> str:
    """The pattern with its parts, and theirs; a number in braces that is no part is one of repetition."""
    for _ in range(DEEPEST):
        pattern = PART.sub(lambda match: known.get(match["name"], match.group()), pattern)
    return pattern
