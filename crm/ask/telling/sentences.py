"""The answer in one short sentence; the rest is in the table."""

from __future__ import annotations

from functools import partial
from typing import Any

from crm.ask.answer import Citation
from crm.ask.plan import Measure, QueryPlan
from crm.ask.record.called import kinds_of
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.rows.backing import backed
from crm.ask.rows.sql import Table
from crm.ask.telling.changes import beside, contrasted, divided
from crm.ask.telling.course import Course
from crm.ask.telling.figures import (
    RATES,
    counted,
    counted_noun,
    day,
    money,
    names,
    noun_of,
    plural,
    shown,
    spelled,
    when,
)
from crm.ask.telling.footing import is_footing
from crm.ask.telling.quotes import shortened
from crm.ask.telling.rates import ranked_parts
from crm.ask.telling.signals import signals
from crm.ask.telling.units import figure, units_of

TALK = frozenset({"mood", "passages", "signal"})
FEELINGS = {"negative": "unhappy", "positive": "happy", "mixed": "in two minds", "neutral": "neutral"}
QUOTED = 160  # characters of a quote inside a sentence
NONE = "None: the record has nothing on this."


def sentence(plan: QueryPlan, table: Table, vocabulary: Vocabulary, cited: list[Citation]) -> str:
    if table.says:
        return table.says
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
    if not table.rows and plan.shape == "list":
        return f"None: the record has no such {vocabulary.entity(plan.subject).plural}."
    if not table.rows or all(value is None for value in table.rows[0]):
        return NONE
    if plan.beside:
        return beside(plan, table, plan.beside.asks)
    if plan.quotient:
        return divided(table, len(plan.group_by))
    if plan.shape == "value" and len(table.columns) == len(plan.measures):
        return _value(plan, table, vocabulary)
    if plan.shape == "lookup":
        return _looked_up(plan, table, vocabulary)
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
        lacked = next((each.entity for each in plan.exists if each.absent), None) if plan.columns == ["name"] else None
        return f"No: not all {vocabulary.entity(lacked).plural}." if lacked else "No: there are none."
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


def _looked_up(plan: QueryPlan, table: Table, vocabulary: Vocabulary) -> str:
    """What was looked up, as a sentence of one row or as the first few of many."""
    if len(table.rows) == 1 and table.columns[1:] == ["rep"]:
        owner = table.rows[0][1]
        return f"{owner} owns {table.rows[0][0]}." if owner else f"{table.rows[0][0]} has no owner in the record."
    units = units_of(plan, table.columns, vocabulary)
    if len(table.rows) == 1:
        row = table.rows[0]
        said = [
            f"{column} {figure(value, unit) if unit and value is not None else value or 'not recorded'}"
            for column, value, unit in zip(table.columns[1:], row[1:], units[1:], strict=True)
        ]
        return f"{row[0]}: {', '.join(said)}." if said else f"{row[0]}."
    first = names([" ".join(str(cell) for cell in row[:2] if cell is not None) for row in table.rows])
    return f"{len(table.rows)} found: {first}."


def _listed(plan: QueryPlan, table: Table, vocabulary: Vocabulary) -> str:
    entity = vocabulary.entity(plan.subject)
    total = max(table.total, len(table.rows))
    if plan.subject == "interaction":
        kinds = {str(row[table.columns.index("kind")]) for row in table.rows} if "kind" in table.columns else set()
        noun = plural(kinds.pop()) if len(kinds) == 1 else entity.plural
        latest = max(str(row[0]) for row in table.rows)
        return f"{counted(total, noun)}, the latest on {day(latest)}."
    noun = f"{_outcome(plan)}{entity.singular if total == 1 else entity.plural}"
    called = _called(plan, table)
    if (place := _ranked(plan, table, vocabulary)) is not None and called:
        symbol = vocabulary.fields[plan.order[0].field or ""].type == "money"
        figures = [money(row[place], vocabulary) if symbol else f"{row[place]:,}" for row in table.rows]
        called = [f"{name} ({figure})" for name, figure in zip(called, figures, strict=True)]
    lead = f"{total:,} {noun}{_worth(plan, table, vocabulary) if place is None else ''}"
    return f"{lead}: {names(called, total)}." if called else f"{lead}."


