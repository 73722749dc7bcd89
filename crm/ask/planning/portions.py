"""Groups that make up more than so much of the whole: `products with over 20% of won revenue`."""

from __future__ import annotations

from crm.ask.plan import Having, Measure
from crm.ask.planning.measures import Wanted
from crm.ask.planning.nouns import noun_at
from crm.ask.planning.reading import Bound, Reading

PARTS = frozenset({"sum", "count", "share"})  # figures that add up to a whole
REACH = 5  # items after `of` in which the rows of the whole are named


def read_portion(reading: Reading) -> Bound | None:
    """The limit on a part of the whole; it limits neither rows nor a figure."""
    for bound in reading.bounds:
        place = bound.end + 1
        if bound.percent and place < len(reading.items) and reading.items[place].text.casefold() == "of":
            reading.bounds.remove(bound)
            return bound
    return None


def portion_rows(reading: Reading, bound: Bound) -> list[Wanted]:
    """What makes up the whole where no figure is named: how many rows."""
    for place in range(bound.end + 1, min(bound.end + 1 + REACH, len(reading.items))):
        noun = noun_at(reading, place) if reading.items[place].has("entity", "kind") else None
        if noun is not None and noun.kind == "entity":
            reading.use(place, "measure")
            return [Wanted(Measure(kind="count"), noun.name, place)]
    return []


def settle_portion(reading: Reading, bound: Bound) -> None:
    """Turns the figure of each group into its part of all of them."""
    plan = reading.plan
    measure = plan.measures[0] if plan.measures else None
    if measure is None or measure.kind not in PARTS or not plan.group_by or plan.having:
        reading.doubts += 0.7
        return
    label = measure.label.removeprefix("number of ").removeprefix("total ")
    plan.measures = [measure.model_copy(update={"kind": "share", "over": "all", "label": f"share of {label}"})]
    plan.having = [Having(measure=0, op=bound.op, values=bound.values)]
