"""What “big” means to a team: the upper quarter of its own amounts."""

from __future__ import annotations

from crm.ask.plan import Condition, Having, Measure, QueryPlan
from crm.ask.planning.summing import added
from crm.ask.record.labels import spoken
from crm.ask.remarks.conversation import NAMED, TALK, Conversation
from crm.ask.telling.figures import money
from crm.errors import RejectedError


def big(talk: Conversation, plan: QueryPlan, entity: str | None, *, small: bool) -> QueryPlan:
    """The plan narrowed to what is big (or small): rows by their amount, groups by their figure."""
    grouped = next((each.field.split(".")[0] for each in plan.group_by if each.field in NAMED), None)
    if plan.shape == "table" and plan.measures and plan.group_by and entity in {None, grouped}:
        return _groups(talk, plan, small=small)
    talked = plan.shape in TALK or plan.shape == "timeline"
    wanted = entity or (grouped or "account" if talked else plan.subject)
    return _rows(talk, plan, wanted, small=small)


def _rows(talk: Conversation, plan: QueryPlan, entity: str, *, small: bool) -> QueryPlan:
    ref = amount_of(talk, entity)
    plural = talk.vocabulary.entity(entity).plural
    if ref is None:
        raise RejectedError(f"The record holds no amount that would tell big {plural} from small ones.")
    listed = QueryPlan(subject=entity, shape="table", group_by=[{"field": ref}], measures=[{"kind": "count"}])  # type: ignore[list-item]
    values = [(row[0], row[1]) for row in talk.rows(listed).rows if row[0] is not None and row[0] > 0]
    edge = quartile([value for value, times in values for _ in range(times)], upper=not small)
    plan.filters = [each for each in plan.filters if each.field != ref]
    plan.filters.append(Condition(field=ref, op="le" if small else "ge", values=[edge]))
    _note(talk, edge, ref, f"all {plural} by {spoken(talk.vocabulary.fields[ref].label)}", small=small)
    return plan


def _groups(talk: Conversation, plan: QueryPlan, *, small: bool) -> QueryPlan:
    """Groups as they were shown, by the figure they were shown with."""
    place = len(plan.group_by)
    values = [row[place] for row in talk.rows(plan).rows if isinstance(row[place], int | float)]
    if not values:
        raise RejectedError("That answer holds no figures that would tell big from small.")
    edge = quartile(values, upper=not small)
    plan.having = [each for each in plan.having if each.measure != 0]
    plan.having.append(Having(measure=0, op="le" if small else "ge", values=[edge]))
    _note(talk, edge, plan.measures[0].field or "", f"that answer by {plan.measures[0].label}", small=small)
    return plan


def quartile(values: list[float], *, upper: bool) -> float:
    """The edge of the upper (or lower) quarter, between two values where it falls there."""
    ranked = sorted(values)
    if not ranked:
        raise RejectedError("The record holds no amounts that would tell big from small.")
    place = (len(ranked) - 1) * (0.75 if upper else 0.25)
    low = int(place)
    high = min(low + 1, len(ranked) - 1)
    return round(float(ranked[low] + (ranked[high] - ranked[low]) * (place - low)), 2)


def _note(talk: Conversation, edge: float, ref: str, of: str, *, small: bool) -> None:
    info = talk.vocabulary.fields.get(ref)
    said = money(edge, talk.vocabulary) if info is not None and info.type == "money" else f"{edge:,.15g}"
    words = ("small", "at most", "lower") if small else ("big", "at least", "upper")
    talk.notes.append(f"“{words[0]}” is {words[1]} {said}: the {words[2]} quarter of {of}")


def amount_of(talk: Conversation, entity: str) -> str | None:
    """The figure that says how big a row is: its money, else its first number."""
    usual = {"deal": "deal.amount", "account": "account.annual_revenue", "product": "product.price"}.get(entity)
    fields = [
        info
        for info in talk.vocabulary.fields_of(entity)
        if info.numeric and info.key not in {"age_days", "cycle_days"}
    ]
    fields = [info for info in fields if added(info)]
    filled = [info.ref for info in sorted(fields, key=lambda info: (info.ref != usual, info.type != "money"))]
    return next((ref for ref in filled if _filled(talk, ref)), None)


def _filled(talk: Conversation, ref: str) -> bool:
    """Whether any row holds a figure there."""
    entity = ref.split(".", maxsplit=1)[0]
    plan = QueryPlan(subject=entity, shape="value", measures=[Measure(kind="max", field=ref)])
    return any(row[0] is not None for row in talk.rows(plan).rows)
