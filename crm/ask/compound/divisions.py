"""Where a question divides one figure by another: the words of both, and what else is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crm.ask.words import COMPOUND


def phrases(line: str) -> str:
    """Phrases as one alternative of a pattern, the longest first."""
    found = sorted((" ".join(each.split()) for each in line.split(",")), key=len, reverse=True)
    return "|".join(re.escape(each).replace(r"\ ", r"\s+") for each in found if each)


BY = phrases(COMPOUND["divided"]["by"])
EDGE = phrases(COMPOUND["divided"]["boundaries"])
STOP = r"[,;:?!.()]|\s[-–—]\s"
WORDS = r"[\w’'&-]+(?:\s+[\w’'&-]+)"
RIGHT = re.compile(
    rf"^\s*(?:the\s+|our\s+|its\s+|their\s+)?(?P<what>[\w’'&]+(?:\s+[\w’'&]+){{0,6}}?)(?=\s+(?:{EDGE})\b|\s*(?:{STOP})|\s*$)",
    re.IGNORECASE,
)
DIVIDED = re.compile(rf"(?:\b(?:{BY})\b|\s/\s)", re.IGNORECASE)
PER = re.compile(r"\bper\b|\b(?:for|to|on) (?:each|every|one)\b", re.IGNORECASE)
OF_TO = re.compile(
    rf"\b(?:ratio|quotient|relation)\s+(?:of|between)\s+(?P<one>{WORDS}{{0,4}}?)\s+"
    r"(?:to|and|vs\.?|versus|over)\s+(?P<rest>.*)$",
    re.IGNORECASE,
)
TO_RATIO = re.compile(
    r"(?P<one>[\w’']+(?:\s[\w’']+){0,2}?)\s?(?:-\s?to\s?-|\sto\s|\s?/\s?|\svs\.?\s|\sversus\s|\s?:\s?)(?P<other>[\w’']+(?:\s[\w’']+){0,2}?)\s+"
    r"(?P<ratio>ratio|quotient)\b",
    re.IGNORECASE,
)
EXAMPLE = re.compile(r"[,(]?\s*\b(?:e\.?\s?g\.?|for example|for instance|such as|like)\s+\d[\d.,:%]*\)?", re.IGNORECASE)
DANGLING = re.compile(r",\s*\d+(?:[.,:]\d+)?\s*[?.!]*$")
PART = r"(?:share|proportion|percentage|part|portion|fraction)"
TOPMOST = r"(?P<first>highest|largest|biggest|greatest|lowest|smallest|least)"
GROUPED = r"\b(?:at|with|for|in)?\s*(?:which|what)\s+(?P<group>[\w’'-]+)\s+"
SHARE_HIGHEST = re.compile(
    rf"{GROUPED}(?:are|is|do|does|have|has|did)\s+(?P<one>{WORDS}{{0,3}}?)\s+(?:make up |form )?(?:the |a )?"
    rf"{TOPMOST}\s+{PART}\s+(?:of|in|among)\s+(?:all\s+)?(?:of\s+)?(?:its|their|the|his|her|our)?\s*"
    rf"(?P<other>{WORDS}{{0,3}})",
    re.IGNORECASE,
)
HIGHEST_SHARE = re.compile(
    rf"{GROUPED}(?:have|has|had|shows?)\s+(?:the )?{TOPMOST}\s+{PART}\s+of\s+(?P<one>{WORDS}{{0,3}}?)\s+"
    rf"(?:in|among|out of|of)\s+(?:all\s+)?(?:of\s+)?(?:its|their|the|his|her|our)?\s*(?P<other>{WORDS}{{0,3}})",
    re.IGNORECASE,
)
BY_VALUE = re.compile(
    r"\bwin rate (?:by|in|on|in terms of) (?:value|amount|money|dollars|volume)\b"
    r"|\b(?:value|dollar|amount)[- ](?:based |weighted )?win rate\b",
    re.IGNORECASE,
)
FOR_EACH = re.compile(
    rf"\bfor (?:each|every|one)\s+(?P<other>{WORDS}{{0,5}}?),?\s+how many\s+(?P<one>[^,;:?!.()]*)", re.IGNORECASE
)
AGAINST_ITS = re.compile(
    rf"\b(?:{BY})\s+(?:its|their|the)\s+(?P<other>{WORDS}{{0,3}}?),\s*(?P<one>[^;:?!.()]*)", re.IGNORECASE
)


@dataclass(frozen=True)
class Division:
    """What is divided by what, and the words around: who is asked for, what narrows both."""

    one: str
    other: str
    around: str
    share: bool = False  # a part of the other, told in percent
    plain: bool = False  # merely `per`, which may as well say by what a table is broken down


def divisions(text: str) -> Iterator[Division]:
    """The ways a question may be cut, the likeliest first."""
    text = DANGLING.sub("", EXAMPLE.sub(" ", text))
    for pattern in (HIGHEST_SHARE, SHARE_HIGHEST):
        if (match := pattern.search(text)) is not None:
            one = f"which {match['group']} has {match['first']} {match['one']}"
            yield Division(one, match["other"], _without(text, match), share=True)
            return
    if (match := BY_VALUE.search(text)) is not None:
        yield Division("won", "closed", f"{_without(text, match)} by value", share=True)
    if (match := TO_RATIO.search(text)) is not None:
        yield Division(_last(match["one"]), match["other"], _without(text, match))
    if (match := OF_TO.search(text)) is not None and (right := RIGHT.match(match["rest"])) is not None:
        around = f"{text[: match.start()]} | {match['rest'][right.end() :]}"
        yield Division(match["one"], right["what"], around)
    for pattern in (AGAINST_ITS, FOR_EACH):
        if (match := pattern.search(text)) is not None:
            yield Division(match["one"], match["other"], _unexplained(_without(text, match)))
            return
    for pattern in (DIVIDED, PER):
        for match in pattern.finditer(text):
            right = RIGHT.match(text[match.end() :])
            left = re.split(STOP, text[: match.start()])[-1]
            if right is None or not left.strip():
                continue
            before = text[: match.start()][: -len(left)] if left else ""
            around = f"{before} | {text[match.end() + right.end() :]}"
            yield Division(left.strip(), right["what"], around, plain=pattern is PER)


def _last(words: str) -> str:
    return words.rsplit(maxsplit=1)[-1]


def _without(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()]} | {text[match.end() :]}"


def _unexplained(text: str) -> str:
    """Without a bracket that says the same again."""
    return re.sub(rf"\([^()]*(?:{DIVIDED.pattern})[^()]*\)", " ", text, flags=re.IGNORECASE)
