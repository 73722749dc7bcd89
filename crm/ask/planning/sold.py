"""What the sales of each add up to, where a number limits them."""

from __future__ import annotations

from crm.ask.planning.measures import Wanted, _metric
from crm.ask.planning.reading import Bound, Reading

MONEY = 1000  # from here on a bare number is a sum


def read_sold_for(reading: Reading, wanted: list[Wanted]) -> Wanted | None:
    """`Reps who sold more than 100k`: what the sales of each add up to, not each sale."""
    head = reading.head
    if wanted or head is None or head.kind == "grain" or head.name.split(".")[0] == "deal":
        return None
    for bound in reading.bounds:
        before = reading.items[max(0, bound.at - 3) : bound.at]
        after = reading.items[bound.end + 1 : bound.end + 4]
        sold = any(item.has("sale") for item in before) or _won_before(reading, bound)
        if sold and not any(item.has("entity", "field") for item in after):
            return _metric("revenue", max(0, bound.at - 2), None)
    return None


def _won_before(reading: Reading, bound: Bound) -> bool:
    """`Who won more than 100k`: nothing stands between, and it is no number of deals."""
    items, place = reading.items, bound.at - 1
    while place >= 0 and items[place].has("comparator"):
        place -= 1
    won = place >= 0 and any(sense.value == "won" for sense in items[place].all("outcome"))
    return won and not items[place].has("value") and (bound.money or max(bound.values) >= MONEY)
