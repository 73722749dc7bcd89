"""Keyword search where there is no search by meaning."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import keywords
from crm.ask.plan import QueryPlan
from crm.ask.telling.quotes import by_words, quote
from crm.model import Interaction
from crm.ports import Hit

MOST = 60
OCCURRED = "interaction.occurred_at"


def searched(plan: QueryPlan) -> QueryPlan:
    """The plan without the period that a search held to already: told it again, SQLite walks through the whole period
    where it should look a few hits up."""
    if not plan.periods or plan.periods[0].field != OCCURRED:
        return plan
    return plan.model_copy(update={"periods": [span for span in plan.periods if span.field != OCCURRED]})


def keyword_hits(
    session: Session,
    tenant_id: int,
    text: str,
    *,
    start: datetime | None = None,
    end: datetime | None = None,
    account_ids: Sequence[int] | None = None,
) -> list[Hit]:
    """Passages that hold the words, all of them where any passage does; the best of them scores one."""
    limits = {"start": start, "end": end, "account_ids": account_ids}
    ranked = keywords.find(session, tenant_id, text, limit=MOST, **limits)  # type: ignore[arg-type]
    best = max((rank for _, rank in ranked), default=0.0) or 1.0
    rows = select(Interaction.id, Interaction.text, Interaction.subject).where(
        Interaction.id.in_([found for found, _ in ranked])
    )
    texts = {row.id: f"{row.subject or ''}\n{row.text or ''}".strip() for row in session.execute(rows)}
    score = by_words(text)
    held = {found: score(said) for found, said in texts.items()}
    most = max(held.values(), default=0.0)
    return [
        Hit(found, quote(texts[found], score), rank / best)
        for found, rank in ranked
        if found in texts and held[found] >= most
    ]
