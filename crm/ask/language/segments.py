"""Cuts a message into what is said one after the other: sentences, openings before a colon or a dash, clauses."""

from __future__ import annotations

import re
from dataclasses import dataclass

SUBJECTS = r"i|we|i['’]?m|i['’]?ve|i['’]?ll|i['’]?d|we['’]?re|we['’]?ve|my|our|it['’]?s|the|he|she|they|someone|somebody|finance"
ASKING = (
    r"who|whos|who['’]s|whose|whom|which|what|whats|what['’]s|when|where|how|is|are|was|were|did|do|does|has|have|can|could|"
    r"would|will|show|list|give|tell|name|count|find|pull|get|any|please|pls|plz"
)
THANKS = r"thanks|thank|thx|ta|cheers|please|pls|no rush|asap|sorry"
BREAK = re.compile(
    r"(?P<stop>(?<!\bi\.e)(?<!\be\.g)(?<!\bvs)(?<!\bno)(?<!\bnr)(?<!\bapprox)[.?!]+[)\"”’]*\s+(?=\S))"
    r"|(?P<line>\s*\n+\s*)"
    r"|(?P<colon>:\s+(?=\S+ \S))"
    r"|(?P<dash>\s+[–—-]{1,2}\s+|\s*—\s*|\.{2,}\s*|…\s*)"
    r"|(?P<semicolon>\s*;\s+)"
    rf"|(?P<comma>,\s+(?=(?:(?:so|but|and|because|cause|cuz|coz|since|as|just|then|anyway|now)\s+)?(?:{SUBJECTS}|{ASKING}|{THANKS}|trying|"
    r"wanna|want|need|needed|asking|wondering|curious|quick|writing)\b))"
    rf"|(?P<clause>\s+(?=(?:because|cause|cuz|coz|bc|since)\s+(?:{SUBJECTS})\b|so (?:i|we|that (?:i|we))\b|thanks\b|thx\b|cheers\b"
    r"|(?:can|could|would) (?:you|u) (?:please |pls |just )?(?:tell|show|give|list|check|pull|find)\b|(?:so )?tell me\b))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Segment:
    """A stretch of the message; `start` and `end` are characters, `joint` is what follows it."""

    text: str
    start: int
    end: int
    joint: str


def segments(text: str) -> list[Segment]:
    """The message's parts in their order; together with their joints they are the whole of it."""
    found, start = [], 0
    for match in BREAK.finditer(text):
        if text[start : match.start()].strip():
            found.append(Segment(text[start : match.start()], start, match.start(), match.group()))
            start = match.end()
    return [*found, Segment(text[start:], start, len(text), "")]
