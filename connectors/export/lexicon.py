"""The data of `words.toml`: how exports word things, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path


@cache
def data() -> dict[str, dict[str, list[str]]]:
    path = Path(__file__).with_name("words.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def lexicon(name: str) -> frozenset[str]:
    """A set of single words, such as those that name money."""
    return frozenset(data()["lexicon"][name])
