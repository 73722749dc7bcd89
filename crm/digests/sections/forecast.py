"""Forecast against target: what is won, what open deals are worth by how such deals went before, what is to be won.

No number is made up: without enough decided deals nothing is weighed, and without a target none is told.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from crm.ask.planning.targets import TARGETS
from crm.ask.telling.chartspec import ChartSpec, Series
from crm.digests.ground import DealRow, Ground, counted, joined
from crm.digests.money import Money, short
from crm.digests.section import Line, Section, nothing
from crm.digests.target import Target, target_in
from crm.model import Field, Outcome, StageChange, User

KIND = "forecast"
TITLE = "Forecast against target"
ENOUGH = 10  # decided deals, for their share of wins to say something
NONE_SET = "No target is set. An admin sets one: /rapport digest target 500000/quarter"
PERIODS = (("month", 1), ("quarter", 3), ("annual", 12), ("year", 12))
COLUMNS = ("deal", "account", "stage", "amount", "currency", "close date", "weight")
NUMERIC = ("money", "number", "integer")


@dataclass(frozen=True)
class Rates:
    """The share of wins of decided deals that were in a stage; `overall` where a stage has too few."""

    stages: dict[str, float]
    overall: float | None

    def of(self, deal: DealRow) -> float | None:
        return self.stages.get(deal.stage or "", self.overall)


def forecast(ground: Ground) -> Section:
    if not ground.deals:
        return nothing(KIND, TITLE, "no deals in the record.")
    if not ground.shows("deal.amount"):
        return nothing(KIND, TITLE, "amounts are not for everybody here.")
    target = _target(ground)
    months = target.months if target else 3
    start, end = period(ground.today, months, ground.tenant.fiscal_year_start)
    won = [d for d in ground.deals if d.outcome is Outcome.WON and d.close and start <= d.close <= ground.today]
    due = [deal for deal in ground.open if deal.close is not None and deal.close < end]
    got, worth = ground.money(won), ground.money(due)
    name = {1: "this month", 3: "this quarter", 12: "this year"}[months]
    says = f"{str(got) or _none(ground)} is won {name}; {counted(len(due), 'open deal')}"
    says += (
        f" ({worth}) {'is' if len(due) == 1 else 'are'} to close by its end." if worth.sums else " to close by its end."
    )
    if got.mixed or worth.mixed:
        return Section(
            KIND,
            TITLE,
            f"{says} Amounts in several currencies are not weighed.",
            columns=COLUMNS,
            rows=_rows(due, None),
        )
    rates = _rates(ground)
    weighed = _weighed(due, rates)
    note = "" if weighed is not None else f"Under {ENOUGH} decided deals, so nothing is weighed yet."
    code = ground.money([*won, *due]).code
    if weighed is not None:
        says += f" By how such deals went, {short(got.main + weighed, code)} is to be expected"
        says += (
            f": {(got.main + weighed) / target.amount:.0%} of the target of {short(target.amount, code)}."
            if target
            else "."
        )
    elif target:
        says += f" That is {got.main / target.amount:.0%} of the target of {short(target.amount, code)}."
    return Section(
        KIND,
        TITLE,
        says,
        lines=_stages(ground, due, rates),
        chart=_chart(got, weighed, target, name),
        note=" ".join(part for part in (note, "" if target else NONE_SET) if part),
        columns=COLUMNS,
        rows=_rows(due, rates),
    )


def period(today: date, months: int, year_start: int) -> tuple[date, date]:
    """The month, fiscal quarter or fiscal year of a day: its first day, and that of the next."""
    since = (today.month - year_start) % 12 % months
    index = today.year * 12 + today.month - 1 - since
    return _first(index), _first(index + months)


def _first(index: int) -> date:
    return date(index // 12, index % 12 + 1, 1)


def _none(ground: Ground) -> str:
    return short(0, ground.tenant.currency)


def _weighed(due: list[DealRow], rates: Rates) -> float | None:
    known = [(deal.amount or 0.0, rates.of(deal)) for deal in due]
    if any(rate is None for _, rate in known):
        return None
    return sum(amount * (rate or 0.0) for amount, rate in known)


def _rates(ground: Ground) -> Rates:
    """Of deals that were decided in the last fourteen months."""
    decided = {deal.id: deal.outcome is Outcome.WON for deal in ground.deals if deal.outcome is not Outcome.OPEN}
    reached: Counter[str] = Counter()
    won: Counter[str] = Counter()
    query = select(StageChange.deal_id, StageChange.to_stage).where(StageChange.tenant_id == ground.tenant_id)
    for deal_id, stage in set(ground.session.execute(query.distinct())):
        if deal_id in decided:
            reached[stage] += 1
            won[stage] += decided[deal_id]
    overall = sum(decided.values()) / len(decided) if len(decided) >= ENOUGH else None
    return Rates({stage: won[stage] / count for stage, count in reached.items() if count >= ENOUGH}, overall)


def _stages(ground: Ground, due: list[DealRow], rates: Rates) -> tuple[Line, ...]:
    """What lies in each stage, the largest first."""
    held: dict[str, list[DealRow]] = {}
    for deal in due:
        held.setdefault(deal.stage or "no stage", []).append(deal)
    ordered = sorted(held.items(), key=lambda each: -ground.money(each[1]).main)
    found = []
    for stage, deals in ordered:
        rate = rates.of(deals[0])
        told = joined(f"{len(deals):,}", str(ground.money(deals)))
        found.append(Line(stage, told if rate is None else f"{told} · won {rate:.0%} of the time"))
    return tuple(found)


def _rows(due: list[DealRow], rates: Rates | None) -> tuple[tuple[object, ...], ...]:
    weights = [rates.of(deal) if rates else None for deal in due]
    return tuple(
        (d.name, d.account, d.stage, d.amount, d.currency, str(d.close), None if rate is None else round(rate, 4))
        for d, rate in zip(due, weights, strict=True)
    )


def _chart(got: Money, weighed: float | None, target: Target | None, name: str) -> ChartSpec | None:
    if weighed is None or target is None:
        return None
    labels = ("Won so far", "Expected", "Target")
    values = (got.main, got.main + weighed, target.amount)
    return ChartSpec("bar", labels, (Series("", values),), f"Forecast against target, {name}", got.unit, total=3)


def _target(ground: Ground) -> Target | None:
    """What the team set; else what its record says of the quotas of its people, where it says of which period."""
    if told := target_in(ground.tenant.settings):
        return told
    query = select(Field.key, Field.label).where(
        Field.tenant_id == ground.tenant_id, Field.entity == "user", Field.type.in_(NUMERIC)
    )
    for key, label in ground.session.execute(query.order_by(Field.id)):
        words = set(re.findall(r"[a-z]+", f"{label} {key}".casefold()))
        months = next((months for name, months in PERIODS if any(word.startswith(name) for word in words)), None)
        if words & TARGETS and months and ground.shows(f"user.{key}"):
            total = _quotas(ground, key)
            if total > 0:
                return Target(total, months)
    return None


def _quotas(ground: Ground, key: str) -> float:
    own = select(User.attributes).where(User.tenant_id == ground.tenant_id, User.active.is_(True))
    told = [attributes.get(key) for attributes in ground.session.scalars(own)]
    return float(sum(value for value in told if isinstance(value, int | float) and not isinstance(value, bool)))
