"""Limits on what many rows come to: `clients with more than 50k words`, where each project has its own words."""

from __future__ import annotations

from crm.ask.planning.measures import Wanted, field_measure
from crm.ask.planning.nouns import best_field
from crm.ask.planning.reading import Bound, Reading
from crm.ask.planning.summing import added

REACH = 4  # items between a limit and the noun whose rows it would limit one by one
SINGLE = frozenset({"any", "a", "an", "single", "one", "each", "every", "individual"})


def read_heaps(reading: Reading) -> Wanted | None:
    """The sum that a limit is of, where its column is of rows that hang on what is asked for."""
    head = reading.head
    if head is None or head.kind != "entity" or reading.groups:
        return None
    for bound in reading.bounds:
        found = None if bound.days or bound.percent else _column(reading, bound, head.name)
        if found is not None:
            at, ref = found
            info = reading.field(ref)
            reading.use(at, "measure")
            return Wanted(field_measure(info, "sum"), info.entity, at)
    return None


def _column(reading: Reading, bound: Bound, head: str) -> tuple[int, str] | None:
    """A column beside the limit that may be added up, below the head; none where a single row is limited."""
    vocabulary = reading.vocabulary
    for place in (bound.end + 1, reading.after(bound.end), reading.before(bound.at - 1), reading.before(bound.at)):
        if place is None or not 0 <= place < len(reading.items) or not reading.items[place].has("field"):
            continue
        item = reading.items[place]
        refs = sorted(item.all("field"), key=lambda sense: -sense.weight)
        told = [sense.value for sense in refs if reading.field(sense).numeric and added(reading.field(sense))]
        below = [ref for ref in told if _hangs_on(reading, ref, head)]
        if told and not below:
            return None
        ref = best_field(item, tuple(ref.split(".")[0] for ref in below)) if below else ""
        if ref in below and vocabulary.path(head, ref.split(".")[0]) is None and not _rows_said(reading, bound, ref):
            return place, ref
    return None


def _hangs_on(reading: Reading, ref: str, head: str) -> bool:
    entity = ref.split(".", maxsplit=1)[0]
    return entity != head and reading.reaches(entity, head)


def _rows_said(reading: Reading, bound: Bound, ref: str) -> bool:
    """`Clients with an order over 5k`: one such row is enough."""
    entity = ref.split(".", maxsplit=1)[0]
    before = reading.items[max(0, bound.at - REACH) : bound.at]
    return any(
        any(sense.value == entity for sense in item.all("entity")) or item.text.casefold() in SINGLE for item in before
    )
