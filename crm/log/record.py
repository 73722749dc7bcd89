"""What the reader of a message gets to know of the record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.log.context import Context, KnownDeal, KnownStage
from crm.log.currencies import country_of
from crm.mentions import Mentions
from crm.model import Account, Deal, Outcome, Product, Stage, Tenant, User

MONTH_FIRST = frozenset({"USD", "CAD", "PHP"})  # currencies of those who write 12/3 for the third of December
MONTH_FIRST_ZONES = re.compile(  # and where they live
    r"US/|Canada/|Pacific/Honolulu|Asia/Manila|America/(?:New_York|Detroit|Chicago|Denver|Boise|Phoenix|Los_Angeles|Anchorage|Juneau|"
    r"Sitka|Nome|Adak|Menominee|Indiana/|Kentucky/|North_Dakota/|Toronto|Montreal|Winnipeg|Regina|Edmonton|Vancouver|Halifax|Moncton|St_Johns)"
)


def context_of(session: Session, mentions: Mentions, tenant_id: int, user: User | None, now: datetime) -> Context:
    """A tenant's names, stages and deals, and who writes when."""
    tenant = session.get_one(Tenant, tenant_id)
    zone = _zone((user.timezone if user else None) or tenant.timezone)
    stages = session.execute(
        select(Stage.name, Stage.position, Stage.outcome).where(Stage.tenant_id == tenant_id).order_by(Stage.position)
    )
    return Context(
        now=now.astimezone(zone) if now.tzinfo else now.replace(tzinfo=zone),
        mentions=mentions,
        stages=tuple(KnownStage(name, position, Outcome(outcome)) for name, position, outcome in stages),
        deals_of=lambda account_id: _deals(session, tenant_id, account_id),
        account_name=lambda account_id: session.scalar(
            select(Account.name).where(Account.id == account_id, Account.tenant_id == tenant_id)
        ),
        currency=tenant.currency,
        author=user.name if user else None,
        author_id=user.id if user else None,
        country=country_of((user.timezone if user else None) or tenant.timezone),
        own=_own(session, tenant_id, user),
        day_first=bool(
            tenant.settings.get("day_first", writes_day_first(user.timezone if user else None, tenant.currency))
        ),
    )


def writes_day_first(zone: str | None, currency: str) -> bool:
    """Whether 12/3 is the twelfth of March to somebody: where they live tells, else what their company counts in."""
    if zone and zone != "UTC":
        return MONTH_FIRST_ZONES.match(zone) is None
    return currency not in MONTH_FIRST


def _own(session: Session, tenant_id: int, user: User | None) -> frozenset[int]:
    if user is None:
        return frozenset()
    return frozenset(
        session.scalars(select(Account.id).where(Account.tenant_id == tenant_id, Account.owner_id == user.id))
    )


def _deals(session: Session, tenant_id: int, account_id: int) -> Sequence[KnownDeal]:
    rows = session.execute(
        select(Deal.id, Deal.name, Deal.account_id, Deal.stage, Deal.outcome, Deal.currency, Product.name, Deal.amount)
        .outerjoin(Product, Deal.product_id == Product.id)
        .where(Deal.tenant_id == tenant_id, Deal.account_id == account_id)
    )
    return [
        KnownDeal(
            id_, name, account, stage, Outcome(outcome), currency, product, None if amount is None else float(amount)
        )
        for id_, name, account, stage, outcome, currency, product, amount in rows
    ]


def _number(amount: Decimal | float | None) -> float | None:
    return None if amount is None else float(amount)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
