"""Open deals that nobody speaks about any more: looked for once a day."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.clock import Clock
from crm.features import is_on
from crm.model import Account, Deal, Interaction, Outcome, Signal, Tenant
from crm.reactions.people import told
from crm.reactions.reactions import silent_rules
from crm.reactions.rule import Rule, off
from crm.store import Store

FORGOTTEN = timedelta(days=120)  # a deal that has been silent for longer is not news
LONGEST_NAME = 120
COLUMNS = (Interaction.deal_id, Interaction.account_id)


class Silence:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def sweep(self) -> int:
        """Notices the deals of every tenant that have fallen silent; returns how many are new."""
        with self._store.read() as session:
            tenants = session.execute(select(Tenant.id, Tenant.settings)).all()
        found = 0
        for tenant_id, settings in tenants:
            for rule in silent_rules(off(settings)) if is_on(settings, "reactions") else ():
                with self._store.write() as session:
                    found += self._deals(session, tenant_id, rule)
        return found

    def _deals(self, session: Session, tenant_id: int, rule: Rule) -> int:
        now = self._clock.now()
        by_deal, by_account = (_last(session, tenant_id, column) for column in COLUMNS)
        deals = session.scalars(select(Deal).where(Deal.tenant_id == tenant_id, Deal.outcome == Outcome.OPEN)).all()
        count = 0
        for deal in deals:
            spoken = [each for each in (by_deal.get(deal.id), by_account.get(deal.account_id)) if each]
            since = (
                max(spoken) if spoken else (datetime.combine(deal.opened_on, time(), UTC) if deal.opened_on else None)
            )
            if since is None or not timedelta(days=rule.when.silent) <= now - since <= FORGOTTEN:
                continue
            key = _key(rule, deal, since)
            known = session.scalar(select(Signal.id).where(Signal.tenant_id == tenant_id, Signal.key == key))
            if known is None:
                session.add(_signal(session, rule, deal, since, now))
                count += 1
        return count


def _last(session: Session, tenant_id: int, column: Any) -> dict[int | None, datetime]:
    """When there was last something of each deal, or of each account."""
    query = select(column, func.max(Interaction.occurred_at)).where(Interaction.tenant_id == tenant_id)
    return {row[0]: row[1] for row in session.execute(query.where(column.is_not(None)).group_by(column))}


def _key(rule: Rule, deal: Deal, since: datetime) -> str:
    return f"{rule.name}:{deal.id}:{since.date()}"


def _signal(session: Session, rule: Rule, deal: Deal, since: datetime, now: datetime) -> Signal:
    account = session.get(Account, deal.account_id) if deal.account_id else None
    owner = deal.owner_id or (account.owner_id if account else None)
    values = {"client": account.name if account else "No client", "deal": deal.name[:LONGEST_NAME]}
    return Signal(
        tenant_id=deal.tenant_id,
        key=_key(rule, deal, since),
        rule=rule.name,
        severity=rule.severity,
        account_id=deal.account_id,
        deal_id=deal.id,
        evidence=[f"deal:{deal.id}"],
        says=rule.says.format(**values, days=(now - since).days),
        detail={"happened_at": now.isoformat(), "since": since.isoformat()},
        tell=told(session, deal.tenant_id, rule.tells, owner, owner),
        noticed_at=now,
    )
