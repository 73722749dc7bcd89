"""What the numbers of an answer are counted in, column by column."""

from __future__ import annotations

from typing import Any

from crm.ask.plan import Measure, QueryPlan
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.telling.figures import PLAIN, RATES, SYMBOLS

PERCENT = "%"
CHANGES = ("change", "change %")
BESIDE = (*CHANGES, "ratio")  # columns that follow the measures
LONGEST = 12  # characters of a unit that is still written behind each number


def units_of(plan: QueryPlan, columns: list[str], vocabulary: Vocabulary) -> list[str]:
    """One unit for each column: `%`, a currency's symbol, a word such as `days`, or nothing."""
    if plan.shape in {"list", "lookup"}:
        return _priced(plan, columns, vocabulary)
    if plan.shape not in {"table", "value"} or len(columns) < len(plan.measures) or plan.count_groups:
        return [""] * len(columns)
    if plan.beside:
        sides = [_unit(plan.measures[0], vocabulary), _unit(plan.beside.plan.measures[0], vocabulary)]
        third = {"share": PERCENT, "ratio": ""}.get(plan.beside.asks, sides[0])
        return [*[""] * (len(columns) - 3), *sides, third][-len(columns) :]
    own = [_unit(measure, vocabulary) for measure in plan.measures]
    beside = [name for name in columns if name in BESIDE]
    if plan.contrast and plan.contrast.asks != "sides":
        own *= 2  # both sides
    told = own + [PERCENT if name == "change %" else own[0] if name == "change" and own else "" for name in beside]
    return ([""] * (len(columns) - len(told)) + told)[-len(columns) :]


def _priced(plan: QueryPlan, columns: list[str], vocabulary: Vocabulary) -> list[str]:
    """The currency where a column of the rows themselves holds money."""
    fields = vocabulary.fields_of(plan.subject)
    money = {info.label.replace("_", " ") for info in fields if info.type == "money"}
    return [_symbol(vocabulary) if column in money else "" for column in columns]


def _symbol(vocabulary: Vocabulary) -> str:
    return SYMBOLS.get(vocabulary.currency, f"{vocabulary.currency} ")


def _unit(measure: Measure, vocabulary: Vocabulary) -> str:
    if measure.kind in RATES:
        return PERCENT
    info = vocabulary.fields.get(measure.field or "")
    if info is None or measure.kind in {"count", "count_distinct"}:
        return ""
    other = vocabulary.fields.get(measure.times or "")
    if info.type == "money" or (other is not None and other.type == "money"):
        return _symbol(vocabulary)
    if other is not None:
        return ""
    unit = info.unit if measure.kind not in PLAIN else None
    return unit if unit and len(unit) < LONGEST else ""


def figure(value: Any, unit: str) -> str:
    """A number with its unit, as an answer's sentence would say it."""
    if value is None:
        return "–"
    if unit == PERCENT:
        return f"{value:.1%}"
    text = f"{abs(value):,.2f}".removesuffix(".00") if isinstance(value, float) else f"{abs(value):,}"
    sign = "-" if value < 0 else ""
    return f"{sign}{unit}{text}" if leads(unit) else f"{sign}{text} {unit}".rstrip()


def leads(unit: str) -> bool:
    """Whether the unit stands before the number: a currency does."""
    return unit in SYMBOLS.values() or (len(unit) == 4 and unit[:3].isupper() and unit.endswith(" "))
