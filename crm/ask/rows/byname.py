"""Figures of interactions by rep or client, read name by name.

An index has each one's interactions together, so that none are sorted; without it a database sorts every interaction of
a period, of a year half a million, to count those of forty people.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import eq
from typing import Any

from sqlalchemy import BinaryExpression, ColumnClause, ColumnElement, Select, and_, func, inspect, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.visitors import iterate

from crm.ask.rows.frame import Frame

NAMES = {"user.name": "user", "account.name": "account"}
MOST_NAMES = 5_000  # each costs a look into the index, whether anything was said in the period or not


def by_name(
    session: Session,
    frame: Frame,
    field: str,
    measures: Sequence[ColumnElement[Any]],
    limits: Sequence[ColumnElement[bool]],
) -> tuple[Select[Any], list[ColumnElement[Any]]] | None:
    """The statement, and its labels: id and name. None where it would not do, or not be quicker."""
    named = frame.alone(NAMES.get(field, "")) if frame.entity == "interaction" else None
    if named is None or not _few(session, inspect(named).mapper.class_, frame.vocabulary.tenant_id):
        return None
    labels = [named.id, func.max(named.name)]
    link = frame.root.user_id if field == "user.name" else frame.root.account_id
    of_names = [each for each in limits if _of(named, each)]
    of_rows = [each for each in limits if not _of(named, each)]
    if any(_of_one(frame.root, "user_id", each) for each in of_rows if field != "user.name"):
        return None  # the index by rep has those rows together
    said = and_(link == named.id, *frame.own(), *of_rows)
    statement = select(*labels, *measures).select_from(named).outerjoin(frame.root, said)
    statement = statement.where(named.tenant_id == frame.vocabulary.tenant_id, *of_names).group_by(named.id)
    return statement.having(func.count(frame.root.id) > 0), labels


def _few(session: Session, model: Any, tenant_id: int) -> bool:
    some = select(model.id).where(model.tenant_id == tenant_id).limit(MOST_NAMES + 1).subquery()
    return (session.scalar(select(func.count()).select_from(some)) or 0) <= MOST_NAMES


def _of_one(root: Any, link: str, limit: ColumnElement[bool]) -> bool:
    """Whether a condition holds rows to one rep."""
    if not isinstance(limit, BinaryExpression) or limit.operator is not eq:
        return False
    left = limit.left
    return isinstance(left, ColumnClause) and left.key == link and left.table is inspect(root).selectable


def _of(named: Any, limit: ColumnElement[bool]) -> bool:
    """Whether a condition speaks of nothing but the names' own rows."""
    columns = [each for each in iterate(limit) if isinstance(each, ColumnClause) and each.table is not None]
    return bool(columns) and all(each.table is inspect(named).selectable for each in columns)
