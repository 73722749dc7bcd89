"""Remarks that only turn the plan before: its order, its length, its figure, its total."""

from __future__ import annotations

import re

from crm.ask.plan import Measure, MeasureKind, Order, QueryPlan
from crm.ask.planning.measures import field_measure
from crm.ask.planning.nouns import best_field
from crm.ask.planning.ordering import _age_field as age_field
from crm.ask.planning.reading import Reading
from crm.ask.record.labels import spoken
from crm.ask.remarks.bigness import amount_of, big
from crm.ask.remarks.conversation import NAMED, TALK, Conversation
from crm.ask.remarks.remarks import NUMBERS
from crm.errors import RejectedError

LOW = frozenset({"bottom", "last", "worst", "lowest", "smallest", "oldest", "earliest", "fewest"})
DATED = frozenset({"newest", "latest", "most recent", "oldest", "earliest"})
UNITS = {"average": "avg", "mean": "avg", "median": "median", "maximum": "max", "minimum": "min"}
NO_ORDER = "There is only one figure in that answer, so there is nothing to put in another order."


def opposite(talk: Conversation, _: re.Match[str]) -> QueryPlan:
    plan = talk.plan()
    if not plan.order and plan.shape in {"table", "list"}:
        plan.order = usual_order(talk, plan)
    if not plan.order:
        raise RejectedError("That answer has no order that I could turn round.")
    for order in plan.order:
        order.descending = not order.descending
    return plan


def usual_order(talk: Conversation, plan: QueryPlan, word: str = "") -> list[Order]:
    """By the first figure of a table; of rows by their date or by their main amount."""
    if plan.shape == "table" and plan.measures and plan.group_by:
        dated = [group.field for group in plan.group_by if group.grain]
        return [Order(field=dated[0]) if word in DATED and dated else Order(measure=0)]
    if plan.shape not in {"list", "lookup"}:
        return []
    if word in DATED or plan.subject in {"interaction", "task"}:
        ref = age_field(Reading("", [], talk.vocabulary, talk.now, plan), plan.subject)
    else:
        ref = amount_of(talk, plan.subject)
    return [Order(field=ref)] if ref else []


def first(talk: Conversation, match: re.Match[str]) -> QueryPlan:
    plan = talk.plan()
    word = (match["word"] or "").lower()
    plan.order = (usual_order(talk, plan, word) if word in DATED or not plan.order else plan.order)[:1]
    if not plan.order:
        raise RejectedError(NO_ORDER)
    plan.order[0].descending = word not in LOW if word else match["way"].lower() == "descending"
    return plan


def sort(talk: Conversation, match: re.Match[str]) -> QueryPlan:
    plan = talk.plan()
    if plan.shape not in {"table", "list", "lookup"} or (plan.shape == "table" and not plan.group_by):
        raise RejectedError(NO_ORDER)
    order = _ordered_by(talk, plan, match["by"].strip())
    if order is None:
        raise RejectedError(f"I cannot sort that by “{match['by']}”: the answer before has no such column.")
    way = (match["way"] or "").lower()
    low = way.startswith("asc") or way.split(" ")[0] in LOW
    order.descending = not low if way else order.descending
    plan.order = [order]
    return plan


def _ordered_by(talk: Conversation, plan: QueryPlan, by: str) -> Order | None:
    words = set(by.lower().split()) - {"the", "their", "its", "number", "of"}
    for place, measure in enumerate(plan.measures if plan.shape == "table" else []):
        if words & set(measure.label.lower().split()):
            return Order(measure=place)
    reading = talk.read(by)
    groups = [group.field for group in plan.group_by]
    for item in reading.items:
        if item.has("field"):
            ref = best_field(item, (plan.subject,))
            if plan.shape != "table" and talk.vocabulary.path(plan.subject, ref.split(".")[0]) is not None:
                return Order(field=ref, descending=talk.vocabulary.fields[ref].numeric)
            measured = next((n for n, each in enumerate(plan.measures) if each.field == ref), None)
            if plan.shape == "table" and (measured is not None or ref in groups):
                return Order(measure=measured) if measured is not None else Order(field=ref, descending=False)
        metric = item.all("metric")
        if metric and plan.shape != "table" and plan.subject == "deal":
            return Order(field="deal.amount")
    name = next((ref for ref in groups if words & {"name", ref.split(".", maxsplit=1)[0], "alphabet"}), None)
    if name is None and "name" in words and plan.shape != "table":
        name = f"{plan.subject}.{talk.vocabulary.entity(plan.subject).name_key}"
    return Order(field=name, descending=False) if name else None


def top(talk: Conversation, match: re.Match[str]) -> QueryPlan | None:
    """None where the words speak of something else than the rows before."""
    plan = talk.plan()
    noun = (match["noun"] or "").strip().lower()
    if noun and not noun.startswith(("one", "of ")) and not _same_rows(talk, plan, noun):
        return None
    number = (match["n"] or "").lower()
    if not number and not noun and match["end"].lower() in {"first", "last"}:
        return None
    word = match["end"].lower()
    limit = NUMBERS.get(number) or (int(number) if number else _few(plan, noun))
    if plan.shape in {"mood", "signal"}:
        if plan.shape == "mood" and not plan.group_by:
            raise RejectedError("Those are passages; there is no order in which some would be the top ones.")
        return plan.model_copy(update={"limit": max(1, limit), "count_groups": False})
    by_name = plan.shape == "table" and plan.order and plan.order[0].field
    if not plan.order or word in DATED or (by_name and word not in {"first", "last"}):
        plan.order = usual_order(talk, plan, word)
    if not plan.order:
        raise RejectedError(NO_ORDER)
    if word not in {"first", "last"} or number:
        plan.order[0].descending = word not in LOW if word != "first" else plan.order[0].descending
    plan.limit = max(1, limit)
    return plan


