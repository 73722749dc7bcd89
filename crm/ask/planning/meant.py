"""Whether a word of money means a column of the record or what was sold."""

from __future__ import annotations

from crm.ask.planning.reading import Reading


def field_meant(reading: Reading, at: int, metric: str, ref: str) -> bool:
    """Whether a word such as revenue means the account's own column rather than what was sold to it."""
    info = reading.field(ref)
    if info.entity == "deal":
        return metric not in {"revenue", "deal_size"}
    if metric != "revenue":
        return True
    others = [item for place, item in enumerate(reading.items) if place != at]
    if any(item.has("outcome", "sale") or item.period for item in others):
        return False
    if any(sense.value in {"deal", "user", "product", "manager"} for item in others for sense in item.all("entity")):
        return False
    words = {item.text.casefold() for item in others}
    if words & {"generated", "generate", "generates", "from", "bring", "brings", "brought", "made", "make", "earned"}:
        return False
    return _owner_named(reading, at, info.entity)


def _owner_named(reading: Reading, at: int, entity: str) -> bool:
    """`average revenue of accounts`, `Acme's revenue`, `revenue per employee`, `accounts with revenue over`."""
    numeric_other = any(
        reading.field(sense).numeric and sense.value.startswith(f"{entity}.")
        for place, item in enumerate(reading.items)
        if place != at
        for sense in item.all("field")
    )
    named = any(sense.value == f"{entity}.name" for item in reading.items for sense in item.all("value"))
    noun = any(sense.value == entity for item in reading.items for sense in item.all("entity"))
    if any(group.name == entity for group in reading.groups):
        return numeric_other
    averaged = any(
        sense.value in {"avg", "median", "min", "max"} for item in reading.items for sense in item.all("aggregate")
    )
    bounded = any(bound.at >= at and bound.at - at <= 4 for bound in reading.bounds)
    return numeric_other or named or (noun and (averaged or bounded))
