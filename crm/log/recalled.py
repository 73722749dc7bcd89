"""A number that is the size of a deal in the record is that size, whatever words are around it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crm.log.context import KnownDeal
from crm.log.shorthand import thousands
from crm.log.sizecues import COUNT_AFTER, NUMBER_OF, of_a_rival
from crm.model import Outcome

_FULL = re.compile(r"(?<![\w.,:/-])(?:\d{1,3}(?:[.,' \u2019]\d{3})+|\d{4,9})(?![\w:/-]|[.,]\d)")
LEAST = 1000  # smaller numbers are too common to be told by
NEAR = 1.6  # how many times more or less than the deal in the record a bare number may come to
BEYOND = 50  # how many times a client's largest deal an amount is that is no amount
_DAY = re.compile(r"(?:3[01]|[12]\d|0?[1-9])\.(?:1[0-2]|0?[1-9])")
_BEFORE_DAY = re.compile(
    r"\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s$|\b(?:by|until|till?|before|after|since|on|from|am|bis|vom|den|ab|le|the)\s$",
    re.IGNORECASE,
)
NEARER = 1.25  # and one that is said in thousands


def recalled(text: str, deals: Sequence[KnownDeal]) -> KnownDeal | None:
    """The one open deal whose size the text says, in full or in thousands; None where it says several or none."""
    said = {float(re.sub(r"\D", "", match.group())) for match in _FULL.finditer(text)}
    said |= {number.value for number in thousands(text) if not _counts(text, number.start, number.end)}
    found = [
        deal
        for deal in deals
        if deal.outcome is Outcome.OPEN and deal.amount is not None and deal.amount >= LEAST and deal.amount in said
    ]
    return found[0] if len(found) == 1 else None


def near(text: str, deals: Sequence[KnownDeal]) -> float | None:
    """The one number of a text, in full or in thousands, that comes near to the size of an open deal of theirs."""
    sizes = [deal.amount for deal in deals if deal.outcome is Outcome.OPEN and deal.amount]
    said = {
        float(re.sub(r"\D", "", match.group()))
        for match in _FULL.finditer(text)
        if len(match.group()) > 4 and not _counts(text, match.start(), match.end())
    }
    found = {value for value in said if any(1 / NEAR < value / size < NEAR for size in sizes)}
    found |= {
        number.value
        for number in thousands(text)
        if number.value % 1000
        and not _counts(text, number.start, number.end)
        and not _is_day(text, number.start, number.end)
        and any(1 / NEARER < number.value / size < NEARER for size in sizes)
    }
    return found.pop() if len(found) == 1 else None


def far_beyond(value: float, deals: Sequence[KnownDeal]) -> bool:
    """Whether an amount is out of all proportion to every deal that a client has or had."""
    sizes = [deal.amount for deal in deals if deal.amount]
    return bool(sizes) and value > BEYOND * max(sizes)


def _is_day(text: str, start: int, end: int) -> bool:
    """Whether a number with a point may be a day: "on 11.9.", "Thursday 11.9"."""
    return _DAY.fullmatch(text[start:end]) is not None and _BEFORE_DAY.search(text[:start][-20:]) is not None


def _counts(text: str, start: int, end: int) -> bool:
    """Whether a number numbers or counts something, or is what somebody else asks."""
    before = text[max(0, start - 45) : start]
    return bool(NUMBER_OF.search(before) or of_a_rival(before) or COUNT_AFTER.match(text[end:][:30]))
