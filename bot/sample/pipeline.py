"""What is sold to whom, how far along it is, and what is paid for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from bot.sample.cast import Client, Person
from bot.sample.identity import PRODUCTS

DEALS: Final = 120
STAGES: Final = ("Discovery", "Qualified", "Proposal", "Negotiation", "Contract Sent")
WON, LOST = "Closed Won", "Closed Lost"
_PRICES: Final = {item.name: item.price for item in PRODUCTS}
_SCALE: Final = {"Strategic": 2.6, "Growth": 1.2, "Core": 0.6}
_REASONS: Final = ("Price", "Competitor", "Budget frozen", "No decision", "Missing feature", "Timing")
# what each story says about the open deals: kind, stages they may be in, size, days until the close is expected
_OPEN: Final = {
    "silent_big": ("Expansion", STAGES[2:4], 3.2, (15, 60)),
    "price_dispute": ("Renewal", STAGES[3:4], 1.6, (20, 70)),
    "renewal_at_risk": ("Renewal", STAGES[2:4], 1.5, (25, 85)),
    "outage_angry": ("Renewal", STAGES[1:3], 1.2, (50, 120)),
    "quiet_expansion": ("Expansion", STAGES[2:], 1.3, (7, 45)),
    "champion_leaving": ("Renewal", STAGES[1:3], 1.0, (40, 110)),
    "prospect": ("New Business", STAGES[:4], 1.8, (20, 120)),
    "new_customer": ("Expansion", STAGES[:2], 0.6, (60, 150)),
    "referrer": ("Renewal", STAGES[3:], 1.0, (10, 50)),
    "steady": ("Renewal", STAGES[:4], 1.0, (30, 130)),
    "recovery": ("Expansion", STAGES[:4], 1.2, (20, 100)),
    "slow_payer": ("Renewal", STAGES[1:4], 0.9, (20, 90)),
    "sarcastic_engineer": ("Expansion", STAGES[:3], 0.8, (40, 130)),
}


@dataclass(frozen=True)
class Deal:
    id: str
    name: str
    client: Client
    contact: Person
    product: str
    type: str
    stage: str
    amount: int
    opened: date
    close: date
    lost_reason: str

    @property
    def is_open(self) -> bool:
        return self.stage in STAGES


@dataclass(frozen=True)
class Change:
    deal: Deal
    before: str
    after: str
    on: date


def deals(clients: list[Client], today: date, random: Random) -> list[Deal]:
    """Each client's open deals as its story has them, then won and lost ones of the past until there are enough."""
    made: list[Deal] = []
    for client in clients:
        made += [_open_deal(client, index, today, random) for index in range(_open_count(client, random))]
    closers = [client for client in clients if client.arc != "prospect"]
    turn = 0
    while len(made) < DEALS:
        client = closers[turn % len(closers)]
        made.append(_closed_deal(client, turn // len(closers), today, random))
        turn += 1
    numbered = sorted(made, key=lambda deal: (deal.opened, deal.name))
    seen: dict[str, int] = {}
    return [_renamed(deal, index, seen) for index, deal in enumerate(numbered, start=1)]


def _open_count(client: Client, random: Random) -> int:
    if client.arc not in _OPEN:
        return 0
    return 2 if client.tier == "Strategic" or random.random() < 0.2 else 1


def _amount(client: Client, product: str, factor: float, random: Random) -> int:
    return int(round(_PRICES[product] * _SCALE[client.tier] * factor * random.uniform(0.75, 1.3), -2))


def _open_deal(client: Client, index: int, today: date, random: Random) -> Deal:
    kind, stages, factor, (soonest, latest) = _OPEN[client.arc]
    product = (
        client.products[index % len(client.products)] if index == 0 else random.choice([item.name for item in PRODUCTS])
    )
    amount = _amount(client, product, factor if index == 0 else 0.8, random)
    if client.arc == "silent_big" and index == 0:
        amount = max(amount, 84000)
    age = random.randint(60, 150) if client.arc != "prospect" else random.randint(70, 165)
    opened = _workday(today - timedelta(days=age))
    close = _workday(today + timedelta(days=random.randint(soonest, latest)))
    person = client.people[0] if index == 0 else random.choice(client.people)
    return Deal(
        "",
        f"{client.name} - {product}",
        client,
        person,
        product,
        kind,
        random.choice(stages),
        amount,
        opened,
        close,
        "",
    )


def _closed_deal(client: Client, turn: int, today: date, random: Random) -> Deal:
    product = (
        client.products[turn % len(client.products)] if turn < 2 else random.choice([item.name for item in PRODUCTS])
    )
    lost = client.arc == "lost_prospect" or random.random() < {"polite_leaver": 0.7, "outage_angry": 0.5}.get(
        client.arc, 0.36
    )
    latest = 20 if turn else 1
    close = _workday(today - timedelta(days=int(random.triangular(latest, 500, 90))))
    opened = _workday(close - timedelta(days=random.randint(25, 120)))
    kind = (
        "New Business"
        if turn == 0 or client.arc == "lost_prospect"
        else random.choice(("Renewal", "Expansion", "Services"))
    )
    amount = _amount(client, product, random.choice((0.6, 0.9, 1.2)), random)
    reason = random.choice(_REASONS) if lost else ""
    return Deal(
        "",
        f"{client.name} - {product}",
        client,
        random.choice(client.people),
        product,
        kind,
        LOST if lost else WON,
        amount,
        opened,
        close,
        reason,
    )


def _renamed(deal: Deal, index: int, seen: dict[str, int]) -> Deal:
    """A number and a name of its own."""
    name = f"{deal.name} {deal.type}"
    seen[name] = seen.get(name, 0) + 1
    full = name if seen[name] == 1 else f"{name} {('II', 'III', 'IV', 'V', 'VI', 'VII')[seen[name] - 2]}"
    return Deal(
        f"D-{1000 + index}",
        full,
        deal.client,
        deal.contact,
        deal.product,
        deal.type,
        deal.stage,
        deal.amount,
        deal.opened,
        deal.close,
        deal.lost_reason,
    )


def history(made: list[Deal], today: date, random: Random) -> list[Change]:
    """The steps each deal took, from the first stage to where it is."""
    changes = []
    for deal in made:
        last = min(deal.close, today - timedelta(days=3)) if deal.is_open else deal.close
        reached = STAGES.index(deal.stage) if deal.is_open else random.randint(1, 4)
        path = [*STAGES[: reached + 1], *([] if deal.is_open else [deal.stage])]
        span = max(1, (last - deal.opened).days)
        cuts = sorted(random.sample(range(1, span + 1), min(len(path) - 1, span)))
        days = [deal.opened, *(deal.opened + timedelta(days=cut) for cut in cuts)]
        if not deal.is_open:
            days[-1] = deal.close
        before = ""
        for stage, day in zip(path, days, strict=False):
            changes.append(Change(deal, before, stage, day))
            before = stage
    return changes


def _workday(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))
