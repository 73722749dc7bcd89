"""How much of something the rows below each come to: cafés that took more than 250 kg."""

from __future__ import annotations

from crm.ask.planning.measures import Wanted, field_measure
from crm.ask.planning.nouns import best_field
from crm.ask.planning.reading import Reading
from crm.ask.planning.summing import added


def read_quantity(reading: Reading) -> Wanted | None:
    """The sum that a number limits, where its column is one of rows below the head that the question does not name.

    `Orders over 50 kg` are single orders; whoever took more than 250 kg took them in all.
    """
    head = reading.head
    if head is None or head.kind != "entity":
        return None
    said = {sense.value for item in reading.items for sense in item.all("entity")}
    for bound in reading.bounds:
        place = bound.end if reading.items[bound.end].has("field") else reading.after(bound.end)
        if place is None or not reading.items[place].has("field"):
            continue
        info = reading.field(best_field(reading.items[place], (head.name,)))
        below = info.entity not in {head.name, *said} and not reading.reaches(head.name, info.entity)
        if info.numeric and added(info) and below and reading.reaches(info.entity, head.name):
            return Wanted(field_measure(info, "sum"), info.entity, place)
    return None
