"""Somebody's meetings of today and tomorrow, each with two lines on where the client stands."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from crm import rights
from crm.display import display_all
from crm.governance.purposes import NUDGES
from crm.governance.withheld import interactions_withheld
from crm.model import Account, Deal, Interaction, InteractionReading, Kind, Outcome, User
from crm.store import Store

MOST = 6
LONGEST = 160  # characters of what was said last


@dataclass(frozen=True)
class Standing:
    """An account's open deals: how many, what they come to in the tenant's currency, the stage of the largest."""

    deals: int
    amount: float
    stage: str | None


@dataclass(frozen=True)
class Last:
    """The newest talk with an account. `said` is its summary, fit to be shown; "" where there is none."""

    kind: str
    at: datetime
    mood: str | None
    said: str


@dataclass(frozen=True)
class Meeting:
    """One meeting as its reader may see it."""

    id: int
    at: datetime
    subject: str
    account: str | None
    url: str | None
    standing: Standing | None
    last: Last | None


class Meetings:
    def __init__(self, store: Store) -> None:
        self._store = store

    def between(self, user: User, start: datetime, end: datetime, now: datetime) -> list[Meeting]:
        """The meetings that are theirs, or with an account of theirs, in their order.

        Args:
            start: the first moment, `end` the one after the last.
            now: what was said later than this is no past talk.
        """
        tenant = user.tenant_id
        query = (
            select(Interaction, Account.name)
            .outerjoin(Account, Account.id == Interaction.account_id)
            .where(
                Interaction.tenant_id == tenant,
                Interaction.kind == Kind.MEETING,
                Interaction.occurred_at >= start,
                Interaction.occurred_at < end,
                or_(Interaction.user_id == user.id, Account.owner_id == user.id),
            )
            .order_by(Interaction.occurred_at, Interaction.id)
            .limit(MOST)
        )
        with self._store.read() as session:
            rows = session.execute(query).all()
            accounts = {row.account_id for row, _ in rows if row.account_id is not None}
            standing = _standing(session, tenant, accounts)
            last = _last(session, tenant, accounts, now)
            subjects = display_all(session, tenant, [row.subject or "" for row, _ in rows])
        return [
            Meeting(
                row.id, row.occurred_at, subject, name, row.url,
                standing.get(row.account_id or 0), last.get(row.account_id or 0),
            )
            for (row, name), subject in zip(rows, subjects, strict=True)
        ]  # fmt: skip


def _standing(session: Session, tenant: int, accounts: Collection[int]) -> dict[int, Standing]:
    if not accounts:
        return {}
    query = select(Deal.account_id, Deal.stage, Deal.amount).where(
        Deal.tenant_id == tenant, Deal.account_id.in_(accounts), Deal.outcome == Outcome.OPEN
    )
    sight = rights.current()
    kept = sight is not None and "deal.amount" in sight.fields  # from whoever asks
    found: dict[int, Standing] = dict.fromkeys(accounts, Standing(0, 0.0, None))
    largest: dict[int, float] = {}
    for found_account, stage, amount in session.execute(query):
        account = int(found_account or 0)
        was, worth = found[account], float(amount or 0)
        leads = worth >= largest.get(account, 0.0)
        largest[account] = max(worth, largest.get(account, 0.0))
        total = 0.0 if kept else was.amount + worth
        found[account] = Standing(was.deals + 1, total, stage if leads or was.stage is None else was.stage)
    return found


def _last(session: Session, tenant: int, accounts: Collection[int], now: datetime) -> dict[int, Last]:
    """The newest talk with each before now; what it said is left out where somebody in it does not agree to be spoken
    of."""
    found = {each: row for each in accounts if (row := session.execute(_newest(tenant, each, now)).first())}
    said = {row.id: text for row in found.values() if (text := " ".join((row.summary or "").split()))}
    kept = interactions_withheld(session, tenant, NUDGES, said)
    shown = dict(zip(said, display_all(session, tenant, list(said.values())), strict=True))
    return {
        account: Last(row.kind.value, row.occurred_at, row.mood, _cut("" if row.id in kept else shown.get(row.id, "")))
        for account, row in found.items()
    }


def _newest(tenant: int, account: int, now: datetime) -> Select[int, Kind, datetime, str | None, str | None]:
    return (
        select(Interaction.id, Interaction.kind, Interaction.occurred_at, Interaction.mood, InteractionReading.summary)
        .outerjoin(InteractionReading, InteractionReading.interaction_id == Interaction.id)
        .where(Interaction.tenant_id == tenant, Interaction.account_id == account, Interaction.occurred_at < now)
        .order_by(Interaction.occurred_at.desc(), Interaction.id.desc())
        .limit(1)
    )


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
