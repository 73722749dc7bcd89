"""Writes a confirmed proposal into the record, and takes it out again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm import history
from crm.capture import Capture, Captured
from crm.errors import RejectedError
from crm.log.links import Linker, Links
from crm.log.proposal import DealProposal, NextStep, Proposal
from crm.model import (
    Account,
    Contact,
    Deal,
    Interaction,
    Kind,
    MoodSource,
    Outcome,
    Stage,
    StageChange,
    Task,
    User,
    interaction_contacts,
)
from crm.rights import unlimited

SOURCE = "log"
Written = dict[str, list[Any]]


class Writer:
    """One confirmation: all that it writes goes through the caller's transaction and into `written`.

    Args:
        session: the transaction.
        tenant_id: whose record.
        capture: the door for text.
        author: the user whose message it is.
        actor_id: the user who confirms it.
        now: when.
    """

    def __init__(
        self,
        session: Session,
        tenant_id: int,
        capture: Capture,
        *,
        author: User | None,
        actor_id: int | None,
        now: datetime,
    ) -> None:
        self._session = session
        self._tenant_id = tenant_id
        self._capture = capture
        self._author = author
        self._actor_id = actor_id
        self._now = now
        self._linker = Linker(session, tenant_id, author, now)
        self.written: Written = {
            name: [] for name in ("interactions", "tasks", "accounts", "contacts", "deals", "stage_changes", "changed")
        }

    def write(self, proposal: Proposal, external_id: str, before: Proposal | None) -> None:
        """Writes the interaction, its next steps and the deal's changes. `before` is the proposal before edits."""
        if proposal.kind == "none":
            raise RejectedError("There is nothing to log in this message. Choose what it was first.")
        links = self._linker.link(proposal)
        for name, made in links.made:
            self.written[name].append(made)
        deal = self._deal(proposal.deal, proposal, links.account_id)
        interaction = self._interaction(proposal, external_id, before, links, deal)
        for step in proposal.next_steps:
            self._task(step, interaction)

    def _interaction(
        self,
        proposal: Proposal,
        external_id: str,
        before: Proposal | None,
        links: Links,
        deal: Deal | None,
    ) -> Interaction:
        edited = before is not None and proposal.summary != before.summary
        text = f"{proposal.summary}\n\n{proposal.said}".strip() if edited else proposal.said or proposal.summary
        (row,) = self._capture.add(
            self._session,
            self._tenant_id,
            [
                Captured(
                    source=SOURCE,
                    external_id=external_id,
                    kind=Kind(proposal.kind),
                    occurred_at=proposal.occurred_at or self._now,
                    text=text,
                    account_id=links.account_id,
                    deal_id=deal.id if deal else None,
                    user_id=self._author.id if self._author else None,
                    contact_ids=links.contact_ids,
                )
            ],
        )
        if before is not None and proposal.mood != before.mood:
            row.mood, row.mood_score, row.mood_source = proposal.mood, None, MoodSource.HUMAN
        elif proposal.mood_score is not None:
            row.mood, row.mood_score, row.mood_source = proposal.mood, proposal.mood_score, MoodSource.MODEL
        self.written["interactions"].append(row.id)
        return row

    def _task(self, step: NextStep, interaction: Interaction) -> None:
        owner_id, contact_id = self._linker.owner(step.owner, interaction.account_id)
        task = Task(
            tenant_id=self._tenant_id,
            what=step.what,
            due_on=step.due,
            owner_id=owner_id,
            contact_id=contact_id,
            account_id=interaction.account_id,
            deal_id=interaction.deal_id,
            interaction_id=interaction.id,
            created_at=self._now,
            updated_at=self._now,
        )
        self._session.add(task)
        self._session.flush()
        self.written["tasks"].append(task.id)

    def _deal(self, said: DealProposal | None, proposal: Proposal, account_id: int | None) -> Deal | None:
        """The deal as the proposal changes it; a new one where the account has none yet."""
        if said is None:
            return None
        deal = self._linker.deal(said.name, proposal.deal_id, account_id)
        if deal is None and account_id is not None and said.changes and self._first(said, account_id):
            deal = self._open(said, proposal, account_id)
        if deal is not None and said.changes:
            self._change(deal, said, proposal)
        return deal

    def _first(self, said: DealProposal, account_id: int) -> bool:
        count = self._session.scalar(
            select(func.count(Deal.id)).where(Deal.tenant_id == self._tenant_id, Deal.account_id == account_id)
        )
        return bool(said.name) or count == 0

    def _open(self, said: DealProposal, proposal: Proposal, account_id: int) -> Deal:
        deal = Deal(
            tenant_id=self._tenant_id,
            name=(said.name or f"{proposal.account} deal")[:191],
            account_id=account_id,
            owner_id=self._author.id if self._author else None,
            opened_on=(proposal.occurred_at or self._now).date(),
            created_at=self._now,
            updated_at=self._now,
        )
        self._session.add(deal)
        self._session.flush()
        self.written["deals"].append(deal.id)
        return deal

    def _change(self, deal: Deal, said: DealProposal, proposal: Proposal) -> None:
        values: dict[str, Any] = {}
        if said.amount is not None:
            values |= {"amount": said.amount, "currency": said.currency or deal.currency}
        if said.close_date is not None:
            values["close_date"] = said.close_date
        if said.stage is not None:
            outcome = self._outcome(said.stage)
            values |= {"stage": said.stage, "outcome": outcome}
            if outcome is not Outcome.OPEN:
                values.setdefault("close_date", (proposal.occurred_at or self._now).date())
        was = deal.stage
        kept = history.change(self._session, deal, values, by=self._actor_id, at=self._now)
        if kept is None:
            return
        after = history.plain(deal, list(kept.before))
        self.written["changed"].append({"deal": deal.id, "version": kept.version, "after": after})
        if said.stage is not None and was != said.stage:
            step = StageChange(
                tenant_id=self._tenant_id,
                deal_id=deal.id,
                from_stage=was,
                to_stage=said.stage,
                changed_at=self._now,
                changed_by=self._actor_id,
            )
            self._session.add(step)
            self._session.flush()
            self.written["stage_changes"].append(step.id)

    def _outcome(self, name: str) -> Outcome:
        found = self._session.scalar(
            select(Stage.outcome).where(Stage.tenant_id == self._tenant_id, Stage.name == name)
        )
        if found is None:
            raise RejectedError("That stage is not one of your pipeline's. Choose one of its stages.")
        return Outcome(found)


