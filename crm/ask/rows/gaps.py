"""Rows that a sum leaves out because they hold no figure."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.ask.plan import QueryPlan
from crm.ask.record.labels import spoken
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.rows.sql import Query, Table
from crm.ask.telling.figures import counted

FIGURES = frozenset({"sum", "avg", "median", "min", "max"})


def blank(session: Session, plan: QueryPlan, vocabulary: Vocabulary, table: Table, today: date) -> tuple[str, bool]:
    """`1,589 open deals have no amount`, and whether that is all there is to say."""
    measure = next((each for each in plan.measures if each.kind in FIGURES and each.field), None)
    if measure is None or measure.field is None or plan.shape not in {"value", "table"}:
        return "", False
    query = Query(plan, vocabulary, today)
    column = query.frame.column(measure.field)
    limits = [*query.limits(), *(query.frame.where(each) for each in measure.where)]
    counted_columns: list[Any] = [func.count(query.frame.root.id), func.count(column)]
    row = session.execute(query.frame.apply(select(*counted_columns).where(*limits))).one()
    total, filled = int(row[0]), int(row[1])
    if total == filled:
        return "", False
    outcome = next((each for each in [*plan.filters, *measure.where] if each.field == "deal.outcome"), None)
    word = " or ".join(str(value) for value in outcome.values) if outcome and outcome.op in {"eq", "in"} else ""
    empty = total - filled
    noun = f"{word} {vocabulary.entity(plan.subject).plural}".strip()
    label = spoken(vocabulary.fields[measure.field].label)
    alone = not filled and (not table.rows or all(row[-1] is None for row in table.rows))
    who = counted(empty, noun) if alone else f"{empty:,} of {counted(total, noun)}"
    return f"{who} {'has' if alone and empty == 1 else 'have'} no {label}", alone


def never_filled(session: Session, plan: QueryPlan, vocabulary: Vocabulary, table: Table) -> str | None:
    """`The record holds no email of any rep`, where a look-up asks for what no row has."""
    refs = [name if "." in name else f"{plan.subject}.{name}" for name in plan.columns]
    asked = [ref for ref in refs if ref in vocabulary.fields and not ref.endswith(".name")]
    if not table.rows or len(asked) != 1 or any(row[-1] is not None for row in table.rows):
        return None
    info = vocabulary.fields[asked[0]]
    query = Query(QueryPlan(subject=info.entity), vocabulary, date.min)
    column = query.frame.shown(info.ref)
    if session.execute(query.frame.apply(select(func.count(column)).where(*query.limits()))).scalar_one():
        return None
    return f"The record holds no {spoken(info.label)} of any {vocabulary.entity(info.entity).singular}."
