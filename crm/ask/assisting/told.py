"""Answers as an assistant gives them, each from its own file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from crm.ask.answer import Citation
from crm.ask.assisting import agenda, aimed, business, client, felt, heard, ranked
from crm.ask.assisting.scene import Scene
from crm.ask.plan import QueryPlan
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.rows.table import Table

TELLING: dict[str, Callable[[Scene], tuple[Table, list[Citation]]]] = {
    "agenda": agenda.agenda, "urgent": agenda.urgent, "callbacks": agenda.callbacks,
    "promises": heard.promises, "owed": heard.owed, "asks": heard.asks, "complaints": heard.complaints,
    "moods": ranked.moods, "felt": felt.felt, "brief": client.brief, "last": client.last, "role": client.role,
    "standing": business.standing, "rivals": business.rivals, "growth": business.growth,
    "target": aimed.target,
}  # fmt: skip


def told(session: Session, plan: QueryPlan, vocabulary: Vocabulary, now: datetime) -> tuple[Table, list[Citation]]:
    """The rows of a plan that tells something, with the whole of what is said.

    Raises:
        RejectedError: it is not plain about whom it is to be told, or of whom.
    """
    return TELLING[plan.tells or "agenda"](Scene(session, plan, vocabulary, now))
