"""What stands behind an answer: its rows, its passages, who owns it, and other rows that hang on it."""

from __future__ import annotations

import re

from crm.ask.plan import Condition, Exists, Group, Measure, Order, QueryPlan
from crm.ask.planning.nouns import best_field
from crm.ask.planning.reading import Reading
from crm.ask.remarks.conversation import NAMED, SURE, TALK, Conversation
from crm.ask.remarks.remarks import DEFINITE
from crm.errors import RejectedError

PARENTS = frozenset({"account", "user", "manager", "product", "parent", "contact"})
LISTED = "That answer is itself the list; each row is there because of what I understood: {0}."


def evidence(talk: Conversation, _: re.Match[str]) -> QueryPlan:
    """The passages of an answer made of what was said; the rows behind a figure."""
    plan = talk.plan()
    if plan.shape in TALK:
        plan.count_groups = False
        if plan.shape == "mood":
            plan.filters += talk.pinned(plan) if plan.limit else []
            plan.group_by, plan.measures, plan.limit = [], [], None
        return plan
    if plan.shape in {"list", "lookup", "timeline"}:
        raise RejectedError(LISTED.format(talk.meant()))
    return rows_behind(talk, plan)


def which(talk: Conversation, match: re.Match[str]) -> QueryPlan:
    """The things that were counted or ranked; else the rows behind a figure."""
    plan = talk.plan()
    if plan.count_groups:
        plan.count_groups = False
        return plan
    named = next((each.field.split(".")[0] for each in plan.group_by if each.field in NAMED), None)
    if named and plan.shape == "table":
        return _of_those(talk, plan, named, talk.pinned(plan))
    if plan.shape in {"list", "lookup", "timeline"}:
        return plan
    return evidence(talk, match)


def rows_behind(talk: Conversation, plan: QueryPlan) -> QueryPlan:
    """The rows that were counted or added up, the largest first."""
    filters = [*plan.filters, *talk.pinned(plan)]
    measure = next(iter(plan.measures), None)
    filters += [each for each in (measure.where if measure else []) if each not in filters]
    if (
        measure
        and measure.kind in {"win_rate", "loss_rate"}
        and not any(each.field == "deal.outcome" for each in filters)
    ):
        filters.append(Condition(field="deal.outcome", op="in", values=["won", "lost"]))
    rows = QueryPlan(subject=plan.subject, filters=filters, exists=plan.exists, periods=plan.periods, scope=plan.scope)
    info = talk.vocabulary.fields.get(measure.field or "") if measure else None
    if info is not None and info.numeric and info.entity == plan.subject:
        rows.order, rows.columns = [Order(field=info.ref)], [info.ref]
    return rows


def why(talk: Conversation, match: re.Match[str]) -> QueryPlan | None:
    """`Why Acme`: what was said by that one, or the rows of that one; None where no name is meant."""
    reading = talk.read(match["who"])
    shown = {group.field for group in talk.before.plan.group_by}
    senses = [sense for item in reading.items for sense in item.all("value") if sense.value in NAMED | shown]
    strange = [item for item in reading.items if not item.has("value") and not item.stop]
    if not senses or strange:
        return None
    plan = talk.plan()
    fields = {each.field for each in plan.group_by} | {each.field for each in plan.filters}
    sense = next((each for each in senses if each.value in fields), senses[0])
    pin = Condition(field=sense.value, op="in", values=[sense.detail])
    if talk.vocabulary.path(plan.subject, sense.value.split(".")[0]) is None:
        raise RejectedError(f"The answer before does not say anything of {sense.detail}.")
    plan.filters = [each for each in plan.filters if each.field != pin.field] + [pin]
    plan.limit, plan.count_groups = None, False
    if plan.shape in {"mood", "passages"}:
        plan.shape, plan.group_by, plan.measures = plan.shape, [], []
        return plan
    if plan.shape == "signal":
        return plan
    if plan.shape == "timeline":
        return plan
    plan.having = []
    return rows_behind(talk, plan)


def owners(talk: Conversation, _: re.Match[str]) -> QueryPlan:
    """Who owns what was shown: its own owner, else the owners of its deals."""
    plan = talk.plan()
    pins = talk.pinned(plan)
    named = next((each.field.split(".")[0] for each in plan.group_by if each.field in NAMED), None)
    if plan.shape in TALK or (named and plan.shape == "table"):
        plan = _of_those(talk, plan, named or "account", pins)
    else:
        plan.filters += pins
    if plan.subject in {"interaction", "task"} and plan.shape == "list":
        plan = other_rows(talk, Reading("", [], talk.vocabulary, talk.now, QueryPlan(subject="account")))
    if plan.subject not in {"account", "deal", "contact"}:
        raise RejectedError(f"{talk.kinds(plan).capitalize()} have no owner in this record.")
    if plan.shape == "value":
        return plan.model_copy(
            update={"shape": "table", "group_by": [Group(field="user.name")], "order": [Order(measure=0)]}
        )
    if talk.vocabulary.path(plan.subject, "user") is None:
        return _of_its_deals(talk, plan)
    lead = ["name", "account.name"] if plan.subject == "deal" else ["name"]
    plan.shape, plan.columns = "lookup", [*lead, "user.name"]
    plan.measures, plan.group_by, plan.order, plan.limit = [], [], [], None
    return plan


