"""A plan restated in plain English, with the dates that its periods meant."""

from __future__ import annotations

import re
from calendar import month_name
from datetime import datetime, timedelta

from crm.ask.plan import Condition, Exists, Group, Having, QueryPlan, Span
from crm.ask.record.called import kind_words, kinds_of
from crm.ask.record.labels import spoken
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.rows.fiscal import fiscal
from crm.ask.telling.assisted import restated
from crm.ask.telling.figures import RATES, counted_noun, day
from crm.ask.telling.footing import is_footing
from crm.ask.telling.held import beside, figure_of
from crm.ask.telling.ordered import ordered
from crm.ask.telling.signals import signals

OPERATORS = {
    "gt": "over", "ge": "of at least", "lt": "under", "le": "of at most", "eq": "", "in": "", "ne": "other than",
    "not_in": "other than", "contains": "containing",
}  # fmt: skip
EDGES = {"gt": "after", "ge": "from", "lt": "before", "le": "until"}  # of days, which are neither over nor under
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
DATES = {
    "deal.opened_on": "opened", "account.created_at": "added", "contact.created_at": "added",
    "task.due_on": "due", "task.done_at": "done", "task.created_at": "created", "interaction.occurred_at": "",
}  # fmt: skip
WORDS = "interaction.words"
NAMED = {
    "sender": "from {0}",
    "account": "of {0}",
    "user": "of {0}",
    "product": "for {0}",
    "parent": "under {0}",
    "manager": "under {0}",
}
UP_TO_NOW = "up to now"
TALK = frozenset({"mood", "passages", "signal"})


def understood(plan: QueryPlan, vocabulary: Vocabulary, notes: list[str]) -> str:
    if not notes and (looked := _looked_up(plan, vocabulary)):
        return looked
    if plan.tells:
        return restated(plan, [_when(span, vocabulary, plan.subject, []) for span in plan.periods], notes)
    parts = [_talk(plan, vocabulary) if plan.shape in TALK else _what(plan, vocabulary)]
    parts += [
        _whose(plan) if _own(each) else _condition(each, vocabulary, plan.subject)
        for each in plan.filters
        if not _told(each, plan)
    ]
    parts += [_exists(each, vocabulary) for each in plan.exists]
    parts += [_having(plan, vocabulary)] if plan.having else []
    told = beside(plan, lambda other: understood(other, vocabulary, []))
    parts += [*_periods(plan, vocabulary), told] if told else []
    if plan.group_by and plan.shape == "table" and not plan.count_groups:
        parts.append("by " + " and ".join(_group(group, vocabulary) for group in plan.group_by))
    parts += _periods(plan, vocabulary) if not told else []
    parts += [_contrast(plan)]
    text = " ".join(part for part in parts if part) + ordered(plan)
    text = text[:1].upper() + text[1:]
    return f"{text} ({'; '.join(notes)})" if notes else text


def _own(condition: Condition) -> bool:
    return condition.field == "user.id" and condition.op == "in"


def _whose(plan: QueryPlan) -> str:
    """Whose rows are meant, in words that go with rows or with a figure."""
    if plan.scope == "team":
        return "of your team"
    return "of your own" if plan.measures and plan.measures[0].kind != "count" else "that are yours"


def _looked_up(plan: QueryPlan, vocabulary: Vocabulary) -> str:
    """`Email of Jane Holloway`: what is looked up of one that is named, and nothing else."""
    key = vocabulary.entity(plan.subject).name_key
    if plan.shape != "lookup" or len(plan.filters) != 1 or plan.exists or plan.periods or plan.scope != "all":
        return ""
    named = plan.filters[0]
    wanted = [name for name in plan.columns if name != key]
    if named.field != f"{plan.subject}.{key}" or named.op not in {"in", "eq"} or not wanted:
        return ""
    told = " and ".join(_column(name if "." in name else f"{plan.subject}.{name}", vocabulary) for name in wanted)
    return f"{told[:1].upper()}{told[1:]} of {' or '.join(map(str, named.values))}"


def _column(ref: str, vocabulary: Vocabulary) -> str:
    return "owner" if ref == "user.name" else _name(ref, vocabulary)


def _what(plan: QueryPlan, vocabulary: Vocabulary) -> str:
    """What is shown: `won deals`, `average deal value of won deals`, `share of deals that are won`."""
    entity = vocabulary.entity(plan.subject)
    rows = f"{_outcomes(plan)}{' or '.join(_kinds(plan)) or entity.plural}"
    if plan.count_groups and plan.group_by:
        return f"how many {counted_noun(plan, vocabulary)} have {rows}"
    if not plan.measures:
        return rows
    labels = [
        _number_of(measure.label, rows, kinds=bool(_kinds(plan)))
        if measure.kind == "share" or (measure.kind == "count" and not measure.where)
        else measure.label
        for measure in plan.measures
        if not is_footing(measure)
    ]
    said = (" divided by " if plan.quotient else " and ").join(labels)
    share = [each for measure in plan.measures if measure.kind == "share" for each in measure.where]
    if share:
        said += " " + " and ".join(_held(each, vocabulary, plan.subject) for each in share)
    of_rows = plan.measures[0].kind not in {"count", "share"} and plan.subject == "deal" and _outcomes(plan)
    known = any(word in said for word in _outcomes(plan).split())
    return f"{said} of {rows}" if of_rows and not known and "pipeline" not in said else said


