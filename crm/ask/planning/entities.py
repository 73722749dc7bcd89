"""The rows that a word stands for."""

from __future__ import annotations

from crm.ask.language.linking import Item
from crm.ask.planning.reading import Noun
from crm.ask.record.called import IMPORTED


def entity_at(at: int, item: Item) -> Noun:
    kinds = item.all("kind")
    entities = sorted(item.all("entity"), key=lambda sense: -sense.weight)
    table = next((kind for kind in kinds if kind.value.startswith(IMPORTED)), None)
    if table is not None:
        return Noun("entity", "interaction", at, table.value)
    if entities and not (kinds and entities[0].weight < 1):
        return Noun("entity", entities[0].value, at)
    return Noun("entity", "interaction", at, kinds[0].value)
