"""What finders look at: one tenant's rows at one moment, with what they ask for again and again read once."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, tzinfo
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.model import Account, Deal, Interaction, Outcome, User
from crm.reactions.reactions import zone_of
from crm.rights import refusal

NOON = time(12)


class Client(NamedTuple):
    id: int
    name: str
    owner_id: int | None
    circle_id: int | None


@dataclass
class Scene:
    """`now` is aware; whatever is said of days is said in the zone of who is told."""

    session: Session
    tenant_id: int
    now: datetime
    _zones: dict[int, tzinfo] = field(default_factory=dict)

    def zone(self, user_id: int) -> tzinfo:
        if user_id not in self._zones:
            self._zones[user_id] = zone_of(self.session, user_id, self.tenant_id)
        return self._zones[user_id]

    def today(self, user_id: int) -> date:
        return self.now.astimezone(self.zone(user_id)).date()

    def noon(self, day: date, user_id: int) -> datetime:
        return datetime.combine(day, NOON, self.zone(user_id)).astimezone(UTC)

    def day(self, day: date, user_id: int) -> str:
        """“4 Dec”, with the year where it is another one. It stays true on whatever day it is read."""
        said = f"{day.day} {day:%b}"
        return said if day.year == self.today(user_id).year else f"{said} {day.year}"

    def moment(self, at: datetime, user_id: int) -> str:
        return self.day(at.astimezone(self.zone(user_id)).date(), user_id)

    @cached_property
    def readers(self) -> frozenset[int]:
        """The people who can be told anything."""
        users = self.session.scalars(select(User).where(User.tenant_id == self.tenant_id))
        return frozenset(user.id for user in users if refusal(self.tenant_id, user) is None)

    @cached_property
    def clients(self) -> dict[int, Client]:
        columns = Account.id, Account.name, Account.owner_id, Account.circle_id
        rows = self.session.execute(select(*columns).where(Account.tenant_id == self.tenant_id))
        return {row.id: Client(*row) for row in rows}

    def owner(self, account_id: int | None, other: int | None = None) -> int | None:
        """Whose client it is, or `other`; None where neither can be told anything."""
        client = self.clients.get(account_id or 0)
        wanted = (client.owner_id if client else None), other
        return next((each for each in wanted if each in self.readers), None)

    @cached_property
    def last_of_account(self) -> dict[int, tuple[int, datetime]]:
        """The newest thing that happened with each account: its id and when."""
        return self._last(Interaction.account_id)

    @cached_property
    def last_of_deal(self) -> dict[int, tuple[int, datetime]]:
        return self._last(Interaction.deal_id)

    def last(self, deal: Deal) -> tuple[int, datetime] | None:
        """The newest thing that happened with a deal or its client."""
        own, client = self.last_of_deal.get(deal.id), self.last_of_account.get(deal.account_id or 0)
        return max((each for each in (own, client) if each), key=lambda each: each[1], default=None)

    def _last(self, column: Any) -> dict[int, tuple[int, datetime]]:
        happened = [Interaction.tenant_id == self.tenant_id, column.is_not(None), Interaction.occurred_at <= self.now]
        newest = select(column.label("whose"), func.max(Interaction.occurred_at).label("at")).where(*happened)
        newest_of = newest.group_by(column).subquery()
        query = (
            select(column, func.max(Interaction.id), newest_of.c.at)
            .join(newest_of, (newest_of.c.whose == column) & (newest_of.c.at == Interaction.occurred_at))
            .where(*happened)
            .group_by(column, newest_of.c.at)
        )
        return {row[0]: (row[1], row[2]) for row in self.session.execute(query)}

    @cached_property
    def open_deals(self) -> list[Deal]:
        query = select(Deal).where(Deal.tenant_id == self.tenant_id, Deal.outcome == Outcome.OPEN)
        return list(self.session.scalars(query.order_by(Deal.id)))

    @cached_property
    def _open_amounts(self) -> dict[int, float]:
        """What is open with each account."""
        sums: dict[int, float] = defaultdict(float)
        for deal in self.open_deals:
            if deal.account_id and deal.amount:
                sums[deal.account_id] += deal.amount
        return sums

    @cached_property
    def _sorted_amounts(self) -> list[float]:
        return sorted(self._open_amounts.values())

    def size(self, account_id: int | None) -> float:
        """Where a client's open amount lies among all clients', 0..1; a half where nothing is open."""
        amount = self._open_amounts.get(account_id or 0)
        if not amount or not self._sorted_amounts:
            return 0.5
        return bisect_right(self._sorted_amounts, amount) / len(self._sorted_amounts)
