"""Long texts cut into passages that one vector can stand for."""

from __future__ import annotations

import re

from crm.placeholders import ANY

WANTED = 160  # words a passage is filled to
LONGEST = 200  # words a passage may have
STRAY = 40  # words: a last passage shorter than this joins the one before
FARTHEST = 2_000  # passages: of a text beyond that (a pasted log) the beginning is searched by meaning, all by keyword
SENTENCE_END = re.compile(
    r"""(?:(?<=[.!?…。！？])|(?<=[.!?…]["'”’)\]]))\s+  # after a full stop, with or without a closing quote
    (?=["'“‘(\[]?[^\W_a-z]|\[(?:person|user):|<[A-Z])  # before a capital, a figure or a placeholder""",
    re.VERBOSE,
)


def passages(subject: str | None, text: str) -> list[str]:
    """The text in passages of about 120 to 200 words, cut between sentences and lines; the same text, the same cuts.

    The subject opens the first passage. A text without a word has no passages.
    """
    pieces = [piece for line in _lines(subject, text) for piece in _pieces(line)]
    found: list[list[str]] = []
    length = 0
    for piece in pieces:
        words = len(piece.split())
        if not found or length + words > LONGEST or length >= WANTED:
            found.append([])
            length = 0
        found[-1].append(piece)
        length += words
    if len(found) > 1 and length < STRAY:
        found[-2:] = [found[-2] + found[-1]]
    return ["\n".join(sentences) for sentences in found[:FARTHEST]]


def sentences(text: str) -> list[str]:
    """The sentences of a passage, in order, as they stand there."""
    return [piece for line in text.splitlines() for piece in _split(line)]


def spoken(text: str) -> str:
    """The text as a model reads it: placeholders become a plain word, so that an id carries no meaning."""
    return ANY.sub("someone", text)


def _lines(subject: str | None, text: str) -> list[str]:
    lines = [subject or "", *text.splitlines()]
    return [line.strip() for line in lines if any(letter.isalnum() for letter in line)]


def _pieces(line: str) -> list[str]:
    """A line as it is where it fits, else by its sentences, else by words."""
    if len(line) < LONGEST or len(line.split()) <= WANTED // 2:
        return [line[start : start + LONGEST * 20] for start in range(0, len(line), LONGEST * 20)]
    return [part for sentence in _split(line) for part in _by_words(sentence)]


def _split(line: str) -> list[str]:
    return [part.strip() for part in SENTENCE_END.split(line) if part.strip()]


def _by_words(sentence: str) -> list[str]:
    words = sentence.split()
    if len(words) <= WANTED:
        return [sentence]
    return [" ".join(words[start : start + WANTED]) for start in range(0, len(words), WANTED)]
