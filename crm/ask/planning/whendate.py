"""Which of several dates of a row is meant: one that stands behind `by`, one that a state speaks of."""

from __future__ import annotations

from crm.ask.language.text import stem, tokens
from crm.ask.plan import Condition, Operator
from crm.ask.planning.nouns import best_field
from crm.ask.planning.reading import Reading
from crm.ask.record.called import PASSED as PASSED_VERB
from crm.ask.record.labels import said_in
from crm.ask.record.schema import FieldInfo
from crm.ask.words import GENERIC_LABEL_WORDS

GOING = frozenset({"go", "going", "goes", "judged", "judging", "measured", "dated", "counted", "counting"})
PASSED: dict[str, Operator] = {
    "passed": "lt", "gone by": "lt", "in the past": "lt", "behind us": "lt", "elapsed": "lt", "gone": "lt",
    "past": "lt", "ahead": "gt", "in the future": "gt", "to come": "gt",
}  # fmt: skip
ALIKE = 5  # letters that notified and notification share
ENDING = 4  # letters by which either may be longer
STILL = frozenset({"open", "active", "current", "live", "pending", "ongoing"})


def read_date_meant(reading: Reading) -> None:
    """`Invoices paid (by payment date) in May`, `go by the close date`: no breakdown, but the date of the period."""
    periods = [item for item in reading.items if item.period]
    if not periods:
        return
    for at, item in enumerate(reading.items):
        place = reading.after(at)
        if not item.has("grouper") or item.used or place is None or item.text.casefold() != "by":
            continue
        follow = reading.items[place + 1] if place + 1 < len(reading.items) else None
        if not _temporal(reading, place) or (follow is not None and follow.has("grain")):
            continue
        compared = len(periods) > 1 and place + 1 == len(reading.items)  # `Q3 against Q2, by order date`
        if compared or _bracketed(reading, at) or (at and reading.items[at - 1].text.casefold() in GOING):
            reading.use(at, "date")
            if at and reading.items[at - 1].text.casefold() in GOING:
                reading.use(at - 1, "date")


def read_passed(reading: Reading) -> None:
    """`A renewal date that has passed`, `an end date still ahead`: before or after today."""
    _read_done(reading)
    for at, item in enumerate(reading.items):
        op = PASSED.get(item.text.casefold())
        before = reading.before(at)
        if op is None or item.used or before is None or not _temporal(reading, before):
            continue
        ref = best_field(reading.items[before])
        reading.pairs.append(Condition(field=ref, op=op, values=[reading.now.date().isoformat()]))
        reading.use(before, "filter")
        reading.use(at, "filter")


def _read_done(reading: Reading) -> None:
    """`Jobs that have moved`: those whose day has come; with a period it is the day of that."""
    for at, item in enumerate(reading.items):
        rows = next((sense.value for sense in item.all("entity") if sense.detail == PASSED_VERB), None)
        named = [each for each in reading.items if each is not item and each.has("entity")]
        if rows is None or item.used or not any(sense.value == rows for each in named for sense in each.all("entity")):
            continue
        day = _own_date(reading, rows)
        if not any(each.period for each in reading.items):
            today = reading.now.date().isoformat()
            reading.pairs.append(Condition(field=day, op="le", values=[today]))
        reading.use(at, "filter")


def _own_date(reading: Reading, rows: str) -> str:
    """The column that the date of the rows was read from."""
    main = reading.vocabulary.fields[f"{rows}.{reading.vocabulary.entities[rows].date_key}"]
    own = [each for each in reading.vocabulary.fields_of(rows) if each.type == "date" and each.label == main.label]
    return own[0].ref if own else main.ref


def dated_state(reading: Reading, entity: str) -> str | None:
    """`Subscriptions canceled this quarter`: the day on which they were, where the rows tell it."""
    for at, item in enumerate(reading.items):
        word = item.text.casefold()
        state = item.used in {"value", "filter"} and item.has("value", "outcome", "state") and word not in STILL
        if not state or not word.endswith(("ed", "en", "id")) or not _period_behind(reading, at):
            continue
        for info in reading.vocabulary.fields_of(entity):
            if info.temporal and any(akin(word, told) for told in said_of(info)):
                return info.ref
    return None


def grouped_date(reading: Reading, entity: str) -> str | None:
    """`By renewal month, December to February`: the months asked for are those of that date."""
    told = [group.detail for group in reading.groups if group.kind == "grain" and group.detail]
    return next((ref for ref in told if ref.startswith(f"{entity}.")), None)


def said_of(info: FieldInfo) -> set[str]:
    """The words of a header that say which date it is."""
    return set(said_in(info.label) - GENERIC_LABEL_WORDS)


def akin(word: str, other: str) -> bool:
    """Canceled and cancelled, renewal and renews, notification and notified."""
    if stem(word) == stem(other):
        return True
    shared = next((n for n, (one, two) in enumerate(zip(word, other, strict=False)) if one != two), None)
    shared = min(len(word), len(other)) if shared is None else shared
    return shared >= ALIKE and max(len(stem(word)), len(stem(other))) - shared <= ENDING


def _temporal(reading: Reading, place: int) -> bool:
    item = reading.items[place]
    return item.has("field") and reading.field(best_field(item)).temporal


def _bracketed(reading: Reading, at: int) -> bool:
    start = tokens(reading.text)[reading.items[at].first].start
    return reading.text[:start].rstrip().endswith("(")


def _period_behind(reading: Reading, at: int) -> bool:
    """A period after the word, with no noun between them that would have a date of its own."""
    for item in reading.items[at + 1 :]:
        if item.period is not None:
            return True
        if item.has("entity", "kind") or item.has("field"):
            return False
    return False
