"""When there was the last or the first of them, with whom, and how many days ago."""

from __future__ import annotations

from crm.ask.exchanges.limits import limit, person_ref
from crm.ask.exchanges.talk import Talk
from crm.ask.plan import Group, Measure, Order
from crm.ask.planning.reading import Reading

OCCURRED = "interaction.occurred_at"
AGE = "interaction.age_days"


def dated(reading: Reading, talk: Talk) -> bool:
    """Makes the plan of a question that asks for the last, the first, or the time since."""
    if talk.has("never", "quiet", "most", "fewest") or talk.limit is not None or talk.groups:
        return False
    if talk.has("days") and talk.has("since"):
        return _age(reading, talk)
    if talk.has("longest", "alone"):
        return _longest(reading, talk)
    if talk.has("last", "first") and not talk.has("how_many", "how_often", "since"):
        return _edge(reading, talk)
    return talk.has("when") and not talk.has("how_many", "how_often", "since") and _all_days(reading, talk)


def _age(reading: Reading, talk: Talk) -> bool:
    if talk.target is not None and talk.target.symbol != "days":
        return False
    if not limit(reading, talk, dated=True):
        return False
    plan = reading.plan
    plan.shape, plan.yes_no = "value", False
    plan.measures = [Measure(kind="min", field=AGE, label="days since the last interaction")]
    return True


def _longest(reading: Reading, talk: Talk) -> bool:
    """The client of whom nothing was heard for the longest time."""
    if talk.has("last", "first") or not (talk.target or talk.has("clients")) or not limit(reading, talk, dated=True):
        return False
    plan = reading.plan
    plan.shape, plan.yes_no = "table", False
    plan.measures = [Measure(kind="max", field=OCCURRED, label="last interaction")]
    plan.group_by = [Group(field="account.name")]
    plan.order, plan.limit = [Order(measure=0, descending=False)], 1
    return True


def _edge(reading: Reading, talk: Talk) -> bool:
    """The newest or the oldest row, with what is asked of it."""
    if talk.has("last") and talk.has("first"):
        return False
    columns = _columns(reading, talk)
    if columns is None or not limit(reading, talk, dated=True):
        return False
    plan = reading.plan
    plan.shape, plan.yes_no, plan.limit, plan.columns = "list", False, 1, columns
    plan.order = [Order(field=OCCURRED, descending=talk.has("last"))]
    return True


def _columns(reading: Reading, talk: Talk) -> list[str] | None:
    """None where it is asked for something that is no part of a row."""
    if talk.has("subject") and not talk.has("theme"):
        return ["subject", "occurred_at"]
    target = talk.target.symbol if talk.target else ""
    if target == "persons":
        ref = person_ref(reading, talk)
        return [ref, "occurred_at", "kind"] if ref else None
    named = {"clients": ["account.name", "occurred_at", "kind"], "reps": ["user.name", "occurred_at", "kind"]}
    if target in named:
        return named[target]
    return [] if not target or target in {"kind", "days"} or talk.has("when") else None


def _all_days(reading: Reading, talk: Talk) -> bool:
    """`When did we meet Acme this year`: every time."""
    if talk.target is not None or not (talk.kinds or talk.has("shared")) or not limit(reading, talk, dated=True):
        return False
    plan = reading.plan
    plan.shape, plan.yes_no = "list", False
    plan.order = [Order(field=OCCURRED, descending=True)]
    return True
