"""The answer in one short sentence; the rest is in the table."""

from __future__ import annotations

from typing import Any

from crm.ask.answer import Citation
from crm.ask.changes import contrasted
from crm.ask.figures import counted, counted_noun, day, names, noun_of, plural, shown
from crm.ask.plan import Measure, QueryPlan
from crm.ask.quotes import shortened
from crm.ask.signals import signals
from crm.ask.sql import Table
from crm.ask.vocabulary import Vocabulary

TALK = frozenset({"mood", "passages", "signal"})
FEELINGS = {"negative": "unhappy", "positive": "happy", "mixed": "in two minds", "neutral": "neutral"}
QUOTED = 160  # characters of a quote inside a sentence
NONE = "None: the record has nothing on this."


def sentence(plan: QueryPlan, table: Table, vocabulary: Vocabulary, cited: list[Citation]) -> str:
    said = _said(plan, table, vocabulary, cited)
    if plan.yes_no and not said.startswith(("Yes", "No")):
        return f"Yes: {said}"
    return said


def _said(plan: QueryPlan, table: Table, vocabulary: Vocabulary, cited: list[Citation]) -> str:
    if said := contrasted(plan, table, vocabulary):
        return said
    if plan.yes_no and (said := _yes_no(plan, table, vocabulary)):
        return said
    if plan.count_groups:
        many = counted(table.rows[0][0], counted_noun(plan, vocabulary))
        return f"{many}{_feeling(plan, table.rows[0][0])}."
    if not table.rows or all(value is None for value in table.rows[0]):
        return NONE
    if plan.quotient and len(table.rows) == 1 and not plan.group_by:
        figures = "; ".join(
            f"{column} {value:,}"
            for column, value in zip(table.columns, table.rows[0], strict=True)
            if value is not None
        )
        return f"{figures[:1].upper()}{figures[1:]}."
    if plan.shape == "value" and len(table.columns) == len(plan.measures):
        return _value(plan, table, vocabulary)
    if plan.shape == "lookup":
        return _looked_up(plan, table)
    if plan.shape in TALK and table.columns[0] != "occurred at":
        return _talkers(plan, table)
    if plan.shape in {*TALK, "timeline"}:
        return _spoken(plan, table, cited)
    if plan.shape == "list":
        return _listed(plan, table, vocabulary)
    return _groups(plan, table, vocabulary)


def _feeling(plan: QueryPlan, count: int) -> str:
    verb = "was" if count == 1 else "were"
    now = "is" if count == 1 else "are"
    if plan.signal:
        word = "sounds" if count == 1 else "sound"
        if plan.signal == "reference":
            return f" {word} like a reference"
        return f" {word} like {signals()[plan.signal].title}"
    if plan.about:
        mood = f" {now} {FEELINGS[plan.mood]} about" if plan.mood else " spoke of"
        return f"{mood} {plan.about}"
    if plan.mood is None:
        return ""
    return f" {verb if any(span.end for span in plan.periods) else now} {FEELINGS[plan.mood]}"


def _talkers(plan: QueryPlan, table: Table) -> str:
    total = max(table.total, len(table.rows))
    noun = table.columns[0] if total == 1 else plural(table.columns[0])
    return f"{total:,} {noun}{_feeling(plan, total)}: {names([row[0] for row in table.rows], total)}."


def _spoken(plan: QueryPlan, table: Table, cited: list[Citation]) -> str:
    """How often, and the words themselves."""
    kinds = {str(row[1]) for row in table.rows}
    total = max(table.total, len(table.rows))
    noun = plural(kinds.pop()) if len(kinds) == 1 and plan.shape != "timeline" else "entries"
    lead = f"{counted(total, noun)}{f' about {plan.about}' if plan.about else ''}"
    if plan.mood and not plan.about:
        lead = f"{counted(total, f'{plan.mood} {noun}')}"
    if cited and plan.shape in TALK:
        first = cited[0]
        who = f"{first.title}, " if first.title else ""
        return f"{lead}. {who}{day(first.occurred_at)}: “{shortened(first.quote, QUOTED)}”"
    return f"{lead}; the latest on {day(table.rows[0][0])}: {shortened(str(table.rows[0][3]), QUOTED)}."


