"""Of which rows somebody sees what: one rule for each table that holds anything of a client.

A rule takes the table (the mapped class, an alias of it, or its columns in a subquery) and says what of it is seen,
given what is seen of accounts and of circles.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, literal, not_, or_, select

from crm.model import (
    Announcement,
    AnsweredQuestion,
    AnswerFeedback,
    AuditEntry,
    AuditHead,
    Circle,
    CircleMember,
    Contact,
    Deal,
    Digest,
    DigestRun,
    ErasureRequest,
    Field,
    Forgotten,
    InboxItem,
    Interaction,
    Nudge,
    NudgeHabits,
    NudgeMessage,
    NudgeMute,
    Outgoing,
    Product,
    ProposedEntry,
    Replica,
    RetentionRun,
    RowVersion,
    SlackInstallation,
    SlackState,
    Source,
    SourceDrift,
    SourceRow,
    Stage,
    Task,
    Tenant,
    User,
    Word,
    interaction_contacts,
)

Seen = Callable[[Any], ColumnElement[bool]]


@dataclass(frozen=True)
class Terms:
    """What is seen of an account id, and of a circle id."""

    account: Seen
    circle: Seen


Rule = Callable[[Any, Terms], ColumnElement[bool]]

# The team's own matters, and the books the house keeps for itself: no answer shows rows of a client out of these.
OPEN: tuple[type[Any], ...] = (
    Announcement,
    AnswerFeedback,
    AnsweredQuestion,
    AuditEntry,
    AuditHead,
    Circle,
    CircleMember,
    Digest,
    DigestRun,
    ErasureRequest,
    Field,
    Forgotten,
    InboxItem,
    NudgeHabits,
    NudgeMessage,
    NudgeMute,
    Outgoing,
    Product,
    ProposedEntry,
    Replica,
    RetentionRun,
    RowVersion,
    SlackInstallation,
    SlackState,
    Source,
    SourceDrift,
    SourceRow,
    Stage,
    Tenant,
    User,
    Word,
)


def account(row: Any, terms: Terms) -> ColumnElement[bool]:
    return terms.account(row.id)


def contact(row: Any, terms: Terms) -> ColumnElement[bool]:
    return or_(row.account_id.is_(None), terms.account(row.account_id))


def deal(row: Any, terms: Terms) -> ColumnElement[bool]:
    return _of_account(row, terms, _through(row.contact_id, Contact, contact, terms))


def interaction(row: Any, terms: Terms) -> ColumnElement[bool]:
    """One without an account is seen by those who see its deal and all its people."""
    people, links = Contact.__table__.alias(), interaction_contacts.alias()
    strangers = (
        select(literal(1))
        .select_from(links.join(people, people.c.id == links.c.contact_id))
        .where(links.c.interaction_id == row.id, not_(contact(people.c, terms)))
        .correlate_except(links, people)
    )
    alone = and_(_through(row.deal_id, Deal, deal, terms), ~exists(strangers))
    return and_(_in_circle(row, terms), _of_account(row, terms, alone))


def task(row: Any, terms: Terms) -> ColumnElement[bool]:
    alone = and_(_through(row.contact_id, Contact, contact, terms), _through(row.deal_id, Deal, deal, terms))
    return and_(_of_account(row, terms, alone), _through(row.interaction_id, Interaction, interaction, terms))


def related(row: Any, terms: Terms) -> ColumnElement[bool]:
    """The account is filled through the parent too."""
    alone = and_(_through(row.contact_id, Contact, contact, terms), _through(row.deal_id, Deal, deal, terms))
    return _of_account(row, terms, alone)


def signal(row: Any, terms: Terms) -> ColumnElement[bool]:
    alone = and_(_through(row.contact_id, Contact, contact, terms), _through(row.deal_id, Deal, deal, terms))
    return and_(_in_circle(row, terms), _of_account(row, terms, alone))


def nudge(row: Any, terms: Terms) -> ColumnElement[bool]:
    """As a signal; and what it speaks of must be seen too."""
    told = and_(_through(row.task_id, Task, task, terms), _through(row.interaction_id, Interaction, interaction, terms))
    return and_(signal(row, terms), told)


def of_nudge(row: Any, terms: Terms) -> ColumnElement[bool]:
    return _through(row.nudge_id, Nudge, nudge, terms)


def of_deal(row: Any, terms: Terms) -> ColumnElement[bool]:
    return _through(row.deal_id, Deal, deal, terms)


def of_interaction(row: Any, terms: Terms) -> ColumnElement[bool]:
    return _through(row.interaction_id, Interaction, interaction, terms)


def of_contact(row: Any, terms: Terms) -> ColumnElement[bool]:
    return _through(row.contact_id, Contact, contact, terms)


def _of_account(row: Any, terms: Terms, alone: ColumnElement[bool]) -> ColumnElement[bool]:
    """By its account; `alone` says of a row that has none."""
    return or_(terms.account(row.account_id), and_(row.account_id.is_(None), alone))


def _in_circle(row: Any, terms: Terms) -> ColumnElement[bool]:
    return or_(row.circle_id.is_(None), terms.circle(row.circle_id))


def _through(link: Any, model: Any, rule: Rule, terms: Terms) -> ColumnElement[bool]:
    """What a row hangs on must be seen, where it hangs on anything."""
    there = model.__table__.alias()
    held = select(literal(1)).select_from(there).where(there.c.id == link, rule(there.c, terms))
    return or_(link.is_(None), exists(held.correlate_except(there)))
