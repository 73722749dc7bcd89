"""When somebody was last heard of, and how many days ago that is."""

from __future__ import annotations

from crm.ask.plan import Measure, Order, Span
from crm.ask.planning.conditions import Conditions
from crm.ask.planning.dating import bind_dates
from crm.ask.planning.reading import NAMES, Reading, spend
from crm.ask.record import states
from crm.ask.record.called import kind_field

FIRST = frozenset({"first", "very first", "earliest", "oldest"})
DONE = ("done", "completed", "is_done", "is_completed")


def last_contact(reading: Reading) -> bool:
    """`When did we last talk to Acme`: the newest interaction; `how many days since`: its age."""
    if not _asked(reading):
        return False
    days = _days(reading)
    plan = reading.plan
    plan.subject = "interaction"
    first = bool(FIRST & set(reading.words()))
    for item in reading.items:
        if item.has("kind") and item.used in {None, "head"}:
            kind = item.all("kind")[0].value
            reading.filter(kind_field(kind), "in", kind)
            item.used = "filter"
    spend(reading, ("gap", "said", "superlative", "question", "entity"))
    Conditions(reading, "interaction").read()
    plan.exists = []
    past(reading)
    bind_dates(reading)
    if days:
        plan.shape = "value"
        label = "days since the last interaction"
        plan.measures = [Measure(kind="min", field="interaction.age_days", label=label)]
        spend(reading, ("aggregate", "grain"))
        for at, item in enumerate(reading.items):
            if item.text.casefold() in {"ago", "since"}:
                reading.use(at, "measure")
    else:
        plan.shape, plan.limit = "list", 1
        plan.order = [Order(field="interaction.occurred_at", descending=not first)]
    return True


def _asked(reading: Reading) -> bool:
    words = set(reading.words())
    when = "when" in words or "date" in words
    spoken = reading.has("gap", "said", "kind") or (when and reading.value("entity", "interaction"))
    named = any(s.value in NAMES for i in reading.items for s in i.all("value"))
    told = any(s.value in {"won", "lost"} for i in reading.items for s in i.all("outcome"))
    if not named or told or reading.has("negation", "metric", "sale"):
        return False
    if _days(reading):
        return spoken or reading.value("entity", "interaction")
    last = when or words & {"last contact", "last touch", "last"}
    return bool(spoken and last and not reading.has("aggregate") and (when or reading.has("gap")))


def _days(reading: Reading) -> bool:
    """`How many days since our last call`, `how long has it been since`, `how long ago`."""
    text = reading.text.casefold()
    asked = "how many days" in text or "days since" in text or "how long" in text
    return asked and ("since" in text or " ago" in text) and "last" in text


def past(reading: Reading) -> None:
    """What is planned has not happened: only what was done, up to now."""
    plan, vocabulary = reading.plan, reading.vocabulary
    if not plan.periods:
        plan.periods.append(Span(text="up to now", end=reading.now, field="interaction.occurred_at"))
    done = states.conditions(vocabulary, "interaction", "closed", "", reading.now.date())
    told = {each.field for each in plan.filters}
    plan.filters += [each for each in done if each.field.endswith(DONE) and each.field not in told]
