"""Amounts that a message reckons with: what two make together, what is left of one, a price times how many."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from crm.log.money_words import AMBIGUOUS, SCALES, SYMBOLS
from crm.naming import words

_SCALE = "|".join(sorted(SCALES.keys() - AMBIGUOUS - {"b", "t", "hundred"}, key=len, reverse=True))
_NUMBER = re.compile(
    rf"(?<![\w.,:/-])(?P<sign>[{re.escape(''.join(SYMBOLS))}]|(?:eur|usd|gbp|chf|rs\.?|inr|sek|nok|dkk|pln)(?=\s?\d))?\s?(?P<number>\d+(?:[.,' ]\d{{2,3}}(?!\d))*(?:[.,]\d{{1,2}})?)(?:\s?(?P<scale>{_SCALE})\b|(?P<lakh>(?-i:L)\b))?(?![\w%:/]|\s?%|[.,]\d)",
    re.IGNORECASE,
)
_PLUS = r"(?:on top of|plus|\+|added to|and)"
_MINUS = r"(?:off|less|minus|taken? (?:off|from|out of)|out of)"
_MARKED_BARE = (
    r"(?: more| extra)?\s*{}\s*(?:the|their|our|that|those|of)?\s*(?:old |first |current |agreed |quoted |original )?"
)
_BY_SIGN = {
    1: (re.compile(_MARKED_BARE.format(_PLUS), re.IGNORECASE), re.compile(rf"(?:\W|\b){_PLUS}(?!\w)", re.IGNORECASE)),
    -1: (re.compile(_MARKED_BARE.format(_MINUS), re.IGNORECASE), re.compile(rf"\b{_MINUS}(?!\w)|,? then |\s-\s", re.IGNORECASE)),
}  # fmt: skip
_RESULT = r"(?:so|that's|thats|that is|which is|it's|its|it is|=|->|\u2192|makes?(?: it| that)?|making|gives?|giving|comes? to|coming to|leav(?:es|ing)|total(?:s|ling| is| of)?|altogether|together|in all|all told|now|now at|we're at|we are at|call it)"
_THEN = re.compile(rf"[\s,;.:\u2013-]*(?:(?:and|for|at|a|to|of|up|us|with|new|the) )?(?:{_RESULT}[\s,:]*)+(?:(?:a|the|new|at|to|of|for|about|with|us|total|value|sum|deal|up) ?){{0,3}}", re.IGNORECASE)  # fmt: skip
_THEN_WIDE = re.compile(rf"(?:[\s,;(]|\b){_RESULT}(?!\w)", re.IGNORECASE)
_STANDS = re.compile(
    r"\s*(?:$|[.,;!)\n](?!\d)|(?:now|in (?:all|total)|altogether|all in|net|flat|final|total|together|even|for (?:the lot|all|everything))\b)",
    re.IGNORECASE,
)
WIDEST = 40  # characters between two numbers that are reckoned with
CENT = 0.01
SHORT = 1000  # a smaller bare number may be meant in thousands
_SPELT = {word: count for count, word in enumerate(["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 2)}  # fmt: skip
_PRICED = re.compile(
    rf"(?<![\w.,:/$\u20ac\u00a3-])(?P<count>\d{{1,3}}(?:[.,]\d{{3}})|\d{{1,5}}|{'|'.join(_SPELT)})\s+(?!(?:k|m|percent|euros?|dollars|pounds|hours|days|weeks|months|years|of)\b)(?P<thing>[a-z][\w-]*(?: [a-z][\w-]*){{0,2}}?)\s*(?:,\s*)?(?:\b(?:at|for|a|each)\s+|@\s?)?$",
    re.IGNORECASE,
)
_EACH_BEFORE = re.compile(r"(?:\beach(?: (?:at|for))?|@)\s*$", re.IGNORECASE)
_EACH_AFTER = re.compile(
    r"\s*(?:each\b|apiece\b|a piece\b|(?:per|/|a|an)\s?(?P<unit>piece|pc|pcs|unit|item|[a-z][\w-]+))", re.IGNORECASE
)
_WISHED = re.compile(r"\b(?:wants?|wanted|would like|asks?|asked|hopes?|maybe|perhaps|if)\b[^.;!?\n]*$", re.IGNORECASE)
_ANY_UNIT = {"piece", "pc", "pcs", "unit", "item"}
_OFTEN = re.compile(
    r"\W{0,2}(?:(?:per|a|each|every|/)\s?(?:mon\w*|mo|week|day|hour|night|shift|visit|quarter)\b|monthly|weekly|daily|pm\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Sum:
    """What was reckoned, where it is said, and the mark of its currency."""

    value: float
    start: int
    end: int
    mark: str | None


@dataclass(frozen=True)
class _Number:
    value: float
    start: int
    end: int
    mark: str | None
    bare: bool  # without scale, mark or thousands

    def sizes(self) -> tuple[float, ...]:
        return (self.value, self.value * SHORT) if self.bare and self.value < SHORT else (self.value,)


def summed(text: str) -> Sum | None:
    """The last sum or difference that a text says with both its parts: "18k on top of the 210k, so 228k"."""
    found = list(_summed(text))
    return found[-1] if found else None


def _summed(text: str) -> Iterator[Sum]:
    numbers = list(_numbers(text))
    for (first, second), (_, last) in pairwise(pairwise(numbers)):
        between, then = text[first.end : second.start], text[second.end : last.start]
        if max(len(between), len(then)) > WIDEST or re.search(r"[!?\n]", between + then):
            continue
        bare = first.bare and second.bare and last.bare
        if bare and not (_THEN.fullmatch(then) and _STANDS.match(text[last.end :])):
            continue
        if not bare and not _THEN_WIDE.search(then):
            continue
        for sign, (close, wide) in _BY_SIGN.items():
            said = close.fullmatch(between) if bare else wide.search(between)
            value = _agreed(first, second, last, sign) if said else None
            if value is not None:
                yield Sum(value, last.start, last.end, last.mark or second.mark or first.mark)
                break


def _agreed(first: _Number, second: _Number, last: _Number, sign: int) -> float | None:
    """What the last number means, if it is what the two before it come to."""
    for one in first.sizes():
        for other in second.sizes():
            come_to = one + other if sign > 0 else abs(other - one)
            for value in last.sizes():
                if abs(come_to - value) < CENT:
                    return value * SHORT if value < SHORT and first.bare and second.bare and last.bare else value
    return None


def priced(text: str, start: int, end: int) -> float | None:
    """How many are bought at the price that stands at a place: "20 bikes at 1,200 each"."""
    after = _EACH_AFTER.match(text[end : end + 40])
    before = text[max(0, start - 60) : start]
    match = _PRICED.search(before)
    if match is None or _WISHED.search(before) or not (after or _EACH_BEFORE.search(before)):
        return None
    if after and after["unit"] and not _same(after["unit"], match["thing"]):
        return None
    if _OFTEN.match(text[end + (after.end() if after else 0) :][:30]):
        return None
    said = match["count"].lower()
    return _SPELT.get(said) or float(re.sub(r"\D", "", said))


def _same(unit: str, thing: str) -> bool:
    said = unit.lower()
    return said in _ANY_UNIT or any(word == said or word.rstrip("s") == said.rstrip("s") for word in words(thing))


def _numbers(text: str) -> Iterator[_Number]:
    for match in _NUMBER.finditer(text):
        said = match["number"]
        scale = SCALES["lakh"] if match["lakh"] else SCALES[match["scale"].lower()] if match["scale"] else 1
        value = _plain(said, scaled=scale > 1) * scale
        bare = not (match["scale"] or match["lakh"] or match["sign"]) and value < SHORT
        yield _Number(round(value, 2), match.start(), match.end(), match["sign"], bare)


def _plain(said: str, *, scaled: bool) -> float:
    said = re.sub(r"[' ]", "", said)
    last = max(said.rfind("."), said.rfind(","))
    if last < 0:
        return float(said)
    whole, part = re.sub(r"[.,]", "", said[:last]), said[last + 1 :]
    grouped = len(part) == 3 and not (scaled and said.count(".") + said.count(",") == 1)
    return float(whole + part) if grouped else float(f"{whole}.{part}")
