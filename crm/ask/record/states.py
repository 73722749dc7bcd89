"""What open, closed, active and overdue mean for rows that are no deals: read off their own columns.

A status column tells by its values, a yes-or-no column by its name, else a date of the end by being filled in.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from crm.ask.language.text import key, tokens
from crm.ask.plan import Condition
from crm.ask.record.schema import FieldInfo
from crm.ask.record.vocabulary import Vocabulary
from crm.naming import word_set

State = Literal["open", "closed", "active", "overdue"]

OVER = word_set(
    "closed done completed complete resolved solved paid settled cancelled canceled churned void voided expired "
    "terminated ended finished delivered fulfilled shipped accepted declined rejected refunded inactive deactivated "
    "written archived abandoned disqualified dismissed lapsed refused denied withdrawn"
)
LIVE = word_set(
    "open active new pending working waiting escalated unpaid overdue due sent draft trialing trial progress todo do "
    "started scheduled planned hold issued outstanding unresolved assigned running live paused reopened partially"
)
STATUS = word_set("status state done progress completion")
ENDED = word_set(
    "end ended closed close completed done resolved solved paid cancelled canceled churned churn expired terminated "
    "finished delivered decision decided settled shipped fulfilled returned dispatched installed collected came back"
)
DUE = word_set("due deadline")
UNTIL = word_set("by before until")
TO_DO = word_set("pay payable return complete finish deliver reply respond answer")
OF_DATES = word_set("at on date time day is flag the has been")
RUNNING = frozenset({"running", "live", "in force", "active", "current"})
STARTING = word_set("start starting starts begin begins beginning from effective commencement inception")
EXPIRING = word_set("expiration expiry expires expire expiring until")
LATE = frozenset({"overdue", "pastdue", "late"})
YES = frozenset({"active", "live", "open"})  # a yes-or-no column of such a name says that rows are not over
MOST_VALUES = 15


def conditions(vocabulary: Vocabulary, entity: str, state: State, word: str, today: date) -> list[Condition]:
    """Conditions on rows of the entity that together mean the state; none where its columns do not tell."""
    if state == "overdue":
        return _overdue(vocabulary, entity, today)
    if entity == "deal":
        return [Condition(field="deal.outcome", op="eq", values=["open"])] if state in {"open", "active"} else []
    said = _said(
        vocabulary, entity, frozenset({key(word.casefold().removeprefix("still ").removeprefix("currently "))})
    )
    if said is not None:
        return [said]
    found = _over(vocabulary, entity)
    if found is None:
        return []
    if state == "active" and word.casefold().removeprefix("still ") in RUNNING:
        return [inverse(found), *_in_term(vocabulary, entity, today)]
    return [found if state == "closed" else inverse(found)]


def _in_term(vocabulary: Vocabulary, entity: str, today: date) -> list[Condition]:
    """A running contract has begun and not expired, where its rows say from when until when it holds."""
    dates = [info for info in vocabulary.fields_of(entity) if info.temporal]
    starts = [info for info in dates if _words(info) & STARTING]
    ends = [info for info in dates if _words(info) & EXPIRING]
    if not starts or not ends:
        return []
    day = [today.isoformat()]
    return [Condition(field=starts[0].ref, op="le", values=day), Condition(field=ends[0].ref, op="ge", values=day)]  # type: ignore[arg-type]


def inverse(condition: Condition) -> Condition:
    """The condition that holds where the other does not."""
    turned = {"in": "not_in", "not_in": "in", "eq": "ne", "ne": "eq", "null": "not_null", "not_null": "null"}
    turned |= {"true": "false", "false": "true"}
    return Condition.model_validate({**condition.model_dump(), "op": turned[condition.op]})


def due_date(vocabulary: Vocabulary, entity: str) -> str | None:
    """The date by which rows of the entity should be over."""
    if entity == "deal":
        return "deal.close_date"
    dates = [info for info in vocabulary.fields_of(entity) if info.temporal and _is_due(info)]
    dates.sort(key=lambda info: info.core)
    return "task.due_on" if entity == "task" else dates[0].ref if dates else None


def _is_due(info: FieldInfo) -> bool:
    """Due dates, deadlines, `pay before`, `to be returned by`."""
    words = _words(info)
    return bool(words & DUE) or (bool(words & UNTIL) and bool(words & TO_DO))


def _overdue(vocabulary: Vocabulary, entity: str, today: date) -> list[Condition]:
    said = _said(vocabulary, entity, LATE)
    if said is not None:
        return [said]
    due = due_date(vocabulary, entity)
    rest = conditions(vocabulary, entity, "open", "", today)
    return [Condition(field=due, op="lt", values=[today.isoformat()]), *rest] if due and rest else []


def _said(vocabulary: Vocabulary, entity: str, words: frozenset[str]) -> Condition | None:
    """A status that bears the word itself."""
    for info in statuses(vocabulary, entity):
        held = [value for value in info.values if key(value) in words]
        if held:
            return Condition(field=info.ref, op="in", values=list(held))
    return None


def statuses(vocabulary: Vocabulary, entity: str) -> list[FieldInfo]:
    """Columns of states: some values say that a row is over, others that it is not."""
    found = []
    for info in vocabulary.fields_of(entity):
        if info.type not in {"category", "text"} or not 1 < len(info.values) <= MOST_VALUES:
            continue
        over = [value for value in info.values if _is_over(value)]
        named = bool(STATUS & _words(info))
        told = all(_is_over(value) or LIVE & _tokens(value) for value in info.values)
        if over and len(over) < len(info.values) and (named or told):
            found.append(info)
    return found


def _over(vocabulary: Vocabulary, entity: str) -> Condition | None:
    """The condition of rows that are over."""
    if entity == "task" and "task.done_at" in vocabulary.observed:
        return Condition(field="task.done_at", op="not_null")
    for info in statuses(vocabulary, entity):
        return Condition(field=info.ref, op="in", values=[value for value in info.values if _is_over(value)])
    own = vocabulary.fields_of(entity)
    for info in own:
        words = _words(info) - OF_DATES
        if info.type == "boolean" and len(words) == 1 and words <= OVER | YES:
            return Condition(field=info.ref, op="false" if words <= YES else "true")
    if entity == "task":
        return Condition(field="task.done_at", op="not_null")
    for info in own:
        words = _words(info) - OF_DATES - set(entity.split("_"))
        if info.temporal and words and words <= ENDED:
            return Condition(field=info.ref, op="not_null")
    return None


def over(vocabulary: Vocabulary, condition: Condition) -> bool:
    """Whether a condition on a status keeps only rows that are over."""
    told = condition.op in {"eq", "in"} and bool(condition.values)
    named = condition.field in {info.ref for info in statuses(vocabulary, condition.field.split(".")[0])}
    return told and named and all(_is_over(str(value)) for value in condition.values)


def _is_over(value: str) -> bool:
    words = _tokens(value)
    return bool(words & OVER) and "not" not in words and not words & {"partially", "reopened"}


def _tokens(value: str) -> set[str]:
    return {token.fold for token in tokens(value)}


def _words(info: FieldInfo) -> set[str]:
    return _tokens(info.key.replace("_", " "))
