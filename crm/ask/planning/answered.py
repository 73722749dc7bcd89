"""Whom the question asks for, held against whom the plan tells of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crm.ask.planning.reading import Reading
from crm.ask.planning.said import Said

WHOSE = re.compile(r"(?:^|[,;:?!–—-] ?|\b(?:is|are|was|were|and) )whose\b", re.IGNORECASE)
ELSE = re.compile(r"\bwho else\b", re.IGNORECASE)
ALSO = re.compile(r"\band (?:also|at the same time|too)\b", re.IGNORECASE)
SPEED = re.compile(
    r"\b(?:deals?|opps?|opportunit\w+|clos\w+|cycles?|sales?|sell\w*|w[io]n\w*|los[te]\w*|take\w*|took|fast\w*|quick\w*|slow\w*|days?)\b",
    re.IGNORECASE,
)
PEOPLE = frozenset({"user", "manager", "contact", "sender", "parent"})
OUTSIDE = frozenset({"contact", "sender"})
LEFT_OUT = frozenset({"ne", "not_in"})
WISE = re.compile(
    r"\b(?!(?:other|like|clock|price|value|sales|money|number|cost|time|deal|volume)-?wise)[a-z]+[ -]wise\b"
    r"|\b(?:by|per) (?:customer|client|prospect)\b",
    re.IGNORECASE,
)
HAVE_CONTACTS = re.compile(
    r"\b(?:have|has|having|with) (?:more than|at least|over|fewer than|less than|only|just|exactly)? ?"
    r"(?:\d+|one|two|three|four|five) (?:or more )?contacts?\b(?! with)",
    re.IGNORECASE,
)
TOLD = frozenset({"value", "table", "list", "lookup"})
CYCLE = "deal.cycle_days"


def misanswered(reading: Reading) -> Iterator[str]:
    """The words that ask for others than those the plan tells of."""
    if reading.plan.shape not in TOLD or reading.refusal or reading.plan.yes_no:
        return
    said = Said(reading.plan)
    yield from _owner(reading, said)
    yield from _others(reading)
    yield from _both(reading)
    yield from _guessed(reading)
    yield from _broken_down(reading)
    people = HAVE_CONTACTS.search(reading.text)
    if people and not said.entities & OUTSIDE:
        yield people.group()


def _owner(reading: Reading, said: Said) -> Iterator[str]:
    """`It is whose account`: somebody is named who is not in the question."""
    found, named = WHOSE.search(reading.text), {ref.split(".")[0] for ref in said.refs if ref.endswith(".name")}
    if found and reading.plan.subject == "account" and not named & PEOPLE:
        yield found.group().strip(" ,;:?!–—-")


def _others(reading: Reading) -> Iterator[str]:
    """`Who else than Ann was there`: people of the side that Ann is of."""
    plan, found = reading.plan, ELSE.search(reading.text)
    conditions = [*plan.filters, *(each for one in plan.exists for each in one.filters)]
    left = {each.field.split(".")[0] for each in conditions if each.op in LEFT_OUT and each.field.endswith(".name")}
    told = {plan.subject, *(group.field.split(".")[0] for group in plan.group_by)}
    if found and left and left & OUTSIDE and not told & OUTSIDE:
        yield found.group()


def _both(reading: Reading) -> Iterator[str]:
    """`Who wrote and also came to a meeting`: either of them is not both."""
    found = ALSO.search(reading.text)
    either = any(each.field == "interaction.kind" and len(each.values) > 1 for each in reading.plan.filters)
    if found and either and not any(group.field == "interaction.kind" for group in reading.plan.group_by):
        yield found.group()


def _guessed(reading: Reading) -> Iterator[str]:
    """Days to close a deal, where nothing is said of deals: `our customer for the longest time`."""
    for each in reading.plan.measures:
        if each.field == CYCLE and not SPEED.search(reading.text):
            yield each.label


def _broken_down(reading: Reading) -> Iterator[str]:
    """`Client wise`, `by prospect`: a figure for each, and no sum of all."""
    plan, found = reading.plan, WISE.search(reading.text)
    whole = plan.measures and not (plan.group_by or plan.contrast or plan.compare_periods or plan.count_groups)
    if found and whole and not {"per", "ratio"} & {each.kind for each in plan.measures}:
        yield found.group()
