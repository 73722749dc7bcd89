"""What a team can switch off as a whole: kept with its settings, asked wherever such a thing is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from crm import audit
from crm.clock import Clock
from crm.errors import RejectedError
from crm.model import Tenant, User
from crm.rights import unlimited
from crm.rights.office import require_admin
from crm.store import Store

SETTING = "features_off"  # in a tenant's settings: names that are switched off

Feature = Literal["nudges", "digests", "reactions", "planner", "phrasing", "filling", "summaries", "rankings", "checks"]
FEATURES: dict[Feature, str] = {
    "nudges": "suggestions of a next step, and messages about what was noticed",
    "digests": "digests at their time",
    "reactions": "noticing what happens at clients: signals and follow-ups",
    "planner": "the language model reads questions that rules do not understand",
    "phrasing": "the language model words what was said",
    "filling": "the language model fills what a logged call leaves open",
    "summaries": "the language model summarises what comes in",
    "rankings": "people of the team compared with each other",
    "checks": "a look each night whether index, originals and keys agree with the record",
}
AT_FIRST_OFF: frozenset[str] = frozenset({"rankings"})  # and on only where an admin says so
SWITCHED_ON = "features_on"


@dataclass(frozen=True)
class Switch:
    name: Feature
    does: str
    on: bool


def is_on(settings: Mapping[str, Any], name: Feature) -> bool:
    """Whether a tenant with these settings has it."""
    if name in AT_FIRST_OFF:
        return name in (settings.get(SWITCHED_ON) or ())
    return name not in (settings.get(SETTING) or ())


class Features:
    """The switches of all tenants."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def on(self, tenant_id: int, name: Feature) -> bool:
        with unlimited(), self._store.read() as session:
            tenant = session.get(Tenant, tenant_id)
            return tenant is not None and is_on(tenant.settings, name)

    def listed(self, tenant_id: int) -> list[Switch]:
        with unlimited(), self._store.read() as session:
            settings = session.get_one(Tenant, tenant_id).settings
        return [Switch(name, does, is_on(settings, name)) for name, does in FEATURES.items()]

    def switch(self, tenant_id: int, name: str, *, on: bool, by: User | None) -> Switch:
        """Switches one on or off for the whole team, at once.

        Raises:
            RejectedError: there is no such feature, or it is not this user's to decide.
        """
        require_admin(tenant_id, by)
        feature = _named(name)
        key, member = (SWITCHED_ON, on) if feature in AT_FIRST_OFF else (SETTING, not on)
        with unlimited(), self._store.write() as session:
            tenant = session.get_one(Tenant, tenant_id, with_for_update=True)
            names = set(tenant.settings.get(key) or ())
            names = names | {feature} if member else names - {feature}
            tenant.settings = {**tenant.settings, key: sorted(names)}
            audit.append(
                session, tenant_id, at=self._clock.now(), actor_id=by.id if by else None, action="feature.switch",
                detail={"feature": feature, "on": str(on)},
            )  # fmt: skip
        return Switch(feature, FEATURES[feature], on)


def _named(name: str) -> Feature:
    wanted = name.strip().lower()
    for feature in get_args(Feature):
        if feature == wanted:
            return feature  # type: ignore[no-any-return]
    raise RejectedError(f"There is no feature {name.strip()!r}. There are: {', '.join(FEATURES)}.")