def _number_of(label: str, rows: str, *, kinds: bool) -> str:
    for lead in ("number of ", "share of "):
        noun = label.removeprefix(lead)
        if label.startswith(lead) and (rows.endswith(noun) or (kinds and noun == "interactions")):
            return f"{lead}{rows}"
    return label


def _kinds(plan: QueryPlan) -> list[str]:
    return kinds_of(plan) if plan.subject == "interaction" else []


def _outcomes(plan: QueryPlan) -> str:
    """Outcomes as people say them, before the noun."""
    if plan.subject != "deal":
        return ""
    return "".join(f"{_outcome_words(each)} " for each in plan.filters if _told(each, plan))


def _told(condition: Condition, plan: QueryPlan) -> bool:
    """Whether the condition is said by a word before the noun."""
    if condition.field == "interaction.kind":
        return plan.shape not in TALK and bool(_kinds(plan))
    if condition.field == "task.done_at" and condition.op == "null":
        return plan.subject == "task" and any(each.field == "task.status" for each in plan.filters)
    return plan.subject == "deal" and condition.field == "deal.outcome"


def _outcome_words(condition: Condition) -> str:
    values = [str(value) for value in condition.values]
    if condition.op in {"ne", "not_in"}:
        return " ".join(f"not {value}" for value in values)
    return "closed" if sorted(values) == ["lost", "won"] else " or ".join(values)


def _held(condition: Condition, vocabulary: Vocabulary, subject: str) -> str:
    if condition.field == "deal.outcome":
        return f"that are {_outcome_words(condition)}"
    return _condition(condition, vocabulary, subject)


def _talk(plan: QueryPlan, vocabulary: Vocabulary) -> str:
    who = vocabulary.entity(plan.group_by[0].field.split(".")[0]).plural if plan.group_by else ""
    if plan.signal:
        signal = signals()[plan.signal]
        return f"clients whose words sound like {signal.title}"
    about = f" about “{plan.about}”" if plan.about else ""
    if plan.shape == "mood" and who:
        against = {"negative": "positive", "positive": "negative"}.get(plan.mood or "")
        more = f", where {plan.mood} outweighs {against}," if against else ""
        said = f"{who} by {plan.mood} interactions{more}"
    else:
        said = f"{f'{who} with ' if who else ''}{f'{plan.mood} ' if plan.mood else ''}interactions{about}"
    return f"how many {said}" if plan.count_groups else said


def _name(ref: str, vocabulary: Vocabulary) -> str:
    entity, _, key = ref.partition(".")
    info = vocabulary.fields.get(ref)
    if key in {"name", "id"}:
        return vocabulary.entity(entity).singular
    return spoken(info.label) if info else key


def _condition(condition: Condition, vocabulary: Vocabulary, subject: str) -> str:
    name = _name(condition.field, vocabulary)
    entity, _, key = condition.field.partition(".")
    if condition.field == WORDS:
        return f"that speak of “{' '.join(map(str, condition.values))}”"
    if key == "id" and condition.op == "in" and entity != "user":
        return f"among the {len(condition.values):,} {vocabulary.entity(entity).plural} before"
    if key == "id":
        article = "an" if name[:1] in "aeiou" else "a"
        lead = {"null": "without", "not_null": "with"}.get(condition.op)
        return f"{lead} {article} {name}" if lead else "that are yours"
    if entity not in {subject, "deal"} and key != "name":
        name = f"{vocabulary.entity(entity).singular} {name}"
    if condition.other and condition.values:
        limit = {"le": "at most", "lt": "under", "gt": "over", "ge": "at least"}[condition.op]
        days = f"{_value(condition.values[0])} day{'' if condition.values[0] == 1 else 's'}"
        return f"with {name} {limit} {days} after {_name(condition.other, vocabulary)}"
    if condition.other:
        dated = vocabulary.fields[condition.field].temporal
        word = ("after" if condition.op in {"gt", "ge"} else "before") if dated else OPERATORS[condition.op]
        return f"with {name} {word} {_name(condition.other, vocabulary)}"
    if condition.op in {"true", "false"}:
        return f"with {name}: {'yes' if condition.op == 'true' else 'no'}"
    if condition.op in {"null", "not_null"}:
        if condition.field == "task.done_at":
            return "still to be done" if condition.op == "null" else "done"
        return f"{'without' if condition.op == 'null' else 'with'} {name}"
    if condition.figure is not None:
        return f"with {name} {OPERATORS[condition.op]} {_figure(condition, vocabulary)}"
    values = [_value(value) for value in condition.values]
    if condition.op in EDGES and ISO_DAY.fullmatch(values[0]):
        return f"with {name} {EDGES[condition.op]} {day(values[0])}"
    if condition.op == "between":
        return f"with {name} between {values[0]} and {values[1]}"
    said = " or ".join(values)
    if condition.op in {"in", "eq"} and key == "name":
        return NAMED.get(entity, "named {0}").format(said)
    if condition.field == "interaction.source":
        return "that are " + " or ".join(f"{kind_words(value)}s" for value in map(str, condition.values))
    if condition.field == "interaction.kind":
        return f"by {said}"
    return f"with {name} {OPERATORS[condition.op]} {said}".replace("  ", " ")


