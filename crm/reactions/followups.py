"""Promises and asks as follow-ups, each once, however often it is read or said again."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from rapidfuzz import fuzz
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from crm.display import display
from crm.model import Interaction, Task
from crm.reactions.finding import Finding

FRESH = timedelta(days=3)  # what was said earlier came in by an import or a first look: nobody waits for it here
LATELY = timedelta(days=30)  # in which the same words of the same client are the same thing
ALIKE = 85  # of 100
LENGTH = 512
LOGGED = "log"  # its next steps were confirmed by a person


def make(session: Session, finding: Finding, row: Interaction, doer: int | None, now: datetime) -> Task | None:
    """Adds the follow-up in the caller's transaction; None where it is old, was confirmed or is there already."""
    if finding.step is None or row.source == LOGGED or row.occurred_at < now - FRESH:
        return None
    what = display(session, row.tenant_id, str(finding.step.get("text") or "")).strip()[:LENGTH]
    if not what or _known(session, row, what, now):
        return None
    due = finding.step.get("due")
    task = Task(
        tenant_id=row.tenant_id,
        what=what,
        due_on=date.fromisoformat(due) if due else None,
        owner_id=doer,
        account_id=row.account_id,
        contact_id=row.contacts[0].id if len(row.contacts) == 1 else None,
        deal_id=row.deal_id,
        interaction_id=row.id,
        external_id=f"{finding.rule.name}:{row.id}:{finding.part}",
        created_at=now,
        updated_at=now,
    )
    session.add(task)
    session.flush()
    return task


def _known(session: Session, row: Interaction, what: str, now: datetime) -> bool:
    """Whether this client, or this interaction, has a follow-up in such words."""
    same = [Task.interaction_id == row.id]
    if row.account_id is not None:
        same.append(Task.account_id == row.account_id)
    lately = select(Task.what).where(Task.tenant_id == row.tenant_id, or_(*same), Task.created_at > now - LATELY)
    return any(fuzz.token_set_ratio(what.casefold(), other.casefold()) >= ALIKE for other in session.scalars(lately))
