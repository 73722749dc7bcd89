"""Deals at risk: open deals of which something speaks against, and what."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, select

from crm.digests.ground import DealRow, Ground, amount_of, counted, joined
from crm.digests.section import Line, Section, nothing
from crm.digests.sections.unhappy import unhappy_of
from crm.digests.window import Window, short
from crm.governance.purposes import NUDGES
from crm.governance.withheld import signals_withheld
from crm.model import Interaction, Signal, StageChange

KIND = "at-risk"
TITLE = "Deals at risk"
SILENT = 21  # days
STUCK = 60  # days in one stage
LATELY = 30  # days that moods and signals look back
SOON = 30  # days
GRAVE = frozenset({"client may leave", "client unhappy", "close date has passed"})
SIGNALS = {"leaving": "client may leave", "escalation": "client unhappy", "competitor": "competitor named"}
Reasons = dict[int, list[str]]


def at_risk(ground: Ground) -> Section:
    """Open deals with a grave reason, or with two; the largest first."""
    if not ground.open:
        return nothing(KIND, TITLE, "no open deals.")
    reasons = _reasons(ground)
    risky = [deal for deal in ground.open if len(reasons[deal.id]) > 1 or GRAVE.intersection(reasons[deal.id])]
    if not risky:
        return nothing(KIND, TITLE, "no open deal shows a sign of it.")
    risky.sort(key=lambda deal: (-(deal.amount or 0), deal.name))
    soon = [deal for deal in risky if deal.close is not None and deal.close < ground.today + timedelta(days=SOON)]
    worth = str(ground.money(risky))
    says = f"{counted(len(risky), 'open deal')} {'shows' if len(risky) == 1 else 'show'} signs of risk"
    says += f" ({worth})" if worth else ""
    says += f"; {len(soon):,} of them due within {SOON} days." if soon else "."
    return Section(
        KIND,
        TITLE,
        says,
        lines=tuple(Line(deal.name, _why(ground, deal, reasons[deal.id])) for deal in risky),
        columns=("deal", "account", "amount", "close date", "why"),
        rows=tuple((d.name, d.account, d.amount, str(d.close or ""), "; ".join(reasons[d.id])) for d in risky),
    )


def _why(ground: Ground, deal: DealRow, reasons: list[str]) -> str:
    due = f"due {short(deal.close)}" if deal.close is not None and deal.close >= ground.today else ""
    return joined(amount_of(ground, deal), ", ".join(reasons), due)


def _reasons(ground: Ground) -> Reasons:
    found: Reasons = defaultdict(list)
    silent, stages = _last_spoken(ground), _last_moved(ground)
    bitter = {each.account_id for each in unhappy_of(ground, _lately(ground))}
    noticed = _noticed(ground)
    for deal in ground.open:
        told = found[deal.id]
        told += sorted(noticed[deal.id])
        if deal.account_id in bitter and "client unhappy" not in told:
            told.append("client unhappy")
        if deal.close is not None and deal.close < ground.today:
            told.append("close date has passed")
        quiet = _days_since(ground, silent.get(deal.id))
        if quiet is not None and quiet >= SILENT:
            told.append(f"silent for {quiet} days")
        still = _days_since(ground, stages.get(deal.id))
        if still is not None and still >= STUCK:
            told.append(f"{still} days in {deal.stage or 'its stage'}")
    return found


def _lately(ground: Ground) -> Window:
    return Window(ground.window.end - timedelta(days=LATELY), ground.window.end, ground.window.zone)


def _last_spoken(ground: Ground) -> dict[int, datetime]:
    """When a deal, or its client, was last heard of; a deal of which nothing is known was opened then."""
    last = func.max(Interaction.occurred_at)
    until = (Interaction.tenant_id == ground.tenant_id, Interaction.occurred_at <= ground.now)
    by_deal = select(Interaction.deal_id, last).where(*until, Interaction.deal_id.is_not(None))
    by_client = select(Interaction.account_id, last).where(*until, Interaction.account_id.is_not(None))
    of_deals = dict(ground.session.execute(by_deal.group_by(Interaction.deal_id)).all())
    of_clients = dict(ground.session.execute(by_client.group_by(Interaction.account_id)).all())
    found = {}
    for deal in ground.open:
        told = [of_deals.get(deal.id), of_clients.get(deal.account_id), _began(deal.opened)]
        known = [_aware(each) for each in told if each is not None]
        if known:
            found[deal.id] = max(known)
    return found


def _last_moved(ground: Ground) -> dict[int, datetime]:
    query = select(StageChange.deal_id, func.max(StageChange.changed_at)).where(
        StageChange.tenant_id == ground.tenant_id, StageChange.changed_at <= ground.now
    )
    found = ground.session.execute(query.group_by(StageChange.deal_id))
    return {deal_id: _aware(moved) for deal_id, moved in found}


def _noticed(ground: Ground) -> dict[int, set[str]]:
    """What Rapport noticed of a deal or its client lately."""
    since = _lately(ground).moments[0]
    query = select(Signal).where(
        Signal.tenant_id == ground.tenant_id, Signal.rule.in_(SIGNALS), Signal.noticed_at >= since
    )
    signals = list(ground.session.scalars(query))
    unsaid = signals_withheld(ground.session, ground.tenant_id, NUDGES, signals)
    of_deals: dict[int, set[str]] = defaultdict(set)
    of_clients: dict[int | None, set[str]] = defaultdict(set)
    for signal in signals:
        if signal.id in unsaid:
            continue
        if signal.deal_id is not None:
            of_deals[signal.deal_id].add(SIGNALS[signal.rule])
        elif signal.account_id is not None:
            of_clients[signal.account_id].add(SIGNALS[signal.rule])
    return defaultdict(set, {deal.id: of_deals[deal.id] | of_clients[deal.account_id] for deal in ground.open})


def _days_since(ground: Ground, moment: datetime | None) -> int | None:
    return None if moment is None else (ground.today - moment.astimezone(ground.window.zone).date()).days


def _began(day: date | None) -> datetime | None:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
