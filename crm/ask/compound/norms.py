"""`Larger than our average won deal`, `a win rate above the company's`: limits that are figures of the record.

The question is read with a number in the place of the figure, and the figure by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from crm.ask.compound.parts import SURE, Parts, lone_figure
from crm.ask.compound.yardsticks import Yardstick, find
from crm.ask.plan import Condition, Figure, Group, Having, Measure, QueryPlan
from crm.ask.planning.doubts import weigh
from crm.ask.planning.reading import Reading
from crm.ask.record.labels import spoken

STAND_INS = {"7777": 7777.0, "47.11%": 0.4711, "7777 days": 7777.0}
SPREAD = frozenset({"count", "sum", "count_distinct"})  # of groups these have a mean; rates have that of all rows
KEPT = frozenset({"outcome", "status"})  # conditions that say what kind of rows they are
RATES = frozenset({"win_rate", "loss_rate", "avg", "median", "ratio"})


@dataclass
class Held:
    """A limit of a plan whose number stands in for a figure."""

    limit: Condition | Having
    plan: QueryPlan


def against_norm(text: str, parts: Parts) -> Reading | None:
    """The reading of a question that holds something against an average; None where it is not understood."""
    for yardstick in find(text):
        for number, named in product(STAND_INS, (False, True)):
            days = number.endswith("days")
            if number.split(" ")[0] in text or days is not yardstick.lasts or (named and not yardstick.of):
                continue
            main = yardstick.main(number, named=named)
            if parts.strange(main):
                continue  # to read it in many ways takes seconds, and none explains those words
            reading = parts.read(main)
            if weigh(reading)[0] < SURE or (reading.plan.yes_no and yardstick.twofold):
                continue
            held = _held(reading, STAND_INS[number])
            figure = _figure(held, yardstick, parts) if held is not None else None
            if held is not None and figure is not None:
                _hold(held, figure)
                reading.others = lambda: iter(())
                return reading
    return None


def _hold(held: Held, figure: Figure) -> None:
    held.limit.figure = figure
    few = isinstance(held.limit, Having) and held.limit.op in {"lt", "le"}
    if few and held.plan.measures[0].kind in SPREAD:
        held.plan.include_empty = True  # none at all is below every mean


def _held(reading: Reading, value: float) -> Held | None:
    plan = reading.plan
    if plan.shape not in {"list", "table", "value"} or plan.beside or plan.contrast or plan.quotient:
        return None
    limits: list[Condition | Having] = [each for each in plan.filters if value in each.values]
    limits += [each for exists in plan.exists for each in exists.filters if value in each.values]
    limits += [each for each in plan.having if value in each.values]
    if len(limits) != 1 or limits[0].op not in {"gt", "ge", "lt", "le"}:
        return None
    return Held(limits[0], plan)


def _figure(held: Held, yardstick: Yardstick, parts: Parts) -> Figure | None:
    limit = held.limit
    found = _of_rows(limit, held.plan, yardstick, parts) if isinstance(limit, Condition) else None
    if isinstance(limit, Having):
        found = _of_groups(limit, held.plan, yardstick, parts)
    if found is not None:
        found.times = yardstick.times
    return found


def _of_rows(limit: Condition, plan: QueryPlan, yardstick: Yardstick, parts: Parts) -> Figure | None:
    """The mean of a column, of the rows that the question names or of those that it asks about."""
    info = parts.vocabulary.fields.get(limit.field)
    if info is None or not info.numeric or yardstick.whole:
        return None
    label = f"{yardstick.word} {spoken(info.label)}"
    plain = QueryPlan(
        subject=info.entity, shape="value", measures=[Measure(kind=yardstick.mean, field=limit.field, label=label)]
    )
    if yardstick.same is not None:
        return _of_own(limit, plan, plain, yardstick.same, parts)
    if not yardstick.of and not yardstick.lead:
        plain.filters = [each for each in _beside(limit, plan) if _says_kind(each, info.entity)]
        return Figure(plan=plain)
    for said in _wordings(label, info.entity, yardstick, parts):
        reading = parts.sure(said)
        if reading is not None and lone_figure(reading.plan, yardstick.mean, limit.field):
            return Figure(plan=reading.plan)
    return None


def _wordings(label: str, entity: str, yardstick: Yardstick, parts: Parts) -> Iterator[str]:
    rows = parts.vocabulary.entity(entity).plural
    if yardstick.of:
        yield f"{label} of {yardstick.lead} {yardstick.of}".replace("  ", " ")
        yield f"{yardstick.word} {yardstick.lead} {yardstick.of}".replace("  ", " ")
        yield f"{label} of {rows} {yardstick.of}"
    else:
        yield f"{label} of {yardstick.lead} {rows}"
        yield f"{label} of {rows} in {yardstick.lead}"


def _beside(limit: Condition, plan: QueryPlan) -> list[Condition]:
    """What else is said of the rows that are limited."""
    if any(each is limit for each in plan.filters):
        return [each for each in plan.filters if each is not limit]
    entity = limit.field.split(".")[0]
    hung = [each for each in plan.exists if each.entity == entity and not each.absent]
    return [each.model_copy() for exists in hung for each in exists.filters if each is not limit]


def _says_kind(condition: Condition, entity: str) -> bool:
    owner, _, key = condition.field.partition(".")
    return owner == entity and (key in KEPT or key.endswith("status"))


def _of_own(limit: Condition, plan: QueryPlan, plain: QueryPlan, said: str, parts: Parts) -> Figure | None:
    """`Below that plan's average`: the mean of the rows that share a column."""
    ref = parts.column(said, plain.subject)
    if ref is None:
        return None
    others = _beside(limit, plan)
    plain.filters = [each for each in others if _says_kind(each, plain.subject)]
    named = [each for each in others if each.field == ref and len(each.values) == 1 and each.op in {"eq", "in"}]
    if named:
        plain.filters.append(named[0].model_copy(deep=True))
        return Figure(plan=plain)
    plain.group_by, plain.shape = [Group(field=ref)], "table"
    return Figure(plan=plain, by=ref)


def _of_groups(limit: Having, plan: QueryPlan, yardstick: Yardstick, parts: Parts) -> Figure | None:
    """What each group comes to on average; of rates, what all rows together come to."""
    if len(plan.group_by) != 1 or plan.group_by[0].grain or yardstick.same or limit.measure >= len(plan.measures):
        return None
    measure, group = plan.measures[limit.measure].model_copy(deep=True), plan.group_by[0].field
    entity = group.partition(".")[0]
    if yardstick.of and not parts.merely(yardstick.of, entity, group):
        return _named(measure, yardstick, parts)
    bare = plan.model_copy(
        deep=True,
        update={"measures": [measure], "group_by": [], "having": [], "order": [], "limit": None, "shape": "value"},
    )
    bare.filters = [each for each in bare.filters if each.field.partition(".")[0] != entity or _says_kind(each, entity)]
    bare.include_empty = bare.count_groups = bare.yes_no = False
    if yardstick.lead:
        named = parts.conditions(yardstick.lead, bare.subject)
        if not named:
            return None
        bare.filters += named
    if measure.kind in RATES:
        return Figure(plan=bare)
    if measure.kind not in SPREAD or yardstick.whole or yardstick.mean != "avg":
        return None
    over = parts.number_of(group, named if yardstick.lead else [])
    if over is None:
        return None
    bare.beside = over
    return Figure(plan=bare)


def _named(measure: Measure, yardstick: Yardstick, parts: Parts) -> Figure | None:
    """`Above our overall win rate`: a figure that the question names."""
    for said in (f"{yardstick.word} {yardstick.lead} {yardstick.of}", yardstick.of):
        reading = parts.sure(said)
        if reading is not None and lone_figure(reading.plan, measure.kind, measure.field):
            return Figure(plan=reading.plan)
    return None