def _value(plan: QueryPlan, table: Table, vocabulary: Vocabulary) -> str:
    parts = []
    for place, (value, measure) in enumerate(zip(table.rows[0], plan.measures, strict=True)):
        if measure.kind in {"count", "count_distinct"} and isinstance(value, int):
            parts.append(counted(value, _rows_of(plan, measure)))
        else:
            label = measure.label or measure.kind
            parts.append(f"{label[:1].upper()}{label[1:]}: {shown(value, place, plan, vocabulary)}")
    return f"{'; '.join(parts)}."


def _yes_no(plan: QueryPlan, table: Table, vocabulary: Vocabulary) -> str | None:
    if plan.shape == "value" and plan.measures and plan.measures[0].kind == "count" and table.rows:
        count = table.rows[0][0] or 0
        return f"Yes: {counted(count, _rows_of(plan, plan.measures[0]))}." if count else "No: there are none."
    if plan.shape in {"list", "timeline", *TALK} and not table.rows:
        return "No: there are none."
    if plan.group_by and len(table.rows) >= 1 and plan.filters:
        several = (each for each in plan.filters if each.field == plan.group_by[-1].field and len(each.values) > 1)
        if compared := next(several, None):
            return _which_is_more(plan, table, [str(value) for value in compared.values], vocabulary)
    return None


def _which_is_more(plan: QueryPlan, table: Table, two: list[str], vocabulary: Vocabulary) -> str:
    place = len(plan.group_by)
    values = {str(row[place - 1]): row[place] or 0 for row in table.rows}
    first, second = values.get(two[0], 0), values.get(two[1], 0)
    word = "Yes" if first > second else "No"
    return f"{word}: {two[0]} {shown(first, 0, plan, vocabulary)}, {two[1]} {shown(second, 0, plan, vocabulary)}."


def _looked_up(plan: QueryPlan, table: Table) -> str:
    if len(table.rows) == 1 and table.columns[1:] == ["rep"]:
        owner = table.rows[0][1]
        return f"{owner} owns {table.rows[0][0]}." if owner else f"{table.rows[0][0]} has no owner in the record."
    if len(table.rows) == 1:
        row = table.rows[0]
        pairs = zip(table.columns[1:], row[1:], strict=True)
        said = [f"{column} {value if value is not None else 'not recorded'}" for column, value in pairs]
        return f"{row[0]}: {', '.join(said)}." if said else f"{row[0]}."
    first = names([" ".join(str(cell) for cell in row[:2] if cell is not None) for row in table.rows])
    del plan
    return f"{len(table.rows)} found: {first}."


def _listed(plan: QueryPlan, table: Table, vocabulary: Vocabulary) -> str:
    entity = vocabulary.entity(plan.subject)
    total = max(table.total, len(table.rows))
    if plan.subject == "interaction":
        kinds = {str(row[table.columns.index("kind")]) for row in table.rows} if "kind" in table.columns else set()
        noun = plural(kinds.pop()) if len(kinds) == 1 else entity.plural
        latest = max(str(row[0]) for row in table.rows)
        return f"{counted(total, noun)}, the latest on {day(latest)}."
    shown_by = ("name", "what") if plan.subject == "task" else ("name", "account")
    place = next((table.columns.index(name) for name in shown_by if name in table.columns), 0)
    noun = f"{_outcome(plan)}{entity.singular if total == 1 else entity.plural}"
    return f"{total:,} {noun}: {names([row[place] for row in table.rows], total)}."


def _outcome(plan: QueryPlan) -> str:
    told = [each for each in plan.filters if each.field == "deal.outcome" and each.op in {"eq", "in"}]
    if plan.subject != "deal" or len(told) != 1:
        return ""
    return f"{' or '.join(str(value) for value in told[0].values)} "


