"""What else somebody should know who is told of something grave: what it was about as a whole, and what is at stake."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.display import display
from crm.governance.purposes import NUDGES
from crm.governance.withheld import texts_withheld
from crm.model import Deal, InteractionReading, Outcome, User
from crm.nudges.nudge import Suggestion
from crm.nudges.rhythm import SOON
from crm.rights import look, seeing, unlimited
from crm.store import Store

MOST_DEALS = 3


@dataclass(frozen=True)
class Context:
    summary: str = ""
    deals: tuple[str, ...] = ()


def contexts(store: Store, user: User, found: Sequence[Suggestion]) -> dict[int, Context]:
    """By nudge, as its reader may see it; nothing of what can wait."""
    grave = [each for each in found if each.severity >= SOON]
    if not grave:
        return {}
    with unlimited(), store.read() as session:
        sight = look(session, user.tenant_id, [user.id])
    with seeing(sight), store.read() as own:
        return {each.id: Context(_summary(own, user, each), _deals(own, each)) for each in grave}


def _summary(session: Session, user: User, each: Suggestion) -> str:
    """What the interaction was about, where nobody is named in it who does not agree to that."""
    query = select(InteractionReading.summary).where(InteractionReading.interaction_id == each.interaction_id)
    said = (session.scalar(query) if each.interaction_id else None) or ""
    if not said or texts_withheld(session, user.tenant_id, NUDGES, [said]):
        return ""
    told = display(session, user.tenant_id, said)
    return "" if any(told.strip(" .…") in line.says for line in each.evidence) else told


def _deals(session: Session, each: Suggestion) -> tuple[str, ...]:
    if each.account_id is None:
        return ()
    query = select(Deal.name).where(Deal.account_id == each.account_id, Deal.outcome == Outcome.OPEN)
    return tuple(session.scalars(query.order_by(Deal.close_date, Deal.id).limit(MOST_DEALS)))
