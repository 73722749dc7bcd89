"""Which date a period applies to."""

from __future__ import annotations

from crm.ask.plan import Condition
from crm.ask.planning.nouns import best_field
from crm.ask.planning.reading import Reading
from crm.ask.planning.spans import settle_spans
from crm.ask.planning.whendate import dated_state, grouped_date
from crm.ask.record.schema import yearlike
from crm.ask.record.states import due_date, over
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.rows.fiscal import worded

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
    if told:
        return min(told, key=yearlike).ref
    above = next((link.target for link in known.links if link.column == "parent_id" and link.target != entity), None)
    above = above or next((link.target for link in known.links if link.target == "deal"), None)
    return default_date(vocabulary, above) if above and known.kind else None


def bind_dates(reading: Reading) -> None:
    """Gives every period of the plan its date field: one named in the question, else the usual one."""
    plan = reading.plan
    _own_dates(reading)
    hint = grouped_date(reading, plan.subject) or _hint(reading, plan.subject) or dated_state(reading, plan.subject)
    for span in plan.periods:
        span.field = span.field or hint or _usual(reading, plan.subject)
        if span.field is None:
            reading.doubts += 0.6
    for exists in plan.exists:
        for span in exists.periods:
            told = span.field or _hint(reading, exists.entity) or dated_state(reading, exists.entity)
            span.field = told or default_date(reading.vocabulary, exists.entity)
    plan.periods = [span for span in plan.periods if span.field]
    _expected(reading)
    settle_spans(reading)


def _own_dates(reading: Reading) -> None:
    """`Created in 2025 and closed in 2026`: each period has its date, where two are named."""
    told: dict[str, str] = {}
    last = -1
    for at, item in enumerate(reading.items):
        if item.period is None:
            continue
        ref = next((ref for place in range(at - 1, last, -1) if (ref := _date_at(reading, place))), None)
        if ref is not None:
            told[item.period.text] = ref
        last = at
    if len(set(told.values())) < 2:
        return
    for span in reading.plan.periods:
        span.field = span.field or told.get(span.text)
    for at, item in enumerate(reading.items):
        if item.used is None and _date_at(reading, at) in told.values():
            reading.use(at, "date")


def _date_at(reading: Reading, place: int) -> str | None:
    """The date of the subject that a word speaks of; to close a deal is to have a close date."""
    item, subject = reading.items[place], reading.plan.subject
    dates = [sense.value for sense in item.all("field") if reading.field(sense).temporal]
    own = [ref for ref in dates if ref.startswith(f"{subject}.")]
    if own and item.used in {None, "date", "order"}:
        return own[0]
    closed = any(sense.value in {"won", "lost", "closed"} for sense in item.all("outcome"))
    return "deal.close_date" if closed and subject == "deal" else None


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


def _due(reading: Reading, entity: str) -> str | None:
    """`Invoices due next week`: the date by which they should be over."""
    places = [at for at, item in enumerate(reading.items) if item.has("due") and item.used in {None, "date"}]
    ref = due_date(reading.vocabulary, entity) if places else None
    for at in places if ref else ():
        reading.use(at, "date")
    return ref


def _hint(reading: Reading, entity: str) -> str | None:
    if reading.opened and entity == "deal":
        return "deal.opened_on"
    if (due := _due(reading, entity)) is not None:
        return due
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
    """A year field counts as a date too; rows without any date borrow one from what is counted of them."""
    if subject == "task" and any(_done(reading, each) for each in reading.plan.filters):
        return "task.done_at"
    own = default_date(reading.vocabulary, subject)
    return own or (default_date(reading.vocabulary, reading.counted) if reading.counted else None)


def _done(reading: Reading, condition: Condition) -> bool:
    """Tasks that are done: by their day, or by their status where they have a day too."""
    if condition.field == "task.done_at":
        return condition.op == "not_null"
    return "task.done_at" in reading.vocabulary.observed and over(reading.vocabulary, condition)
