"""A team's week: what was done and won beside the week before, who is unhappy, what is at risk."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from crm import rights
from crm.display import display_all
from crm.features import is_on
from crm.governance.purposes import NUDGES
from crm.governance.withheld import signals_withheld
from crm.model import Account, Deal, Interaction, Outcome, Signal, Task, Tenant, User
from crm.store import Store

UNHAPPY = ("anger", "escalation", "leaving", "frustration")
WEEK = timedelta(days=7)
MOST = 5
LOOKED_AT = 30  # signals among which the worst of each client are found


@dataclass(frozen=True)
class Risk:
    """An open deal of which something speaks against: it is past its day."""

    deal: str
    account: str | None
    amount: float
    days_over: int


@dataclass(frozen=True)
class Part:
    """One person's part of the week, for teams that compare people."""

    name: str
    talks: int
    won: int


@dataclass(frozen=True)
class Week:
    """What a team did since Monday. `talks` counts by kind: this week, and the week before up to the same hour.

    `parts` is empty where the team does not compare people.
    """

    people: int
    talks: dict[str, tuple[int, int]] = field(default_factory=dict)
    won: tuple[int, float] = (0, 0.0)
    lost: int = 0
    opened: int = 0
    overdue: int = 0
    unhappy: list[str] = field(default_factory=list)
    risks: list[Risk] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)


class Weeks:
    def __init__(self, store: Store) -> None:
        self._store = store

    def leads(self, user: User) -> bool:
        """Whether anybody active reports to somebody."""
        query = select(User.id).where(User.tenant_id == user.tenant_id, User.manager_id == user.id, User.active)
        with self._store.read() as session:
            return session.scalar(query.limit(1)) is not None

    def of(self, manager: User, now: datetime) -> Week:
        """The week of everybody below a manager.

        Args:
            now: in the manager's zone: their Monday is where the week begins.
        """
        today = now.date()
        monday = today - timedelta(days=today.weekday())
        begins = datetime.combine(monday, time(), now.tzinfo).astimezone(UTC)
        tenant = manager.tenant_id
        with self._store.read() as session:
            team = below(session, manager)
            if not team:
                return Week(0)
            ranked = is_on(session.get_one(Tenant, tenant).settings, "rankings")
            talks, by_person = _talks(session, tenant, team, begins, now)
            won, lost, opened, wins = _deals(session, tenant, team, monday, today)
            return Week(
                len(team), talks, won, lost, opened,
                _overdue(session, tenant, team, today),
                _unhappy(session, tenant, team, now - WEEK),
                _risks(session, tenant, team, today),
                _parts(session, team, by_person, wins) if ranked else [],
            )  # fmt: skip


def below(session: Session, manager: User) -> list[int]:
    """The ids of everybody active who reports to somebody, directly or through others."""
    reports: dict[int, list[int]] = defaultdict(list)
    query = select(User.id, User.manager_id).where(
        User.tenant_id == manager.tenant_id, User.active, User.manager_id.is_not(None)
    )
    for user_id, above in session.execute(query):
        reports[above or 0].append(user_id)
    found: dict[int, None] = {}
    waiting = list(reports[manager.id])
    while waiting:
        each = waiting.pop()
        if each not in found and each != manager.id:
            found[each] = None
            waiting += reports[each]
    return list(found)


def _talks(
    session: Session, tenant: int, team: list[int], begins: datetime, now: datetime
) -> tuple[dict[str, tuple[int, int]], dict[int, int]]:
    """Counts by kind, this week and before; and this week's by person."""
    this = Interaction.occurred_at >= begins
    before = Interaction.occurred_at < now - WEEK
    query = (
        select(Interaction.kind, Interaction.user_id, func.sum(_one(this)), func.sum(_one(before)))
        .where(
            Interaction.tenant_id == tenant, Interaction.user_id.in_(team),
            Interaction.occurred_at >= begins - WEEK, Interaction.occurred_at < now,
        )
        .group_by(Interaction.kind, Interaction.user_id)
    )  # fmt: skip
    kinds: dict[str, tuple[int, int]] = {}
    people: dict[int, int] = defaultdict(int)
    for kind, user_id, now_count, then_count in session.execute(query):
        was = kinds.get(kind.value, (0, 0))
        kinds[kind.value] = was[0] + int(now_count), was[1] + int(then_count)
        people[user_id or 0] += int(now_count)
    return kinds, people


