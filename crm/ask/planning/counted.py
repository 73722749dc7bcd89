"""Figures over the changes of stage themselves: how many there were by period, and out of which stage."""

from __future__ import annotations

from itertools import pairwise

from crm.ask.plan import Condition, Exists, Group, Measure, Order
from crm.ask.planning.reading import Reading
from crm.ask.record.steps import STEP

STAGE = "deal.stage"
DECIDED = frozenset({"won", "lost"})
WHICH = frozenset({"what", "which", "the"})
DAYS = frozenset({"day", "date"})


def settle_grain(reading: Reading, exists: Exists) -> None:
    """`How many deals entered Proposal each month`: by the month of the change."""
    plan = reading.plan
    counts = [measure.kind for measure in plan.measures] == ["count"] and not plan.exists
    if not counts or exists.absent or plan.contrast or plan.compare_periods:
        reading.doubts += 0.7
        return
    for group in plan.group_by:
        group.field = f"{STEP}.changed_at" if group.grain else group.field
    for span in plan.periods:
        span.field = f"{STEP}.changed_at"
    plan.subject, plan.filters = STEP, [*plan.filters, *exists.filters]
    plan.periods = exists.periods or plan.periods
    plan.measures = [Measure(kind="count_distinct", field="deal.id", label="number of deals")]


def settle_any(reading: Reading) -> None:
    """`Total value of deals that moved to Proposal`: of all of them, where nobody says that they were won."""
    plan = reading.plan
    if plan.subject != "deal" or reading.has("outcome", "sale") or not plan.measures:
        return
    won = [each for each in plan.filters if each.field == "deal.outcome" and each.values == ["won"]]
    plan.filters = [each for each in plan.filters if each not in won]
    for measure in plan.measures if won else ():
        measure.label = measure.label.replace("won revenue", "total amount")


def settle_share(reading: Reading, exists: Exists) -> None:
    """`What fraction of our deals got as far as Proposal`: of all there are, those that took the step."""
    (measure,) = reading.plan.measures
    whole = len(exists.filters) == 1 and not exists.absent and measure.field is None and not measure.over
    if exists.periods or not whole:
        reading.doubts += 0.7
        return
    measure.where = exists.filters
    reading.doubts = max(0.0, reading.doubts - 0.5)  # what is counted is said by now


def settle_passed(reading: Reading) -> None:
    """`Lost deals that had their contract sent`: what is decided stands in no such stage; it went through it."""
    plan = reading.plan
    if plan.subject != "deal" or STEP not in reading.vocabulary.entities:
        return
    outcomes = {
        str(v) for each in plan.filters if each.field == "deal.outcome" and each.op in {"eq", "in"} for v in each.values
    }
    if not outcomes or not outcomes <= DECIDED:
        return
    for each in [each for each in plan.filters if each.field == STAGE and each.op in {"eq", "in"}]:
        if all(reading.vocabulary.stages.get(str(value)) == "open" for value in each.values):
            plan.filters.remove(each)
            passed = Condition(field=f"{STEP}.stage", op="in", values=each.values)
            plan.exists.append(Exists(entity=STEP, filters=[passed]))
            reading.note("deals that went through the stage")


def settle_decided(reading: Reading) -> None:
    """`In which stage do we lose most deals`: the one before the last, since all that are lost are in the last."""
    plan = reading.plan
    outcome = next((each for each in plan.filters if each.field == "deal.outcome" and each.op == "eq"), None)
    if plan.subject != "deal" or [group.field for group in plan.group_by] != [STAGE] or outcome is None:
        return
    if outcome.values[0] not in DECIDED or STEP not in reading.vocabulary.entities:
        return
    if [measure.kind for measure in plan.measures] != ["count"] or plan.measures[0].where or plan.exists:
        reading.doubts += 0.7
        return
    last = [name for name, held in reading.vocabulary.stages.items() if held == outcome.values[0]]
    plan.subject, plan.group_by = STEP, [Group(field=f"{STEP}.from_stage")]
    plan.filters.append(Condition(field=f"{STEP}.stage", op="in", values=list(last)))
    plan.measures = [Measure(kind="count", label=f"{outcome.values[0]} deals")]
    reading.note("by the stage they were in before")


def settle_when(reading: Reading, exists: Exists) -> bool:
    """`On which date did their expansion enter Proposal`: the day of the step, of the deals that are meant."""
    plan, words = reading.plan, reading.words()
    asked = "when" in words or any(one in WHICH and two in DAYS for one, two in pairwise(words))
    if not asked or plan.shape != "list" or exists.absent or plan.order or plan.exists:
        return False
    for at, word in enumerate(words):
        if word in DAYS | {"when"}:
            reading.items[at].senses = []
            reading.use(at, "columns")
    plan.yes_no = False
    plan.subject, plan.shape, plan.columns = STEP, "lookup", ["deal.name", "stage", "changed_at"]
    plan.filters, plan.periods = [*plan.filters, *exists.filters], exists.periods
    plan.order = [Order(field=f"{STEP}.changed_at", descending=False)]
    return True
