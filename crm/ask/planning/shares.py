"""Shares of a whole, and things set side by side."""

from __future__ import annotations

from typing import Any

from crm.ask.language.linking import Item
from crm.ask.language.text import tokens
from crm.ask.plan import Condition, Group, Measure
from crm.ask.planning import scope
from crm.ask.planning.conditions import Conditions
from crm.ask.planning.dating import bind_dates
from crm.ask.planning.parting import ITS_PART, of_sum
from crm.ask.planning.places import Places
from crm.ask.planning.reading import Noun, Reading
from crm.ask.record.called import kind_field
from crm.naming import word_set

APIECE = frozenset({"for each", "each", "of each", "from each", "respectively", "apiece", "separately"})

VERBS = word_set(
    "is are was were did do does has have come comes came been went get gets got goes stay stayed belong belongs "
    "belonged stem stems stemmed originate originates originated"
)


def share(planner: Any) -> None:
    """Base rows before the verb, what is counted of them after it."""
    reading, plan = planner.reading, planner.plan
    verb = _verb_at(reading)
    if verb is not None and not reading.items[verb].senses:
        reading.use(verb, "measure")
    revenue = next((each for each in planner.wanted if each.measure.field), None)
    head = reading.head
    if planner.share_entity:
        plan.subject = planner.share_entity
    elif revenue is None and head and head.kind == "entity":
        plan.subject = head.name
    plan.shape = "value"
    nouns = list(reading.groups)
    conditions = Conditions(reading, plan.subject, pivot=_pivot(reading, verb))
    conditions.read()
    planner.attach_bounds()
    if revenue is not None and plan.exists:
        reading.doubts += 0.5  # rows of two tables are no parts of each other
    places = {at: item for at, item in enumerate(reading.items) if item.used in {"filter", "value"}}
    said = Places(places, conditions.origins)
    base, counted = _parted(reading, plan.filters, verb, said)
    if spread := _spread(planner, summed=revenue is not None):
        nouns, base, counted = [spread], [*base, *counted], []
    elif revenue is not None and nouns:
        nouns, base, counted = of_sum(nouns, base, counted)
    if head and head.detail and plan.subject == "interaction":
        base.append(Condition(field=kind_field(head.detail), op="in", values=[head.detail]))
    if revenue is not None and revenue.outcome and not any(f.field == "deal.outcome" for f in plan.filters):
        base.append(Condition(field="deal.outcome", op="eq", values=[revenue.outcome]))
    label = f"share of {reading.vocabulary.entity(plan.subject).plural}"
    measure = Measure(kind="share", where=counted, label=label)
    if revenue is not None:
        measure.field, measure.label = revenue.measure.field, f"share of {revenue.measure.label}"
    base, counted = _hung_on(reading, base, counted) if revenue is None else (base, counted)
    measure.where = counted
    plan.filters = base
    bind_dates(reading)
    if not counted and not nouns:
        reading.doubts += 0.5
    plan.measures = [measure]
    planner.group(nouns)
    if plan.group_by:
        plan.shape = "table"
    if not counted and nouns:
        measure.over = "all"
    _ranked(planner)


def _ranked(planner: Any) -> None:
    """Whose share it is: by what stands first, in the order asked for."""
    reading, plan, head = planner.reading, planner.plan, planner.reading.head
    found = next(((at, i.all("superlative")[0]) for at, i in reading.content() if i.has("superlative")), None)
    if (
        found
        and not plan.group_by
        and head
        and not any(w.at == head.at for w in planner.wanted)
        and head.name != plan.subject
    ):
        planner.group([head])
    if found and plan.group_by:
        plan.shape = "table"
        planner.order_measures(found)
    elif (
        head
        and head.kind in {"entity", "field"}
        and not any(w.at == head.at for w in planner.wanted)
        and head.name.split(".")[0] != plan.subject
        and not plan.group_by
    ):
        planner.group([head])
        plan.shape = "table"


