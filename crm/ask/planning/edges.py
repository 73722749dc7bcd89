"""The latest, the first and the next of a date: the last day of payment, the next renewal date."""

from __future__ import annotations

from crm.ask.language.linking import Item
from crm.ask.plan import Condition, Measure, MeasureKind
from crm.ask.planning.measures import Wanted
from crm.ask.planning.reading import Reading
from crm.ask.record.labels import spoken

EDGES: dict[str, MeasureKind] = {
    "latest": "max", "last": "max", "most recent": "max", "newest": "max", "earliest": "min", "first": "min",
    "oldest": "min", "soonest": "min", "next": "min",
}  # fmt: skip
NEXT = frozenset({"next", "soonest"})  # from today on
HEADED = 0.9  # weight of a sense that is a header, or what one is called


def read_edge(reading: Reading) -> Wanted | None:
    """The measure, where a question opens with such a date and names no rows that have it."""
    for at, item in enumerate(reading.items[:-1]):
        if item.has("entity", "value") or item.used:
            return None
        kind = EDGES.get(item.text.casefold())
        if kind is None:
            continue
        follow = reading.items[at + 1]
        ref = _date(reading, follow)
        if ref is None or follow.used or follow.has("entity"):
            return None
        item.senses = []
        for place in range(at + 2):
            reading.use(place, "measure")
        word = item.text.casefold()
        later = Condition(field=ref, op="ge", values=[reading.now.date().isoformat()])
        label = f"{word} {spoken(reading.field(ref).label)}"
        measure = Measure(kind=kind, field=ref, label=label)
        return Wanted(measure, ref.split(".")[0], -1, filters=[later] if word in NEXT else [])
    return None


def _date(reading: Reading, item: Item) -> str | None:
    """The one date that is headed so, of the rows that are spoken of if any are."""
    dates = [sense.value for sense in item.all("field") if sense.weight >= HEADED and reading.field(sense).temporal]
    rows = {sense.value for each in reading.items for sense in each.all("entity")}
    told = [ref for ref in dates if ref.split(".")[0] in rows] if rows else dates
    return told[0] if len(told) == 1 else None
