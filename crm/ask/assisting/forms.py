"""Whole questions as people put them to an assistant, and the parts that differ: data in words/assistant.toml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from crm.ask.words import ASSISTANT

BEFORE = (
    r"(?:,? (?:before|ahead of|for) (?:my|our|the|a|this) (?:next )?(?:call|meeting|visit|chat|demo|review|qbr)"
    r"(?: (?:with|at) (?:them|him|her))?(?: (?:today|tomorrow|now|later|this \w+|next \w+))?)?"
)
LEAD = re.compile(
    r"^(?:(?:hey|hi|hello|ok|okay|so|and|please|pls|rapport|now)[, ]+)*"
    r"(?:(?:can|could|would|will) you (?:please )?(?:tell me |show me )?(?=brief|summar|catch|bring|"
    r"prep|fill|update|recap|give|tell|sum|show|rank|list|run|walk|plan|what|who|how))?(?:please )?",
    re.IGNORECASE,
)
TAIL = re.compile(
    r"(?:[\s,]+(?:please|pls|thanks|thank you|for me|right now|at the moment|quickly))*[\s?!.…]*$", re.IGNORECASE
)
SHORT = (
    (re.compile(r"\b(what|who|where|how|when|it|that|there)(?:'s|s)\b", re.IGNORECASE), r"\1 is"),
    (re.compile(r"\bi'?ve\b", re.IGNORECASE), "i have"),
    (re.compile(r"\bi'm\b", re.IGNORECASE), "i am"),
    (re.compile(r"\b(what|how|who|we|they|you)'re\b", re.IGNORECASE), r"\1 are"),
    (re.compile(r"\b(we|you|they)'ve\b", re.IGNORECASE), r"\1 have"),
    (re.compile(r"\bwhat'd\b", re.IGNORECASE), "what did"),
    (re.compile(r"\bsummarise\b", re.IGNORECASE), "summarize"),
)
SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Match:
    """A form that a text has, with its parts as they were written."""

    tells: str
    text: str
    parts: dict[str, str]
    dated: bool = False  # whether the form has a place for a period
    plain: str = ""  # the question in other words, where it is but that
    of: str = ""


def matches(text: str) -> Iterator[Match]:
    """The forms a text may have, in the order they are written down."""
    said = plainer(text)
    for tells, pattern, plain, of in _patterns():
        if found := pattern.fullmatch(said):
            parts = {name: value for name, value in found.groupdict().items() if value is not None}
            yield Match(tells, said, parts, "when" in pattern.groupindex, plain, of)


def plainer(text: str) -> str:
    """The text without courtesies and contractions."""
    said = SPACES.sub(" ", text.strip())
    for short, words in SHORT:
        said = short.sub(words, said)
    return TAIL.sub("", LEAD.sub("", said))


@cache
def _patterns() -> list[tuple[str, re.Pattern[str], str, str]]:
    forms = [(each["tells"], line, "", "") for each in ASSISTANT["form"] for line in each["asked"]]
    rewrites = [("", each["asked"], each["plain"], each["of"]) for each in ASSISTANT["rewrite"]]
    return [(tells, _compiled(line), plain, of) for tells, line, plain, of in [*rewrites, *forms]]


def _compiled(line: str) -> re.Pattern[str]:
    for name, words in ASSISTANT["parts"].items():
        line = line.replace(f"{{{name}}}", words)
    roles = "|".join(re.escape(role) for role in sorted(ASSISTANT["roles"], key=len, reverse=True))
    line = line.replace("{role}", f"(?P<role>{roles})").replace("{before}", BEFORE)
    for name in ("when", "now", "client", "mate", "group"):
        line = line.replace(f"{{{name}}}", f"(?P<{name}>.+?)")
    return re.compile(line, re.IGNORECASE)
