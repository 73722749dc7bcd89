"""One date so soon after another: closed within a week of being opened, paid within 30 days of the invoice."""

from __future__ import annotations

from crm.ask.plan import Condition
from crm.ask.planning.bounds import TIME_UNITS
from crm.ask.planning.durations import speaks_of
from crm.ask.planning.reading import Reading

SOON = frozenset({"within", "inside"})
SINGLE = frozenset({"a", "an", "one"})
REACH = 4  # items behind the time in which what it counts from is named
LOST = 0.6  # confidence that a time nobody can tell costs


def read_windows(reading: Reading) -> None:
    """Keeps the two dates as a condition on the days between them; doubts what has only one."""
    for at in range(len(reading.items) - 1):
        item = reading.items[at]
        soon = item.text.casefold() in SOON and item.used is None  # else kept already, as a lapse
        if soon and (told := _days(reading, at)) is not None:
            days, last = told
            _keep(reading, at, last, days)


def _days(reading: Reading, at: int) -> tuple[float, int] | None:
    """How many days `within a week` are, and where that ends."""
    first, unit = reading.items[at + 1], reading.items[at + 2] if at + 2 < len(reading.items) else None
    days = TIME_UNITS.get(unit.text.casefold()) if unit is not None else None
    count = 1.0 if first.text.casefold() in SINGLE else first.number
    if days is None or count is None or first.period is not None:
        return None
    return count * days, at + 2


def _keep(reading: Reading, at: int, last: int, days: float) -> None:
    behind = range(last + 1, min(last + 1 + REACH, len(reading.items)))
    if not any(reading.items[place].text.casefold() in {"of", "after", "from"} for place in behind):
        return
    for entity in reading.vocabulary.entities:
        dates = [info for info in reading.vocabulary.fields_of(entity) if info.temporal]
        start = next(((p, i.ref) for p in behind for i in dates if speaks_of(reading.items[p].text, i)), None)
        end = next(
            ((p, i.ref) for p in range(at - 1, max(-1, at - 1 - REACH), -1) for i in dates
             if speaks_of(reading.items[p].text, i) and (start is None or i.ref != start[1])), None
        )  # fmt: skip
        if start and end and _said(reading, entity):
            for place in (at, at + 1, last, start[0], end[0]):
                reading.use(place, "filter")
                reading.items[place].senses = []
            reading.pairs.append(Condition(field=end[1], op="le", values=[days], other=start[1]))
            return
    reading.doubts += LOST


def _said(reading: Reading, entity: str) -> bool:
    kind = entity == "interaction" and reading.has("kind")
    return kind or any(sense.value == entity for item in reading.items for sense in item.all("entity"))
