"""Words of the question that have one meaning only, whatever else it is put into: the plan gives it, or is doubted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crm.ask.plan import Measure
from crm.ask.planning.reading import Reading
from crm.ask.planning.said import Said
from crm.ask.words import DEMANDS

TOLD = frozenset({"value", "table", "list", "lookup"})
INCLUSIVE = frozenset({"le", "ge", "between"})
TIMES = frozenset({"count", "count_distinct", "share", "win_rate", "loss_rate", "per"})
MEANS = frozenset({"avg", "median", "per", "ratio"})
AGE = "deal.age_days"
PARTS = frozenset({"share", "part", "win_rate", "loss_rate", "ratio"})


def _words(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(DEMANDS[name])})(?!\w)", re.IGNORECASE)


MEAN, PERCENT, DAYS = _words("mean"), _words("percent"), _words("days")
STAYED = _words("stayed")
OFTEN = _words("often")
SUM, WHOLLY, UP_TO, NUMBERED = _words("sum"), _words("wholly"), _words("up_to"), _words("numbered")


def demanded(text: str, reading: Reading) -> Iterator[str]:
    """The words of a text that ask for what the plan does not give.

    Args:
        text: the question as it was typed, or any plainer form of it.
        reading: what was made of it.
    """
    if reading.plan.shape not in TOLD or reading.refusal:
        return
    said = Said(reading.plan)
    if said.refs & reading.vocabulary.sealed:
        return  # why nothing is told of an encrypted field is said elsewhere
    for pattern, given in (
        (MEAN, _mean),
        (PERCENT, _part),
        (DAYS, _days),
        (SUM, _summed),
        (WHOLLY, _denied),
        (UP_TO, _inclusive),
        (NUMBERED, _counted),
        (STAYED, _since_then),
        (OFTEN, _counted_times),
    ):
        found = pattern.search(text)
        if found and not given(reading, said):
            yield found.group()


def _counted_times(reading: Reading, said: Said) -> bool:
    """`Has most often paid late`: how many times, and no days or sums."""
    return bool(said.kinds & TIMES) or reading.plan.count_groups


def _labelled(reading: Reading, said: Said, *parts: str) -> bool:
    """Whether a column that the plan speaks of has such a word in its own name."""
    fields = reading.vocabulary.fields
    return any(part in fields[ref].label.casefold() for ref in said.refs if ref in fields for part in parts)


def _figures(reading: Reading) -> bool:
    """Whether figures of other plans are held against this one's: what they are is theirs to say."""
    plan = reading.plan
    held = any(each.figure is not None for each in Said(plan).conditions)
    return plan.beside is not None or held or any(each.figure is not None for each in plan.having)


def _mean(reading: Reading, said: Said) -> bool:
    return bool(MEANS & said.kinds) or _figures(reading) or _labelled(reading, said, "average", "avg", "mean")


def _part(reading: Reading, said: Said) -> bool:
    plan, fields = reading.plan, reading.vocabulary.fields
    held = any(fields[ref].type == "percent" for ref in said.refs if ref in fields)
    compared = plan.contrast is not None or plan.compare_periods or plan.quotient
    return bool(PARTS & said.kinds) or held or compared or _figures(reading) or _labelled(reading, said, "%", "percent")


def _days(reading: Reading, said: Said) -> bool:
    """Days from one date to another, a column of days, or days that are counted."""
    plan, fields = reading.plan, reading.vocabulary.fields
    since = any(each.since for each in plan.measures) or any(each.since for each in _nested(reading))
    held = any(fields[ref].unit in {"days", "hours"} for ref in said.refs if ref in fields)
    counted = plan.count_groups or any(group.grain == "day" for group in plan.group_by)
    dated = any(each.other for each in said.conditions) or "count_distinct" in said.kinds or counted
    shown = plan.shape == "lookup" or (plan.shape == "list" and bool(plan.columns) and plan.limit == 1)
    return since or held or dated or shown or _labelled(reading, said, "day", "hour", "time", "duration", "long")


def _nested(reading: Reading) -> list[Measure]:
    beside = reading.plan.beside
    return beside.plan.measures if beside is not None else []


def _summed(reading: Reading, said: Said) -> bool:
    listed = reading.plan.shape in {"list", "lookup"}  # a list of rows with money says what they come to
    return bool(said.kinds - {"count", "count_distinct"}) or _figures(reading) or (listed and not reading.plan.order)


def _denied(reading: Reading, said: Said) -> bool:
    plan = reading.plan
    return said.denies or bool(plan.having) or plan.yes_no or _figures(reading) or bool(PARTS & said.kinds)


def _inclusive(reading: Reading, said: Said) -> bool:
    if "share" in said.kinds and not reading.plan.filters:
        return False  # `of the paid ones`: which rows it is a share of is lost beside the comparison
    edged = any(span.start is None or span.end is None for span in said.spans)
    return bool(INCLUSIVE & said.operators) or edged


def _counted(reading: Reading, said: Said) -> bool:
    return bool(reading.plan.having) or bool(said.kinds & {"count", "count_distinct"})


def _since_then(_: Reading, said: Said) -> bool:
    """Since a deal came to its stage, and not since it was opened."""
    staged = any(each.field == "deal.stage" for each in said.conditions)
    return not (staged and any(each.field == AGE for each in said.conditions))