def _few(plan: QueryPlan, noun: str) -> int:
    """`The lowest` after `the highest 5` is five again; `the best` after all is one."""
    return 5 if noun.endswith("s") else (not noun and plan.limit) or 1


def _same_rows(talk: Conversation, plan: QueryPlan, noun: str) -> bool:
    head = talk.read(noun).head
    shown = {each.field.split(".")[0] for each in plan.group_by} or {plan.subject}
    return head is not None and (head.name in shown or head.name in {each.field for each in plan.group_by})


def sized(talk: Conversation, match: re.Match[str]) -> QueryPlan | None:
    plan = talk.plan()
    noun = (match["noun"] or "").strip().lower()
    entity = None
    if noun and not noun.startswith("one"):
        head = talk.read(noun).head
        if head is None or head.kind != "entity":
            return None
        entity = head.name
    return big(talk, plan, entity, small=match["size"].lower() in {"small", "smaller", "little", "tiny"})


def count(talk: Conversation, _: re.Match[str]) -> QueryPlan:
    """How many rows that is, or how many groups."""
    plan = talk.plan()
    if plan.shape in TALK or (plan.group_by and plan.shape == "table"):
        if not plan.group_by and plan.shape != "signal":
            return plan
        plan.filters += talk.pinned(plan) if plan.limit else []
        plan.limit = None
        named = plan.shape == "signal" or plan.group_by[0].field in NAMED
        plan.count_groups = named
        if named:
            return plan
    plan.filters += talk.pinned(plan)
    plan.exists = [] if plan.shape == "timeline" else plan.exists
    label = f"number of {talk.vocabulary.entity(plan.subject).plural}"
    where = plan.measures[0].where if plan.measures else []
    plan.filters += [each for each in where if each not in plan.filters]
    return _single(plan, Measure(kind="count", label=label))


def _single(plan: QueryPlan, measure: Measure) -> QueryPlan:
    plan.shape, plan.measures = "value", [measure]
    plan.group_by, plan.order, plan.having, plan.columns, plan.limit = [], [], [], [], None
    plan.count_groups = plan.top_per_group = plan.compare_periods = plan.include_empty = False
    return plan


def total(talk: Conversation, match: re.Match[str]) -> QueryPlan:
    """The sum of what was shown; of rows, of their main amount."""
    plan = talk.plan()
    if plan.shape in TALK or plan.shape == "timeline":
        return count(talk, match)
    plan.filters += talk.pinned(plan)
    measure = plan.measures[0] if plan.measures else None
    if measure is None or (measure.kind == "count" and not plan.group_by):
        measure = _amount(talk, plan, "sum")
    return _single(plan, measure)


def _amount(talk: Conversation, plan: QueryPlan, kind: MeasureKind) -> Measure:
    ref = next((each.field for each in plan.measures if each.field and not each.field.endswith(".id")), None)
    named = next((each.field for each in plan.order if each.field and talk.vocabulary.fields[each.field].numeric), None)
    ref = ref or named or amount_of(talk, plan.subject)
    if ref is None:
        raise RejectedError(f"The {talk.kinds(plan)} of that answer have no figure that I could add up.")
    made = field_measure(talk.vocabulary.fields[ref], kind)
    outcomes = [
        str(value)
        for each in plan.filters
        if each.field == "deal.outcome" and each.op in {"eq", "in"}
        for value in each.values
    ]
    words = {"sum": "total", "avg": "average", "max": "highest", "min": "lowest"}
    rows = f"{' or '.join(outcomes)} {talk.vocabulary.entity(ref.split('.')[0]).plural}".strip()
    made.label = f"{words.get(kind, kind)} {spoken(talk.vocabulary.fields[ref].label)} of {rows}"
    return made


def figure(talk: Conversation, match: re.Match[str]) -> QueryPlan:
    """The average, the median of the same, group by group where there were groups."""
    plan = talk.plan()
    if plan.shape in TALK or plan.shape == "timeline":
        raise RejectedError("That answer is made of what was said; it holds no figure to take an average of.")
    kind: MeasureKind = UNITS[match["kind"].lower()]  # type: ignore[assignment]
    measure = _amount(talk, plan, kind)
    if plan.compare_periods and kind == "median":
        raise RejectedError("I cannot set medians of two periods side by side; ask for one of them.")
    if (plan.group_by or plan.compare_periods) and plan.shape == "table":
        plan.measures, plan.having, plan.count_groups = [measure], [], False
        return plan
    plan.filters += talk.pinned(plan)
    return _single(plan, measure)


def scope(talk: Conversation, match: re.Match[str]) -> QueryPlan:
    plan = talk.plan()
    who = match["who"].lower()
    plan.scope = "team" if who.startswith("my team") else "mine" if who.startswith(("m", "my")) else "all"
    return plan


def restate(talk: Conversation, _: re.Match[str]) -> QueryPlan:
    plan = talk.plan()
    plan.scope = talk.before.plan.scope
    talk.lead = f"I understood: {talk.meant()}."
    return plan
