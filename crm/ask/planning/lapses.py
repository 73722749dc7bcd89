"""So many days between two dates of one row: won within a week of engaging, paid over 30 days after the invoice."""

from __future__ import annotations

from crm.ask.plan import Condition, Operator
from crm.ask.planning.bounds import TIME_UNITS
from crm.ask.planning.durations import speaks_of
from crm.ask.planning.reading import Reading
from crm.ask.record.schema import FieldInfo

AFTER = frozenset({"of", "after", "from", "following", "since"})
WITHIN = frozenset({"within", "in", "inside"})
UNTIL = frozenset({"to", "until", "till"})
ONE = frozenset({"a", "an", "one"})
REACH = 4  # items from the days to the date they are counted from
LOST = 0.6  # confidence that a time nobody can tell costs
ENDS = frozenset({"won", "lost", "closed"})


def read_lapses(reading: Reading) -> None:
    """Finds them and keeps them as conditions on both dates."""
    for at in range(len(reading.items) - 2):
        days, unit, joint = (reading.items[at + each] for each in range(3))
        number = 1.0 if days.text.casefold() in ONE and days.number is None else days.number
        known = unit.text.casefold() in TIME_UNITS and joint.text.casefold() in AFTER and days.used is None
        if number is not None and known:
            _lapse(reading, at, number * TIME_UNITS[unit.text.casefold()])


def _lapse(reading: Reading, at: int, days: float) -> None:
    compared = _operator(reading, at)
    if compared is None:
        return
    said = [sense.value for item in reading.items for sense in item.all("entity")]
    said += ["interaction"] if reading.has("kind") else []
    named = sorted(reading.vocabulary.entities, key=lambda name: (name not in said, name != "deal"))
    for entity in named:
        if entity not in said and (entity != "deal" or said or not _decided(reading)):
            break
        start, end = _mention(reading, entity, range(at + 3, at + 3 + REACH)), None
        if start is not None:
            end = _ending(reading, entity, at, start[1].ref) or _until(reading, entity, start)
        if start is not None and end is not None:
            op, word = compared
            for place in (word, at, at + 1, at + 2, start[0]):
                reading.items[place].senses = []
                reading.use(place, "filter")
            if end[0] >= 0 and not reading.items[end[0]].has("outcome"):
                reading.use(end[0], "filter")
            reading.pairs.append(Condition(field=end[1], op=op, values=[days], other=start[1].ref))
            return
    if compared[0] == "le":
        reading.doubts += LOST


def _decided(reading: Reading) -> bool:
    """Whether deals are meant though none are named: only they are won or lost."""
    return any(sense.value in {"won", "lost"} for item in reading.items for sense in item.all("outcome"))


def _operator(reading: Reading, at: int) -> tuple[Operator, int] | None:
    """The limit that stands before the days, and where."""
    before = at - 1
    if before < 0:
        return None
    item = reading.items[before]
    if item.text.casefold() in WITHIN:
        return "le", before
    if item.has("comparator") and item.all("comparator")[0].value in {"gt", "ge", "lt", "le"}:
        return item.all("comparator")[0].value, before  # type: ignore[return-value]
    return None


def _mention(reading: Reading, entity: str, places: range) -> tuple[int, FieldInfo] | None:
    for place in places:
        if place >= len(reading.items) or reading.items[place].period is not None:
            return None
        for info in reading.vocabulary.fields_of(entity):
            if info.temporal and speaks_of(reading.items[place].text, info):
                return place, info
    return None


def _until(reading: Reading, entity: str, start: tuple[int, FieldInfo]) -> tuple[int, str] | None:
    """`From start to delivery`: the date that stands behind the one it is counted from."""
    place, first = start
    words = reading.words()
    if words[place + 1 : place + 2] and words[place + 1] in UNTIL:
        found = _mention(reading, entity, range(place + 2, place + 2 + REACH))
        if found is not None and found[1].ref != first.ref:
            reading.use(place + 1, "filter")
            return found[0], found[1].ref
    return None


def _ending(reading: Reading, entity: str, at: int, start: str) -> tuple[int, str] | None:
    """The date the days lead to: named before them; deals that are won or lost are closed."""
    for place in range(at - 1, -1, -1):
        item = reading.items[place]
        if entity == "deal" and any(sense.value in ENDS for sense in item.all("outcome")):
            return place, "deal.close_date"
        for info in reading.vocabulary.fields_of(entity):
            if info.temporal and info.ref != start and item.used is None and speaks_of(item.text, info):
                return place, info.ref
    return None
