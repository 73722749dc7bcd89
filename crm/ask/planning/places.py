"""Where in a question its conditions are said."""

from __future__ import annotations

from dataclasses import dataclass

from crm.ask.language.linking import Item
from crm.ask.plan import Condition


@dataclass
class Places:
    """Where in the question each condition is said."""

    items: dict[int, Item]
    origins: list[tuple[Condition, int]]

    def of(self, condition: Condition) -> int | None:
        told = next((at for each, at in self.origins if each is condition), None)
        return told if told is not None else _place(condition, self.items)


def _place(condition: Condition, places: dict[int, Item]) -> int | None:
    for at, item in places.items():
        for sense in item.senses:
            if sense.kind == "value" and sense.value == condition.field and sense.detail in condition.values:
                return at
            if sense.kind == "field" and sense.value == condition.field:
                return at
            if sense.kind == "direction" and condition.field == "interaction.direction":
                return at
            if sense.kind in {"outcome", "sale"} and condition.field == "deal.outcome":
                return at
    return None
