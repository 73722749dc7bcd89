"""Holds every statement to the sight that holds now, at the one place where statements leave for the database.

Conditions are put on every occurrence of a table, in joins and subqueries too. They are made once; what they compare
with are parameters, asked for when a statement runs. A table that no rule knows is not seen.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, String, and_, bindparam, false, not_
from sqlalchemy.orm import ORMExecuteState, with_loader_criteria
from sqlalchemy.orm.interfaces import ORMOption

from crm.errors import RejectedError
from crm.model import (
    Account,
    Base,
    Consent,
    Contact,
    Correction,
    Deal,
    Interaction,
    InteractionReading,
    Nudge,
    NudgeEvent,
    RelatedRecord,
    Signal,
    StageChange,
    Task,
    Tenant,
)
from crm.rights import rules
from crm.rights.among import Among
from crm.rights.eyes import current
from crm.rights.rules import OPEN, Rule, Terms
from crm.rights.sight import Shape, Sight

UNHELD = "This cannot be shown: it cannot be held to your rights."


def narrow(state: ORMExecuteState) -> None:
    """Before a statement of a session runs."""
    sight = current()
    if sight is None or not sight.narrow or state.is_column_load:
        return
    if state.is_insert or state.is_update or state.is_delete:
        return
    if not (state.is_select and state.is_orm_statement):
        raise RejectedError(UNHELD)
    state.statement = state.statement.options(*_conditions(sight.shape))


def _sight() -> Sight:
    return current() or Sight.nothing(-1)


SEEN = bindparam("rights_seen", callable_=lambda: _sight().seen_ids, type_=String())
HIDDEN = bindparam("rights_hidden", callable_=lambda: _sight().hidden_ids, type_=String())
CIRCLES = bindparam("rights_circles", callable_=lambda: _sight().circle_ids, type_=String())
TENANT = bindparam("rights_tenant", callable_=lambda: _sight().tenant_id, type_=Integer())

ONLY = Terms(lambda account: Among(account, SEEN), lambda circle: Among(circle, CIRCLES))
BUT = Terms(lambda account: not_(Among(account, HIDDEN)), lambda circle: Among(circle, CIRCLES))

Criterion = Callable[[Any], ColumnElement[bool]]

# One function each, spelt out: SQLAlchemy keeps what a function of this kind gave by its code, and would take two
# functions of the same code with other contents for the same.
CRITERIA: dict[Shape, dict[type[Any], Criterion]] = {
    "only": {
        Account: lambda row: _held(row, rules.account, ONLY),
        Contact: lambda row: _held(row, rules.contact, ONLY),
        Deal: lambda row: _held(row, rules.deal, ONLY),
        Interaction: lambda row: _held(row, rules.interaction, ONLY),
        Task: lambda row: _held(row, rules.task, ONLY),
        RelatedRecord: lambda row: _held(row, rules.related, ONLY),
        Signal: lambda row: _held(row, rules.signal, ONLY),
        StageChange: lambda row: _held(row, rules.of_deal, ONLY),
        InteractionReading: lambda row: _held(row, rules.of_interaction, ONLY),
        Correction: lambda row: _held(row, rules.of_interaction, ONLY),
        Consent: lambda row: _held(row, rules.of_contact, ONLY),
        Nudge: lambda row: _held(row, rules.nudge, ONLY),
        NudgeEvent: lambda row: _held(row, rules.of_nudge, ONLY),
    },
    "but": {
        Account: lambda row: _held(row, rules.account, BUT),
        Contact: lambda row: _held(row, rules.contact, BUT),
        Deal: lambda row: _held(row, rules.deal, BUT),
        Interaction: lambda row: _held(row, rules.interaction, BUT),
        Task: lambda row: _held(row, rules.task, BUT),
        RelatedRecord: lambda row: _held(row, rules.related, BUT),
        Signal: lambda row: _held(row, rules.signal, BUT),
        StageChange: lambda row: _held(row, rules.of_deal, BUT),
        InteractionReading: lambda row: _held(row, rules.of_interaction, BUT),
        Correction: lambda row: _held(row, rules.of_interaction, BUT),
        Consent: lambda row: _held(row, rules.of_contact, BUT),
        Nudge: lambda row: _held(row, rules.nudge, BUT),
        NudgeEvent: lambda row: _held(row, rules.of_nudge, BUT),
    },
    "nothing": {},
}


@cache
def _conditions(shape: Shape) -> tuple[ORMOption, ...]:
    return tuple(
        with_loader_criteria(each.class_, _of(shape, each.class_), include_aliases=True, propagate_to_loaders=False)
        for each in Base.registry.mappers
    )


def _of(shape: Shape, model: type[Any]) -> Criterion:
    if model is Tenant:
        return _same_tenant
    if not hasattr(model, "tenant_id"):
        return _none  # nobody's, as the state of an installation that has only begun
    return _of_tenant if model in OPEN else CRITERIA[shape].get(model, _none)


def _held(row: Any, rule: Rule, terms: Terms) -> ColumnElement[bool]:
    return and_(row.tenant_id == TENANT, rule(row, terms))


def _of_tenant(row: Any) -> ColumnElement[bool]:
    return row.tenant_id == TENANT  # type: ignore[no-any-return]


def _same_tenant(row: Any) -> ColumnElement[bool]:
    return row.id == TENANT  # type: ignore[no-any-return]


def _none(_row: Any) -> ColumnElement[bool]:
    return false()
