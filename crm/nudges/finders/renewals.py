"""Contracts whose renewal or end is near, by whatever name the team's own columns give that date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from crm.ask.record.states import OVER
from crm.model import Account, Deal, Field, Outcome, RelatedRecord
from crm.naming import words
from crm.nudges.kind import NudgeKind
from crm.nudges.lexicon import pattern, spoken
from crm.nudges.nudge import Candidate, Evidence
from crm.nudges.scene import Scene

DATES = ("date", "datetime")
OWN = {"account": Account, "deal": Deal}
ISO = 10  # characters of a day
MOST = 2_000  # rows of one column


@dataclass(frozen=True)
class Column:
    """A date of this sort; `status` are the columns of the same rows that say whether one is over."""

    entity: str
    key: str
    label: str
    status: tuple[str, ...]


def renewals(scene: Scene, kind: NudgeKind) -> Iterator[Candidate]:
    """Takes `ahead` and `late`: days before and after that date."""
    day = scene.now.date()
    first = day - timedelta(days=kind.when.late)
    last = day + timedelta(days=kind.when.ahead)
    for column in columns(scene):
        for row in _rows(scene, column, first, last):
            found = _candidate(scene, kind, column, row)
            if found is not None:
                yield found


def columns(scene: Scene) -> list[Column]:
    """The columns of the record that hold such dates."""
    query = select(Field).where(Field.tenant_id == scene.tenant_id).order_by(Field.id)
    fields = list(scene.session.scalars(query))
    core = {"contact", "product", "user", "interaction", "task"}
    return [
        Column(each.entity, each.key, each.label, _statuses(fields, each.entity))
        for each in fields
        if not each.core and each.type in DATES and each.entity not in core and _is_renewal(each)
    ]


def _is_renewal(field: Field) -> bool:
    names = {spoken(field.key).lower(), spoken(field.label).lower()}
    if any(pattern("renewal", "dates").search(name) for name in names):
        return True
    contract = pattern("renewal", "contracts").search(spoken(field.entity)) is not None
    return contract and any(pattern("renewal", "ends").search(name) for name in names)


def _statuses(fields: list[Field], entity: str) -> tuple[str, ...]:
    own = [each for each in fields if each.entity == entity and not each.core and each.type in {"category", "text"}]
    return tuple(each.key for each in own if {"status", "state"} & set(words(spoken(each.label))))


def _rows(scene: Scene, column: Column, first: date, last: date) -> list[Any]:
    model: Any = OWN.get(column.entity, RelatedRecord)
    said = model.attributes[column.key].as_string()
    query = select(model).where(
        model.tenant_id == scene.tenant_id,
        said >= first.isoformat(),
        said < (last + timedelta(days=1)).isoformat(),
    )
    if model is RelatedRecord:
        query = query.where(RelatedRecord.kind == column.entity, RelatedRecord.account_id.is_not(None))
    if model is Deal:
        query = query.where(Deal.outcome != Outcome.LOST)
    return list(scene.session.scalars(query.order_by(model.id).limit(MOST)))


def _candidate(scene: Scene, kind: NudgeKind, column: Column, row: Any) -> Candidate | None:
    account_id = row.id if isinstance(row, Account) else row.account_id
    user = scene.owner(account_id, getattr(row, "owner_id", None))
    said = str(row.attributes.get(column.key) or "")
    if user is None or account_id is None or any(_over(row.attributes.get(name)) for name in column.status):
        return None
    try:
        day = date.fromisoformat(said[:ISO])
    except ValueError:
        return None
    due = scene.day(day, user)
    kept = {f"attributes.{name}": row.attributes.get(name) for name in (column.key, *column.status)}
    table = "related" if isinstance(row, RelatedRecord) else column.entity
    what = spoken(column.label)
    lines = [Evidence(f"{table}:{row.id}", f"{_called(column, row)}: {what} {due}.", kept)]
    if scene.clients[account_id].owner_id == user:
        lines.append(Evidence(f"account:{account_id}", shows={"owner_id": user}))
    return Candidate(
        kind.name,
        user,
        f"{table}:{row.id}:{column.key}:{day}"[:150],
        scene.noon(day, user),
        f"[account:{account_id}]: {what} is {due}.",
        tuple(lines),
        account_id=account_id,
        contact_id=getattr(row, "contact_id", None),
        deal_id=row.id if isinstance(row, Deal) else getattr(row, "deal_id", None),
        slots={"due": f"on {due}"},
    )


def _called(column: Column, row: Any) -> str:
    if column.entity == "deal":
        return f"[deal:{row.id}]"
    return f"[account:{row.id}]" if column.entity == "account" else spoken(column.entity).capitalize()


def _over(status: Any) -> bool:
    said = set(words(str(status or "")))
    return bool(said & OVER) and "not" not in said
