"""How long deals took from one stage to another, and how long those that moved on had stood in one."""

from __future__ import annotations

from crm.ask.plan import Condition, Measure, MeasureKind, Order
from crm.ask.planning.conditions import Conditions
from crm.ask.planning.dating import bind_dates
from crm.ask.planning.ordering import DOWN, SPANS
from crm.ask.planning.reading import Reading
from crm.ask.planning.stepping import FROM, GOING, INTO, STRAIGHT, decided_as, stages_named, tail
from crm.ask.record.steps import SINCE, STEP
from crm.naming import word_set

NAMED = "deal.name"
TIMES = word_set("days day time long duration take takes took need needs needed taken")
HOW_LONG = frozenset({"how long", "how many days", "number of days", "average days", "average time", "avg days"})
STAYED = word_set(
    "sat sit stayed stay spent stood stuck lingered languished lay waited parked stalled remained hung before it they "
    "moved moving move on time most least days the in stage being finally leaving out gathering dust"
)
KINDS: dict[str, MeasureKind] = {"median": "median", "min": "min", "max": "max"}


def read_transit(reading: Reading) -> bool:
    """`Average days from Discovery to Proposal`, `which deal got from Discovery to Proposal fastest`."""
    stages = stages_named(reading)
    ends = _ends(reading, stages)
    if ends is None or STEP not in reading.vocabulary.entities:
        return False
    places, start, goals = ends
    words = reading.words()
    superlative = _extreme(reading)
    timed = bool(TIMES & set(words)) or any(word in HOW_LONG for word in words)
    if superlative is None and not (timed and reading.has("aggregate")):
        return False
    for at, item in enumerate(reading.items):
        said = at in places or item.text.casefold() in TIMES | HOW_LONG | GOING | INTO | FROM | STRAIGHT
        if said or (item.has("aggregate") and superlative is None):
            reading.use(at, "measure")
    kind = _kind(reading)
    for at in (*places, *reading.unused("superlative")):
        reading.items[at].used = "measure"
    for item in reading.items:
        item.senses = [] if item.used == "measure" else item.senses
    _over_steps(reading, Condition(field=f"{STEP}.stage", op="in", values=list(goals)))
    ref = f"{SINCE}{start}"
    if superlative is not None:
        _ordered(reading, ref, down=superlative in DOWN)
    else:
        reading.plan.shape = "value"
        label = f"{'average' if kind == 'avg' else kind} days from {start} to {goals[0]}"
        reading.plan.measures = [Measure(kind=kind, field=ref, label=label)]
    return True


def read_stayed(reading: Reading) -> bool:
    """`Of the deals we won, which sat in Negotiation longest`: their stays there, which are over."""
    stages, words = stages_named(reading), reading.words()
    superlative = _extreme(reading)
    decided = [at for at, item in enumerate(reading.items) if decided_as(item)]
    if superlative is None or len(stages) != 1 or not decided or STEP not in reading.vocabulary.entities:
        return False
    [(at, stage)] = stages.items()
    if words[at - 1 : at] != ["in"] and words[max(0, at - 2) : at] != ["in", "the"]:
        return False
    if reading.has("grouper", "metric") or any(item.number is not None for item in reading.items):
        return False
    used = {*tail(reading, at), *reading.unused("superlative")}
    for place, item in enumerate(reading.items):
        if place in used or (item.text.casefold() in STAYED and place not in decided):
            item.senses, item.used = [], "order"
    _over_steps(reading, Condition(field=f"{STEP}.stage", op="eq", values=[stage]))
    _ordered(reading, f"{STEP}.days", down=superlative in DOWN)
    return True


def _over_steps(reading: Reading, condition: Condition) -> None:
    plan = reading.plan
    plan.subject, plan.yes_no = "deal", False
    for at, item in enumerate(reading.items):
        if any(sense.value == "deal" for sense in item.all("entity")) or item.has("question"):
            reading.use(at, "head")
    Conditions(reading, "deal").read()
    bind_dates(reading)
    plan.subject = STEP
    plan.filters.append(condition)


def _ordered(reading: Reading, ref: str, *, down: bool) -> None:
    plan = reading.plan
    plan.shape, plan.columns = "lookup", [NAMED, ref.removeprefix(f"{STEP}.")]
    plan.order, plan.limit = [Order(field=ref, descending=down)], 1


def _extreme(reading: Reading) -> str | None:
    found = [s.value for item in reading.items if item.used is None for s in item.all("superlative")]
    return found[0] if len(found) == 1 and found[0] in SPANS else None


def _kind(reading: Reading) -> MeasureKind:
    said = [sense.value for item in reading.items for sense in item.all("aggregate")]
    return next((KINDS[each] for each in said if each in KINDS), "avg")


def _ends(reading: Reading, stages: dict[int, str]) -> tuple[list[int], str, list[str]] | None:
    """Where both ends are said: `from A to B`, `between A and B`, `from A to won`."""
    words = reading.words()
    first = next((at for at in stages if words[at - 1 : at] in (["from"], ["between"])), None)
    if first is None:
        return None
    last = next((at for at in range(first + 1, min(len(words), first + 6)) if at in stages or _won(reading, at)), None)
    if last is None or not set(words[first + 1 : last]) & (INTO | {"and", "until", "till", "being", "->", "-"}):
        return None
    places = [*range(first - 1, last), *tail(reading, last)]
    if last in stages:
        return places, stages[first], [stages[last]]
    ends = decided_as(reading.items[last])
    goals = [name for name, held in reading.vocabulary.stages.items() if held in ends]
    return places, stages[first], goals


def _won(reading: Reading, at: int) -> bool:
    return bool(decided_as(reading.items[at]))
