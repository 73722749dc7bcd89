"""A text as tokens: words, numbers, ordinals, numeric dates, clock times; what cannot be a time is one opaque token."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from crm.periods.words import MONTHS, ORDINALS, TODAY, UNITS, WEEKDAYS

MONTH_NAMES: Final = "|".join(sorted(MONTHS, key=len, reverse=True))

_DATE_PARTS: Final = (
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?=[Tt ]|(?![\w/]|[-.]\d))",
    r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}(?![\w/]|[-.]\d)",
    r"\d{1,2}[-/]\d{1,2}[-/]\d{2}(?![\w/]|[-.]\d)",
    rf"\d{{1,2}}[-/](?:{MONTH_NAMES})[-/](?:\d{{4}}|\d{{2}})(?![\w/]|[-.]\d)",
    r"\d{1,2}/\d{4}(?![\w/]|[-.]\d)",
    r"(?:19|20)\d\d[-/](?:0?[1-9]|1[0-2])(?![\w/]|[-.]\d)",
    r"\d{1,2} ?/ ?\d{1,2}(?![\w/%]|[-.]\d)",
)
_OPAQUE_PARTS: Final = (
    r"[a-z]+://\S+|www\.\S+",
    r"[\w.+-]{1,64}@[\w.-]+",
    r"[$€£¥₹]\s?\d[\d.,]*\s?(?:k|m|mm|bn|b)?\b",
    r"\+\d[\d\s().-]{6,18}\d",
    r"\(\d{3}\)\s?\d{3}[-. ]\d{4}",
    r"\d{3}[-. ]\d{3}[-. ]\d{4}(?!\d)",
    r"\d{3}[-.]\d{4}(?!\d)",
    r"#\s?\w+",
    rf"(?!(?:{MONTH_NAMES}|q[1-4]|h[12]|fy|cy)\b)[a-z]{{2,12}}[-_]\d[\w-]*",
    r"v\.?\d+(?:\.\d+)*\b",
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?:\s?(?:k|m|mm|bn)\b)?",
    r"\d+(?:\.\d+)+(?:[a-z%]\w*)?",
    r"\d+\s?%",
    r"\d{1,2}:\d{2}:\d{2}(?:[.,]\d+)?",
)
_CLOCK: Final = (
    r"\d{1,2}(?::|h)\d{2}\s?(?:[ap]\.?\s?m\b\.?|[ap]\b)?|\d{1,2}\s?(?:[ap]\.?m\b\.?)|\d{1,2}[ap]\b(?![.'])|\d{1,2}h\b"
)

_TOKEN: Final = re.compile(
    rf"(?P<space>\s+)"
    rf"|(?P<date>(?<![\w./-])(?:{'|'.join(_DATE_PARTS)}))"
    rf"|(?P<opaque>(?<![\w])(?:{'|'.join(_OPAQUE_PARTS)}))"
    rf"|(?P<clock>(?<![\w.:])(?:{_CLOCK}))"
    rf"|(?P<ordinal>\d{{1,2}}(?:st|nd|rd|th)\b)"
    rf"|(?P<glued>(?:{MONTH_NAMES})\d{{1,2}}\b|\d{{1,2}}(?:{MONTH_NAMES})\b)"
    rf"|(?P<quarter>[1-4]q(?:\d\d|\d{{4}})\b|(?:\d{{4}}|\d\d)?[qh][1-4]\b|[qh][1-4](?:'?\d\d|(?:19|20)\d\d)\b)"
    rf"|(?P<fiscal>fy'?(?:\d{{4}}|\d\d)(?:\b|(?=[qh][1-4]\b)))"
    rf"|(?P<number>\d+\b)"
    rf"|(?P<word>[^\W\d_]+(?:[’'][^\W\d_]+)?\b)"
    rf"|(?P<other>\w+|.)",
    re.IGNORECASE | re.DOTALL,
)

MISSPELT_TARGETS: Final = (
    "tomorrow",
    "yesterday",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "september",
    "october",
    "november",
    "december",
    "quarter",
    "weekend",
    "christmas",
    "thanksgiving",
)
_LOOKALIKES: Final = frozenset(
    ["quartet", "quarters", "quarto", "weekends", "sundae", "octobers", "quarterly", "quartier"]
)
_FIRST: Final = {word[0] for word in MISSPELT_TARGETS}
_KNOWN: Final = frozenset(MONTHS) | frozenset(WEEKDAYS) | frozenset(UNITS) | frozenset(TODAY) | frozenset(ORDINALS)


class Token(NamedTuple):
    """`low` is the lower-case word without a possessive; `start` and `end` are code points of the text."""

    kind: str
    low: str
    start: int
    end: int
    raw: str


def tokenize(text: str) -> list[Token]:
    tokens = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        if kind == "space":
            continue
        raw = match.group()
        low = _word(raw) if kind == "word" else raw.lower()
        tokens.append(Token(kind, low, match.start(), match.end(), raw))
    return tokens


def _word(raw: str) -> str:
    low = raw.lower().replace("’", "'")
    low = low.removesuffix("'s")
    if 5 < len(low) < 14 and low[0] in _FIRST and low not in _KNOWN and low not in _LOOKALIKES:
        return _spelt(low)
    return low


def _spelt(low: str) -> str:
    """The word of time that `low` misses by one slip of the fingers, else itself."""
    for target in MISSPELT_TARGETS:
        if target[0] == low[0] and abs(len(target) - len(low)) < 2 and OSA.distance(low, target, score_cutoff=1) <= 1:
            swapped_or_missing = len(low) != len(target) or sorted(low) == sorted(target)
            if swapped_or_missing or len(low) > 7:
                return target
    return low
