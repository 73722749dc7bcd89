"""Late and in time of rows that have both dates: paid after the due date, delivered after the promised one."""

from __future__ import annotations

from crm.ask.plan import Condition, Measure, Operator
from crm.ask.planning.measures import Wanted
from crm.ask.planning.reading import Reading
from crm.ask.planning.whendate import akin, said_of
from crm.ask.record.schema import FieldInfo
from crm.naming import word_set

DUE = word_set("due promised expected planned deadline target scheduled agreed requested required")
ENDS = word_set(
    "paid delivered shipped completed finished done closed resolved settled handed returned answered delivery payment "
    "came back"
)
LATE: dict[str, Operator] = {"late": "gt", "too late": "gt", "on time": "le", "in time": "le", "punctually": "le"}
FORMS = {
    "pay": "paid", "pays": "paid", "paying": "paid", "come": "came", "comes": "came", "coming": "came",
    "brought": "back", "returning": "returned", "return": "returned",
}  # fmt: skip
AFTER: dict[str, Operator] = {"after": "gt", "later than": "gt", "past": "gt", "before": "lt", "ahead of": "lt"}
OPEN_WHEN_LATE = {"task"}  # a late one is still to be done, unless it was `done late`
NEAR = 3  # items between the verb and `late`


def read_late(reading: Reading) -> Wanted | None:
    """Keeps `paid late` as a condition; the days by which rows were late, where those are asked for."""
    for at, item in enumerate(reading.items):
        if _set_against(reading, at):
            continue
        op = LATE.get(_said(reading, at))
        if op is None or item.used:
            continue
        found = _dates(reading, at)
        if found is None:
            continue
        due, end = found
        condition = Condition(field=end.ref, op=op, other=due.ref)
        if condition not in reading.pairs:
            reading.pairs.append(condition)
        days = _asks_days(reading)
        _spend(reading, at)
        if days:
            return _lateness(reading, due, end)
    return None


def _set_against(reading: Reading, at: int) -> bool:
    """`Completed after the required date`: the day it was done against the column named behind."""
    op, behind = AFTER.get(reading.items[at].text.casefold()), reading.items[at + 1 : at + 5]
    follow = next((place for place, item in enumerate(behind, at + 1) if item.has("field")), None)
    if op is None or follow is None or not all(item.stop for item in reading.items[at + 1 : follow]):
        return False
    if any(sense.value == "share" for item in reading.items for sense in item.all("aggregate")):
        return False  # of a share it is what is counted, not which rows there are
    named = {sense.value for sense in reading.items[follow].all("field")}
    found = _dates_at(reading, at, range(max(0, at - NEAR), at))
    if found is None or found[0].ref not in named:
        return False
    reading.pairs.append(Condition(field=found[1].ref, op=op, other=found[0].ref))
    reading.use(follow, "filter")
    reading.use(at, "filter")
    _spend(reading, at)
    return True


def _said(reading: Reading, at: int) -> str:
    word = reading.items[at].text.casefold()
    before = reading.items[at - 1].text.casefold() if at else ""
    return f"{before} {word}" if word == "time" and before in {"on", "in"} else word


def _dates(reading: Reading, at: int) -> tuple[FieldInfo, FieldInfo] | None:
    """The day something was due and the day it was done, by the verb beside `late`."""
    near = range(max(0, at - NEAR), min(len(reading.items), at + NEAR))
    return _dates_at(reading, at, near) or _dates_at(reading, at, range(len(reading.items))) or _dates_of(reading)


def _dates_of(reading: Reading) -> tuple[FieldInfo, FieldInfo] | None:
    """`Which repairs were late`: the one pair of such dates of the rows that are spoken of."""
    named = dict.fromkeys(sense.value for item in reading.items for sense in item.all("entity"))
    for name in (each for each in named if each not in OPEN_WHEN_LATE):
        dates = [info for info in reading.vocabulary.fields_of(name) if info.temporal]
        due = [info for info in dates if said_of(info) & DUE]
        ends = [info for info in dates if not said_of(info) & DUE and said_of(info) & ENDS]
        if len(due) == len(ends) == 1:
            return due[0], ends[0]
    return None


def _dates_at(reading: Reading, at: int, places: range) -> tuple[FieldInfo, FieldInfo] | None:
    verbs = [FORMS.get(word, word) for n in places if n != at for word in reading.items[n].text.casefold().split()]
    verbs = [verb for verb in verbs if any(akin(verb, end) for end in ENDS)]
    for name in reading.vocabulary.entities if verbs else ():
        dates = [info for info in reading.vocabulary.fields_of(name) if info.temporal]
        due = next((info for info in dates if said_of(info) & DUE), None)
        ends = [info for info in dates if not said_of(info) & DUE]
        end = next((info for info in ends for verb in verbs if any(akin(verb, word) for word in said_of(info))), None)
        if due is not None and end is not None:
            return due, end
    return None


def _asks_days(reading: Reading) -> bool:
    """`How many days late`, `late by how many days`."""
    return any(item.text.casefold() in {"days", "day", "how long"} and not item.used for item in reading.items)


def _spend(reading: Reading, at: int) -> None:
    """`Late` is explained, wherever it is said again; so is its verb, unless it names a state."""
    for place, item in enumerate(reading.items):
        word = _said(reading, place)
        if word in LATE:
            reading.use(place, "filter")
        near = abs(place - at) <= NEAR
        verb = near and any(akin(FORMS.get(each, each), end) for each in word.split() for end in ENDS)
        if verb and not item.has("value", "entity"):
            reading.use(place, "filter")


def _lateness(reading: Reading, due: FieldInfo, end: FieldInfo) -> Wanted:
    figures = {sense.value for item in reading.items for sense in item.all("aggregate") if not item.used}
    kind = next((kind for kind in ("median", "max", "min") if kind in figures), "avg")
    for place, item in enumerate(reading.items):
        if item.text.casefold() in {"days", "day", "how long", "when"} or item.has("aggregate"):
            reading.use(place, "measure")
    label = f"{'average' if kind == 'avg' else kind} days late"
    return Wanted(Measure(kind=kind, field=end.ref, since=due.ref, label=label), end.entity, -1)  # type: ignore[arg-type]
