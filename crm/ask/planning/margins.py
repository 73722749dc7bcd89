"""How far one figure of a row lies from another: below the list price, over the budget."""

from __future__ import annotations

from crm.ask.plan import Measure, MeasureKind
from crm.ask.planning.measures import Wanted
from crm.ask.planning.reading import Reading
from crm.ask.planning.summing import spoken_label
from crm.ask.record.schema import FieldInfo

UNDER = frozenset({"below", "under", "beneath", "off", "short of", "less than", "lower than"})
OVER = frozenset({"above", "over", "beyond", "higher than", "more than"})
ASKING = frozenset({"far", "how much", "by how much", "how far", "much"})
REACH = 3  # items between the direction and the column
SOLD = frozenset({"won", "closed"})


def read_margin(reading: Reading) -> Wanted | None:
    """The average distance, where `how far below` or `how much over` a column of figures is asked."""
    for at, item in enumerate(reading.items):
        word = item.text.casefold()
        if word not in UNDER | OVER or item.used or not _asked(reading, at):
            continue
        base = _column(reading, at)
        if base is None:
            continue
        place, info = base
        other = _other(reading, place, info)
        if other is not None:
            return _wanted(reading, (at, place), (info, other), under=word in UNDER)
    return None


def _asked(reading: Reading, at: int) -> bool:
    """`How far below`, `on average how much over`: right before the direction."""
    return at > 0 and reading.items[at - 1].text.casefold() in ASKING and "how" in reading.text.casefold()


def _column(reading: Reading, at: int) -> tuple[int, FieldInfo] | None:
    for place in range(at + 1, min(at + 1 + REACH, len(reading.items))):
        item = reading.items[place]
        found = [reading.field(sense) for sense in item.all("field") if reading.field(sense).numeric]
        if found:
            return place, found[0]
        if item.number is not None or not (item.stop or item.has("entity")):
            return None
    return None


def _other(reading: Reading, place: int, info: FieldInfo) -> FieldInfo | None:
    """The figure that is compared: a column of rows that know the other, else what deals were closed at."""
    for at, item in enumerate(reading.items):
        for sense in item.all("field") if at != place else ():
            other = reading.field(sense)
            if other.numeric and other.ref != info.ref and reading.reaches(other.entity, info.entity):
                reading.use(at, "measure")
                return other
    sold = reading.has("sale") or any(sense.value in SOLD for item in reading.items for sense in item.all("outcome"))
    deal = reading.vocabulary.fields.get("deal.amount")
    return deal if sold and reading.vocabulary.has_deals and reading.reaches("deal", info.entity) else None


def _wanted(reading: Reading, places: tuple[int, int], columns: tuple[FieldInfo, FieldInfo], *, under: bool) -> Wanted:
    """The average of the differences, in the sense that was asked for."""
    base, other = columns
    of, less = (base, other) if under else (other, base)
    kind = _kind(reading)
    for place in (places[0] - 1, *places):
        reading.use(place, "measure")
    word = {"avg": "average", "sum": "total"}.get(kind, kind)
    label = f"{word} {spoken_label(of)} less {spoken_label(less)}"
    measure = Measure(kind=kind, field=of.ref, since=less.ref, label=label)
    return Wanted(measure, other.entity, -1, outcome="won" if other.ref == "deal.amount" else None)


def _kind(reading: Reading) -> MeasureKind:
    said = {}
    for at in reading.unused("aggregate"):
        for sense in reading.items[at].all("aggregate"):
            if sense.value in {"avg", "median", "sum", "min", "max"}:
                said[sense.value] = at
                reading.use(at, "measure")
    kinds: tuple[MeasureKind, ...] = ("median", "avg", "min", "max")
    total = "in total" in reading.words() or "total" in reading.words()
    return next((kind for kind in kinds if kind in said), "sum" if total else "avg")
