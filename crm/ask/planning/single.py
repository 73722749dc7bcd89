"""Questions for one number: nouns that only carry a condition, and how many different values there are."""

from __future__ import annotations

from crm.ask.plan import Measure
from crm.ask.planning.measures import Wanted
from crm.ask.planning.nouns import best_field
from crm.ask.planning.reading import Noun, Reading
from crm.ask.planning.summing import spoken_label
from crm.ask.telling.figures import plural

CARRYING = frozenset({"from", "with", "outside", "outside of", "to", "among", "through", "via", "in", "at"})
NAMING = frozenset({"which", "who", "whose"})
OPENING = frozenset({"how much"})
DISTINCT = frozenset({"category", "text"})


def settle_single(reading: Reading) -> None:
    """`How much did we win from software accounts`: one sum, not one for each account."""
    head = reading.head
    if head is None or head.kind != "entity" or head.at < 0 or not _one_sum(reading, head):
        return
    if _carries(reading, head.at) or _subject_of_amount(reading, head.at):
        reading.items[head.at].used = None
        reading.head = None


def _one_sum(reading: Reading, head: Noun) -> bool:
    if NAMING & set(reading.words()) or reading.has("superlative", "versus") or reading.contrast is not None:
        return False
    if any(_counts_rows(reading, bound.end) for bound in reading.bounds):
        return False
    summed = [at for at, item in enumerate(reading.items) if any(s.value == "sum" for s in item.all("aggregate"))]
    return any(at < head.at for at in summed)


def _counts_rows(reading: Reading, end: int) -> bool:
    """`With more than 5 deals`: those who have so many have to be found first."""
    return any(item.has("entity", "kind", "outcome") for item in reading.items[end + 1 : end + 3])


def _carries(reading: Reading, at: int) -> bool:
    """Whether a preposition leads to the noun, with nothing but what is said of it in between."""
    for place in range(at - 1, -1, -1):
        item = reading.items[place]
        if item.text.casefold() in CARRYING:
            return place > 0
        if not (item.stop or item.has("value", "exclusion", "outcome", "state", "subsidiary")) or item.has("aggregate"):
            return _below_named(reading, at)
    return False


def _below_named(reading: Reading, at: int) -> bool:
    """`From the subsidiaries of Acme`: the noun is told by a name behind it."""
    return reading.items[at].has("subsidiary") and any(item.has("value") for item in reading.items[at + 1 : at + 3])


def _subject_of_amount(reading: Reading, at: int) -> bool:
    """`How much did the medical clients spend`: all of them together."""
    opens = reading.words()[0] in OPENING
    return opens and all(item.stop or item.has("value") for item in reading.items[1:at])


def read_distinct(reading: Reading) -> list[Wanted]:
    """`In how many countries do we have customers`: the number of different values that the rows have."""
    head = reading.head
    if head is None or head.kind != "field" or head.at < 0 or reading.groups or reading.bounds:
        return []
    told = {sense.value for item in reading.items[head.at + 1 : head.at + 2] for sense in item.all("value")}
    if (
        head.name in told
        or reading.has("negation", "superlative", "versus")
        or (at := _asked_number(reading, head.at)) is None
    ):
        return []
    said = [sense.value for item in reading.items for sense in item.all("entity")]
    rows = _rows(reading, said)
    ref = best_field(reading.items[head.at], (head.name.split(".")[0], *rows))
    if reading.field(ref).type not in DISTINCT:
        return []
    entity = next((name for name in rows if reading.reaches(name, ref.split(".")[0])), ref.split(".")[0])
    for place in (*range(at, head.at), head.at):
        reading.use(place, "measure")
    label = plural(spoken_label(reading.field(ref)))
    reading.head = Noun("field", ref, head.at)
    return [Wanted(Measure(kind="count_distinct", field=ref, label=f"number of different {label}"), entity, head.at)]


def lacking(reading: Reading) -> bool:
    """`How many sectors have no lost deals`: values are counted of which no row has them."""
    head = reading.head
    if head is None or head.kind != "field" or head.at < 0 or not reading.has("negation") or reading.bounds:
        return False
    at = _asked_number(reading, head.at)
    if at is None or reading.field(head.name).type not in DISTINCT:
        return False
    reading.use(at, "measure")
    return True


def _asked_number(reading: Reading, head: int) -> int | None:
    """The place of `how many` right before the noun."""
    for place in range(head - 1, -1, -1):
        item = reading.items[place]
        kinds = {sense.value for sense in item.all("aggregate")}
        if "count" in kinds:
            return place
        joined = item.has("entity") and place == head - 1 and not item.text.casefold().endswith("s")
        if not (item.stop or "distinct" in kinds or joined):
            return None
    return None


def _rows(reading: Reading, said: list[str]) -> list[str]:
    """Rows that the values are looked for in: what was won or lost, then what is named."""
    sold = reading.vocabulary.has_deals and reading.has("sale", "outcome")
    known = [name for name in said if name in reading.vocabulary.entities and name not in {"user", "manager"}]
    return ["deal", *known] if sold else known
