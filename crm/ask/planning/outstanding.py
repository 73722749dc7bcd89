"""`Total outstanding`, `how much is outstanding`: what clients owe, where the record holds bills."""

from __future__ import annotations

from crm.ask.language.lexicon import Sense
from crm.ask.planning.reading import Reading
from crm.ask.record.debts import debt

OUTSTANDING = frozenset({"outstanding", "still outstanding", "unpaid"})
OWING = frozenset({"account", "contact", "user", "manager"})  # whose bills they are, or who looks after them
AMOUNTS = frozenset({"sum", "avg", "share", "median", "max"})


def read_outstanding(reading: Reading) -> None:
    """An amount that is outstanding is none of deals: it is owed, or the record does not tell."""
    for item in reading.items:
        if item.text.casefold() in OUTSTANDING and not item.used and _asks_amount(reading) and not _of_rows(reading):
            known = debt(reading.vocabulary, reading.now.date()) is not None
            item.senses = [Sense("metric", "owed")] if known else []


def _asks_amount(reading: Reading) -> bool:
    return any(sense.value in AMOUNTS for item in reading.items for sense in item.all("aggregate"))


def _of_rows(reading: Reading) -> bool:
    """Whether it says which rows are outstanding: deals, tasks, invoices, the value of the pipeline."""
    entities = {sense.value for item in reading.items for sense in item.all("entity")}
    figures = [item for item in reading.items if item.has("metric", "kind", "sale")]
    numbers = any(
        reading.field(sense).numeric and sense.weight >= 1 for item in reading.items for sense in item.all("field")
    )
    return bool(entities - OWING) or bool(figures) or numbers
