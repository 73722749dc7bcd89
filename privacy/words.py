"""Tokens of a text and the words of everyday English that are no safe sign of a person."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import NamedTuple

TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
POSSESSIVE = re.compile(r"['’][sS]$")
LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i"})


def word_set(words: str) -> frozenset[str]:
    """A set out of a line of words."""
    return frozenset(words.split())


TITLES = word_set(
    "mr mrs ms miss mx dr prof professor sir dame madam herr frau senor senora monsieur madame mme "
    "jr sr phd md mba esq cpa"
)
CALENDAR = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december spring summer autumn winter christmas easter"
)


class Token(NamedTuple):
    """A word of a text: `key` is its folded form, the offsets leave a possessive ending out."""

    key: str
    start: int
    end: int
    text: str


def fold(word: str) -> str:
    """A word without case, accents and apostrophes."""
    if word.isascii():
        return word.lower().replace("'", "")
    plain = unicodedata.normalize("NFKD", word.casefold().translate(LETTERS))
    return "".join(letter for letter in plain if not unicodedata.combining(letter) and letter not in "'’")


def tokens(text: str) -> list[Token]:
    found = []
    for match in TOKEN.finditer(text):
        word = match[0]
        if "'" in word or "’" in word:
            word = POSSESSIVE.sub("", word)
        start = match.start()
        found.append(Token(fold(word), start, start + len(word), word))
    return found


@cache
def common_words() -> frozenset[str]:
    """Words of everyday English, folded: "will", "may", "mark", "grace" and "hunter" are among them."""
    return frozenset(Path(__file__).with_name("common_words.txt").read_text(encoding="utf-8").split())


@cache
def kept_names() -> tuple[str, ...]:
    """Well-known companies, products and places that bear people's names: "Charles Schwab", "Jenkins", "San Diego"."""
    return tuple(Path(__file__).with_name("kept_names.txt").read_text(encoding="utf-8").splitlines())


def is_common(key: str) -> bool:
    return key in common_words()


def begins_sentence(text: str, start: int) -> bool:
    """Whether a word at `start` is the first of its sentence, line or quotation."""
    before = text[max(0, start - 6) : start].rstrip(" \t")
    return not before or before[-1] in '.!?:;•*>"“(\n\r-–—|/'
