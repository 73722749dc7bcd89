"""Turns of talk about bills, subscriptions and talks, put as the record says them: data of `words/books.toml`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from crm.ask.language.begun import begun
from crm.ask.words import BOOKS


@dataclass(frozen=True)
class Turn:
    """What is said, and what that is in plain words, of a record that knows the words in `needs`."""

    said: re.Pattern[str]
    plain: str
    needs: tuple[str, ...]
    but: re.Pattern[str] | None  # what the phrase must hold, or a record's own word is meant


def turned(text: str, known: Callable[[str], bool]) -> str:
    """The question with such turns in plain words."""
    text = begun(text, known)
    for turn in _turns():
        if all(known(word) for word in turn.needs):
            text = turn.said.sub(lambda match, turn=turn: _plain(match, turn), text)  # type: ignore[misc]
    return text


def _plain(match: re.Match[str], turn: Turn) -> str:
    if turn.but is not None and not turn.but.search(match.group()):
        return match.group()
    return match.expand(turn.plain)


@cache
def _turns() -> tuple[Turn, ...]:
    parts = BOOKS["parts"]
    return tuple(
        Turn(_pattern(each["said"], parts), each["plain"], tuple(each["needs"]), _but(each)) for each in BOOKS["turn"]
    )


def _but(each: dict[str, str]) -> re.Pattern[str] | None:
    return re.compile(each["but"], re.IGNORECASE) if "but" in each else None


def _pattern(said: str, parts: dict[str, str]) -> re.Pattern[str]:
    for name, part in reversed(parts.items()):
        said = said.replace(f"{{{name}}}", part)
    return re.compile(said, re.IGNORECASE)
