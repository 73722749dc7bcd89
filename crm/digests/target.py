"""What is to be won: the target that a team has set for its forecast."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crm import audit
from crm.clock import Clock
from crm.errors import RejectedError
from crm.model import Tenant, User
from crm.rights import unlimited
from crm.rights.office import require_admin
from crm.store import Store

SETTING = "target"  # in a tenant's settings
MONTHS = {"month": 1, "quarter": 3, "year": 12}
AMOUNT = re.compile(
    r"[^\d\-]{0,4}?(\d[\d,.' _]*)\s*(k|m|bn)?\s*(?:a|per|each|/|every)?\s*(month|quarter|year)?(?:ly)?", re.IGNORECASE
)
SCALE = {"k": 1e3, "m": 1e6, "bn": 1e9, "": 1.0}
HOW = "Say what is to be won in a month, quarter or year, such as 500000/quarter, or off."


@dataclass(frozen=True)
class Target:
    """What is to be won in a period of so many months, in the team's currency."""

    amount: float
    months: int

    @property
    def period(self) -> str:
        return next(name for name, months in MONTHS.items() if months == self.months)

    def __str__(self) -> str:
        return f"{self.amount:,.0f} a {self.period}"


def target_in(settings: Mapping[str, Any]) -> Target | None:
    """What a tenant's settings say; what cannot be read there counts as not said."""
    kept = settings.get(SETTING)
    try:
        target = Target(float(kept["amount"]), int(kept["months"])) if isinstance(kept, dict) else None
    except (KeyError, TypeError, ValueError):
        return None
    return target if target is not None and target.amount > 0 and target.months in MONTHS.values() else None


def set_target(store: Store, clock: Clock, tenant_id: int, said: str, *, by: User | None) -> Target | None:
    """What is to be won from now on; None where it is off.

    Raises:
        RejectedError: it is none, or not this user's to decide.
    """
    require_admin(tenant_id, by)
    target = None if said.strip().casefold() == "off" else target_of(said)
    kept = {"amount": target.amount, "months": target.months} if target else None
    with unlimited(), store.write() as session:
        tenant = session.get_one(Tenant, tenant_id, with_for_update=True)
        tenant.settings = {**tenant.settings, SETTING: kept}
        at, actor = clock.now(), by.id if by else None
        audit.append(
            session, tenant_id, at=at, actor_id=actor, action="digest.target", detail={"on": str(bool(target))}
        )
    return target


def target_of(text: str) -> Target:
    """`500000/quarter`, `$2m a year`; a quarter where no period is named.

    Raises:
        RejectedError: it is none.
    """
    found = AMOUNT.fullmatch(text.strip())
    digits = re.sub(r"[,' _]", "", found[1]) if found else ""
    try:
        amount = float(digits) * SCALE[((found[2] if found else "") or "").casefold()]
    except ValueError:
        raise RejectedError(HOW) from None
    if found is None or not 0 < amount < 1e15:
        raise RejectedError(HOW)
    return Target(amount, MONTHS[(found[3] or "quarter").casefold()])