def _deals(
    session: Session, tenant: int, team: list[int], monday: date, today: date
) -> tuple[tuple[int, float], int, int, dict[int, int]]:
    closed = (Deal.close_date >= monday) & (Deal.close_date <= today)
    query = (
        select(Deal.owner_id, Deal.outcome, func.count(), func.coalesce(func.sum(Deal.amount), 0))
        .where(Deal.tenant_id == tenant, Deal.outcome.in_([Outcome.WON, Outcome.LOST]), closed, Deal.owner_id.in_(team))
        .group_by(Deal.owner_id, Deal.outcome)
    )
    won, amount, lost, wins = 0, 0.0, 0, dict[int, int]()
    for owner, outcome, count, worth in session.execute(query):
        if outcome is Outcome.WON:
            won, amount, wins[owner or 0] = won + count, amount + float(worth or 0), count
        else:
            lost += count
    new = select(func.count()).where(
        Deal.tenant_id == tenant, Deal.owner_id.in_(team), Deal.opened_on >= monday, Deal.opened_on <= today
    )
    return (won, 0.0 if _amounts_kept() else amount), lost, session.scalar(new) or 0, wins


def _overdue(session: Session, tenant: int, team: list[int], today: date) -> int:
    late = (Task.tenant_id == tenant, Task.owner_id.in_(team), Task.done_at.is_(None), Task.due_on < today)
    return session.scalar(select(func.count()).where(*late)) or 0


def _unhappy(session: Session, tenant: int, team: list[int], since: datetime) -> list[str]:
    """What was noticed of the team's unhappy clients, the worst of each, the gravest first."""
    query = (
        select(Signal)
        .join(Account, Account.id == Signal.account_id)
        .where(
            Signal.tenant_id == tenant, Signal.noticed_at > since, Signal.rule.in_(UNHAPPY), Account.owner_id.in_(team)
        )
        .order_by(Signal.severity.desc(), Signal.noticed_at.desc())
        .limit(LOOKED_AT)
    )
    signals = session.scalars(query).all()
    withheld = signals_withheld(session, tenant, NUDGES, signals)
    worst: dict[int, str] = {}
    for signal in signals:
        if signal.id not in withheld and signal.account_id is not None:
            worst.setdefault(signal.account_id, signal.says)
    return display_all(session, tenant, list(worst.values())[:MOST])


def _risks(session: Session, tenant: int, team: list[int], today: date) -> list[Risk]:
    """Open deals past their day, the largest first."""
    query = (
        select(Deal.name, Account.name, Deal.amount, Deal.close_date)
        .outerjoin(Account, Account.id == Deal.account_id)
        .where(Deal.tenant_id == tenant, Deal.outcome == Outcome.OPEN, Deal.close_date < today, Deal.owner_id.in_(team))
        .order_by(Deal.amount.desc(), Deal.id)
        .limit(MOST)
    )
    kept = _amounts_kept()
    return [
        Risk(deal, account, 0.0 if kept else float(amount or 0), (today - (closes or today)).days)
        for deal, account, amount, closes in session.execute(query)
    ]


def _parts(session: Session, team: list[int], talks: dict[int, int], wins: dict[int, int]) -> list[Part]:
    rows = session.execute(select(User.id, User.name).where(User.id.in_(team)))
    parts = [Part(name, talks.get(user_id, 0), wins.get(user_id, 0)) for user_id, name in rows]
    return sorted(parts, key=lambda part: (-part.won, -part.talks, part.name))


def _amounts_kept() -> bool:
    sight = rights.current()
    return sight is not None and "deal.amount" in sight.fields


def _one(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)
