"""A plan restated in plain words, with the dates that its periods meant."""

from __future__ import annotations

from datetime import datetime, timedelta

from crm.ask.labels import spoken
from crm.ask.plan import Condition, Exists, QueryPlan, Span
from crm.ask.vocabulary import Vocabulary

OPERATORS = {
    "gt": "over", "ge": "at least", "lt": "under", "le": "at most", "eq": "is", "in": "is", "ne": "is not",
    "not_in": "is not", "contains": "contains",
}  # fmt: skip


def understood(plan: QueryPlan, vocabulary: Vocabulary, notes: list[str]) -> str:
    entity = vocabulary.entity(plan.subject)
    what = ", ".join(measure.label for measure in plan.measures) or entity.plural
    if plan.shape in {"mood", "passages", "signal"}:
        what = _talk(plan, vocabulary)
    parts = [what[:1].upper() + what[1:]]
    if plan.count_groups and plan.shape in {"mood", "passages"}:
        parts = [f"Number of {parts[0][:1].lower()}{parts[0][1:]}"]
    elif plan.count_groups:
        parts = [
            f"Number of {vocabulary.entity(plan.group_by[0].field.split('.')[0]).plural}" if plan.group_by else parts[0]
        ]
    for measure in plan.measures:
        if measure.kind == "share" and measure.where:
            parts.append(
                f"for which {' and '.join(_condition(each, vocabulary, plan.subject) for each in measure.where)}"
            )
    filters = [said for each in plan.filters if (said := _condition(each, vocabulary, plan.subject))]
    if filters:
        parts.append(f"where {' and '.join(filters)}")
    parts += [_exists(each, vocabulary) for each in plan.exists]
    parts += [_having(plan)] if plan.having else []
    if plan.group_by and plan.shape == "table":
        parts.append("by " + " and ".join(group.grain or _name(group.field, vocabulary) for group in plan.group_by))
    dates = {span.field for span in plan.periods}
    parts += [_when(span, vocabulary, named=len(dates) > 0) for span in plan.periods]
    if plan.limit and plan.order:
        direction = "highest" if plan.order[0].descending else "lowest"
        parts.append(f"{direction} {plan.limit} first" if plan.limit > 1 else f"{direction} first")
    text = " ".join(part for part in parts if part)
    return f"{text} ({'; '.join(notes)})" if notes else text


def _talk(plan: QueryPlan, vocabulary: Vocabulary) -> str:
    who = vocabulary.entity(plan.group_by[0].field.split(".")[0]).plural + " with " if plan.group_by else ""
    mood = f"{plan.mood} " if plan.mood else ""
    about = f" about “{plan.about}”" if plan.about else ""
    return f"{who}{mood}interactions{about}"


def _name(ref: str, vocabulary: Vocabulary) -> str:
    entity, _, key = ref.partition(".")
    info = vocabulary.fields.get(ref)
    if key in {"name", "id"}:
        return vocabulary.entity(entity).singular
    return spoken(info.label) if info else key


def _condition(condition: Condition, vocabulary: Vocabulary, subject: str) -> str:
    name = _name(condition.field, vocabulary)
    entity = condition.field.split(".")[0]
    if entity not in {subject, "deal"} and not condition.field.endswith((".name", ".id")):
        name = f"{vocabulary.entity(entity).singular} {name}"
    if condition.op in {"true", "false"}:
        return f"{name} is {'yes' if condition.op == 'true' else 'no'}"
    if condition.op in {"null", "not_null"}:
        return f"{name} is {'empty' if condition.op == 'null' else 'filled in'}"
    values = [f"{value:,g}" if isinstance(value, float) else str(value) for value in condition.values]
    if condition.op == "between":
        return f"{name} is between {values[0]} and {values[1]}"
    if condition.field.endswith(".id"):
        return f"{name} is in your scope"
    return f"{name} {OPERATORS[condition.op]} {' or '.join(values)}"


def _exists(exists: Exists, vocabulary: Vocabulary) -> str:
    entity = vocabulary.entity(exists.entity)
    filters = [_condition(each, vocabulary, exists.entity) for each in exists.filters]
    where = f" where {' and '.join(filters)}" if filters else ""
    when = " ".join(_when(span, vocabulary, named=True) for span in exists.periods)
    return f"with {'no' if exists.absent else 'at least one'} {entity.singular}{where} {when}".strip()


def _having(plan: QueryPlan) -> str:
    said = []
    for having in plan.having:
        label = plan.measures[having.measure].label if having.measure < len(plan.measures) else "count"
        values = " and ".join(f"{value:,g}" for value in having.values)
        said.append(f"{label} {OPERATORS.get(having.op, having.op)} {values}")
    return "with " + " and ".join(said)


def _when(span: Span, vocabulary: Vocabulary, *, named: bool) -> str:
    label = ""
    if named and span.field and not span.field.endswith("occurred_at"):
        label = f"{_name(span.field, vocabulary)} "
    if span.start and span.end:
        last = span.end - timedelta(microseconds=1)
        if last.date() == span.start.date():
            return f"{label}on {_day(span.start)}"
        return f"{label}from {_day(span.start)} to {_day(last)}"
    if span.start:
        return f"{label}since {_day(span.start)}"
    return f"{label}before {_day(span.end)}" if span.end else ""


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B} {moment.year}"