def _hung_on(
    reading: Reading, base: list[Condition], counted: list[Condition]
) -> tuple[list[Condition], list[Condition]]:
    """`What proportion of jobs ended in a claim`: of all jobs those that have one."""
    plan = reading.plan
    if len(plan.exists) != 1 or any(each not in reading.pairs for each in counted):
        return base, counted
    (hung,) = plan.exists
    plain = not (hung.periods or hung.grouped or hung.direct or hung.filters or hung.absent)
    if not plain or reading.reaches(plan.subject, hung.entity):
        return base, counted
    plan.exists = []
    return [*base, *counted], [Condition(field=f"{hung.entity}.id", op="not_null")]


def _parted(
    reading: Reading, filters: list[Condition], verb: int | None, said: Places
) -> tuple[list[Condition], list[Condition]]:
    base, counted = _around_share(reading, filters, said) or _split(reading, filters, verb, said)
    left_out = [each for each in counted if _left_out(reading, said.of(each))]
    base, counted = [*base, *left_out], [each for each in counted if each not in left_out]
    return _of_closed(reading, base, counted)


def _left_out(reading: Reading, at: int | None) -> bool:
    """`As a share of all, excluding cancelled ones`: what is left out is neither in the part nor in the whole."""
    before = reading.before(at) if at is not None else None
    return before is not None and reading.items[before].has("exclusion")


def _spread(planner: Any, *, summed: bool) -> Noun | None:
    """`How do families split our revenue`: what a sum is parted into, where that is a column of its own rows."""
    head, plan = planner.reading.head, planner.plan
    if not summed or head is None or head.kind != "field" or any(each.at == head.at for each in planner.wanted):
        return None
    own = head.name.split(".")[0] == plan.subject and not planner.reading.field(head.name).numeric
    held = any(each.field == head.name for each in plan.filters)  # `the Enterprise plan`
    return head if own and not held and not planner.reading.groups else None


def _around_share(
    reading: Reading, filters: list[Condition], places: Places
) -> tuple[list[Condition], list[Condition]] | None:
    """`Of the deals we lost, what percentage …` has its base first, `Referral's share of what we won` behind."""
    words = reading.words()
    at = next((at for at, item in enumerate(reading.items) if _shares(item)), None)
    if at is None:
        return None
    before = [each for each in filters if (place := places.of(each)) is not None and place < at]
    after = [each for each in filters if each not in before]
    if not before:
        return None
    if words[0] in {"of", "among", "out"} and after:
        return before, after
    if after and ITS_PART.search(reading.text):
        return after, before
    beside = [each for each in before if places.of(each) == at - 1]
    if beside and words[at].endswith(" of") and after:
        return [each for each in filters if each not in beside], beside  # `the escalated share of tickets`
    if words[at].endswith(" of") and (words[at - 1] == "as" or words[max(0, at - 2) : at] == ["as", "a"]):
        return after, before  # `threaded rod as a share of all`
    owned = words[at] == "share of" or words[at + 1 : at + 2] in (["of"], ["in"])
    return (after, before) if owned and words[at - 1] in {"s", "their", "its"} else None


def _shares(item: Item) -> bool:
    return any(sense.value == "share" for sense in item.all("aggregate"))


def _of_closed(
    reading: Reading, base: list[Condition], counted: list[Condition]
) -> tuple[list[Condition], list[Condition]]:
    """`Closed deals that were lost`: of those closed, not of all."""
    ends = [each for each in [*base, *counted] if each.field == "deal.outcome" and each.op == "eq"]
    decided = [each for each in ends if each.values != ["open"]]  # what is expected to close is none of those closed
    if not decided or not reading.value("outcome", "closed"):
        return base, counted
    closed = Condition(field="deal.outcome", op="in", values=["won", "lost"])
    rest = [each for each in counted if each not in decided]
    return [*(each for each in base if each not in decided), *rest, closed], decided


def _verb_at(reading: Reading) -> int | None:
    start = 2 if reading.words()[:1] == ["what"] or len(reading.items) > 3 else 0
    for at in range(start, len(reading.items)):
        if reading.items[at].text.casefold().split(" ")[0] in VERBS:
            return at
    return None


