"""Whether a line's beginning names its speaker: "Jane Doe: let us start"."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path

LINE = re.compile(r"^(?:>>+|[-–—•])?(?P<name>[^:：]{1,64}?)(?::(?=\s|$)|：)(?P<said>.*)$")
WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*\.?")
MOST_WORDS = 7
MOST_WORDS_ONCE = 4
DOMINANT = 0.5  # of the lines begin so: the recorder names every speaker


class Naming:
    """Which beginnings are names is read off the whole transcript: speakers speak more than once.

    Args:
        lines: all that is said without a voice of its own, in order.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        beginnings = [_split(text.strip().split("\n", 1)[0]) for text in texts]
        named = [name for name, _ in beginnings if name]
        self._counts = Counter(named)
        self._dominant = len(named) >= DOMINANT * len(beginnings) if beginnings else False
        self._carries = len(self._counts) > 1 and not any(a == b for a, b in pairwise(named))
        self._speaker = ""

    def split(self, text: str) -> list[tuple[str, str]]:
        """The (speaker, words) of a cue; to be called cue by cue, in order.

        Where names only stand where the speaker changes, lines without one belong to the speaker before.
        """
        said: list[tuple[str, str]] = []
        for line in text.split("\n"):
            name, words = _split(line)
            if name and self._is_name(name):
                self._speaker = name
                said.append((name, words))
            elif said:
                said[-1] = (said[-1][0], f"{said[-1][1]}\n{line}")
            else:
                said.append((self._speaker if self._carries else "", line))
        return said

    def _is_name(self, name: str) -> bool:
        words = WORD.findall(name)
        if not words or len(words) > MOST_WORDS or name.casefold() in _no_names():
            return False
        shaped = all(_may_begin_a_name(word) for word in words) and not re.search(
            r"[?!…]|\.\s", name.replace("Dr. ", "")
        )
        if self._dominant and self._counts[name] > 1:
            return True
        return shaped and (self._counts[name] > 1 or (self._dominant and len(words) <= MOST_WORDS_ONCE))


def _split(line: str) -> tuple[str, str]:
    found = LINE.match(line.strip())
    if not found:
        return "", line
    return found["name"].strip(" \t-[]*_"), found["said"].strip()


def _may_begin_a_name(word: str) -> bool:
    """Capitals, digits and letters of scripts that know no capitals; "de", "von" and the like are few and short."""
    return not word[0].islower() or len(word) <= 3


@cache
def _no_names() -> frozenset[str]:
    words = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
    return frozenset(word.casefold() for word in words["no_names"])
