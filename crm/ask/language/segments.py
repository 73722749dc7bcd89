"""Cuts a message into what is said one after the other: sentences, openings before a colon or a dash, clauses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crm.ask.words import ASKING, BESIDE

BEGINNING = rf"(?:{'|'.join((*ASKING, 'my', 'our', *BESIDE['subjects'], *BESIDE['begun'], *BESIDE['thanks']))})"
JOINING = r"(?:so|but|and|because|cause|cuz|coz|since|as|just|then|anyway|now)"
BREAK = re.compile(
    r"(?P<stop>(?<!\bi\.e)(?<!\be\.g)(?<!\bvs)(?<!\bno)(?<!\bnr)(?<!\bapprox)[.?!]+[)\"”’]*\s+(?=\S))"
    r"|(?P<smile>\s+(?:[:;]-?[()DPp]+|lol|haha|hehe|xd)[.!]*(?=\s|$)\s*)"
    r"|(?P<line>\s*\n+\s*)"
    r"|(?P<colon>:\s+(?=\S+ \S))"
    r"|(?P<dash>\s+[–—-]{1,2}\s+|\s*—\s*|\.{2,}\s*|…\s*)"
    r"|(?P<semicolon>\s*;\s+)"
    rf"|(?P<comma>,\s+(?=(?:{JOINING}\s+)?{BEGINNING}\b))"
    r"|(?P<clause>\s+(?=(?:because|cause|cuz|coz|bc|since)\s+(?:i|we|my|our|it['’]?s|the)\b|so (?:i|we|that (?:i|we))\b"
    r"|(?:thanks|thx|thank you)\b"
    r"|(?:can|could|would) (?:you|u) (?:please |pls |just )?(?:tell|show|give|list|check|pull|find)\b))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Segment:
    """A stretch of a message: `start` and `end` are characters of it, `joint` is what follows."""

    text: str
    start: int
    end: int
    joint: str


def segments(text: str, whole: Sequence[tuple[int, int]] = ()) -> list[Segment]:
    """The message's parts in their order; together with their joints they are the whole of it.

    Args:
        text: a message.
        whole: stretches of characters that are not cut, such as names that hold a dash.
    """
    found, start = [], 0
    for match in BREAK.finditer(text):
        if any(first < match.end() and match.start() < last and first < match.start() for first, last in whole):
            continue
        if text[start : match.start()].strip():
            found.append(Segment(text[start : match.start()], start, match.start(), match.group()))
            start = match.end()
    if text[start:].strip():
        found.append(Segment(text[start:], start, len(text), ""))
    return found
