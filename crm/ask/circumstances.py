"""The circumstances of a question: who asks, when, whose rows are meant, what the record covers."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.ask.answer import Answer
from crm.ask.plan import Condition, Exists
from crm.ask.planning.reading import Reading
from crm.model import Deal, Interaction, Tenant, User

LONGEST = 2_000  # characters of a question that are read
ASIDE = re.compile(r"[\s,(]*\b(?:i\.e\.|e\.g\.|viz\.)[\s,]*", re.IGNORECASE)
MOST_WORDS = 100  # a text of more is no question, and looking up each of its words would take seconds


def encodable(question: str) -> str:
    """The text without halves of characters, which no database and no JSON takes."""
    return question.encode("utf-8", errors="replace").decode("utf-8")


def clean(question: str) -> str:
    kept = "".join(letter if letter.isprintable() else " " for letter in question[:LONGEST])
    kept = kept.replace("’", "'").replace("‘", "'")
    return ASIDE.sub(", ", kept).strip()


def abstain(question: str, reason: str) -> Answer:
    return Answer(question=question, answer=reason, abstained=True, reason=reason)


def local(now: datetime, user: User | None, tenant: Tenant | None) -> datetime:
    name = (user.timezone if user else None) or (tenant.timezone if tenant else None) or "UTC"
    try:
        zone: Any = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        zone = UTC
    return now.replace(tzinfo=zone) if now.tzinfo is None else now.astimezone(zone)


def scoped(session: Session, reading: Reading, user: User | None) -> str | None:
    """`my` and `my team` as filters on the owner."""
    plan = reading.plan
    if plan.scope == "all":
        return None
    if user is None:
        return "“My” needs somebody who asks: say who you are (--as), or name the person."
    ids = [user.id]
    if plan.scope == "team":
        team = select(User.id).where(User.tenant_id == user.tenant_id, User.manager_id == user.id)
        ids = list(session.scalars(team)) or [user.id]
    condition = Condition(field="user.id", op="in", values=list(ids))
    if reading.vocabulary.path(plan.subject, "user") is not None:
        plan.filters.append(condition)
    else:
        plan.exists.append(Exists(entity="deal", filters=[condition]))
    return None


def covered(session: Session, reading: Reading) -> str:
    """What time the record covers, where a period found nothing."""
    plan, tenant = reading.plan, reading.vocabulary.tenant_id
    if not plan.periods or plan.subject not in {"deal", "interaction"}:
        return ""
    model, column = (Deal, Deal.close_date) if plan.subject == "deal" else (Interaction, Interaction.occurred_at)
    first, last = session.execute(select(func.min(column), func.max(column)).where(model.tenant_id == tenant)).one()
    return f" The record covers {first:%d %B %Y} to {last:%d %B %Y}." if first and last else ""
