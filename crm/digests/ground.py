"""What sections stand on: whose record, which days, through whose eyes, and the deals, read once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from crm.ask.answer import Citation
from crm.ask.telling.citing import cite, with_names
from crm.ask.telling.quotes import Score
from crm.digests.money import Money
from crm.digests.window import Window
from crm.governance.purposes import NUDGES
from crm.governance.withheld import interactions_withheld
from crm.model import Account, Deal, Interaction, Outcome, Tenant
from crm.ports import MoodReader
from crm.rights import current

BACK = timedelta(days=430)  # how far closed deals are looked at


@dataclass(frozen=True)
class DealRow:
    """A deal as digests need it; `amount` is None where it is not known or not seen."""

    id: int
    name: str
    account_id: int | None
    account: str | None
    owner_id: int | None
    stage: str | None
    outcome: Outcome
    amount: float | None
    currency: str | None
    opened: date | None
    close: date | None


@dataclass
class Ground:
    """`now` is local to the digest. `since` is what was kept at the digest before: the close dates of open deals by id.
    `rankings`: people may be set side by side.
    """

    session: Session
    tenant_id: int
    now: datetime
    window: Window
    since: dict[str, Any] = field(default_factory=dict)
    rankings: bool = False
    moods: MoodReader | None = None

    @cached_property
    def tenant(self) -> Tenant:
        return self.session.get_one(Tenant, self.tenant_id)

    @property
    def today(self) -> date:
        return self.now.date()

    def shows(self, ref: str) -> bool:
        """Whether whoever reads this may see a column: `deal.amount`."""
        sight = current()
        return sight is None or ref not in sight.fields

    def money(self, deals: Sequence[DealRow]) -> Money:
        return Money(((each.amount, each.currency) for each in deals), self.tenant.currency)

    @cached_property
    def deals(self) -> list[DealRow]:
        """Open deals, and those that were opened or closed within the last fourteen months."""
        account = aliased(Account)
        recent = self.window.before.start - BACK
        query = (
            select(
                Deal.id, Deal.name, Deal.account_id, account.name, Deal.owner_id, Deal.stage, Deal.outcome,
                Deal.amount, Deal.currency, Deal.opened_on, Deal.close_date,
            )
            .outerjoin(account, account.id == Deal.account_id)
            .where(
                Deal.tenant_id == self.tenant_id,
                or_(Deal.outcome == Outcome.OPEN, Deal.close_date >= recent, Deal.opened_on >= recent),
            )
            .order_by(Deal.id)
        )  # fmt: skip
        shown = self.shows("deal.amount")
        return [
            DealRow(*row[:6], Outcome(row[6]), row[7] if shown else None, *row[8:])
            for row in self.session.execute(query)
        ]

    @cached_property
    def open(self) -> list[DealRow]:
        return [each for each in self.deals if each.outcome is Outcome.OPEN]

    def closed(self, outcome: Outcome, window: Window) -> list[DealRow]:
        return [each for each in self.deals if each.outcome is outcome and _within(each.close, window)]

    def opened(self, window: Window) -> list[DealRow]:
        return [each for each in self.deals if _within(each.opened, window)]

    def open_at(self, day: date) -> list[DealRow]:
        """Deals that were open at the beginning of a day, as far as the record knows."""
        return [
            each
            for each in self.deals
            if (each.opened is None or each.opened < day)
            and (each.outcome is Outcome.OPEN or (each.close is not None and each.close >= day))
        ]

    def spoken_for(self, ids: Sequence[int]) -> list[Interaction]:
        """These interactions in their order, without those of people who are not to be spoken of."""
        rows = self.session.scalars(
            select(Interaction).where(Interaction.id.in_(ids)).options(*with_names(Interaction))
        )
        found = {row.id: row for row in rows}
        texts = {row.id: row.text or "" for row in found.values()}
        kept = interactions_withheld(self.session, self.tenant_id, NUDGES, texts)
        return [found[each] for each in ids if each in found and each not in kept]

    def cite(self, rows: Sequence[Interaction], score: Score) -> list[Citation]:
        return cite(self.session, self.tenant_id, rows, score)


def _within(day: date | None, window: Window) -> bool:
    return day is not None and window.start <= day < window.end


def amount_of(ground: Ground, deal: DealRow) -> str:
    return str(ground.money([deal]))


def joined(*parts: str) -> str:
    """`Acme · $84k`: what there is of the parts."""
    return " · ".join(part for part in parts if part)


def counted(number: int, noun: str, nouns: str = "") -> str:
    return f"{number:,} {noun if number == 1 else nouns or f'{noun}s'}"


def listed(parts: Sequence[str]) -> str:
    """`one, two and three`."""
    kept = [part for part in parts if part]
    return f"{', '.join(kept[:-1])} and {kept[-1]}" if len(kept) > 1 else "".join(kept)
