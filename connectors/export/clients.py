"""Whom an export without accounts is about: donors, members, patients."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from connectors.export.assignment import Hints
from connectors.export.names import natural_key, singular
from connectors.export.recognition import Recognised
from connectors.export.sales import SALE

NEARLY = 0.9  # of the values that have to be rows of the other table


def stand_in(items: Sequence[Recognised], hints: dict[int, Hints]) -> int | None:
    """The place of the table that most others point at, where no table is called accounts or the like."""
    if any(item.entity == "account" for item in items):
        return None
    if (register := _register(items)) is not None or any(item.entity == "deal" for item in items):
        return register
    pointed: Counter[str] = Counter()
    for overlaps in hints.values():
        for kind in {overlap.kind for column in overlaps.values() for overlap in column if overlap.kind}:
            pointed[kind] += 1
    places = {item.kind: place for place, item in enumerate(items) if item.entity == "related" and _named(item)}

    def rank(kind: str | None) -> tuple[int, int]:
        return pointed[kind or ""], len(items[places[kind]].table.rows)  # there are more donors than campaigns

    best = max((kind for kind in places if pointed[kind or ""]), key=rank, default=None)
    return places.get(best)


def _register(items: Sequence[Recognised]) -> int | None:
    """The place of the table that has a row for each client's number the others give: practices by their "Cust No"."""
    given = [(place, column) for place, item in enumerate(items) if (column := item.assignment.column("account_id"))]
    for place, column in given:
        others = [other for at, other in given if at != place]
        if items[place].entity != "related" or not (column.is_key and others and _named(items[place])):
            continue
        known = {natural_key(value) for value in column.counts}
        asked = [{natural_key(value) for value in other.counts} for other in others]
        if all(len(values & known) >= len(values) * NEARLY for values in asked):
            return place
    return None


def sold(items: Sequence[Recognised], hints: dict[int, Hints]) -> int | None:
    """The place of the table of what deals are about, where no table is called products: rooms, courses, plots."""
    if any(item.entity == "product" for item in items):
        return None
    deals = [place for place, item in enumerate(items) if item.entity == "deal"]
    pointed: Counter[str] = Counter()
    for place in deals:
        taken = {match.column.index for match in items[place].assignment.fields.values()}
        for index, overlaps in hints.get(place, {}).items():
            pointed.update(each.kind for each in overlaps if each.kind and each.share >= NEARLY and index not in taken)
    places = {item.kind: place for place, item in enumerate(items) if item.entity == "related"}
    best = max((kind for kind in pointed if _listed(items[places[kind]])), key=lambda kind: pointed[kind], default=None)
    return places[best] if best else None


def _listed(item: Recognised) -> bool:
    """Whether rows are things, which happen at no time and belong to nobody."""
    return not {"occurred_at", "account_id", "deal_id", "user_id"} & item.assignment.fields.keys()


def _named(item: Recognised) -> bool:
    """Whether rows have names of their own: rows of sales and of logs have not."""
    own = {singular(word) for word in item.stem}
    columns = [column for column in item.columns if column.words[-1:] == ("name",) or set(column.words) <= own]
    return bool(columns) and columns[0].type in {"text", "category"} and not own & SALE
