"""Notices what rules say is worth noticing, once, and keeps it as signals for whoever is to be told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm import audit
from crm.clock import Clock
from crm.features import is_on
from crm.model import Account, Interaction, InteractionReading, Signal, Tenant, User
from crm.reactions import followups
from crm.reactions.besttime import best_time
from crm.reactions.finding import Finding, findings
from crm.reactions.people import doer_of, owner_of, told
from crm.reactions.rule import OFF, Rule, off, rule_named, rules
from crm.store import Store

KEPT = timedelta(days=30)  # what happened earlier is history: nothing is noticed in it
COUNTED = timedelta(days=30)
SAYS = 512


@dataclass(frozen=True)
class Listed:
    """A rule as an admin sees it; `count` is of the last 30 days."""

    rule: Rule
    on: bool
    count: int


class Reactions:
    """The rules at work."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def notice(self, session: Session, row: Interaction, reading: InteractionReading) -> None:
        """Adds the signals and follow-ups of an interaction in the caller's transaction; those there are stay."""
        now = self._clock.now()
        if row.occurred_at < now - KEPT:
            return
        settings = session.get_one(Tenant, row.tenant_id).settings
        if not is_on(settings, "reactions"):
            return
        switched_off = off(settings)
        families: set[str] = set()
        for rule in rules():
            if rule.name in switched_off or rule.family in families:
                continue
            for finding in findings(session, rule, row, reading):
                families.add(rule.family)
                self._signal(session, finding, row, reading, now)

    def listed(self, tenant_id: int) -> list[Listed]:
        since = self._clock.now() - COUNTED
        with self._store.read() as session:
            switched_off = off(session.get_one(Tenant, tenant_id).settings)
            query = select(Signal.rule, func.count()).where(Signal.tenant_id == tenant_id, Signal.noticed_at > since)
            counts = {row.rule: int(row[1]) for row in session.execute(query.group_by(Signal.rule))}
        return [Listed(rule, rule.name not in switched_off, counts.get(rule.name, 0)) for rule in rules()]

    def switch(self, tenant_id: int, name: str, *, on: bool, by: int | None = None) -> Rule:
        """Switches a rule on or off for the whole team. `by` is the user who did it, for the audit.

        Raises:
            RejectedError: there is no such rule.
        """
        rule = rule_named(name)
        with self._store.write() as session:
            tenant = session.get_one(Tenant, tenant_id)
            names = off(tenant.settings) - {name} if on else off(tenant.settings) | {name}
            tenant.settings = {**tenant.settings, OFF: sorted(names)}
            now, detail = self._clock.now(), {"rule": name, "on": str(on)}
            audit.append(session, tenant_id, at=now, actor_id=by, action="reaction.switch", detail=detail)
        return rule

    def _signal(
        self, session: Session, finding: Finding, row: Interaction, reading: InteractionReading, now: datetime
    ) -> None:
        rule = finding.rule
        key = ":".join(part for part in (rule.name, str(row.id), finding.part) if part)
        if _there(session, row.tenant_id, key) or _lately(session, rule, row, now):
            return
        owner = owner_of(session, row)
        doer = doer_of(session, row, finding.step) if finding.step else owner
        task = followups.make(session, finding, row, doer, now) if rule.makes == "task" else None
        if rule.makes == "task" and task is None:
            return
        if "{best}" in rule.says:
            finding.values["best"] = best_time(session, row, zone_of(session, owner, row.tenant_id), now)
        detail = {
            "quote": finding.quote,
            "summary": reading.summary or "",
            "happened_at": row.occurred_at.isoformat(),
            "task": task.id if task else None,
        }
        session.add(
            Signal(
                tenant_id=row.tenant_id,
                key=key,
                rule=rule.name,
                severity=rule.severity,
                account_id=row.account_id,
                contact_id=row.contacts[0].id if len(row.contacts) == 1 else None,
                deal_id=row.deal_id,
                circle_id=row.circle_id,
                evidence=[f"interaction:{each}" for each in finding.evidence],
                says=said(session, rule, row, finding.values),
                detail=detail,
                tell=told(session, row.tenant_id, rule.tells, owner, doer),
                noticed_at=now,
            )
        )
        session.flush()


def said(session: Session, rule: Rule, row: Interaction, values: dict[str, str]) -> str:
    """The rule's sentence; people in it are placeholders."""
    account = session.get(Account, row.account_id) if row.account_id else None
    who = f"[person:{row.contacts[0].id}]" if len(row.contacts) == 1 else ""
    known = {"client": account.name if account else who or "A client", "who": who}
    return rule.says.format_map({**dict.fromkeys(_NAMES, ""), **known, **values}).strip()[:SAYS]


_NAMES = ("client", "who", "what", "due", "page", "count", "days", "best", "about", "deal")


def zone_of(session: Session, user_id: int | None, tenant_id: int) -> tzinfo:
    user = session.get(User, user_id) if user_id else None
    name = (user.timezone if user else None) or session.get_one(Tenant, tenant_id).timezone
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def _there(session: Session, tenant_id: int, key: str) -> bool:
    return session.scalar(select(Signal.id).where(Signal.tenant_id == tenant_id, Signal.key == key)) is not None


def _lately(session: Session, rule: Rule, row: Interaction, now: datetime) -> bool:
    """Whether the same, or something graver of its kind, was noticed of this client within the cool-down."""
    if not rule.cool_down:
        return False
    family = [each.name for each in rules() if each.family == rule.family and each.severity >= rule.severity]
    query = select(Signal.id).where(
        Signal.tenant_id == row.tenant_id,
        Signal.rule.in_(family),
        Signal.noticed_at > now - timedelta(days=rule.cool_down),
    )
    if row.account_id is not None:
        query = query.where(Signal.account_id == row.account_id)
    elif len(row.contacts) == 1:
        query = query.where(Signal.contact_id == row.contacts[0].id)
    else:
        return False
    return session.scalar(query.limit(1)) is not None


def silent_rules(switched_off: frozenset[str]) -> Iterator[Rule]:
    return (rule for rule in rules() if rule.when.silent and rule.name not in switched_off)
