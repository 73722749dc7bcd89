"""What an assistant's answer is made in: whose record, which moment, who asks, about whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from crm.ask.plan import QueryPlan, Span
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.telling.citing import with_names
from crm.ask.telling.figures import names
from crm.ask.telling.quotes import shortened
from crm.display import display_all
from crm.errors import RejectedError
from crm.model import Account, Contact, Interaction, InteractionReading, User

SEVERAL = "Several clients go by that: {}. Please name one of them."
QUOTED = 140  # characters of what was said
NONE_OF = "The record knows no such client."


@dataclass
class Scene:
    session: Session
    plan: QueryPlan
    vocabulary: Vocabulary
    now: datetime

    @property
    def tenant(self) -> int:
        return self.vocabulary.tenant_id

    @property
    def today(self) -> date:
        return self.now.date()

    @cached_property
    def asker(self) -> User | None:
        """Who asks, where what is theirs was asked for."""
        ids = next((each.values for each in self.plan.filters if each.field == "user.id"), [])
        return self.session.get(User, int(ids[0])) if ids else None

    @property
    def span(self) -> Span | None:
        return self.plan.periods[0] if self.plan.periods else None

    @cached_property
    def contact(self) -> Contact | None:
        """The one person that is named, where a person is."""
        told = self._told("contact.name")
        query = select(Contact).where(Contact.tenant_id == self.tenant, Contact.name.in_(told)).order_by(Contact.id)
        return self.session.scalar(query.limit(1)) if told else None

    @cached_property
    def accounts(self) -> list[Account]:
        """The clients that are named, by themselves or by a person at one."""
        told = self._told("account.name")
        query = select(Account).where(Account.tenant_id == self.tenant).order_by(Account.name)
        if told:
            return list(self.session.scalars(query.where(Account.name.in_(told))))
        if self.contact is not None and self.contact.account_id is not None:
            return list(self.session.scalars(query.where(Account.id == self.contact.account_id)))
        return []

    @property
    def account(self) -> Account:
        """The one client that is named.

        Raises:
            RejectedError: there is none, or more than one goes by that name.
        """
        if len(self.accounts) > 1:
            raise RejectedError(SEVERAL.format(names([each.name for each in self.accounts])))
        if not self.accounts:
            raise RejectedError(NONE_OF)
        return self.accounts[0]

    def _told(self, ref: str) -> list[str]:
        return [str(value) for each in self.plan.filters if each.field == ref for value in each.values]

    def talks(self, *limits: ColumnElement[bool], most: int = 100) -> list[Interaction]:
        """What was said up to now, the newest first."""
        query = (
            select(Interaction)
            .where(Interaction.tenant_id == self.tenant, Interaction.occurred_at <= self.now, *limits)
            .order_by(Interaction.occurred_at.desc(), Interaction.id.desc())
        )
        return list(self.session.scalars(query.options(*with_names(Interaction)).limit(most)))

    def readings(
        self, *limits: ColumnElement[bool], since: datetime | None, until: datetime | None = None
    ) -> Iterator[tuple[Interaction, InteractionReading]]:
        """What was read in what was said, the newest first."""
        query = (
            select(Interaction, InteractionReading)
            .join(InteractionReading, InteractionReading.interaction_id == Interaction.id)
            .where(Interaction.tenant_id == self.tenant, Interaction.occurred_at <= self.now, *limits)
            .order_by(Interaction.occurred_at.desc(), Interaction.id.desc())
        )
        if since is not None:
            query = query.where(Interaction.occurred_at >= since)
        if until is not None:
            query = query.where(Interaction.occurred_at < until)
        found = self.session.execute(query.options(*with_names(Interaction)))
        return ((row[0], row[1]) for row in found)

    def within(self, days: int) -> tuple[datetime | None, datetime | None]:
        """The period that is asked for; without one the last so many days, which the plan is told."""
        if self.span is None:
            self.plan.periods = [Span(text=f"the last {days} days", start=self.now - timedelta(days=days))]
        span = self.plan.periods[0]
        return span.start, span.end

    def shown(self, texts: Sequence[str]) -> list[str]:
        """Stored texts as people may read them, each at most so long."""
        return [shortened(each, QUOTED).rstrip(" .") for each in display_all(self.session, self.tenant, list(texts))]


def moment(at: datetime) -> str:
    """`16 November 2026` of a moment."""
    return f"{at.day} {at:%B} {at.year}"


def many(number: int, noun: str) -> str:
    return (
        f"{number:,} {noun}"
        if number == 1
        else f"{number:,} {noun[:-1]}ies"
        if noun.endswith("y")
        else f"{number:,} {noun}s"
    )
