"""Clients who never paid late are such as have paid at all."""

from __future__ import annotations

import re

from crm.ask.plan import Condition, Exists, QueryPlan, Span
from crm.ask.planning.dating import default_date
from crm.ask.record.vocabulary import Vocabulary

ISSUED = re.compile(r"\b(?:issued|billed|invoiced|sent|written|raised|dated)\b", re.IGNORECASE)


def settle_payers(plan: QueryPlan, vocabulary: Vocabulary, text: str) -> None:
    """Leaves out whoever has no bill, where no bill may have been paid late; `paid late in May` is paid in May."""
    if ISSUED.search(text) is None:
        for conditions, periods in [
            (plan.filters, plan.periods),
            *((each.filters, each.periods) for each in plan.exists),
        ]:
            _bind(conditions, periods, vocabulary)
    if plan.subject != vocabulary.clients:
        return
    for each in plan.exists:
        lag = any(limit.other and limit.op in {"gt", "ge"} and not limit.values for limit in each.filters)
        billed = vocabulary.entities[each.entity].kind is not None
        if each.absent and not each.grouped and lag and billed and Exists(entity=each.entity) not in plan.exists:
            plan.exists.append(Exists(entity=each.entity))
            return


def _bind(conditions: list[Condition], periods: list[Span], vocabulary: Vocabulary) -> None:
    """Periods are of the day something was done, where that is held against the day it was due."""
    done = next((each for each in conditions if each.other and vocabulary.fields[each.field].temporal), None)
    if done is None or not vocabulary.fields[done.other or ""].temporal:
        return
    usual = default_date(vocabulary, done.field.split(".")[0])
    for span in periods:
        span.field = done.field if span.field == usual else span.field
