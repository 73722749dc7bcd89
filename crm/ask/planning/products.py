"""Two columns of a row multiplied: quantity times price, the amount weighted by its probability."""

from __future__ import annotations

from crm.ask.language.text import tokens
from crm.ask.plan import Measure, MeasureKind
from crm.ask.planning.measures import Wanted
from crm.ask.planning.nouns import best_field
from crm.ask.planning.reading import Reading
from crm.ask.record.labels import spoken
from crm.ask.record.schema import FieldInfo

EARNED = frozenset({"earn", "earns", "make", "get", "receive", "is", "are"})
TIMES = frozenset({"times", "multiplied by", "multiplied", "x", "*", "×", "weighted by", "weighted with"})
CHANCES = frozenset({"probability", "likelihood", "confidence", "chance"})
KINDS: dict[str, MeasureKind] = {"avg": "avg", "max": "max", "min": "min"}


def read_product(reading: Reading) -> Wanted | None:
    """The product that is asked for, with its words marked; None where nothing is multiplied."""
    for at, item in enumerate(reading.items):
        word = item.text.casefold()
        if word in TIMES and not item.used and (pair := _factors(reading, at)):
            return _wanted(reading, *pair, at)
        if word == "weighted" and not item.used and (chance := _chance(reading)):
            return _wanted(reading, reading.field("deal.amount"), chance, at)
    return None


def _factors(reading: Reading, at: int) -> tuple[FieldInfo, FieldInfo] | None:
    right = _column(reading, reading.after(at))
    left = _column(reading, reading.before(at), right.entity if right else None)
    if left is None or right is None or left.ref == right.ref:
        return None
    near = reading.reaches(left.entity, right.entity) or reading.reaches(right.entity, left.entity)
    return (left, right) if near else None


def _column(reading: Reading, place: int | None, beside: str | None = None) -> FieldInfo | None:
    if place is None or reading.items[place].used not in {None, "head"}:
        return None
    item = reading.items[place]
    named = tuple(
        s.value for each in reading.items for s in each.all("entity") if s.value in reading.vocabulary.entities
    )
    if beside and any(sense.value.startswith(f"{beside}.") for sense in item.all("field")):
        named = (beside, *named)  # hives and the price per hive are of the same rows
    if item.has("field"):
        info = reading.field(best_field(item, named))
        return info if info.numeric else None
    return reading.vocabulary.fields.get("deal.amount") if item.has("metric") and reading.vocabulary.has_deals else None


def _chance(reading: Reading) -> FieldInfo | None:
    """The column that says how likely a deal is won."""
    own = reading.vocabulary.fields_of("deal") if reading.vocabulary.has_deals else []
    said = ((info, {token.fold for token in tokens(spoken(info.label))}) for info in own if info.numeric)
    return next((info for info, words in said if words & CHANCES), None)


def _wanted(reading: Reading, left: FieldInfo, right: FieldInfo, at: int) -> Wanted:
    if left.type == "percent" and right.type != "percent":
        left, right = right, left  # parts of money are money, whichever is said first
    entity = left.entity if reading.reaches(left.entity, right.entity) else right.entity
    kind: MeasureKind = "sum"
    for place, item in enumerate(reading.items):
        figures = {sense.value for sense in item.all("aggregate")}
        named = {sense.value for sense in item.all("field")} & {left.ref, right.ref}
        if figures & KINDS.keys() and not item.used:
            kind = KINDS[next(iter(figures & KINDS.keys()))]
        if (
            item.text.casefold() in EARNED
            or named
            or (item.has("metric") and not item.used)
            or (figures and not item.used)
            or item.text.casefold() in TIMES | {"weighted"}
        ):
            reading.use(place, "measure")
    if reading.head is not None and reading.head.name in {left.ref, right.ref}:
        reading.head = None
    weighted = right.entity == "deal" and reading.items[at].text.casefold() == "weighted"
    outcome = "open" if weighted or reading.value("metric", "pipeline") else None
    for place in reading.unused("metric") if outcome else ():
        reading.use(place, "measure")
    first, second = spoken(left.label), spoken(right.label)
    label = f"{first} × {second}" if kind == "sum" else f"{kind} {first} × {second}"
    return Wanted(Measure(kind=kind, field=left.ref, times=right.ref, label=label), entity, at, outcome=outcome)
