"""Money by what was sold: deals that know their products by lines alone are added up line by line."""

from __future__ import annotations

from crm.ask.language.linking import Item
from crm.ask.planning.measures import Wanted
from crm.ask.planning.reading import Reading

LITERAL = 0.9  # of a word for a column or a value, where it is more than a part of it


def by_lines(reading: Reading, wanted: list[Wanted]) -> list[Wanted]:
    """The measures, with what deals are worth taken from their lines where the question speaks of those."""
    lines = reading.vocabulary.lines
    if lines is None or lines.money is None or not any(_of_lines(item, lines.rows) for item in reading.items):
        return wanted
    for each in wanted:
        if each.measure.field == "deal.amount" and each.measure.kind == "sum":
            each.measure = each.measure.model_copy(update={"field": lines.money.ref})
            each.entity = lines.rows
    return wanted


def _of_lines(item: Item, rows: str) -> bool:
    """Whether a word can only mean products or the lines that tell of them."""
    senses = [
        sense
        for sense in item.senses
        if sense.kind == "entity" or (sense.kind in {"field", "value"} and sense.weight >= LITERAL)
    ]
    return bool(senses) and {sense.value.split(".")[0] for sense in senses} <= {"product", rows}
