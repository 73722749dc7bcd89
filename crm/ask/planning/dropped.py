"""Lost and open in a record that also has deals given up or laid aside: a column that says so tells them apart."""

from __future__ import annotations

from crm.ask.language.text import tokens
from crm.ask.plan import Condition
from crm.ask.planning.reading import Reading
from crm.ask.record.schema import FieldInfo
from crm.naming import word_set

LOST = word_set("lost verloren perdu perdido")
OPEN = word_set("open")
GIVEN_UP = word_set("abandoned withdrawn dropped lapsed void voided duplicate")
RESTING = word_set("suspended paused dormant parked hold frozen")
RATES = frozenset({"win_rate", "loss_rate"})
MOST_STATES = 15


def settle_dropped(reading: Reading) -> None:
    """`Lost` is what the column calls lost, not what was abandoned; so is a win rate, of those won and lost."""
    plan = reading.plan
    rated = bool(plan.measures) and all(each.kind in RATES for each in plan.measures)
    held = [plan.filters, *(each.filters for each in plan.exists), *(each.where for each in plan.measures)]
    for conditions in held:
        for word, plain, apart in (("lost", LOST, GIVEN_UP), ("open", OPEN, RESTING)):
            of_word = any(each.field == "deal.outcome" and _only(each, word) for each in conditions)
            if of_word or (rated and conditions is plan.filters and word == "lost"):
                _leave_out(reading, conditions, plain, apart)


def _only(condition: Condition, outcome: str) -> bool:
    return condition.op in {"eq", "in"} and list(condition.values) == [outcome]


def _leave_out(reading: Reading, conditions: list[Condition], plain: frozenset[str], apart: frozenset[str]) -> None:
    for info in reading.vocabulary.fields_of("deal"):
        others = _others(info, plain, apart)
        own = next((each for each in conditions if each.field == info.ref), None)
        if own is not None and others and set(own.values) <= set(others):
            _both(reading, conditions, own, [value for value in info.values if _said(value) & plain])
        elif others and own is None and not _asked(reading, others):
            conditions.append(Condition(field=info.ref, op="not_in", values=list(others)))


def _both(reading: Reading, conditions: list[Condition], given_up: Condition, lost: list[str]) -> None:
    """`Lost or abandoned`: either of the two."""
    outcome = next((each for each in conditions if each.field == "deal.outcome"), None)
    said = any(item.has("outcome") and not item.has("value") for item in reading.items)
    whole = any({str(s.detail) for s in item.all("value")} & set(lost) for item in reading.items)
    if outcome is not None and given_up.op in {"eq", "in"} and (said or whole):
        given_up.op, given_up.values = "in", [*lost, *given_up.values]
        conditions.remove(outcome)


def _others(info: FieldInfo, plain: frozenset[str], apart: frozenset[str]) -> list[str]:
    """The values of a column of states that are near the one meant and yet something else."""
    if info.type not in {"category", "text"} or info.key == "outcome" or not 2 < len(info.values) <= MOST_STATES:
        return []
    words = {value: _said(value) for value in info.values}
    if not any(said & plain for said in words.values()):
        return []
    return [value for value, said in words.items() if said & apart and not said & plain]


def _said(value: str) -> set[str]:
    return {token.fold for token in tokens(value)}


def _asked(reading: Reading, values: list[str]) -> bool:
    """Whether the question speaks of them itself: `lost or abandoned`."""
    return any(sense.detail in values for item in reading.items for sense in item.all("value"))
