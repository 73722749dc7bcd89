"""Amounts where they stand in a text, those said in two parts as one, ranges as none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from crm.log.money_words import SCALES
from crm.log.sizecues import BETWEEN

_JOINT = re.compile(r",? (?:and )?", re.IGNORECASE)


@dataclass(frozen=True)
class Money:
    """An amount where it stands in a text; `weight` says how likely it is the deal's size (below 0: it is not)."""

    value: float
    currency: str | None
    start: int
    end: int
    weight: int
    other: float | None = None  # the amount, if a word in it is meant as elsewhere
    metres: bool = False  # whether it may as well be a length: 5m


def joined(text: str, found: Sequence[Money]) -> list[Money]:
    """With what is said in two scales as one: "two crores fifty lakhs"."""
    kept: list[Money] = []
    for money in found:
        if kept and _JOINT.fullmatch(text[kept[-1].end : money.start]):
            larger, smaller = (_last_scale(text[each.start : each.end]) for each in (kept[-1], money))
            if smaller < larger and money.value < larger:
                kept[-1] = replace(
                    kept[-1],
                    value=kept[-1].value + money.value,
                    end=money.end,
                    weight=max(kept[-1].weight, money.weight),
                )
                continue
        kept.append(money)
    return kept


def _last_scale(said: str) -> float:
    word = re.search(r"[^\W\d_]+$", said)
    return SCALES.get(word.group().lower(), 0) if word else 0


def without_ranges(text: str, found: list[Money]) -> list[Money]:
    """Of "40-50k" neither end is the size."""
    kept: list[Money] = []
    for money in found:
        if re.search(r"\bbetween\b", text[max(0, money.start - 24) : money.start], re.IGNORECASE) and BETWEEN.search(
            text[max(0, money.start - 24) : money.start]
        ):
            kept = [other for other in kept if money.start - other.end > 8]
            continue
        if re.search(r"\d\s?(?:-|\u2013|to)\s?$", text[max(0, money.start - 6) : money.start]):
            if kept and money.start - kept[-1].end < 6 and not re.search(r"\bfrom\b", text[: kept[-1].start][-8:]):
                kept.pop()
            if not re.search(r"\bfrom\b", text[max(0, money.start - 16) : money.start]):
                continue
        kept.append(money)
    return kept
