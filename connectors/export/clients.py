"""Whom an export without accounts is about: donors, members, patients."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from connectors.export.assignment import Hints
from connectors.export.names import singular
from connectors.export.recognition import Recognised
from connectors.export.sales import SALE


def stand_in(items: Sequence[Recognised], hints: dict[int, Hints]) -> int | None:
    """The place of the table that most others point at, where no table is called accounts or the like."""
    if any(item.entity in {"account", "deal"} for item in items):
        return None
    pointed: Counter[str] = Counter()
    for overlaps in hints.values():
        for kind in {overlap.kind for column in overlaps.values() for overlap in column if overlap.kind}:
            pointed[kind] += 1
    places = {item.kind: place for place, item in enumerate(items) if item.entity == "related" and _named(item)}
    best = max((kind for kind in places if pointed[kind or ""]), key=lambda kind: pointed[kind or ""], default=None)
    return places.get(best)


def _named(item: Recognised) -> bool:
    """Whether rows have names of their own: rows of sales and of logs have not."""
    own = {singular(word) for word in item.stem}
    columns = [column for column in item.columns if column.words[-1:] == ("name",) or set(column.words) <= own]
    return bool(columns) and columns[0].type in {"text", "category"} and not own & SALE
