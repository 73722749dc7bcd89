"""What mail programs write around a message, by language: read from words.toml, made into expressions once."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

FAR_EAST = 0x2E80  # from here on scripts put no spaces between words


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))


def listed(section: str, name: str) -> list[str]:
    return _words()[section][name]


def one_of(section: str, name: str) -> str:
    """An expression for any of the listed words, longest first, each whole."""
    words = sorted(set(listed(section, name)), key=len, reverse=True)
    return "(?:" + "|".join(_whole(word) for word in words) + ")"


def _whole(word: str) -> str:
    escaped = re.escape(word).replace(r"\ ", r"[ \t\u00a0]+").replace("'", "['’]")
    before = r"(?<!\w)" if ord(word[0]) < FAR_EAST and word[0].isalnum() else ""
    after = r"(?!\w)" if ord(word[-1]) < FAR_EAST and word[-1].isalnum() else ""
    return f"{before}{escaped}{after}"


@cache
def expression(pattern: str) -> re.Pattern[str]:
    """A pattern in which `{section.name}` stands for any of the words listed there."""
    filled = re.sub(r"\{(\w+)\.(\w+)\}", lambda found: one_of(found[1], found[2]), pattern)
    return re.compile(filled, re.IGNORECASE)
