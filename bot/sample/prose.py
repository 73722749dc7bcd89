"""Pieces of text with choices and slots, and a writer who repeats himself as little as he can."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib import resources
from random import Random
from string import Template
from typing import Final

_CHOICE: Final = re.compile(r"\{([^{}]*)\}")
_SPACES: Final = re.compile(r" {2,}")
_BEFORE_POINT: Final = re.compile(r" +([.,!?])")
_START: Final = re.compile(r"([.!?] |^)([a-z])", re.MULTILINE)

Slots = Mapping[str, str]


@cache
def sections(name: str) -> dict[str, tuple[str, ...]]:
    """The pieces of a file by heading: a line each, or a paragraph each where the file has talk in it."""
    whole = resources.files("bot.sample").joinpath("texts", name).read_text("utf-8")
    found: dict[str, list[str]] = {}
    piece: list[str] = []
    heading = ""
    for line in [*whole.splitlines(), ""]:
        if line.startswith("[") and line.endswith("]"):
            heading = line[1:-1]
        elif name == "talk.txt" and line and not line.startswith("#"):
            piece.append(line)
        elif piece and not line:
            found.setdefault(heading, []).append("\n".join(piece))
            piece = []
        elif line and not line.startswith("#"):
            found.setdefault(heading, []).append(line)
    return {key: tuple(value) for key, value in found.items()}


class Writer:
    def __init__(self, random: Random) -> None:
        self._random = random
        self._used: Counter[str] = Counter()

    def piece(self, file: str, heading: str, slots: Slots, *, avoid: set[str] | None = None) -> str:
        """One of the pieces under a heading, the least worn first; nothing when `avoid` holds all of them."""
        pieces = [piece for piece in sections(file)[heading] if not avoid or piece not in avoid]
        if not pieces:
            return ""
        least = min(self._used[piece] for piece in pieces)
        chosen = self._random.choice([piece for piece in pieces if self._used[piece] <= least + 1])
        self._used[chosen] += 1
        if avoid is not None:
            avoid.add(chosen)
        return self.fill(chosen, slots)

    def fill(self, piece: str, slots: Slots) -> str:
        """The piece with its choices made and its slots filled."""
        while found := _CHOICE.search(piece):
            piece = piece[: found.start()] + self._random.choice(found[1].split("|")) + piece[found.end() :]
        text = _SPACES.sub(" ", Template(piece).substitute(slots)).strip()
        return _BEFORE_POINT.sub(r"\1", text)


def sentence_case(text: str) -> str:
    """Capitals where sentences begin."""
    return _START.sub(lambda found: found[1] + found[2].upper(), text)


def has(file: str, heading: str) -> bool:
    return heading in sections(file)
