"""How many rows a group must have to be told: `sectors with more than 300 won deals`, `reps with six closed ones`."""

from __future__ import annotations

from dataclasses import dataclass

from crm.ask.plan import Condition, Measure, Operator
from crm.ask.planning.measures import Wanted
from crm.ask.planning.reading import Bound, Reading

REACH = 4  # items between the number and the noun it counts
ROWS = frozenset({"ones", "of them", "of those", "times"})
OUTCOME_NOUNS = frozenset({"win", "wins", "loss", "losses"})
BARRED: dict[Operator, Operator] = {"gt": "le", "ge": "lt", "lt": "ge", "le": "gt"}


@dataclass
class Threshold:
    """A number of rows that a group must come to."""

    bound: Bound
    measure: Measure


def read_thresholds(reading: Reading, subject: str, wanted: list[Wanted]) -> list[Threshold]:
    """The limits on how many rows there are, where something else than their number is measured."""
    if all(each.measure.kind == "count" for each in wanted):
        return []
    found = []
    for bound in list(reading.bounds):
        if bound.money or bound.percent or bound.days:
            continue
        threshold = _threshold(reading, bound, subject)
        if threshold is not None:
            reading.bounds.remove(bound)
            _bar(reading, bound)
            found.append(threshold)
    return found


def _threshold(reading: Reading, bound: Bound, subject: str) -> Threshold | None:
    """The number is followed by the noun of the rows measured, with what is said of them in between."""
    words: list[int] = []
    for place in range(bound.end + 1, min(bound.end + 1 + REACH, len(reading.items))):
        item = reading.items[place]
        told = item.has("outcome") and subject == "deal"
        if any(sense.value == subject for sense in item.all("entity")):
            return _counted(reading, bound, [*words, place], subject)
        if told:
            words.append(place)
            follow = reading.items[place + 1].text.casefold() if place + 1 < len(reading.items) else ""
            if item.text.casefold() in OUTCOME_NOUNS or follow in ROWS:
                return _counted(reading, bound, words, subject)
        elif item.has("value") and not item.used:
            words.append(place)
        elif not item.stop or item.text.casefold() == "in":
            return None
    return None


def _counted(reading: Reading, bound: Bound, places: list[int], subject: str) -> Threshold:
    where = _where(reading, bound, places, subject)
    for place in places:
        reading.use(place, "bound")
    entity = reading.vocabulary.entity(subject)
    said = " ".join(str(value) for each in where for value in each.values)
    said = "closed" if said == "won lost" else said
    label = f"{said} {entity.plural}" if said else f"number of {entity.plural}"
    return Threshold(bound, Measure(kind="count", where=where, label=label))


def _where(reading: Reading, bound: Bound, places: list[int], subject: str) -> list[Condition]:
    """What is said of the rows counted, between the number and their noun or right before the limit."""
    where: list[Condition] = []
    before = bound.at - 1
    while before > 0 and (reading.items[before].used == "bound" or reading.items[before].stop):
        before -= 1
    verb = reading.items[before]
    leading = [before] if subject == "deal" and verb.has("outcome") and not verb.used else []
    for place in [*leading, *places]:
        item = reading.items[place]
        if item.has("outcome") and subject == "deal" and not item.has("entity"):
            outcome = item.all("outcome")[0].value
            values: list[str | int | float | bool] = ["won", "lost"] if outcome == "closed" else [outcome]
            where.append(Condition(field="deal.outcome", op="in" if len(values) > 1 else "eq", values=values))
            reading.use(place, "bound")
        elif item.has("value") and not item.has("entity"):
            reached = [s for s in item.all("value") if reading.reaches(subject, s.value.split(".")[0])]
            if not reached:
                reading.doubts += 0.5
                continue
            where.append(Condition(field=reached[0].value, op="eq", values=[reached[0].detail]))
    return where


def _bar(reading: Reading, bound: Bound) -> None:
    """`Ignoring countries with fewer than 30 closed deals` keeps the others."""
    for place in range(bound.at - 1, max(-1, bound.at - 6), -1):
        item = reading.items[place]
        if item.has("exclusion", "negation") and not item.used and bound.op in BARRED:
            bound.op = BARRED[bound.op]
            for used in range(place, bound.at):
                if reading.items[used].has("exclusion", "negation", "field", "entity"):
                    reading.use(used, "bound")
            return
        if not (item.stop or item.used == "bound" or item.has("field", "entity")):
            return
