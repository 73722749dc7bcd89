"""Which date a period applies to."""

from __future__ import annotations

from crm.ask.fiscal import worded
from crm.ask.nouns import best_field
from crm.ask.reading import Reading
from crm.ask.schema import yearlike
from crm.ask.vocabulary import Vocabulary

PREFERRED = ("signup", "sign", "created", "start", "submitted", "opened", "date")


def default_date(vocabulary: Vocabulary, entity: str) -> str | None:
    """The date that is meant when only a period is named."""
    known = vocabulary.entities[entity]
    if entity in {"deal", "interaction", "task"} and known.date_key:
        return f"{entity}.{known.date_key}"
    own = [info for info in vocabulary.fields_of(entity) if info.temporal and not info.core]
    if known.kind and known.date_key:
        return f"{entity}.{known.date_key}"
    for word in PREFERRED:
        for info in own:
            if word in info.key.casefold():
                return info.ref
    if own:
        return own[0].ref
    if known.date_key:
        return f"{entity}.{known.date_key}"
    told = [info for info in vocabulary.fields_of(entity) if worded(info)]
    return min(told, key=yearlike).ref if told else None


def bind_dates(reading: Reading) -> None:
    """Gives every period of the plan its date field: one named in the question, else the usual one."""
    plan = reading.plan
    hint = _hint(reading, plan.subject)
    for span in plan.periods:
        span.field = span.field or hint or _usual(reading, plan.subject)
        if span.field is None:
            reading.doubts += 0.6
    for exists in plan.exists:
        for span in exists.periods:
            span.field = span.field or _hint(reading, exists.entity) or default_date(reading.vocabulary, exists.entity)
    plan.periods = [span for span in plan.periods if span.field]
    _expected(reading)


def _expected(reading: Reading) -> None:
    """Deals that close in days to come are open ones, by the date they are expected."""
    plan = reading.plan
    ahead = any(
        span.field == "deal.close_date" and (span.end is None or span.end > reading.now) for span in plan.periods
    )
    later = any(span.field == "deal.close_date" and span.start and span.start > reading.now for span in plan.periods)
    said = {"closing", "expected", "will", "due", "close"} & set(reading.words())
    for condition in plan.filters:
        both = (
            condition.field == "deal.outcome"
            and sorted(map(str, condition.values)) == ["lost", "won"]
            and condition.op == "in"
        )
        if both and (later or (ahead and said)) and not reading.has("versus"):
            condition.op, condition.values = "eq", ["open"]


def _hint(reading: Reading, entity: str) -> str | None:
    if reading.opened and entity == "deal":
        return "deal.opened_on"
    for at, item in enumerate(reading.items):
        if item.used not in {None, "date", "order"} or not item.has("field"):
            continue
        ref = best_field(item, (entity,))
        info = reading.field(ref)
        years = info.type == "integer" and "year" in info.key.casefold()
        if ref.startswith(f"{entity}.") and (info.temporal or years):
            reading.use(at, "date")
            return ref
    return None


def _usual(reading: Reading, subject: str) -> str | None:
    """A year field counts as a date too; rows without any date borrow one from what they hang on."""
    if subject == "task" and any(
        each.field == "task.done_at" and each.op == "not_null" for each in reading.plan.filters
    ):
        return "task.done_at"
    return default_date(reading.vocabulary, subject)
