"""Superlatives of time and of size: the newest is no largest, and a plan with one order answers one of two."""

from __future__ import annotations

from collections.abc import Iterator

from crm.ask.language.linking import Item
from crm.ask.planning.reading import Reading
from crm.ask.planning.said import Said

OF_TIME = frozenset({"oldest", "newest"})
OF_SIZE = frozenset({"desc", "asc", "expensive", "cheap"})
TOLD = frozenset({"value", "table", "list"})
OTHER_SENSES = ("value", "field", "metric", "aggregate", "comparator", "grain", "state", "entity")


def misordered(reading: Reading) -> Iterator[str]:
    """The superlatives by which the plan puts nothing in order."""
    if reading.plan.shape not in TOLD or reading.refusal:
        return
    said = Said(reading.plan)
    for item in reading.items:
        if item.period is not None or not item.has("superlative") or item.has(*OTHER_SENSES):
            continue
        if not _given(item, reading, said):
            yield item.text


def _given(item: Item, reading: Reading, said: Said) -> bool:
    names = {sense.value for sense in item.all("superlative")}
    plan = reading.plan
    if plan.beside is not None or plan.having or any(each.figure is not None for each in said.conditions):
        return True
    if names <= OF_TIME:
        return _by_time(reading, said)
    if names <= OF_SIZE:
        return _by_size(reading, said)
    return True


def _temporal(reading: Reading, ref: str | None) -> bool:
    info = reading.vocabulary.fields.get(ref or "")
    return info is not None and (info.temporal or info.unit == "days")


def _by_time(reading: Reading, said: Said) -> bool:
    plan = reading.plan
    fields = reading.vocabulary.fields
    ordered = any(each.field in fields and fields[each.field].type != "money" for each in plan.order)
    measured = any(_temporal(reading, each.field) or each.since for each in plan.measures)
    moment = any(group.grain for group in plan.group_by) or any(_temporal(reading, ref) for ref in said.refs)
    return ordered or measured or moment or bool(said.spans)


def _by_size(reading: Reading, said: Said) -> bool:
    plan = reading.plan
    fields = reading.vocabulary.fields
    dated = {ref for ref in said.refs if ref in fields and fields[ref].temporal}
    ordered = any(each.measure is not None or each.field not in dated for each in plan.order)
    lasting = any(each.since or _temporal(reading, each.field) for each in plan.measures)
    compared = plan.contrast is not None or plan.compare_periods or plan.limit is not None
    only_time = bool(plan.order) and not ordered
    return (ordered or lasting or compared or bool(said.kinds & {"min", "max"})) and not only_time
