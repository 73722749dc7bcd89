"""What happened with somebody: interactions and the deals that moved, newest first."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import null, select
from sqlalchemy.orm import Session

from crm.ask.answer import Citation
from crm.ask.plan import QueryPlan
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.rows.frame import Frame
from crm.ask.rows.listing import interactions_table
from crm.ask.rows.sql import Query, Table
from crm.ask.telling.citing import cite, with_names


def timeline(session: Session, plan: QueryPlan, vocabulary: Vocabulary, today: date) -> tuple[Table, list[Citation]]:
    query = Query(plan, vocabulary, today)
    root = query.frame.root
    statement = query.frame.apply(select(root).where(*query.limits())).order_by(root.occurred_at.desc())
    found = list(session.scalars(statement.options(*with_names(root)).limit(plan.limit or 100)))
    table = interactions_table(session, vocabulary.tenant_id, found)
    table.rows += _deal_events(session, plan, vocabulary, today)
    table.rows.sort(key=lambda row: str(row[0]), reverse=True)
    table.total = len(table.rows)
    return table, cite(session, vocabulary.tenant_id, found)


def _deal_events(session: Session, plan: QueryPlan, vocabulary: Vocabulary, today: date) -> list[list[Any]]:
    if any(vocabulary.path("deal", each.field.split(".")[0]) is None for each in plan.filters):
        return []
    events = (("deal.opened_on", "opened"), ("deal.close_date", "closed"))
    return [row for ref, word in events for row in _moved(session, plan, Frame(vocabulary, "deal", today), ref, word)]


def _moved(session: Session, plan: QueryPlan, frame: Frame, ref: str, word: str) -> list[list[Any]]:
    """The deals that opened, or that closed, as rows."""
    day = frame.column(ref)
    held = [frame.where(each) for each in plan.filters]
    held += [frame.within(span.model_copy(update={"field": ref})) for span in plan.periods]
    held += [day.is_not(None), day <= frame.today]
    if word == "closed":
        held.append(frame.column("deal.outcome") != "open")
    root = frame.root
    known = "deal.amount" in frame.vocabulary.fields  # it may be kept from whoever asks
    worth = root.amount if known else null().label("amount")
    statement = select(day, root.name, root.outcome, worth, frame.column("account.name")).where(*held)
    rows = []
    for row in session.execute(frame.apply(statement).order_by(day.desc()).limit(50)):
        amount = f", {row.amount:,.0f}" if row.amount and word == "closed" else ""
        what = f"Deal {row.name} {row.outcome if word == 'closed' else 'opened'}{amount}"
        rows.append([row[0].isoformat(), "deal", row[4], what, None])
    return rows
