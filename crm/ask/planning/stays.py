"""How long deals stay in a stage, and how many get from one stage to the next: read off the changes of stage."""

from __future__ import annotations

from crm.ask.language.lexicon import Sense
from crm.ask.language.linking import Item
from crm.ask.plan import Condition, Measure, MeasureKind
from crm.ask.planning.conditions import Conditions
from crm.ask.planning.dating import bind_dates
from crm.ask.planning.measures import Wanted
from crm.ask.planning.reading import Reading
from crm.ask.record.steps import STEP
from crm.naming import word_set

LONG = {
    "slowest": "desc",
    "longest": "desc",
    "most time": "desc",
    "fastest": "asc",
    "shortest": "asc",
    "quickest": "asc",
}
TIMES = frozenset({"how long", "time", "days", "average time", "average days", "avg days", "how many days", "duration"})
STAYING = word_set(
    "spend spends spent sit sits sat stay stays stayed stuck take takes took taking stand remain remains lie wait last "
    "lasts pass"
)
UNKEPT = "The record keeps no changes of stage, so it cannot tell how long deals stay in one or get to the next."
CONVERSION = "conver"
INTO = frozenset({"to", "into", "→", "->", "until", "through"})
GOT = word_set("reach reached reaching entered enter got make made get moved move moving progress progressed advance")


def read_stays(reading: Reading) -> Wanted | None:
    """Days in stages: of each stage, or of the one that is named."""
    if not _asked(reading):
        return None
    if STEP not in reading.vocabulary.entities:
        reading.refusal = UNKEPT if any(_stage_noun(item.senses) for item in reading.items) else None
        return None
    for at, item in enumerate(reading.items):
        word = item.text.casefold()
        if word in LONG and item.has("superlative"):
            item.senses, item.stop = [Sense("superlative", LONG[word])], False
        elif _stage_noun(item.senses):
            item.senses, item.used = [Sense("field", f"{STEP}.stage")], None
        elif any(sense.value == "deal.stage" for sense in item.all("value")):
            item.senses = [
                Sense("value", f"{STEP}.stage", s.detail) for s in item.all("value") if s.value == "deal.stage"
            ]
        elif word in TIMES or word in STAYING or item.has("aggregate"):
            reading.use(at, "measure")
            item.senses = []
        elif any(sense.value == "deal" for sense in item.all("entity")):
            item.senses = []
            reading.use(at, "measure")
    kind: MeasureKind = "median" if "median" in reading.words() else "avg"
    reading.note("stays that have ended; a deal still in its stage is not counted for that one")
    label = f"{'average' if kind == 'avg' else kind} days in the stage"
    return Wanted(Measure(kind=kind, field=f"{STEP}.days", label=label), STEP, -1)


def _asked(reading: Reading) -> bool:
    words = reading.words()
    stages = [at for at, item in enumerate(reading.items) if _stage_noun(item.senses) or _open_stage(reading, item)]
    if not stages or reading.has("metric", "sale", "negation", "kind") or reading.contrast:
        return False
    if any(item.number is not None for item in reading.items):
        return False  # `in Proposal for more than 30 days`: a limit
    ranked = [at for at, word in enumerate(words) if word in LONG and reading.items[at].has("superlative")]
    timed = [at for at, word in enumerate(words) if word in TIMES and not reading.items[at].used]
    noun = any(_stage_noun(reading.items[at].senses) for at in stages)
    staying = bool(STAYING & set(words)) or any(words[max(0, at - 1) : at] == ["in"] for at in stages)
    if any(reading.field(sense).ref == "deal.stage_days" for item in reading.items for sense in item.all("field")):
        return False
    return (noun and bool(ranked) and not _other_rows(reading)) or (
        bool(timed) and len(stages) == 1 and (staying or (noun and reading.has("aggregate")))
    )


def _other_rows(reading: Reading) -> bool:
    named = {sense.value for item in reading.items for sense in item.all("entity")}
    return bool(named - {"deal"})


def _stage_noun(senses: list[Sense]) -> bool:
    return any((sense.kind, sense.value) == ("field", "deal.stage") for sense in senses)


def _stage_value(senses: list[Sense]) -> bool:
    return any((sense.kind, sense.value) == ("value", "deal.stage") for sense in senses)


def _open_stage(reading: Reading, item: Item) -> bool:
    """A stage that deals go through; won and lost are no stays."""
    held = [sense.detail for sense in item.all("value") if sense.value == "deal.stage"]
    return any(reading.vocabulary.stages.get(stage) == "open" for stage in held)


def read_conversion(reading: Reading) -> bool:
    """`Conversion from Proposal to Won`: the part of the deals that were in one stage and came to the other."""
    places = [at for at, item in enumerate(reading.items) if _stage_value(item.senses)]
    if not places or not _converts(reading, places[0]):
        return False
    if STEP not in reading.vocabulary.entities:
        reading.refusal = UNKEPT
        return False
    first = _stage_of(reading, places[0])
    goal = _goal(reading, places)
    if goal is None:
        return False
    condition, name = goal
    plan = reading.plan
    plan.subject, plan.shape = "deal", "value"
    for at in range(len(reading.items)):
        if _explained(reading, at, places):
            reading.items[at].senses = []
            reading.use(at, "measure")
    Conditions(reading, "deal").read()
    plan.filters.append(Condition(field=f"{STEP}.stage", op="eq", values=[first]))
    if condition.field == "deal.outcome":
        plan.filters.append(Condition(field="deal.outcome", op="in", values=["won", "lost"]))
        reading.note("of deals that are decided; those still open are not counted")
    plan.measures = [Measure(kind="share", where=[condition], label=f"conversion from {first} to {name}")]
    bind_dates(reading)
    return True


def _converts(reading: Reading, first: int) -> bool:
    """A word of conversion, or of a share of those that got there."""
    words = reading.words()
    rate = any(word.startswith(CONVERSION) for word in words)
    joint = any(word in INTO for word in words[first + 1 : first + 3])
    return rate and joint


def _stage_of(reading: Reading, at: int) -> str:
    return next(sense.detail for sense in reading.items[at].all("value") if sense.value == "deal.stage")


def _goal(reading: Reading, places: list[int]) -> tuple[Condition, str] | None:
    """The stage behind the first, or that deals were won or lost."""
    for at in range(places[0] + 1, len(reading.items)):
        item = reading.items[at]
        outcome = next((s.value for s in item.all("outcome") if s.value in {"won", "lost"}), None)
        if outcome is None and at in places:
            stage = _stage_of(reading, at)
            outcome = reading.vocabulary.stages.get(stage)
            if outcome not in {"won", "lost"}:
                return Condition(field=f"{STEP}.stage", op="eq", values=[stage]), stage
        if outcome is not None:
            return Condition(field="deal.outcome", op="eq", values=[outcome]), outcome
    return None


def _explained(reading: Reading, at: int, places: list[int]) -> bool:
    item = reading.items[at]
    word = item.text.casefold()
    ends = any(sense.value in {"won", "lost"} for sense in item.all("outcome"))
    return at in places or word.startswith(CONVERSION) or ends or word in INTO | GOT | {"from", "rate", "deal", "deals"}
