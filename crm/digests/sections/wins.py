"""Wins and why: the deals that were won, the reasons that were noted, and what their clients said before."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta

from sqlalchemy import select

from crm.ask.answer import Citation
from crm.digests.ground import DealRow, Ground, amount_of, counted, joined, listed
from crm.digests.section import Line, Section, nothing
from crm.digests.sections.unhappy import scored, strongest
from crm.digests.window import midnight
from crm.model import Deal, Field, Interaction, Outcome

KIND = "wins"
TITLE = "Wins and why"
REASON = re.compile(r"\b(?:reasons?|why)\b")
OF_LOSSES = re.compile(r"\b(?:loss|lost|losing|cancel\w*|churn\w*|declin\w*)\b")
HEARD = timedelta(days=60)  # before the close, in which a client's words say why
QUOTED = 3


def wins(ground: Ground) -> Section:
    won = sorted(ground.closed(Outcome.WON, ground.window), key=lambda deal: (-(deal.amount or 0), deal.name))
    if not won:
        return nothing(KIND, TITLE, "no deal was won.")
    reasons, quotes = _reasons(ground, won), _quotes(ground, won)
    worth, took = str(ground.money(won)), _took(won)
    says = f"{counted(len(won), 'deal')} won"
    says += f" for {worth}" if worth else ""
    says += f", within {took} days as a median." if took is not None and len(won) > 1 else "."
    if common := [f"{reason} ({count})" for reason, count in Counter(reasons.values()).most_common(3)]:
        says += f" Why: {listed(common)}."
    lines = [
        Line(deal.name, joined(amount_of(ground, deal), reasons.get(deal.id, "")), quotes.get(deal.id)) for deal in won
    ]
    rows = tuple(
        (d.name, d.account, d.amount, str(d.close), _days(d), reasons.get(d.id), _said(quotes.get(d.id))) for d in won
    )
    columns = ("deal", "account", "amount", "closed", "days", "reason", "quote")
    return Section(KIND, TITLE, says, tuple(lines), columns=columns, rows=rows)


def _reasons(ground: Ground, won: list[DealRow]) -> dict[int, str]:
    """What the record's own column of reasons says of each."""
    query = select(Field.key, Field.label).where(
        Field.tenant_id == ground.tenant_id, Field.entity == "deal", Field.core.is_(False)
    )
    labels = {
        row.key: re.sub(r"[_\W]+", " ", f"{row.label} {row.key}".casefold()) for row in ground.session.execute(query)
    }
    keys = [
        key
        for key, label in labels.items()
        if REASON.search(label) and not OF_LOSSES.search(label) and ground.shows(f"deal.{key}")
    ]
    if not keys:
        return {}
    found = ground.session.execute(select(Deal.id, Deal.attributes).where(Deal.id.in_([deal.id for deal in won])))
    told = {row.id: next((str(row.attributes[key]) for key in keys if row.attributes.get(key)), "") for row in found}
    return {deal_id: reason.strip()[:80] for deal_id, reason in told.items() if reason.strip()}


def _quotes(ground: Ground, won: list[DealRow]) -> dict[int, Citation]:
    """The gladdest words of each client in the weeks before the close."""
    chosen: dict[int, int] = {}
    for deal in won[:QUOTED]:
        if deal.close is None or deal.account_id is None:
            continue
        until = midnight(deal.close + timedelta(days=1), ground.window.zone)
        limits = [
            Interaction.account_id == deal.account_id,
            Interaction.occurred_at < until,
            Interaction.occurred_at >= until - HEARD,
        ]
        for interaction_id in strongest(ground, limits, "positive", 1).get(deal.account_id, []):
            chosen[deal.id] = interaction_id
    rows = ground.spoken_for(list(dict.fromkeys(chosen.values())))
    cited = {each.id: each for each in ground.cite(rows, scored(ground, "positive", [row.text or "" for row in rows]))}
    return {deal_id: cited[interaction] for deal_id, interaction in chosen.items() if interaction in cited}


def _took(won: list[DealRow]) -> int | None:
    days = sorted(took for deal in won if (took := _days(deal)) is not None)
    return days[len(days) // 2] if days else None


def _days(deal: DealRow) -> int | None:
    return (deal.close - deal.opened).days if deal.close and deal.opened else None


def _said(quote: Citation | None) -> str | None:
    return quote.quote if quote else None