def _value(value: object) -> str:
    return f"{value:,.15g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def _exists(exists: Exists, vocabulary: Vocabulary) -> str:
    entity = vocabulary.entity(exists.entity)
    outcome = [each for each in exists.filters if each.field == "deal.outcome" and exists.entity == "deal"]
    filters = [_condition(each, vocabulary, exists.entity) for each in exists.filters if each not in outcome]
    before = "".join(f"{_outcome_words(each)} " for each in outcome)
    when = " ".join(_when(span, vocabulary, exists.entity, []) for span in exists.periods)
    lead = "with no" if exists.absent else "with"
    noun = entity.singular if exists.absent else entity.plural
    noun += " of their own" if exists.direct else ""
    return " ".join(f"{lead} {before}{noun} {' '.join(filters)} {when}".split())


def _figure(limit: Condition | Having, vocabulary: Vocabulary) -> str:
    by = _name(limit.figure.by, vocabulary) if limit.figure and limit.figure.by else ""
    return figure_of(limit, vocabulary, lambda plan: understood(plan, vocabulary, []), by)


def _having(plan: QueryPlan, vocabulary: Vocabulary) -> str:
    said = []
    for having in plan.having:
        measure = plan.measures[having.measure] if having.measure < len(plan.measures) else None
        label = measure.label if measure else "count"
        if having.figure is not None:
            said.append(f"{label} {OPERATORS[having.op]} {_figure(having, vocabulary)}")
            continue
        rate = measure is not None and measure.kind in RATES
        values = " and ".join(
            f"{value:.4%}".rstrip("0%").rstrip(".") + "%" if rate else _value(value) for value in having.values
        )
        word = "between" if having.op == "between" else OPERATORS.get(having.op, having.op) or "of"
        said.append(f"{label} {word} {values}")
    return "with " + " and ".join(said)


def _periods(plan: QueryPlan, vocabulary: Vocabulary) -> list[str]:
    outcomes = [str(value) for each in plan.filters if _told(each, plan) for value in each.values]
    said: dict[str | None, list[str]] = {}
    for span in plan.periods:
        said.setdefault(span.field, []).append(_when(span, vocabulary, plan.subject, outcomes))
    word = " against " if plan.compare_periods else " or "
    told = [word.join(dict.fromkeys(part for part in each if part)) for each in said.values()]
    return [" and ".join(told)] if told else []


def _contrast(plan: QueryPlan) -> str:
    contrast = plan.contrast
    if contrast is None or contrast.asks == "sides":
        return ""
    if contrast.asks == "change":
        return f"and the change from {contrast.against} to {contrast.of}"
    return f"where {contrast.of} has {contrast.asks} than {contrast.against}"


def _when(span: Span, vocabulary: Vocabulary, subject: str, outcomes: list[str]) -> str:
    if span.text == UP_TO_NOW:
        return span.text
    label = f"{_dated(span.field, vocabulary, subject, outcomes)} " if span.field else ""
    if span.start and span.end:
        last = span.end - timedelta(microseconds=1)
        if last.date() == span.start.date():
            return f"{label}on {_day(span.start)}".strip()
        return f"{label}from {_day(span.start, within=last.year)} to {_day(last)}".strip()
    if span.start:
        return f"{label}since {_day(span.start)}".strip()
    return f"{label}before {_day(span.end)}".strip() if span.end else ""


def _dated(ref: str, vocabulary: Vocabulary, subject: str, outcomes: list[str]) -> str:
    if ref == "deal.close_date":
        if set(outcomes) == {"open"}:
            return "expected to close"
        return "closed" if outcomes and "open" not in outcomes else "with a close date"
    entity = ref.split(".", maxsplit=1)[0]
    label = _name(ref, vocabulary)
    word = DATES.get(ref, f"with {label}")
    return word if entity == subject or not word else f"({vocabulary.entity(entity).singular} {word})"


def _group(group: Group, vocabulary: Vocabulary) -> str:
    if fiscal(group.grain, vocabulary.fiscal_year_start):
        return f"fiscal {group.grain} (the year starts in {month_name[vocabulary.fiscal_year_start]})"
    return group.grain or _name(group.field, vocabulary)


def _day(moment: datetime, within: int | None = None) -> str:
    """`1 July 2026`; without the year where what follows says it."""
    return f"{moment.day} {moment:%B}{'' if moment.year == within else f' {moment.year}'}"
