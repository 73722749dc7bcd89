"""One thing seen by two sources is one interaction."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.capture import Capture, Prepared
from crm.intake.draft import Draft
from crm.model import Interaction, Kind

APART = timedelta(minutes=15)  # a meeting begins when the calendar says, or a little before or after
TALKS = {Kind.MEETING, Kind.CALL}


def add_to(twin: Interaction, draft: Draft, ready: Prepared, capture: Capture) -> None:
    """Gives the interaction what the second source adds; words only where the first had none, or fewer."""
    if len(ready.text.text) > len(twin.text):
        capture.replace(twin, ready)
    elif draft.captured.attributes:
        told = {name: value for name, value in draft.captured.attributes.items() if name not in (twin.sealed or {})}
        twin.attributes = {**told, **twin.attributes}
    twin.identity = twin.identity or draft.captured.identity
    twin.thread = twin.thread or draft.captured.thread


def meeting_twin(session: Session, tenant_id: int, draft: Draft) -> Interaction | None:
    """The meeting that another source told of: by when it was and who was there."""
    captured = draft.captured
    near = session.scalars(
        select(Interaction).where(
            Interaction.tenant_id == tenant_id,
            Interaction.kind.in_(TALKS),
            Interaction.source != captured.source,
            Interaction.occurred_at.between(captured.occurred_at - APART, captured.occurred_at + APART),
        )
    ).all()
    found = [each for each in near if _same_people(each, draft)]
    return found[0] if len(found) == 1 else None


def _same_people(row: Interaction, draft: Draft) -> bool:
    """A contact in common, or, where one of the two knows none, the same client and the same colleague."""
    captured = draft.captured
    theirs, ours = {each.id for each in row.contacts}, set(captured.contact_ids)
    if theirs and ours:
        return bool(theirs & ours)
    same_client = captured.account_id is not None and captured.account_id == row.account_id
    return same_client and row.user_id in draft.parties.user_ids
