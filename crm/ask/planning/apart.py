"""An average or a rate of several that are named: `the mean for Team and Business` is one for each."""

from __future__ import annotations

import re

from crm.ask.plan import Group
from crm.ask.planning.reading import Reading

MEANS = frozenset({"avg", "median", "win_rate", "loss_rate", "ratio"})
BOTH = re.compile(r"\b(?:of|for) (?:both|each|either|the two|each of them)\b|\beach\b", re.IGNORECASE)
TOGETHER = re.compile(r"\b(?:together|combined|overall|taken together|in all|altogether)\b", re.IGNORECASE)


def settle_apart(reading: Reading) -> None:
    """Breaks the one figure down by the column whose values are named side by side."""
    plan = reading.plan
    kinds = {each.kind for each in plan.measures}
    if not kinds or not kinds <= MEANS or plan.group_by or plan.contrast or plan.having or plan.compare_periods:
        return
    named = [each for each in plan.filters if each.op == "in" and len(each.values) > 1]
    if len(named) != 1 or TOGETHER.search(reading.text) or named[0].field.startswith("deal.outcome"):
        return
    if reading.field(named[0].field).type != "category" and not named[0].field.endswith(".name"):
        return
    if not BOTH.search(reading.text) and not _listed(reading, named[0].field):
        return
    plan.group_by, plan.shape, plan.yes_no = [Group(field=named[0].field)], "table", False


def _listed(reading: Reading, ref: str) -> bool:
    """`Team, Business and Enterprise`: each is named by itself, and none stands for another."""
    held = [at for at, item in enumerate(reading.items) if item.used == "value" and _of(reading, at, ref)]
    return len(held) > 1 and reading.words()[held[-2] + 1 : held[-1]] in (["and"], ["&"])


def _of(reading: Reading, at: int, ref: str) -> bool:
    return any(sense.value == ref for sense in reading.items[at].all("value"))
