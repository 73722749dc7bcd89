"""Periods that are said by the one beside them: the quarter before, the same month last year, the first half."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from dateutil.relativedelta import relativedelta

from crm.periods import Period, find_periods

UNIT = r"(?P<unit>day|week|month|quarter|year|period|one)"
AGO = r"(?:(?:just |right )?before|earlier|prior)(?: that| it)?"
YEAR_BACK = (
    r"(?:(?:(?:in|of) )?(?:the )?(?:last|previous|prior|preceding) year|(?:a|one) year (?:ago|earlier|before)"
    r"|the year before)"
)
PRIOR = re.compile(
    rf"\b(?:(?P<same>(?:the )?same (?:days?|weeks?|months?|quarters?|period|time|half|stretch|dates) {YEAR_BACK})"
    r"|(?:the )?same (?:days|weeks|months|quarters|period|stretch|dates) (?:of|in) (?P<year>(?:19|20)\d\d)"
    rf"|(?:a|one) (?P<apart>day|week|month|quarter|year) {AGO}|the {UNIT} {AGO}"
    r"|the (?:previous|prior|preceding) (?P<previous>day|week|month|quarter|year|period|one))\b",
    re.IGNORECASE,
)
PART = re.compile(
    r"\b(?P<part>(?:first|second|third|fourth|1st|2nd|3rd|4th) (?:half|quarter)|h[12]|q[1-4])\b(?! of\b)", re.IGNORECASE
)
BETWEEN = re.compile(r"\b(?:than|vs|versus|compared?|against|over|with|from|to|on|and|or)\b", re.IGNORECASE)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
STEPS = {
    "day": relativedelta(days=1),
    "week": relativedelta(weeks=1),
    "month": relativedelta(months=1),
    "quarter": relativedelta(months=3),
    "year": relativedelta(years=1),
}


def with_relatives(text: str, found: list[Period], now: datetime, fiscal_year_start: int) -> list[Period]:
    """The periods of a question, those told by another one settled."""
    found = [*found, *_parts(text, found, now, fiscal_year_start)]
    for match in PRIOR.finditer(text):
        first = _before(text, found, match.start())
        shifted = _shifted(first, match) if first else None
        if shifted is not None:
            found = [each for each in found if not _overlap(each.span, match.span())] + [shifted]
    return sorted(found, key=lambda period: period.span)


def _before(text: str, found: list[Period], start: int) -> Period | None:
    """The nearest period told before, where words of comparison lead from it."""
    earlier = [each for each in found if each.span[1] <= start and each.start and each.end]
    nearest = max(earlier, key=lambda each: each.span, default=None)
    return nearest if nearest and BETWEEN.search(text[nearest.span[1] : start]) else None


def _shifted(first: Period, match: re.Match[str]) -> Period | None:
    if match["year"]:
        return _in_year(first, match)
    unit = "year" if match["same"] else (match["apart"] or match["unit"] or match["previous"]).lower()
    unit = first.grain if unit in {"period", "one"} else unit
    if first.start is None or first.end is None or unit not in STEPS or unit not in {"year", first.grain}:
        return None
    step = STEPS[unit]
    return replace(first, text=match.group(), span=match.span(), start=first.start - step, end=first.end - step)


def _in_year(first: Period, match: re.Match[str]) -> Period | None:
    """`The same months of 2025`: as many years back as that is."""
    if first.start is None or first.end is None or first.start.year == int(match["year"]):
        return None
    step = relativedelta(years=first.start.year - int(match["year"]))
    return replace(first, text=match.group(), span=match.span(), start=first.start - step, end=first.end - step)


def _parts(text: str, found: list[Period], now: datetime, fiscal_year_start: int) -> list[Period]:
    """`The second half of 2017 than the first half`: the year is that of the period beside it."""
    parts = []
    for match in PART.finditer(text):
        if any(_overlap(each.span, match.span()) for each in found) or not found:
            continue
        told = [YEAR.search(each.text) for each in found]
        year = next((each.group() for each in told if each), str(now.year))
        again = find_periods(f"{match['part']} {year}", now, fiscal_year_start=fiscal_year_start)
        if len(again) == 1:
            parts.append(replace(again[0], text=f"{match['part']} {year}", span=match.span()))
    return parts


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
