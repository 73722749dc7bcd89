"""The lines that introduce a quoted or forwarded message: "On … Anna wrote:", blocks of headers, "Original Message"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from connectors.mail.words import expression

MOST_LINES = 5  # of "On … wrote:" as programs wrap it
MOST_CHARACTERS = 400
MOST_HEADERS = 30  # lines of a block
EDGES = " \t\u00a0*_|-–—=~\u200b\u200e\u200f\ufeff"
UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
ADDRESS = re.compile(r"[^\s<>()\[\]]{1,64}@[^\s<>()\[\]]+")
TIME = re.compile(r"\d{1,2}\s?[:.h]\s?\d{2}(?!\d)|\d\s?(?:[ap]\.?m\.?)\b|\d+\s?(?:時|点|點|시)", re.IGNORECASE)
DATE = re.compile(
    r"\d{1,4}\s?[./-]\s?\d{1,2}|\d{1,2}\.?\s+\w{3,}|\w{3,}\.?\s+\d{1,2}(?!\d)|(?:19|20)\d\d|\d\s?[年月日]"
)
DATE_FIRST = re.compile(
    r"^(?:\w{2,10}\.?,?\s+)?(?:\d{1,4}\s?[./-]\s?\d{1,2}|\d{1,2}\.?\s+\w{3,}\.?\s+\d{4}|\d{4}\s?[年년])"
)
ADDRESS_LAST = re.compile(r"@[^\s<>]+>\)?\s*:?$")
BEGINS_LATER = re.compile(r"\w\W*\s(?:On|Am|Le|El|Il|Em|Op|Den)\s+(?:\w{2,9}[.,]\s|\d)")  # after words of a reply
OPENS = r"^(?:{attribution.opens})\s"
ENDS = r"(?:{attribution.wrote}|[:：])\s*$"
WROTE = r"{attribution.wrote}"
BARE = r"(?:{attribution.bare}).{0,60}[:：]$"
DASHED = r"^\s*>?\s*(?:[-_=*–—]{2,}\s*(?:{lines.original}).{0,20}|(?:{lines.original})\s*[-_=*–—]{2,})\s*$"
FORWARDED = r"^\s*(?:[-_=*–—]{2,}\s*(?:{lines.forwarded}).{0,120}|(?:{lines.forwarded})\s*[:：]?[-_=*–—\s]*)$"
RULE = re.compile(r"^\s*[-_=*–—]{5,}\s*$")
CAPTION = re.compile(r"^[-_=*–—]{3,}[^-_=*–—]{1,60}[-_=*–—]{3,}$")
LABELS = ("from", "date", "to", "cc", "subject", "other")


@dataclass(frozen=True)
class Heading:
    """Lines `start` to `end` (exclusive) introduce another message.

    `sure` ones need no quote marks under them; those that say who wrote ("On … Anna wrote:") never introduce a forward.
    """

    start: int
    end: int
    sure: bool
    says_who: bool = False


@lru_cache(8192)
def plain(line: str, most: int = MOST_CHARACTERS) -> str:
    """A line without its edges and what is not seen. Of a long one the beginning: no heading is longer."""
    return UNSEEN.sub("", line.strip()[: 2 * most]).strip()[:most]


def is_rule(line: str) -> bool:
    return bool(RULE.match(plain(line)))


def is_caption(line: str) -> bool:
    """Words between dashes, in whatever language: above a block of headers they belong to it."""
    return bool(CAPTION.match(plain(line)))


def is_forward(line: str) -> bool:
    return bool(expression(FORWARDED).match(plain(line)))


def heading_at(lines: Sequence[str], start: int) -> Heading | None:
    """The heading that begins on this line, if one does."""
    first = plain(lines[start])
    if not first:
        return None
    if expression(DASHED).match(first):
        block = _block(lines, _next_filled(lines, start + 1))
        return Heading(start, block or start + 1, sure=True)
    if is_rule(first):
        under = _next_filled(lines, start + 1)
        block = _block(lines, under) if under - start <= 3 else None
        return Heading(start, block, sure=True) if block else None
    if block := _block(lines, start):
        return Heading(start, block, sure=True)
    return _attribution(lines, start)


def _next_filled(lines: Sequence[str], number: int) -> int:
    while number < len(lines) and not plain(lines[number]):
        number += 1
    return number


def _attribution(lines: Sequence[str], start: int) -> Heading | None:
    stretch = ""
    for number in range(start, min(start + MOST_LINES, len(lines))):
        line = plain(lines[number])
        if not line or (number > start and line.startswith(">")):
            return None
        stretch = f"{stretch} {line}".strip(EDGES)
        if len(stretch) > MOST_CHARACTERS:
            return None
        if (sure := _tells_who_wrote(stretch)) is not None:
            begins_later = any(
                _opens(lines[later]) and _attribution(lines, later) for later in range(start + 1, number + 1)
            )
            bare = not _opens(lines[start]) and number > start and not _hints(lines[start])
            return None if begins_later or bare else Heading(start, number + 1, sure, says_who=True)
    return None


def _opens(line: str) -> bool:
    bare = plain(line).strip(EDGES)
    return bool(expression(OPENS).match(bare) or DATE_FIRST.match(bare))


def _hints(line: str) -> bool:
    bare = plain(line)
    return bool(ADDRESS.search(bare) or DATE.search(bare) or bare.endswith("<"))


def _tells_who_wrote(stretch: str) -> bool | None:
    """Whether the stretch says who wrote what follows: surely (with an address or a time), perhaps, or (None) not."""
    addressed, timed = bool(ADDRESS.search(stretch)), bool(TIME.search(stretch))
    dated = timed or bool(DATE.search(stretch))
    if not (addressed or dated):
        return None
    if expression(OPENS).match(stretch) and expression(ENDS).search(stretch) and expression(WROTE).search(stretch):
        return dated and (addressed or timed)
    if expression(BARE).search(stretch) and not BEGINS_LATER.search(stretch):
        return addressed and dated
    if DATE_FIRST.match(stretch) and ADDRESS_LAST.search(stretch):
        return True
    return None


@lru_cache(4096)
def _label(line: str) -> str | None:
    found = expression(LABEL).match(line[:80])
    return next((name for name in LABELS if found and found[f"is_{name}"]), None)


LABEL = r"^[*_\s|]*(?:" + "|".join(f"(?P<is_{name}>{{labels.{name}}})" for name in LABELS) + r")[*_\s\u00a0]*[:：]"


def _block(lines: Sequence[str], start: int) -> int | None:
    """Where the block of headers that begins on this line ends, if one does."""
    seen: list[str] = []
    end, number = start, start
    while number < min(start + MOST_HEADERS, len(lines)):
        line = plain(lines[number])
        label = _label(line)
        if label:
            seen.append(label)
            end = number + 1
        elif not seen or (not line and not _goes_on(lines, number)) or (line and number - end >= 2):
            break
        number += 1
    return _past_folded(lines, end) if _is_block(seen, "\n".join(map(plain, lines[start:end]))) else None


def _goes_on(lines: Sequence[str], number: int) -> bool:
    return number + 1 < len(lines) and _label(plain(lines[number + 1])) is not None


def _past_folded(lines: Sequence[str], end: int) -> int:
    """A last header may be wrapped: its other lines up to a blank one belong to it, where there are few."""
    for number in range(end, min(end + 2, len(lines))):
        if not plain(lines[number]):
            return number
    return end


def _is_block(seen: list[str], text: str) -> bool:
    kinds = set(seen)
    if "from" in seen[:3] and kinds & {"date", "subject"}:
        return True
    if "from" in seen[:2] and kinds & {"to", "cc"}:
        return bool(ADDRESS.search(text))
    return "date" in kinds and "to" in kinds and ("subject" in kinds or bool(ADDRESS.search(text)))
