"""A next step, and the day by which it is due."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from crm.log.clauses import Clause
from crm.log.days import Day, working_day
from crm.log.stepcues import BY, DANGLING, LONGEST_STRETCH, MOVED_TO

_NEXT_UP = re.compile(r"\b(?:then|dann|after that|followed by)\b", re.IGNORECASE)
_BARE_WEEKDAY = re.compile(
    r"(?<!\bnext )(?<!\bthis )(?<!\bnxt )\b(?:mon|tue|wed|thu|fri|montag|dienst|mittw|donner|freit)[a-z]*\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Step:
    what: str
    due: date | None
    owner: str | None  # author, or a name as said
    start: int
    end: int


def in_order(steps: list[Step], sentences: Sequence[Clause]) -> list[Step]:
    """The steps, with a weekday that follows "then" after the day before it: "offer by Friday, then a call on Monday"."""
    ordered = sorted(steps, key=lambda step: step.start)
    for place, (one, two) in enumerate(pairwise(ordered), 1):
        inside = next((part for part in sentences if part.start <= one.start and two.end <= part.end), None)
        if inside is None or one.due is None or two.due is None or two.due >= one.due:
            continue
        between = inside.text[one.start - inside.start : two.end - inside.start]
        own = inside.text[two.start - inside.start : two.end - inside.start]
        if _NEXT_UP.search(between) and _BARE_WEEKDAY.search(own):
            ordered[place] = replace(two, due=two.due + timedelta(weeks=-((two.due - one.due).days // 7)))
    return ordered


def due_day(text: str, days: Sequence[Day], today: date) -> date | None:
    """The day by which something is to be done; of a stretch its last working day after "by", else its first."""
    ahead = [day for day in days if day.last >= today]
    ahead = [day for day in ahead if (day.last - day.first).days <= LONGEST_STRETCH] or ahead
    if not ahead:
        return None
    chosen = next((day for day in ahead if MOVED_TO.search(text[: day.start])), None)
    chosen = chosen or next((day for day in ahead if day.by or BY.search(text[: day.start])), ahead[0])
    if chosen.single:
        return chosen.first
    if chosen.by or BY.search(text[: chosen.start]) or chosen.first <= today:
        return working_day(chosen.last)
    return _first_working(chosen.first)


def _first_working(day: date) -> date:
    return day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)


def tidy(text: str, days: Sequence[Day]) -> str:
    """The step without its day, which has a field of its own."""
    ends = [0, *(day.end for day in days)]
    starts = [*(day.start for day in days), len(text)]
    pieces = [DANGLING.sub("", text[one:two]) for one, two in zip(ends, starts, strict=True) if one <= two]
    text = re.sub(r"\s+", " ", " ".join(pieces)).strip()
    previous = ""
    while text != previous:
        previous, text = text, DANGLING.sub("", text).strip()
    return text[:500]