def _of_those(talk: Conversation, plan: QueryPlan, entity: str, pins: list[Condition]) -> QueryPlan:
    """The named things of an answer as a list of their own."""
    whole = plan.model_copy(deep=True, update={"limit": 200}) if not pins else None
    return QueryPlan(subject=entity, filters=pins or talk.pinned(whole or plan), scope=plan.scope)


def _of_its_deals(talk: Conversation, plan: QueryPlan) -> QueryPlan:
    talk.notes.append(f"{talk.kinds(plan)} have no owner in this record; the owners of their deals are shown")
    return QueryPlan(
        subject="deal", shape="table", filters=plan.filters, scope=plan.scope,
        measures=[Measure(kind="count", label="number of deals")],
        group_by=[Group(field=f"{plan.subject}.name"), Group(field="user.name")],
    )  # fmt: skip


def definite(talk: Conversation, text: str) -> QueryPlan | None:
    """`The tickets`, `their open deals`: rows of a kind, of what the answer before was about."""
    match = DEFINITE.fullmatch(text)
    if match is None:
        return None
    reading = talk.read(match["noun"])
    head = reading.head
    if columns := _columns(talk, reading):
        return columns
    said = [item for item in reading.items if item.has("value") and not item.has("kind", "entity", "outcome")]
    kinds = any(item.has("kind", "entity") for item in reading.items)
    plain = reading.plan.shape == "list" and not reading.plan.group_by and not reading.plan.periods
    if head is None or head.kind != "entity" or said or not kinds or not plain or talk.confidence(reading) < SURE:
        return None
    return other_rows(talk, reading)


def _columns(talk: Conversation, reading: Reading) -> QueryPlan | None:
    """`Their price`: one more column of the rows that were listed."""
    plan = talk.plan()
    fields = [item for item in reading.items if item.has("field")]
    plain = all(item.stop or item in fields or item.text.lower() == "and" for item in reading.items)
    if plan.shape not in {"list", "lookup"} or not fields or not plain:
        return None
    refs = [best_field(item, (plan.subject,)) for item in fields]
    if any(talk.vocabulary.path(plan.subject, ref.split(".")[0]) is None for ref in refs):
        return None
    lead = [talk.vocabulary.entity(plan.subject).name_key] if plan.shape == "lookup" else []
    plan.columns = list(dict.fromkeys([*lead, *plan.columns, *refs]))
    return plan


def other_rows(talk: Conversation, reading: Reading) -> QueryPlan:
    """Another kind of rows with the same conditions, through what links the two."""
    plan, wanted = talk.plan(), reading.plan.model_copy(deep=True)
    pins = talk.pinned(plan)
    if plan.subject == wanted.subject and plan.shape not in {*TALK, "timeline"}:
        outcomes = any(each.field == "deal.outcome" for each in wanted.filters)
        behind = rows_behind(talk, plan)
        kept = [each for each in behind.filters if not (outcomes and each.field == "deal.outcome")]
        wanted.filters = [*kept, *(each for each in wanted.filters if each not in kept)]
        wanted.exists, wanted.periods, wanted.scope = behind.exists + wanted.exists, behind.periods, plan.scope
        wanted.order = wanted.order or behind.order
        return wanted
    wanted.scope = plan.scope
    if pins:
        wanted.filters += pins
        return wanted
    _carried(talk, plan, wanted)
    return wanted


def _carried(talk: Conversation, plan: QueryPlan, wanted: QueryPlan) -> None:
    """Conditions that the other rows reach are kept as they are; the rest are asked of the rows before."""
    above = plan.subject in PARENTS and talk.vocabulary.path(wanted.subject, plan.subject) is not None
    held: list[Condition] = []
    for condition in plan.filters:
        entity = condition.field.split(".")[0]
        reached = talk.vocabulary.path(wanted.subject, entity) is not None
        if reached and (entity in PARENTS or above):
            wanted.filters.append(condition)
        else:
            held.append(condition)
    talked = plan.shape in {*TALK, "timeline"}
    periods = [] if talked else plan.periods
    if above:
        wanted.periods, wanted.exists = [*wanted.periods, *periods], [*wanted.exists, *plan.exists]
        return
    if plan.exists:
        rows = talk.rows(rows_behind(talk, plan))
        held = [Condition(field=f"{plan.subject}.id", op="in", values=list(rows.ids[:200]))]
        periods = []
    if (held and not talked) or periods:
        wanted.exists.append(Exists(entity=plan.subject, filters=held, periods=periods))
