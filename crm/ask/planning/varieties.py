"""How many different values a column has for each: clients that bought four different product lines."""

from __future__ import annotations

from crm.ask.plan import Measure
from crm.ask.planning.measures import Wanted
from crm.ask.planning.nouns import best_field
from crm.ask.planning.reading import Reading
from crm.ask.record.labels import spoken

REACH = 3  # items behind a limit in which the column stands


def read_variety(reading: Reading) -> Wanted | None:
    """The count of different values that a number limits, on the rows below whoever is asked for."""
    head = reading.head
    if head is None or head.kind != "entity" or head.name not in reading.vocabulary.entities:
        return None
    for bound in reading.bounds:
        places = range(bound.end + 1, min(bound.end + 1 + REACH, len(reading.items)))
        different = next((at for at in places if _different(reading, at)), None)
        at = reading.after(different) if different is not None else None
        if different is None or at is None or not reading.items[at].has("field") or reading.items[at].has("entity"):
            continue
        said = tuple(sense.value for item in reading.items for sense in item.all("entity") if sense.value != head.name)
        info = reading.field(best_field(reading.items[at], said))
        if info.type in {"category", "text"} and info.entity != head.name and reading.reaches(info.entity, head.name):
            reading.use(different, "measure")
            reading.use(at, "measure")
            label = f"number of {spoken(info.label).casefold()}s"
            return Wanted(Measure(kind="count_distinct", field=info.ref, label=label), info.entity, at)
    return None


def _different(reading: Reading, at: int) -> bool:
    return any(sense.value == "distinct" for sense in reading.items[at].all("aggregate"))
