"""The stage a deal stood in on a day, and the deals that stood in one."""

from __future__ import annotations

import re

from crm.ask.plan import Condition, Exists, Order, Span
from crm.ask.planning.reading import Noun, Reading
from crm.ask.planning.stepping import dayed, stages_named, tail
from crm.ask.record.steps import STEP
from crm.naming import word_set

NAMED = "deal.name"
SMALL = frozenset({"back", "deal", "day"})
STOOD = word_set("was were stood stand had sat sit been did lay lie waited")
EDGE = re.compile(r"^(?:at |by )?(?:the )?(?P<edge>end|close|start|beginning) of\b", re.IGNORECASE)
DATED = word_set("expected due supposed meant created opened closing close slated planned scheduled with")
UNKEPT = "The record keeps no changes of stage, so it cannot tell which stage a deal was in."


def read_stage_then(reading: Reading) -> bool:
    """`In what stage was that deal on 1 October`: the last change up to the end of that day."""
    found = _then(reading)
    nouns = [at for at, item in enumerate(reading.items) if _noun(reading, at)]
    deals = [at for at, item in enumerate(reading.items) if any(s.value == NAMED for s in item.all("value"))]
    if found is None or len(nouns) != 1 or len(deals) != 1 or not STOOD & set(reading.words()):
        return False
    if STEP not in reading.vocabulary.entities:
        reading.refusal = UNKEPT
        return False
    place, span = found
    for at, item in enumerate(reading.items):
        if at in {place, *nouns, *deals} or item.has("question") or item.text.casefold() in SMALL:
            reading.use(at, "filter")
    for at in (place, *nouns):
        reading.items[at].senses = []
    called = [sense.detail for sense in reading.items[deals[0]].all("value") if sense.value == NAMED]
    plan = reading.plan
    plan.yes_no = False
    plan.subject, plan.shape, plan.columns = STEP, "lookup", [NAMED, "stage", "changed_at"]
    plan.filters = [Condition(field=NAMED, op="in", values=list(dict.fromkeys(called)))]
    plan.periods = [span]
    plan.order, plan.limit = [Order(field=f"{STEP}.changed_at", descending=True)], 1
    return True


def read_stood(reading: Reading) -> Exists | None:
    """`Which deals were in Proposal on 1 October`: those that had come into it and not left it by then."""
    found = _then(reading)
    words = reading.words()
    several = [at for at in stages_named(reading) if {"in", "at"} & set(words[max(0, at - 2) : at])]
    if found is not None and len(stages_named(reading)) > 1 and several and STOOD & set(words):
        reading.doubts += 0.7  # in one of them, or in both
        return None
    if found is not None and reading.value("metric", "pipeline") and STOOD & set(words):
        reading.doubts += 0.7  # what deals were worth then is not kept
        return None
    place_of = _stage_said(reading) or _open_said(reading)
    if found is None or place_of is None or not STOOD & set(words):
        return None
    at, stages = place_of
    if STEP not in reading.vocabulary.entities:
        reading.refusal = UNKEPT
        return None
    place, span = found
    stood = [n for n in range(place) if words[n] in STOOD and not reading.items[n].stop]
    for each in [*tail(reading, at), place, *stood]:
        reading.items[each].senses, reading.items[each].stop, reading.items[each].period = [], True, None
        reading.use(each, "filter")
    if not any(sense.value == "deal" for item in reading.items for sense in item.all("entity")):
        reading.head = reading.head or Noun("entity", "deal", -1)
    left = Span(text=span.text, start=span.end, field=f"{STEP}.left_at")
    return Exists(
        entity=STEP, filters=[Condition(field=f"{STEP}.stage", op="in", values=[*stages])], periods=[span, left]
    )


def _stage_said(reading: Reading) -> tuple[int, list[str]] | None:
    """`In Proposal`, `at the Proposal stage`."""
    stages, words = stages_named(reading), reading.words()
    if len(stages) != 1:
        return None
    [(at, stage)] = stages.items()
    return (at, [stage]) if {"in", "at"} & set(words[max(0, at - 2) : at]) else None


def _open_said(reading: Reading) -> tuple[int, list[str]] | None:
    """`Open on 1 October`: in any of the stages that are not the last, where no other date is spoken of."""
    places = [at for at, item in enumerate(reading.items) if any(s.value == "open" for s in item.all("outcome"))]
    others = {sense.value for item in reading.items for sense in item.all("outcome")} - {"open"}
    dates = [s for item in reading.items for s in item.all("field") if reading.field(s).temporal]
    named = {sense.value for item in reading.items for sense in item.all("entity")}
    if len(places) != 1 or others or dates or named - {"deal", "user", "account"} or "deal" not in named:
        return None
    if set(reading.words()) & DATED:
        return None
    return places[0], [name for name, held in reading.vocabulary.stages.items() if held == "open"]


def _noun(reading: Reading, at: int) -> bool:
    return any((s.kind, s.value) == ("field", "deal.stage") for s in reading.items[at].senses)


def _then(reading: Reading) -> tuple[int, Span] | None:
    """Where the day is said, and all the time up to its end."""
    dated = [at for at, item in enumerate(reading.items) if item.period is not None]
    if len(dated) != 1:
        return None
    [at] = dated
    period = reading.items[at].period
    edge = EDGE.search(period.text) if period is not None else None
    first = edge is not None and edge["edge"].casefold() in {"start", "beginning"}
    if period is None or not (edge or dayed(reading.items[at])):
        return None
    moment = period.start if first else period.end
    if moment is None or moment > reading.now:
        return None
    return at, Span(text=period.text, end=moment, field=f"{STEP}.changed_at")
