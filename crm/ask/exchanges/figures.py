"""How many exchanges there were, by what, with whom most; and with whom there were any."""

from __future__ import annotations

from crm.ask.exchanges.limits import limit, person_ref
from crm.ask.exchanges.mark import Mark
from crm.ask.exchanges.talk import Talk
from crm.ask.plan import Grain, Group, Having, Measure, Order
from crm.ask.planning.reading import Reading

GRAINS: tuple[Grain, ...] = ("day", "week", "month", "quarter", "year")
OCCURRED = "interaction.occurred_at"
TURNED_INTO = {"any", "toward"}


def figured(reading: Reading, talk: Talk) -> bool:
    """Makes the plan of a question that asks for numbers or for names."""
    if talk.has("never", "since", "quiet", "alone", "longest", "last", "first", "when", "weekday"):
        return False
    if talk.has("subject") and not talk.has("theme"):
        return False
    groups = [group for mark in talk.groups if (group := _group(reading, talk, mark)) is not None]
    target = _group(reading, talk, talk.target) if talk.target is not None else None
    if len(groups) != len(talk.groups) or (talk.target is not None and target is None):
        return False
    if not limit(reading, talk):
        return False
    plan = reading.plan
    plan.measures = [Measure(kind="count", label=f"number of {_rows(talk)}")]
    plan.shape = "table"
    if talk.has("most", "fewest"):
        return _ranked(reading, talk, groups, target)
    if target is not None:
        return _named(reading, talk, groups, target)
    if talk.limit is not None:
        return False
    plan.group_by = groups
    if groups:
        return True
    plan.shape = "value"
    return _counts(reading, talk)


def _rows(talk: Talk) -> str:
    return " and ".join(f"{kind}s" for kind in talk.kinds) or "interactions"


def _counts(reading: Reading, talk: Talk) -> bool:
    """`How many calls`, `did we call them`."""
    if talk.has("how_many", "how_often"):
        reading.plan.yes_no = False
        return not talk.has("which")
    return reading.plan.yes_no or _asks_any(reading) or talk.has("outbox", "inbox")


def _asks_any(reading: Reading) -> bool:
    first = reading.words()[:1]
    reading.plan.yes_no = bool(first) and first[0] in {
        "did", "do", "does", "have", "has", "had", "any", "was", "were", "is", "are", "ever",
    }  # fmt: skip
    return reading.plan.yes_no


def _group(reading: Reading, talk: Talk, mark: Mark) -> Group | None:
    match mark.symbol:
        case "clients":
            return (
                Group(field=f"{reading.vocabulary.clients}.name") if reading.vocabulary.clients == "account" else None
            )
        case "persons":
            ref = person_ref(reading, talk)
            return Group(field=ref) if ref else None
        case "reps":
            return Group(field="user.name") if reading.reaches("interaction", "user") else None
        case "kind":
            own = [s.value for s in reading.items[mark.at].all("field") if s.value.startswith("interaction.")]
            return Group(field=own[0] if own else "interaction.kind")
        case "field":
            return Group(field=mark.value)
        case "grain" | "days":
            grain = next((each for each in GRAINS if each == (mark.value or "day")), None)
            return Group(field=OCCURRED, grain=grain) if grain else None
    return None


def _ranked(reading: Reading, talk: Talk, groups: list[Group], target: Group | None) -> bool:
    """Who has most of them."""
    plan, by = reading.plan, target or (groups[0] if groups else None)
    if by is None or talk.limit is not None or talk.has("how_many", "how_often") or (target and groups):
        return False
    plan.group_by = [by]
    plan.order = [Order(measure=0, descending=talk.has("most"))]
    plan.limit = 1
    return True


def _named(reading: Reading, talk: Talk, groups: list[Group], target: Group) -> bool:
    """Those with whom there was any, or so many; or how many they are."""
    plan = reading.plan
    if groups:
        return False
    plan.group_by, plan.order = [target], [Order(measure=0, descending=True)]
    if talk.limit is not None:
        op, number = talk.limit
        if op in {"lt", "le"}:
            return False  # those with none are among them
        plan.having = [Having(measure=0, op=op, values=[number])]
    if talk.has("how_many"):
        plan.count_groups = True
        plan.yes_no = False
    elif talk.has("how_often"):
        return False
    else:
        plan.yes_no = False
    return True
