"""Clients who never paid late are such as have paid at all."""

from __future__ import annotations

from crm.ask.plan import Exists, QueryPlan
from crm.ask.record.vocabulary import Vocabulary


def settle_payers(plan: QueryPlan, vocabulary: Vocabulary) -> None:
    """Leaves out whoever has no bill, where no bill may have been paid late."""
    if plan.subject != vocabulary.clients:
        return
    for each in plan.exists:
        lag = any(limit.other and limit.op in {"gt", "ge"} and not limit.values for limit in each.filters)
        billed = vocabulary.entities[each.entity].kind is not None
        if each.absent and not each.grouped and lag and billed and Exists(entity=each.entity) not in plan.exists:
            plan.exists.append(Exists(entity=each.entity))
            return
