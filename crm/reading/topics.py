"""What a text is about, in the words of people who sell; the cues are data in topics.json."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path


def find_topics(text: str) -> list[str]:
    """The themes the text speaks of, most mentioned first."""
    counts: dict[str, int] = {}
    low = text.lower().replace("’", "'")
    for match in _cues().finditer(low):
        for topic in _topics_of()[match[0]]:
            counts[topic] = counts.get(topic, 0) + 1
    order = list(_themes())
    return sorted(counts, key=lambda topic: (-counts[topic], order.index(topic)))


def all_topics() -> list[str]:
    """Every theme there is."""
    return list(_themes())


@cache
def _themes() -> dict[str, list[str]]:
    themes: dict[str, list[str]] = json.loads(Path(__file__).with_name("topics.json").read_text(encoding="utf-8"))
    return themes


@cache
def _topics_of() -> dict[str, list[str]]:
    topics: dict[str, list[str]] = {}
    for topic, cues in _themes().items():
        for cue in cues:
            topics.setdefault(cue, []).append(topic)
    return topics


@cache
def _cues() -> re.Pattern[str]:
    longest_first = sorted(_topics_of(), key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, longest_first)) + r")(?![\w-])")
