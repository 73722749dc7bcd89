"""Sentences of mail, chat and notes: no quoted history, lists taken apart, wrapped lines joined."""

from __future__ import annotations

import re
from collections.abc import Iterator

QUOTED = re.compile(r"^\s*>")
HISTORY = re.compile(r"(?i)^\s*(?:-{2,}\s*original message|on .{5,120} wrote:\s*$|-{2,}\s*forwarded)")
BULLET = re.compile(r"^\s*(?:[-*•–·]|\(?\d{1,2}[.)]|\[[ x]?\])\s+")
ABBREVIATION = re.compile(
    r"(?i)\b(?:mr|mrs|ms|dr|prof|st|vs|etc|inc|ltd|co|corp|no|nr|approx|e\.g|i\.e|a\.m|p\.m|jan|feb|mar|apr|jun|jul|"
    r"aug|sep|sept|oct|nov|dec|[a-z])\.$"
)
END = re.compile(r"[.!?…]+[\"”')\]]*(?=\s|$)|;(?=\s)")
LONGEST = 1_000  # characters of a sentence


def sentences(text: str) -> list[str]:
    """The sentences of a text in order, whitespace made plain."""
    return [sentence for paragraph in _paragraphs(text) for sentence in _split(paragraph)]


def _paragraphs(text: str) -> Iterator[str]:
    current: list[str] = []
    for line in text.splitlines():
        if HISTORY.match(line):
            break
        plain = " ".join(line.split())
        if QUOTED.match(line):
            plain = ""
        bullet = BULLET.match(plain)
        if current and (not plain or bullet or not _goes_on(current[-1], plain)):
            yield " ".join(current)
            current = []
        plain = plain[bullet.end() :] if bullet else plain
        if plain:
            current.append(plain)
    if current:
        yield " ".join(current)


def _goes_on(before: str, line: str) -> bool:
    return before[-1] not in ".!?:" and (line[0].islower() or (before[-1] == "," and len(before) > 40))


def _split(paragraph: str) -> Iterator[str]:
    start = 0
    for match in END.finditer(paragraph):
        piece = paragraph[start : match.end()]
        if match[0].startswith(".") and ABBREVIATION.search(piece):
            continue
        if piece.strip(" .;"):
            yield piece.strip(" ;")[:LONGEST]
        start = match.end()
    rest = paragraph[start:].strip(" ;")
    if rest:
        yield rest[:LONGEST]
