"""Sizes of deals as people say them among themselves: "16.2 is fine", "forty five five for the renewal", "35 flat"."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


def _words(text: str) -> list[str]:
    return text.split()


_UNITS = {word: number for number, word in enumerate(_words("one two three four five six seven eight nine"), 1)}
_TEENS = {word: number for number, word in enumerate(_words("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"), 10)}  # fmt: skip
_TENS = {word: number * 10 for number, word in enumerate(_words("twenty thirty forty fifty sixty seventy eighty ninety"), 2)}  # fmt: skip
_UNIT = "|".join(_UNITS)
_SAID = re.compile(
    rf"(?<![\w.,:/$\u20ac\u00a3-])(?:(?P<count>\d{{1,3}}(?:[.,]\d)?)|(?P<hundred>(?:(?:{_UNIT}|a) )?hundred (?:and )?)?(?P<first>(?:{'|'.join(_TENS)})(?:[ -](?:{_UNIT}))?|{'|'.join(_TEENS)})(?: (?P<rest>{_UNIT})(?:(?P<hundreds> hundred)| (?P<fine>(?:{'|'.join(_TENS)})(?:[ -](?:{_UNIT}))?))?)?)(?![\w%:/]|[.,-]\d|\s?%)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:deal|renewal|expansion|contract|quote[ds]?|price|offer(?:ed)?|order|worth|settled?|split|met|agree[ds]?|sum|total|signed|closed|won|fine|happy|ok(?:ay)?|good|grand|cool|sound|lands?|landed|off|came|come|went|now|down|up|stays?|stands?|hold(?:ing|s)?|proposal)\s+(?:(?:down|up|back|in|out|now)\s+)?(?:at|for|to|on|with|of|is|stays?|around|about)\s+(?:about\s|around\s|roughly\s|the\s|that\s)?$|\b(?:signed|closed|renewed|agreed)\s+(?:the\s)?$|\bcall(?:ed|ing)?\s+it\s+(?:about\s|around\s|roughly\s)?$",
    re.IGNORECASE,
)
_SUMS_UP = re.compile(
    r"\b(?:so|then)\s+(?:we )?call\s+it\s+$|\d\s?k\b[^.;!?\n\d]{0,12}\b(?:so|makes|=)\s+$", re.IGNORECASE
)
_THE = re.compile(r"\b(?:the|their|our|that|a|an)\s+$", re.IGNORECASE)
_FLAT = re.compile(
    r"\s+(?:flat|all in|all[- ]up|net|even|plus vat|ex vat|a year|per (?:year|annum)|pa\b|p\.a\.)\b",
    re.IGNORECASE,
)
_INSTEAD = re.compile(r"\s+instead of\b", re.IGNORECASE)
_AGREED = re.compile(r"\s+(?:is|was|works|it is|stands|stays)\b(?:\s+(?:fine|ok(?:ay)?|good|agreed|done|for (?:them|him|her)|as is)\b)?", re.IGNORECASE)  # fmt: skip
_DEAL_AFTER = re.compile(
    r"\s+(?:for|on) (?:the|their|that|this|our|everything|all)\b|\s+(?:expansion|renewal|deal|contract|order|quote|proposal|upsell|opp\b)",
    re.IGNORECASE,
)
_DECIDED = re.compile(r"\s+(?:gone|lost|won|signed|agreed|in the bag|done deal)\b", re.IGNORECASE)
_ENDS = re.compile(r"\s*(?:$|[.,;!)\n]|and\b|but\b|they\b|he\b|she\b|we\b)", re.IGNORECASE)
_OTHER = re.compile(
    r"\b(?:version|v|release|at least|table|line|room|gate|week|phase|step|level|score|rating|grade|nps|q|page|item|unit|bay|dock|route|highway|junction|jan\w*|feb\w*|mar|march|apr\w*|may|june?|july?|aug\w*|sept?\w*|oct\w*|nov\w*|dec\w*)\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Short:
    """A size without its thousands; `value` is the whole amount."""

    value: float
    start: int
    end: int


def find_short(text: str) -> Iterator[Short]:
    """The sizes that a text gives in thousands without saying so; only where the words around speak of a deal."""
    for match in _SAID.finditer(text):
        before, after = text[: match.start()][-60:], text[match.end() :][:40]
        if not _OTHER.search(before) and _is_size(match, before, after):
            yield Short(round(_value(match) * 1000, 2), match.start(), match.end())


def thousands(text: str) -> Iterator[Short]:
    """Every number of a text that may be meant in thousands; a page's or a day's is not."""
    for match in _SAID.finditer(text):
        if not _OTHER.search(text[: match.start()][-60:]):
            yield Short(round(_value(match) * 1000, 2), match.start(), match.end())


def _is_size(match: re.Match[str], before: str, after: str) -> bool:
    """Whether a number is a size: a split one ("16.2", "fourteen four") in talk of a deal, a round one only where it is plain."""
    split = bool(match["rest"]) or (match["count"] is not None and not match["count"].isdigit())
    cued = _BEFORE.search(before) is not None
    if match["hundreds"] or (match["rest"] and _DECIDED.match(after)):
        return True
    if _SUMS_UP.search(before) and _ENDS.match(after):
        return True
    if _FLAT.match(after):
        return cued or split or _ENDS.match(after) is None
    if _INSTEAD.match(after):  # of a deal, or of what is measured: "flow at 900 instead of 400"
        return cued or split
    if _DEAL_AFTER.match(after):
        return split and (cued or _THE.search(before) is not None or match["rest"] is not None)
    if split and (said := _AGREED.match(after)) and " " in said.group().strip():
        return True
    if match["rest"] and cued:
        return True
    return split and cued and _ENDS.match(after) is not None


def _value(match: re.Match[str]) -> float:
    if match["count"]:
        return float(match["count"].replace(",", "."))
    hundreds = (match["hundred"] or "").lower().split()
    value = 100 * (_UNITS.get(hundreds[0], 1) if hundreds else 0)
    for word in re.findall(r"[a-z]+", match["first"].lower()):
        value += _TENS.get(word, 0) + _TEENS.get(word, 0) + _UNITS.get(word, 0)
    fine = sum(
        _TENS.get(word, 0) + _UNITS.get(word, 0) for word in re.findall(r"[a-z]+", (match["fine"] or "").lower())
    )
    return value + _UNITS.get((match["rest"] or "").lower(), 0) / 10 + fine / 1000
