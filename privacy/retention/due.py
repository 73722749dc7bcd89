"""What is older than the team's rules keep: a condition for each kind, and what a hold keeps from going."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Table, and_, exists, func, not_, or_, select, true
from sqlalchemy.orm import Session

from crm.model import (
    AnsweredQuestion,
    AuditEntry,
    Base,
    Contact,
    Deal,
    InboxItem,
    InboxState,
    Interaction,
    Kind,
    Nudge,
    ProposalState,
    ProposedEntry,
    Signal,
    interaction_contacts,
)
from crm.retention import AUDIT, INBOX, ORIGINALS, QUESTIONS, SIGNALS, Rules

EMPTY = "{}"  # the payload of an inbox item that is dealt with
Condition = ColumnElement[bool]


@dataclass(frozen=True)
class Sort:
    """Rows of one table that a kind is about. `dated` says how old one is, `about` which rows are of the kind, `held`
    which of them a hold on these accounts keeps.
    """

    kind: str
    model: type[Base]
    dated: Any
    about: Condition
    held: Callable[[frozenset[int]], Condition | None]

    @property
    def table(self) -> Table:
        return cast(Table, self.model.__table__)

    def due(self, tenant_id: int, rules: Rules, now: datetime) -> Condition | None:
        """The rows that are to go; None where the kind is kept for good."""
        old = self.old(tenant_id, rules, now)
        kept = self.held(rules.held) if rules.held else None
        return old if old is None or kept is None else and_(old, not_(kept))

    def old(self, tenant_id: int, rules: Rules, now: datetime) -> Condition | None:
        """As `due`, with those that a hold keeps."""
        cutoff = rules.cutoff(self.kind, now)
        return None if cutoff is None else and_(self.table.c.tenant_id == tenant_id, self.about, self.dated < cutoff)


class Chained(Sort):
    """The audit: only entries that no younger one has gone before, so that the chain begins later and is whole."""

    def old(self, tenant_id: int, rules: Rules, now: datetime) -> Condition | None:
        old, cutoff = super().old(tenant_id, rules, now), rules.cutoff(self.kind, now)
        if old is None or cutoff is None:
            return None
        later = self.table.alias()
        first = select(func.min(later.c.seq)).where(later.c.tenant_id == tenant_id, later.c.at >= cutoff)
        return and_(old, or_(self.table.c.seq.is_(None), self.table.c.seq < first.scalar_subquery()))


@dataclass(frozen=True)
class Line:
    """One rule, and what it is about to remove. `held` stays for a hold, however old it is."""

    kind: str
    days: int
    due: int = 0
    held: int = 0
    oldest: datetime | None = None


def preview(session: Session, tenant_id: int, rules: Rules, now: datetime) -> list[Line]:
    """What each rule would remove now."""
    return [_line(session, tenant_id, rules, kind, now) for kind in rules.days]


def _line(session: Session, tenant_id: int, rules: Rules, kind: str, now: datetime) -> Line:
    count, held, oldest = 0, 0, []
    for sort in (each for each in SORTS if each.kind == kind):
        due, old = sort.due(tenant_id, rules, now), sort.old(tenant_id, rules, now)
        if due is None or old is None:
            continue
        found = session.execute(select(func.count(), func.min(sort.dated)).where(due)).one()
        count += found[0]
        held += (session.scalar(select(func.count()).where(old)) or 0) - found[0]
        oldest += [found[1]] if found[1] else []
    return Line(kind, rules.days[kind], count, held, min(oldest, default=None))


def _of_accounts(row: Any, held: frozenset[int]) -> Condition:
    deals = select(Deal.id).where(Deal.account_id.in_(held))
    return or_(
        and_(row.account_id.is_not(None), row.account_id.in_(held)),
        and_(row.deal_id.is_not(None), row.deal_id.in_(deals)),
    )


def _interaction_held(held: frozenset[int]) -> Condition:
    links = interaction_contacts.c
    theirs = select(Contact.id).where(Contact.account_id.in_(held))
    met = exists().where(links.interaction_id == Interaction.id, links.contact_id.in_(theirs))
    return or_(_of_accounts(Interaction, held), met)


def _noticed_held(model: type[Signal | Nudge]) -> Callable[[frozenset[int]], Condition]:
    def held_back(held: frozenset[int]) -> Condition:
        theirs = select(Contact.id).where(Contact.account_id.in_(held))
        return or_(_of_accounts(model, held), and_(model.contact_id.is_not(None), model.contact_id.in_(theirs)))

    return held_back


def _all_held(_held: frozenset[int]) -> Condition:
    """Nobody can say of these which account they are about: a hold on any keeps them all."""
    return true()


def _interactions(kind: Kind) -> Sort:
    return Sort(kind.value, Interaction, Interaction.occurred_at, Interaction.kind == kind, _interaction_held)


SORTS: tuple[Sort, ...] = (
    *(_interactions(kind) for kind in Kind),
    Sort(
        ORIGINALS,
        Interaction,
        Interaction.occurred_at,
        or_(Interaction.original.is_not(None), Interaction.document.is_not(None)),
        _interaction_held,
    ),
    Sort(QUESTIONS, AnsweredQuestion, AnsweredQuestion.asked_at, AnsweredQuestion.id > 0, _all_held),
    Sort(SIGNALS, Signal, Signal.noticed_at, Signal.id > 0, _noticed_held(Signal)),
    Sort(SIGNALS, Nudge, Nudge.made_at, Nudge.id > 0, _noticed_held(Nudge)),
    Sort(
        INBOX,
        InboxItem,
        InboxItem.received_at,
        and_(InboxItem.state != InboxState.RECEIVED, InboxItem.payload != EMPTY),
        _all_held,
    ),
    Sort(
        INBOX,
        ProposedEntry,
        ProposedEntry.created_at,
        ProposedEntry.state != ProposalState.CONFIRMED,
        _all_held,
    ),
    Chained(AUDIT, AuditEntry, AuditEntry.at, AuditEntry.id > 0, _all_held),
)
