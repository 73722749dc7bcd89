"""What is done when somebody takes a nudge on: a follow-up where it is nothing to send, words to send where it is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.clock import Clock
from crm.model import Contact, Happening, NudgeEvent, Task, User
from crm.nudges.nudge import Suggestion
from crm.rights import current
from crm.store import Store

LISTED = {"call", "none"}  # forms of drafts that are a step of their own; others are words to send, or to read
LENGTH = 512
ANSWERS = frozenset({*Happening} - {Happening.SHOWN, Happening.OPENED, Happening.OUTCOME})


class Steps:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def take(self, each: Suggestion, user: User, today: date) -> bool:
        """Puts the step on the person's list, once; False where it needs no entry there, or has one."""
        if each.draft.form not in LISTED or each.task_id is not None:
            return False
        key = f"nudge:{each.id}"
        with self._store.write() as session:
            known = select(Task.id).where(Task.tenant_id == user.tenant_id, Task.external_id == key)
            if session.scalar(known) is not None:
                return True
            now = self._clock.now()
            session.add(
                Task(
                    tenant_id=user.tenant_id, what=each.says[:LENGTH], due_on=today, owner_id=user.id,
                    account_id=each.account_id, contact_id=each.contact_id, deal_id=each.deal_id,
                    interaction_id=each.interaction_id, external_id=key, created_at=now, updated_at=now,
                )
            )  # fmt: skip
        return True

    def address(self, each: Suggestion, user: User) -> str:
        """The e-mail address of whom a draft is for, as far as its reader may see it; else ""."""
        sight = current()
        if each.draft.form != "mail" or each.contact_id is None or (sight and "contact.email" in sight.fields):
            return ""
        with self._store.read() as session:
            query = select(Contact.email).where(Contact.tenant_id == user.tenant_id, Contact.id == each.contact_id)
            return session.scalar(query) or ""

    def answers(self, nudge_ids: Collection[int]) -> Mapping[int, Happening]:
        """What was said last of each of these."""
        with self._store.read() as session:
            return _answers(session, nudge_ids)


def _answers(session: Session, nudge_ids: Collection[int]) -> dict[int, Happening]:
    query = select(NudgeEvent.nudge_id, NudgeEvent.what).where(
        NudgeEvent.nudge_id.in_(sorted(nudge_ids)), NudgeEvent.what.in_(ANSWERS)
    )
    return {row.nudge_id: row.what for row in session.execute(query.order_by(NudgeEvent.id))}
