"""Whether a record has all that a plan names."""

from __future__ import annotations

from crm.ask.plan import TODAY, UNTIL_TODAY, Condition, QueryPlan
from crm.ask.record.vocabulary import Vocabulary


def fits(plan: QueryPlan, vocabulary: Vocabulary) -> bool:
    """Whether the record has every entity, field and value that the plan names, and it asks for something."""
    entities = {plan.subject, *(each.entity for each in plan.exists)}
    refs = [measure.field for measure in plan.measures if measure.field] + [
        ref for each in plan.measures for ref in (each.over, each.since) if ref and ref not in {TODAY, UNTIL_TODAY}
    ]
    refs += [group.field for group in plan.group_by] + [order.field for order in plan.order if order.field]
    refs += [
        span.field
        for periods in (plan.periods, *(each.periods for each in plan.exists))
        for span in periods
        if span.field
    ]
    refs += [name if "." in name else f"{plan.subject}.{name}" for name in plan.columns]
    conditions = [*plan.filters, *(each for one in plan.exists for each in one.filters)]
    conditions += [each for measure in plan.measures for each in measure.where]
    known = all(ref in vocabulary.fields for ref in refs)
    asked = bool(plan.filters or plan.measures or plan.columns or plan.exists or plan.group_by)
    unsafe = plan.shape in {"mood", "passages", "timeline"}
    sound = all(
        vocabulary.path(plan.subject, ref.split(".")[0]) is not None
        for ref in [*(group.field for group in plan.group_by), *(each.field for each in plan.measures if each.field)]
        if plan.subject in vocabulary.entities
    )
    sound = sound and all(each.measure < len(plan.measures) for each in plan.having)
    return (
        asked and known and sound and not unsafe and entities <= set(vocabulary.entities)
        and all(_condition_fits(each, vocabulary) for each in conditions)
    )  # fmt: skip


def _condition_fits(condition: Condition, vocabulary: Vocabulary) -> bool:
    info = vocabulary.fields.get(condition.field)
    if info is None:
        return False
    needed = {"null": 0, "not_null": 0, "true": 0, "false": 0, "between": 2}.get(condition.op, 1)
    if len(condition.values) < needed:
        return False
    if info.values and info.type == "category" and condition.op in {"eq", "in", "ne", "not_in"}:
        return all(str(value) in info.values for value in condition.values)
    return True
