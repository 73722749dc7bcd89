"""Over budget, longer than estimated: what was planned against what it came to, two columns that differ by a word."""

from __future__ import annotations

from collections.abc import Iterator

from crm.ask.language.text import singular, tokens
from crm.ask.plan import Condition, Operator
from crm.ask.planning.reading import Reading
from crm.ask.record.labels import spoken
from crm.ask.record.schema import FieldInfo
from crm.naming import word_set

PLANNED = word_set(
    "budget budgeted est estimate estimated plan planned quoted quote target forecast forecasted expected agreed "
    "allowed allotted allocated scheduled promised contracted anticipated"
)
ACTUAL = word_set("actual actually used spent real taken worked final booked logged")
UNITS = {
    "hrs": "hour",
    "hr": "hour",
    "h": "hour",
    "mins": "minute",
    "min": "minute",
    "qty": "quantity",
    "amt": "amount",
}
OVER = word_set("over above exceed exceeds exceeded exceeding beyond longer more higher greater past overran overrun")
UNDER = word_set("under below less shorter fewer lower")
ALONE = word_set("overran overrun overruns")  # say by themselves what is compared
FAR = 4  # items between the comparison and what was planned


def read_overruns(reading: Reading) -> None:
    for at, item in enumerate(reading.items):
        words = _words(item.text)
        op: Operator | None = "gt" if words & OVER else "lt" if words & UNDER else None
        if op is None or item.used is not None:
            continue
        end = at if words & ALONE else _planned_behind(reading, at)
        if end is None:
            continue
        pair = _pair(reading, set[str]().union(*(_words(each.text) for each in reading.items[at + 1 : end + 2])))
        if pair is not None:
            planned, actual = pair
            _keep(reading, at, end, Condition(field=actual.ref, op=op, other=planned.ref))
            return


def _planned_behind(reading: Reading, at: int) -> int | None:
    """Where the word for what was planned stands; a number or a period makes it another comparison."""
    for place in range(at + 1, min(at + 1 + FAR, len(reading.items))):
        item = reading.items[place]
        if item.number is not None or item.period is not None:
            return None
        if _words(item.text) & PLANNED:
            return place
    return None


def _pair(reading: Reading, said: set[str]) -> tuple[FieldInfo, FieldInfo] | None:
    """The two columns of one table, where there are no others: of the tables spoken of first."""
    named = {sense.value for item in reading.items for sense in item.all("entity")}
    found = list(_pairs(reading, said))
    of_named = [each for each in found if each[0].entity in named]
    left = of_named or found
    return left[0] if len(left) == 1 else None


def _pairs(reading: Reading, said: set[str]) -> Iterator[tuple[FieldInfo, FieldInfo]]:
    for name in reading.vocabulary.entities:
        own = [info for info in reading.vocabulary.fields_of(name) if info.numeric and info.type != "percent"]
        plans = [info for info in own if _label(info) & PLANNED]
        meant = [info for info in plans if (_label(info) - PLANNED) & said] or plans
        for planned in meant:
            rest = _label(planned) - PLANNED
            alike = [info for info in own if info not in plans and (_label(info) - ACTUAL) & rest]
            told = [info for info in alike if _label(info) & ACTUAL] or alike
            if len(told) == 1:
                yield planned, told[0]


def _keep(reading: Reading, at: int, end: int, condition: Condition) -> None:
    refs = {condition.field, condition.other}
    for place in range(at, min(end + 2, len(reading.items))):
        item = reading.items[place]
        own = any(sense.value in refs for sense in item.all("field"))
        if place in {at, end} or own:
            reading.use(place, "filter")
    before = reading.before(at)
    if before is not None and reading.items[before].text.casefold() in {"went", "ran", "took", "came", "gone"}:
        reading.use(before, "filter")
    reading.pairs.append(condition)


def _label(info: FieldInfo) -> set[str]:
    return _words(spoken(info.label))


def _words(text: str) -> set[str]:
    return {UNITS.get(token.fold, singular(token.fold)) for token in tokens(text)}
