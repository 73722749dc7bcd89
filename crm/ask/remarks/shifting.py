"""Periods that are said from the period before: “the quarter before”, “a year earlier”, “the one after”."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, tzinfo

from dateutil.relativedelta import relativedelta

from crm.ask.plan import QueryPlan, Span
from crm.ask.remarks.remarks import NUMBERS

UNIT = r"(?P<{0}>day|week|month|quarter|half(?:[ -]year)?|year)"
BACK = r"before(?: that| this| then)?|earlier|prior(?: to that)?|previously"
AHEAD = r"after(?: that| this)?|later|afterwards"
RELATIVE = re.compile(
    r"\b(?:in |for |during )?(?:"
    rf"(?:the )?same (?:{UNIT.format('same')}|period|time),? (?:of |in )?(?:(?:the |a |one )?(?:last|previous|prior|"
    r"year (?P<ago>before|earlier|ago))(?: year)?|(?P<coming>(?:the )?next year|(?:the )?year after))"
    rf"|(?:the |one |a )?(?:(?P<n>\d{{1,2}}|{'|'.join(NUMBERS)}) )?{UNIT.format('unit')}s? "
    rf"(?:(?P<back>{BACK})|(?:{AHEAD}))"
    rf"|(?:the )?(?:(?P<previous>previous|preceding|prior)|following|subsequent) (?:{UNIT.format('other')}|period|one)"
    rf"|the next (?:{UNIT.format('next')}|one|period)"
    r"|(?:the )?(?:one|period) (?:(?P<onebefore>before(?: that)?)|after(?: that)?)"
    r"|(?P<bare>before that)|after that$)",
    re.IGNORECASE,
)
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def relative(text: str) -> re.Match[str] | None:
    """Where the text speaks of a period from another one, if it does."""
    return RELATIVE.search(text)


def shifted(match: re.Match[str], before: Span, zone: tzinfo | None) -> Span | None:
    """The period meant, counted from the one before; None where that has no edge to count from."""
    said = match.groupdict()
    start, end = (moment.astimezone(zone) if moment else None for moment in (before.start, before.end))
    back = any(said[name] for name in ("ago", "back", "previous", "onebefore", "bare"))
    if " same " in f" {match.group().lower()} ":
        return _moved(before, start, end, relativedelta(months=-12 if not said["coming"] else 12), match.group())
    unit = (said["unit"] or said["other"] or said["next"] or "").lower().split(" ")[0].split("-")[0]
    number = NUMBERS.get((said["n"] or "one").lower()) or int(said["n"])
    sign = -1 if back else 1
    step = _step(unit) * number if unit else _length(start, end)
    if step is None:
        return None
    if unit and not _fits(start, end, _step(unit)):
        return _beside(before, start, end, step, back=back, text=match.group())
    return _moved(before, start, end, step * sign, match.group())


def _step(unit: str) -> relativedelta:
    if unit in MONTHS:
        return relativedelta(months=MONTHS[unit])
    return relativedelta(days=7 if unit == "week" else 1)


def _length(start: datetime | None, end: datetime | None) -> relativedelta | None:
    """How long a period is: in months where it begins and ends with them."""
    if start is None or end is None:
        return None
    if start.day == end.day == 1:
        return relativedelta(months=(end.year - start.year) * 12 + end.month - start.month)
    return relativedelta(days=max(1, round((end - start) / timedelta(days=1))))


def _fits(start: datetime | None, end: datetime | None, unit: relativedelta) -> bool:
    """Whether the period is no longer than the unit, so that it moves as a whole."""
    return start is not None and end is not None and end <= start + unit


def _moved(before: Span, start: datetime | None, end: datetime | None, step: relativedelta, text: str) -> Span | None:
    if start is None and end is None:
        return None
    return Span(text=text, start=start + step if start else None, end=end + step if end else None, field=before.field)


def _beside(
    before: Span, start: datetime | None, end: datetime | None, step: relativedelta, *, back: bool, text: str
) -> Span | None:
    """The unit that ends where a longer or open period begins, or begins where it ends."""
    if back:
        edge = start or end
        return Span(text=text, start=edge - step, end=edge, field=before.field) if edge else None
    return Span(text=text, start=end, end=end + step, field=before.field) if end else None


def spans_of(plan: QueryPlan) -> list[Span]:
    """The periods of a plan, wherever they stand."""
    return plan.periods or [span for exists in plan.exists for span in exists.periods]