def _split(
    reading: Reading, filters: list[Condition], verb: int | None, places: Places
) -> tuple[list[Condition], list[Condition]]:
    """Each condition by where its word stands; without a verb, what precedes the noun is the base."""
    edge = verb
    if edge is None:
        edge = reading.head.at if reading.head and reading.head.at >= 0 else -1
    base: list[Condition] = []
    counted: list[Condition] = []
    for condition in filters:
        at = places.of(condition)
        (base if at is not None and at < edge else counted).append(condition)
    outcomes = [each for each in counted if each.field == "deal.outcome"]
    if outcomes and verb is not None and reading.words()[verb] in {"did", "do", "does"}:
        base += [each for each in counted if each.field != "deal.outcome"]
        counted = outcomes
    if not counted and base:
        counted, base = [base[-1]], base[:-1]
    return base, counted


def _pivot(reading: Reading, verb: int | None) -> int | None:
    """`Of those closed, what share …`: the share parts the base from what is counted; else the verb does."""
    if reading.words()[0] in {"of", "among", "out"}:
        return next((at for at, item in enumerate(reading.items) if _shares(item)), verb)
    return verb


def compare(reading: Reading) -> None:
    """`A vs B`: by what they are; `Q1 vs Q2`: by period; `won vs lost`: side by side."""
    plan = reading.plan
    said = f" {reading.text.casefold()} "
    versus = reading.has("versus") or (
        " or " in said and (reading.has("superlative") or " more" in said or "better" in said)
    )
    versus = versus or (scope.chooses(reading) and reading.has("superlative"))
    outcomes = sum(item.has("outcome") for item in reading.items)
    versus = versus or (outcomes > 1 and " and " in said and bool(plan.group_by)) or _each_told(reading)
    if not versus:
        return
    for at in reading.unused("versus"):
        reading.use(at, "compare")
    if len(plan.periods) > 1:
        plan.compare_periods = True
    for condition in plan.filters:
        several = condition.op == "in" and len(condition.values) > 1
        if reading.contrast is not None:
            continue
        alone = condition.field == "deal.outcome" and (
            not plan.group_by or (plan.measures[:1] and plan.measures[0].kind == "median")
        )
        if several and condition.field == "deal.outcome" and not alone:
            _side_by_side(reading, condition)
        elif several and not any(group.field == condition.field for group in plan.group_by):
            plan.group_by.append(Group(field=condition.field))
            plan.shape = "table"


def _each_told(reading: Reading) -> bool:
    """`A or B, total for each`, `A and B: booked value`: one figure for each of those named."""
    for at in reading.unused("grouper"):
        follow = reading.items[at + 1] if at + 1 < len(reading.items) else None
        ends = follow is None or follow.text.casefold() in {"one", "of", "them"}
        if ends and reading.items[at].text.casefold() in APIECE:
            reading.use(at, "group")
            return True
    return bool(APIECE & set(reading.words()) & {"respectively", "apiece", "separately"}) or _set_off(reading)


def _set_off(reading: Reading) -> bool:
    """Names that a colon sets apart from what is asked of them."""
    words = tokens(reading.text)
    named = [item for item in reading.items if item.has("value") and item.used == "value"]
    if len(named) < 2:
        return False
    after = reading.text[words[named[-1].last - 1].end :].lstrip()[:1]
    before = reading.text[: words[named[0].first].start].rstrip()[-1:]
    return ":" in {after, before}


def _side_by_side(reading: Reading, condition: Condition) -> None:
    plan = reading.plan
    if not plan.measures or plan.measures[0].kind not in {"count", "sum", "avg"}:
        return
    first = plan.measures[0]
    plan.measures = [
        first.model_copy(
            update={
                "where": [Condition(field="deal.outcome", op="eq", values=[outcome])],
                "label": f"{outcome} {first.label.removeprefix('number of ').removeprefix('won ')}",
            }
        )
        for outcome in condition.values
    ]
    for at, item in enumerate(reading.items):
        if item.has("outcome"):
            reading.use(at, "filter")
