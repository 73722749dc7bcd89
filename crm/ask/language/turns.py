"""Turns of talk about bills, subscriptions and talks, put as the record says them; the turns are data."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from crm.ask.language.begun import begun
from crm.ask.words import BOOKS


@dataclass(frozen=True)
class Turn:
    """What is said, and what that is in plain words, of a record that knows the words in `needs`."""

    said: re.Pattern[str]
    plain: str
    needs: tuple[str, ...]
    but: re.Pattern[str] | None  # what the phrase must hold, or a record's own word is meant
    when: re.Pattern[str] | None  # what the rest of the question must hold


def turned(text: str, known: Callable[[str], bool]) -> str:
    """The question with such turns in plain words."""
    text = begun(text, known)
    for turn in _turns():
        if all(known(word) for word in turn.needs):
            text = turn.said.sub(lambda match, turn=turn: _plain(match, turn), text)  # type: ignore[misc]
    return text


def _plain(match: re.Match[str], turn: Turn) -> str:
    rest = f"{match.string[: match.start()]} {match.string[match.end() :]}"
    if turn.but is not None and not turn.but.search(match.group()):
        return match.group()
    if turn.when is not None and not turn.when.search(rest):
        return match.group()
    return match.expand(turn.plain)


@cache
def _turns() -> tuple[Turn, ...]:
    return tuple(
        _turn(each, BOOKS[0]["parts"] | book["parts"], words)
        for book in BOOKS
        for each in book["turn"]
        for words in each.get("each", [[]])
    )


def _turn(each: dict[str, Any], parts: dict[str, str], words: list[str]) -> Turn:
    """One turn, with the words of one entry of its `each` in the place of {0}, {1} …"""
    said, plain = each["said"], each["plain"]
    for place, word in enumerate(words):
        said, plain = said.replace(f"{{{place}}}", word), plain.replace(f"{{{place}}}", word)
    return Turn(_pattern(said, parts), plain, tuple(each["needs"]), _given(each, "but"), _given(each, "when"))


def _given(each: dict[str, str], name: str) -> re.Pattern[str] | None:
    return re.compile(each[name], re.IGNORECASE) if name in each else None


def _pattern(said: str, parts: dict[str, str]) -> re.Pattern[str]:
    for name, part in reversed(parts.items()):
        said = said.replace(f"{{{name}}}", part)
    return re.compile(said, re.IGNORECASE)
