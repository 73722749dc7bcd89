"""Words that occur nowhere else: each event carries one, so that its effects can be told apart."""

from __future__ import annotations

import random
import re

MARK = re.compile(r"\bzz[a-p]{6}q\b")
LETTERS = "abcdefghijklmnop"
WORDS = [
    "crane",
    "berth",
    "rope",
    "cargo",
    "rice",
    "steel",
    "coffee",
    "timber",
    "winter",
    "summer",
    "invoice",
    "price",
    "engine",
    "pilot",
    "captain",
    "customs",
    "storm",
    "fog",
    "paint",
    "rust",
    "anchor",
    "radio",
    "screen",
    "garden",
    "kitchen",
    "school",
    "doctor",
    "music",
    "river",
    "bridge",
    "mountain",
    "bicycle",
    "window",
    "sugar",
    "letter",
    "morning",
    "island",
    "camera",
    "museum",
    "football",
]


def code(number: int) -> str:
    """The word of an event, such as `zzaaaabcq`."""
    return "zz" + "".join(LETTERS[number >> shift & 15] for shift in range(20, -4, -4)) + "q"


def codes(text: str) -> list[str]:
    return MARK.findall(text)


def prose(word: str) -> str:
    """A few words that depend on the event's, so that no two events mean the same."""
    return " ".join(random.Random(word).sample(WORDS, 9))