def take_back(session: Session, tenant_id: int, written: Written, *, by: int | None, at: datetime) -> None:
    """Undoes a confirmation. What others have built on since stays: a changed value, a company with new deals."""
    for changed in reversed(written.get("changed", [])):
        deal = _mine(session, Deal, changed["deal"], tenant_id)
        if deal is not None:
            history.restore(session, deal, changed["version"], written=changed["after"], by=by, at=at)
    made: tuple[tuple[Any, str], ...] = ((StageChange, "stage_changes"), (Task, "tasks"), (Interaction, "interactions"))
    for table, name in made:
        for row_id in written.get(name, []):
            row = _mine(session, table, row_id, tenant_id)
            if row is not None:
                session.delete(row)
        session.flush()
    named: tuple[tuple[Any, str], ...] = ((Deal, "deals"), (Contact, "contacts"), (Account, "accounts"))
    for table, name in named:
        for row_id in written.get(name, []):
            row = _mine(session, table, row_id, tenant_id)
            if row is not None and not _in_use(session, row):
                session.delete(row)
        session.flush()


def _mine(session: Session, table: Any, row_id: int, tenant_id: int) -> Any:
    return session.scalar(select(table).where(table.id == row_id, table.tenant_id == tenant_id))


def _in_use(session: Session, row: Account | Contact | Deal) -> bool:
    """Whether something that is still there points at the row, seen or not."""
    if isinstance(row, Account):
        columns: list[Any] = [Contact.account_id, Deal.account_id, Interaction.account_id, Task.account_id]
    elif isinstance(row, Contact):
        columns = [interaction_contacts.c.contact_id, Deal.contact_id, Task.contact_id]
    else:
        columns = [Interaction.deal_id, Task.deal_id]
    with unlimited():
        return any(session.scalar(select(column).where(column == row.id).limit(1)) is not None for column in columns)
