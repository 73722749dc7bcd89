"""A number that is the size of a deal in the record is that size, whatever words are around it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crm.log.clauses import corrected
from crm.log.context import KnownDeal
from crm.log.shorthand import Short, thousands
from crm.log.sizecues import COUNT_AFTER, NUMBER_OF, of_a_rival
from crm.model import Outcome

_FULL = re.compile(r"(?<![\w.,:/-])(?:\d{1,3}(?:[.,' \u2019]\d{3})+|\d{4,9})(?![\w:/-]|[.,]\d)")
BARE = 4  # digits of a number that may be anything
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
    full = [Short(float(re.sub(r"\D", "", match.group())), *match.span()) for match in _FULL.finditer(text)]
    said = [number for number in corrected(text, full) if not _counts(text, number.start, number.end)]
    found = {each.value for each in said if each.end - each.start > BARE and _within(each.value, sizes, NEAR)}
    found |= {each.value for each in said if _alone(text, each) and _within(each.value, sizes, NEARER)}
    found |= {
        number.value
        for number in thousands(text)
        if number.value % 1000
        and not _counts(text, number.start, number.end)
        and not _is_day(text, number.start, number.end)
        and _within(number.value, sizes, NEARER)
    }
    return found.pop() if len(found) == 1 else None


def _within(value: float, sizes: Sequence[float], times: float) -> bool:
    return any(1 / times < value / size < times for size in sizes)


def _alone(text: str, number: Short) -> bool:
    """Whether a number of four digits stands between two stops, and is no year: "Signed. 3800, mark it won"."""
    said = text[number.start : number.end]
    stops = re.search(r"(?:^|[.,;:!?\n\u2013-])\s*$", text[: number.start]) and re.match(
        r"\s*(?:$|[.,;!?\n])", text[number.end :]
    )
    return bool(stops) and len(said) == BARE and not re.match(r"(?:19|20)\d\d", said)


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