def _groups(plan: QueryPlan, table: Table, vocabulary: Vocabulary) -> str:
    """The winner, who comes next, and how many more there are."""
    if plan.compare_periods and len(table.rows) == 2 and not plan.group_by:
        return _change(plan, table, vocabulary)
    width = len(table.columns) - max(len(plan.measures), 1) - plan.quotient
    if len(table.rows) == 1 or not plan.measures:
        return f"{_row(table.rows[0], width, plan, vocabulary)}."
    if any(group.grain for group in plan.group_by) and all(order.field for order in plan.order):
        return _series(plan, table, width, vocabulary)
    by = plan.order[0].measure or 0 if plan.order else 0
    best = [row for row in table.rows if row[width + by] == table.rows[0][width + by]]
    rest = len(table.rows) - 1
    if len(best) > 1:
        tied = names([_name(row, width) for row in best])
        verb = "share the lead" if len(best) < len(table.rows) else "are level"
        return f"{tied} {verb} with {_figures(best[0], width, plan, vocabulary, [by])}."
    if table.total == len(table.rows) == plan.limit or plan.top_per_group or any(order.field for order in plan.order):
        told = [_row(row, width, plan, vocabulary) for row in table.rows]
        more = f"; {len(told) - 3:,} more" if len(told) > 3 else ""
        return f"{'; '.join(told[:3])}{more}."
    lowest = bool(plan.order) and not plan.order[0].descending
    second = table.rows[1]
    follow = f"then {_name(second, width)} ({shown(second[width + by], by, plan, vocabulary)})"
    more = f" and {rest - 1:,} more" if rest > 1 else ""
    lead = f"{_name(table.rows[0], width)} {'is lowest' if lowest else 'leads'} with"
    return f"{lead} {_figures(table.rows[0], width, plan, vocabulary)}; {follow}{more}."


def _rows_of(plan: QueryPlan, measure: Measure) -> str:
    """`won deals` where only those are counted."""
    noun = noun_of(measure)
    return f"{_outcome(plan)}{noun}" if noun == "deals" and not measure.where else noun


def _name(row: list[Any], width: int) -> str:
    return " / ".join(str(value) for value in row[:width])


def _figures(
    row: list[Any], width: int, plan: QueryPlan, vocabulary: Vocabulary, places: list[int] | None = None
) -> str:
    wanted = places if places is not None else range(len(plan.measures))
    said = []
    for place in wanted:
        measure, value = plan.measures[place], row[width + place]
        plain = measure.kind in {"count", "count_distinct"} and isinstance(value, int)
        label = _rows_of(plan, measure) if plain else noun_of(measure)
        said.append(
            counted(value, label) if plain else f"{shown(value, place, plan, vocabulary)} {label}".strip()
        )  # fmt: skip
    return " and ".join(said)


def _row(row: list[Any], width: int, plan: QueryPlan, vocabulary: Vocabulary) -> str:
    return f"{_name(row, width)}: {_figures(row, width, plan, vocabulary)}"


def _change(plan: QueryPlan, table: Table, vocabulary: Vocabulary) -> str:
    """`Q2 2017: $3m, up 12% from $2.6m in Q1 2017`, in the order of time."""
    before, after = table.rows
    first, second = before[1] or 0, after[1] or 0
    label = noun_of(plan.measures[0])
    word = "up" if second > first else "down"
    by = f"{word} {abs(second - first) / abs(first):.1%} from" if first else "from"
    if first == second:
        by = "the same as"
    figures = [shown(value, 0, plan, vocabulary) for value in (second, first)]
    return f"{label[:1].upper()}{label[1:]} in {after[0]}: {figures[0]}, {by} {figures[1]} in {before[0]}."


def _series(plan: QueryPlan, table: Table, width: int, vocabulary: Vocabulary) -> str:
    """The peak and the trough of a course of time."""
    told = [row for row in table.rows if isinstance(row[width], int | float)]
    if not told:
        return NONE
    best, worst = max(told, key=lambda row: row[width]), min(told, key=lambda row: row[width])
    label = noun_of(plan.measures[0])
    highest, lowest = (shown(row[width], 0, plan, vocabulary) for row in (best, worst))
    lead = f"{label[:1].upper()}{label[1:]} peaked in {_name(best, width)} at {highest}"
    return f"{lead} and was lowest in {_name(worst, width)} at {lowest} ({len(table.rows)} rows)."