def _called(plan: QueryPlan, table: Table) -> list[Any]:
    """What the rows are told apart by; nothing where nothing does."""
    wanted = ("name", "what") if plan.subject == "task" else ("name", "product", "account")
    for place in [table.columns.index(name) for name in wanted if name in table.columns] or [0]:
        found = [row[place] for row in table.rows]
        if "name" in table.columns[place] or len(set(map(str, found))) == len(found):
            return found
    return []


def _ranked(plan: QueryPlan, table: Table, vocabulary: Vocabulary) -> int | None:
    """The column of figures that the rows were ranked by."""
    info = vocabulary.fields.get(plan.order[0].field or "") if plan.order and plan.limit else None
    label = info.label.replace("_", " ") if info and info.numeric else ""
    place = table.columns.index(label) if label in table.columns else None
    return place if place is not None and all(isinstance(row[place], int | float) for row in table.rows) else None


def _worth(plan: QueryPlan, table: Table, vocabulary: Vocabulary) -> str:
    """What several deals come to, where all of them are shown."""
    info = vocabulary.fields.get("deal.amount")
    label = info.label.replace("_", " ") if info and info.type == "money" else ""
    if plan.subject != "deal" or label not in table.columns or not 1 < table.total <= len(table.rows):
        return ""
    amounts = [row[table.columns.index(label)] for row in table.rows]
    known = [amount for amount in amounts if isinstance(amount, int | float)]
    return f" worth {money(sum(known), vocabulary)}" if len(known) == len(amounts) else ""


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
    if (len(table.rows) == 1 and not backed(plan)) or not plan.measures:
        return f"{_row(table.rows[0], width, plan, vocabulary)}."
    if any(group.grain for group in plan.group_by) and all(order.field for order in plan.order):
        return Course(plan, table, width, vocabulary, partial(_rows_of, plan)).told() or NONE
    by = plan.order[0].measure or 0 if plan.order else 0
    if (summed := ranked_parts(plan, table, width)) is not None:
        return summed
    best = [row for row in table.rows if row[width + by] == table.rows[0][width + by]]
    rest = len(table.rows) - 1
    if len(best) > 1:
        tied = names([_name(row, width) for row in best])
        verb = "share the lead" if len(best) < len(table.rows) else "are level"
        return f"{tied} {verb} with {_figures(best[0], width, plan, vocabulary, [by])} each."
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
    noun = spelled(noun_of(measure))
    if noun == "interactions" and not measure.where and (kinds := kinds_of(plan)):
        return " or ".join(kinds)
    return f"{_outcome(plan)}{noun}" if noun == "deals" and not measure.where else noun


def _name(row: list[Any], width: int) -> str:
    return ", ".join(when(value) for value in row[:width])


def _figures(
    row: list[Any], width: int, plan: QueryPlan, vocabulary: Vocabulary, places: list[int] | None = None
) -> str:
    wanted = places if places is not None else range(len(plan.measures))
    said = []
    for place in wanted:
        measure, value = plan.measures[place], row[width + place]
        if is_footing(measure):
            continue
        if measure.kind in {"count", "count_distinct"} and isinstance(value, int):
            said.append(counted(value, _rows_of(plan, measure)))
        else:
            said.append(_measured(measure, shown(value, place, plan, vocabulary)))
    return " and ".join(said)


def _measured(measure: Measure, figure: str) -> str:
    """`44.3% of won revenue`, `a win rate of 100%`, `$6,974 in mrr`."""
    label = spelled(noun_of(measure))
    if measure.kind == "share" and label.startswith("share of "):
        return f"{figure} of {label.removeprefix('share of ')}"
    if label.startswith("days since "):
        return f"{figure} {label}"
    if measure.kind in RATES or measure.kind in {"avg", "median", "min", "max"}:
        return f"{'an' if label[:1] in 'aeiou' else 'a'} {label} of {figure}"
    return f"{figure} in {label.removeprefix('total ')}" if figure[:1] in "$€£" else f"{figure} {label}".strip()


def _row(row: list[Any], width: int, plan: QueryPlan, vocabulary: Vocabulary) -> str:
    said = _figures(row, width, plan, vocabulary)
    return f"{_name(row, width)}: {said.removeprefix('a ').removeprefix('an ')}"


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
    return f"{label[:1].upper()}{label[1:]} in {when(after[0])}: {figures[0]}, {by} {figures[1]} in {when(before[0])}."
