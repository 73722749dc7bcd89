"""Who is to be told what now: one message for each person and client a day, nothing of what is long past."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.clock import Clock
from crm.display import display_all
from crm.governance.purposes import NUDGES
from crm.governance.withheld import signals_withheld
from crm.model import Account, Deal, Interaction, Outcome, Signal, Tenant, User
from crm.reactions.reactions import zone_of
from crm.rights import look, refusal, seeing
from crm.store import Store

FRESH = timedelta(days=3)  # what happened earlier is kept as a signal and told to nobody
MOST_A_DAY = 10  # messages a person gets, those of the gravest aside
GRAVEST = 3
MOST_LINES = 6  # signals of one message
MOST_SIGNALS = 1_000
TOLD = "told"  # in a signal's detail: when each person was told, by id


@dataclass(frozen=True)
class Line:
    """One signal, as its reader may see it. `quote` and `url` are of its newest interaction."""

    signal_id: int
    rule: str
    severity: int
    says: str
    quote: str = ""
    summary: str = ""
    url: str | None = None
    when: str = ""  # ISO date
    interaction_id: int | None = None


@dataclass(frozen=True)
class Notice:
    """One message: to whom, of which client. `deals` are its open ones."""

    user: User
    account: str | None
    lines: list[Line]
    deals: list[str] = field(default_factory=list)

    @property
    def signal_ids(self) -> list[int]:
        return [line.signal_id for line in self.lines]


class Telling:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def due(self, tenant_id: int) -> list[Notice]:
        """The messages that are to be sent now, the gravest first."""
        now = self._clock.now()
        with self._store.read() as session:
            recent = session.scalars(
                select(Signal)
                .where(Signal.tenant_id == tenant_id, Signal.noticed_at > now - FRESH - timedelta(days=1))
                .order_by(Signal.severity.desc(), Signal.id)
                .limit(MOST_SIGNALS)
            ).all()
            waiting = [each for each in recent if each.told_at is None and _fresh(each, now)]
            unsaid = signals_withheld(session, tenant_id, NUDGES, waiting)
            waiting = [each for each in waiting if each.id not in unsaid]
            return list(self._notices(session, tenant_id, waiting, recent, now)) if waiting else []

    def told(self, signal_ids: Sequence[int], user_id: int) -> None:
        """Notes that somebody was told; a signal is done with when everybody was."""
        now = self._clock.now()
        with self._store.write() as session:
            for signal in session.scalars(select(Signal).where(Signal.id.in_(signal_ids))):
                told = {**signal.detail.get(TOLD, {}), str(user_id): now.isoformat()}
                signal.detail = {**signal.detail, TOLD: told}
                if {str(each) for each in signal.tell} <= set(told):
                    signal.told_at = now

    def tenants(self) -> list[int]:
        """The tenants in Slack."""
        with self._store.read() as session:
            return list(session.scalars(select(Tenant.id).where(Tenant.slack_team_id.is_not(None))))

    def _notices(
        self, session: Session, tenant_id: int, waiting: Sequence[Signal], recent: Sequence[Signal], now: datetime
    ) -> Iterator[Notice]:
        groups: dict[tuple[int, int | None], list[Signal]] = defaultdict(list)
        for signal in waiting:
            for user_id in signal.tell:
                if str(user_id) not in signal.detail.get(TOLD, {}):
                    groups[user_id, signal.account_id].append(signal)
        sent: dict[int, int] = defaultdict(int)
        for (user_id, account_id), signals in groups.items():
            user = session.get(User, user_id)
            if user is None or not (user.slack_id or user.email) or refusal(tenant_id, user) is not None:
                continue
            today = _told_today(recent, user_id, now.astimezone(zone_of(session, user_id, tenant_id)))
            worst = signals[0].severity
            already = [each.severity for each in today if each.account_id == account_id]
            if already and not worst == GRAVEST > max(already):
                continue
            if worst < GRAVEST and len({each.account_id for each in today}) + sent[user_id] >= MOST_A_DAY:
                continue
            notice = self._notice(session, user, [each.id for each in signals])
            if notice is not None:
                sent[user_id] += 1
                yield notice

    def _notice(self, session: Session, user: User, ids: Sequence[int]) -> Notice | None:
        """What of these signals the person may see now; None where that is nothing. Read through their eyes alone."""
        sight = look(session, user.tenant_id, [user.id])
        with seeing(sight), self._store.read() as own:
            query = select(Signal).where(Signal.id.in_(ids)).order_by(Signal.severity.desc(), Signal.id)
            lines = list(_lines(own, user.tenant_id, own.scalars(query).all()))[:MOST_LINES]
            if not lines:
                return None
            signal = own.get_one(Signal, lines[0].signal_id)
            account = own.get(Account, signal.account_id) if signal.account_id else None
            return Notice(user, account.name if account else None, lines, _deals(own, signal.account_id))


def _fresh(signal: Signal, now: datetime) -> bool:
    happened = signal.detail.get("happened_at")
    return bool(
        signal.tell
        and signal.detail.get("direct", True)
        and signal.noticed_at > now - FRESH
        and (not happened or datetime.fromisoformat(happened) > now - FRESH)
    )


def _told_today(recent: Sequence[Signal], user_id: int, now: datetime) -> list[Signal]:
    """What a person was told on this day of theirs."""

    def told(signal: Signal) -> bool:
        when = signal.detail.get(TOLD, {}).get(str(user_id))
        return bool(when) and datetime.fromisoformat(when).astimezone(now.tzinfo).date() == now.date()

    return [signal for signal in recent if told(signal)]


def _lines(session: Session, tenant_id: int, signals: Sequence[Signal]) -> Iterator[Line]:
    for signal in signals:
        row = _interaction(session, tenant_id, signal.evidence)
        if row is None and _evidence(signal.evidence):
            continue  # it is gone, or kept from the reader: so are its words
        quote, summary = str(signal.detail.get("quote") or ""), str(signal.detail.get("summary") or "")
        says, quote, summary = display_all(session, tenant_id, [signal.says, quote, summary])
        yield Line(
            signal.id,
            signal.rule,
            signal.severity,
            says,
            quote=quote,
            summary="" if summary == quote else summary,
            url=row.url if row else None,
            when=row.occurred_at.date().isoformat() if row else "",
            interaction_id=row.id if row else None,
        )


def _interaction(session: Session, tenant_id: int, evidence: Sequence[Any]) -> Interaction | None:
    ids = _evidence(evidence)
    row = session.get(Interaction, ids[0]) if ids else None
    return row if row is not None and row.tenant_id == tenant_id else None


def _evidence(evidence: Sequence[Any]) -> list[int]:
    return [int(str(each).partition(":")[2]) for each in evidence if str(each).startswith("interaction:")]


def _deals(session: Session, account_id: int | None) -> list[str]:
    if account_id is None:
        return []
    query = select(Deal.name).where(Deal.account_id == account_id, Deal.outcome == Outcome.OPEN)
    return list(session.scalars(query.order_by(Deal.close_date).limit(3)))
