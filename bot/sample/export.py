"""The sample company as a CRM would export it: a folder of CSV files."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from bot.sample import cast, pipeline, story
from bot.sample.cast import Client
from bot.sample.identity import PRODUCTS, TEAM
from bot.sample.letters import Letters
from bot.sample.pipeline import Change, Deal
from bot.sample.story import Moment

Row = Mapping[str, object]

_SILENCE: Final = timedelta(days=30)
_PROSPECTS: Final = {"prospect", "lost_prospect"}


@dataclass(frozen=True)
class Interaction:
    id: str
    moment: Moment
    deal: Deal | None
    subject: str
    text: str


@dataclass(frozen=True)
class Task:
    id: str
    what: str
    due: date
    done: date | None
    moment: Moment
    deal: Deal | None


@dataclass(frozen=True)
class Company:
    clients: list[Client]
    deals: list[Deal]
    history: list[Change]
    interactions: list[Interaction]
    tasks: list[Task]


def company(today: date, seed: int = 7) -> Company:
    """The same company for the same day and seed."""
    random = Random(f"{seed}:{today.isoformat()}")  # noqa: S311 - a sample, not a secret
    clients = cast.clients(random)
    deals = pipeline.deals(clients, today, random)
    history = pipeline.history(deals, today, random)
    prices = {deal.client.name: deal.amount for deal in deals}
    letters = Letters(random, prices)
    interactions = []
    for index, moment in enumerate(story.moments(clients, today, random), start=1):
        text = letters.write(moment)
        interactions.append(
            Interaction(f"A-{10000 + index}", moment, _deal_of(moment, deals, random), text.subject, text.body)
        )
    return Company(clients, deals, history, interactions, _tasks(interactions, letters, today, random))


def _deal_of(moment: Moment, deals: list[Deal], random: Random) -> Deal | None:
    """The deal it is about: one that was alive then."""
    day = moment.at.date()
    alive = [
        deal
        for deal in deals
        if deal.client is moment.client and deal.opened <= day and (deal.is_open or day <= deal.close)
    ]
    wanted = moment.topic in {
        "pricing",
        "renewal",
        "expansion",
        "evaluation",
        "competitor",
        "security",
        "leaving",
        "champion",
    }
    return random.choice(alive) if alive and (wanted or random.random() < 0.15) else None


def _tasks(interactions: list[Interaction], letters: Letters, today: date, random: Random) -> list[Task]:
    """What was promised: most of it done, some open, some of that late."""
    by_rep: dict[str, list[Interaction]] = {}
    for interaction in interactions:
        by_rep.setdefault(interaction.moment.client.owner.name, []).append(interaction)
    made: list[Task] = []
    for rep in sorted(by_rep):
        recent = by_rep[rep][-40:]
        for place, source in enumerate(random.sample(recent, min(14, len(recent)))):
            asked = source.moment.at.date()
            is_open = place < 7
            due = (
                today + timedelta(days=random.randint(-12, 18))
                if is_open
                else asked + timedelta(days=random.randint(1, 12))
            )
            due += timedelta(days=(7 - due.weekday()) % 7 if due.weekday() > 4 else 0)
            done = None if is_open else min(due, today - timedelta(days=1))
            what = letters.task(source.moment)
            what = f"{what[0].upper()}{what[1:]}"
            made.append(Task(f"T-{len(made) + 501}", what, due, done, source.moment, source.deal))
    return made


def write_export(folder: Path, today: date, seed: int = 7) -> None:
    """Writes the company's CSV files into `folder`, as told on `today`."""
    made = company(today, seed)
    random = Random(f"{seed}:{today.isoformat()}:books")  # noqa: S311 - a sample, not a secret
    subscriptions = list(_subscriptions(made, today, random))
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "users.csv", _users())
    _write(folder / "accounts.csv", _accounts(made, today))
    _write(folder / "contacts.csv", _contacts(made))
    _write(folder / "products.csv", ({"name": p.name, "family": p.family, "price": p.price} for p in PRODUCTS))
    _write(folder / "deals.csv", map(_deal, made.deals))
    _write(folder / "stage_history.csv", map(_change, made.history))
    _write(folder / "interactions.csv", map(_interaction, made.interactions))
    _write(folder / "tasks.csv", map(_task, made.tasks))
    _write(folder / "subscriptions.csv", subscriptions)
    _write(folder / "invoices.csv", _invoices(made, subscriptions, today, random))


def _write(path: Path, rows: Iterable[Row]) -> None:
    written = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(written[0]))
        writer.writeheader()
        writer.writerows(written)


def _users() -> Iterable[Row]:
    return (
        {
            "name": member.name,
            "email": member.email,
            "role": member.role,
            "title": member.title,
            "team": member.team,
            "manager": member.manager,
            "timezone": member.timezone,
        }
        for member in TEAM
    )


def _accounts(made: Company, today: date) -> Iterable[Row]:
    for index, client in enumerate(made.clients):
        prospect = client.arc in _PROSPECTS
        since = (
            ""
            if prospect
            else (today - timedelta(days=200 if client.arc == "new_customer" else 700 + 31 * index)).isoformat()
        )
        yield {
            "name": client.name,
            "website": f"https://www.{client.domain}",
            "industry": client.industry,
            "country": client.country,
            "employees": client.employees,
            "annual revenue": client.revenue,
            "parent account": client.parent,
            "owner": client.owner.name,
            "tier": client.tier,
            "status": "Prospect" if prospect else "Customer",
            "customer since": since,
        }


def _contacts(made: Company) -> Iterable[Row]:
    for client in made.clients:
        for person in client.people:
            yield {
                "name": person.name,
                "email": person.email,
                "phone": person.phone,
                "job title": person.title,
                "account": client.name,
                "owner": client.owner.name,
            }


def _deal(deal: Deal) -> Row:
    return {
        "id": deal.id,
        "name": deal.name,
        "account": deal.client.name,
        "contact": deal.contact.email,
        "product": deal.product,
        "owner": deal.client.owner.name,
        "type": deal.type,
        "stage": deal.stage,
        "amount": deal.amount,
        "currency": "USD",
        "created date": deal.opened.isoformat(),
        "close date": deal.close.isoformat(),
        "lost reason": deal.lost_reason,
    }


def _change(change: Change) -> Row:
    at = datetime.combine(change.on, time(11, 30), ZoneInfo(change.deal.client.owner.timezone))
    return {
        "deal id": change.deal.id,
        "from stage": change.before,
        "to stage": change.after,
        "changed at": at.isoformat(),
        "changed by": change.deal.client.owner.name,
    }


def _parties(moment: Moment) -> tuple[str, str]:
    """Who it came from and all it went to; a meeting goes to everybody and comes from nobody."""
    ours = moment.client.owner.email
    theirs = [person.email for person in moment.people]
    if moment.kind == "meeting":
        return "", "; ".join(theirs)
    if moment.direction == "out":
        return ours, "; ".join(theirs)
    return theirs[0], "; ".join([ours, *theirs[1:]])


def _interaction(interaction: Interaction) -> Row:
    moment = interaction.moment
    sender, recipients = _parties(moment)
    return {
        "id": interaction.id,
        "kind": moment.kind,
        "direction": moment.direction if moment.kind != "meeting" else "",
        "date": moment.at.isoformat(),
        "account": moment.client.name,
        "contact": moment.people[0].email,
        "from": sender,
        "to": recipients,
        "rep": moment.client.owner.name,
        "deal id": interaction.deal.id if interaction.deal else "",
        "subject": interaction.subject,
        "text": interaction.text,
    }


def _task(task: Task) -> Row:
    return {
        "id": task.id,
        "task": task.what,
        "due date": task.due.isoformat(),
        "owner": task.moment.client.owner.name,
        "account": task.moment.client.name,
        "contact": task.moment.people[0].email,
        "deal id": task.deal.id if task.deal else "",
        "status": "Completed" if task.done else "Open",
        "completed at": task.done.isoformat() if task.done else "",
    }


def _subscriptions(made: Company, today: date, random: Random) -> Iterable[dict[str, object]]:
    """One for each product in use; those whose renewal the story is about come up soon."""
    soon = {
        "renewal_at_risk": (30, 80),
        "price_dispute": (25, 70),
        "polite_leaver": (30, 100),
        "outage_angry": (60, 120),
    }
    number = 300
    for client in made.clients:
        if client.arc in _PROSPECTS:
            continue
        first, last = soon.get(client.arc, (110, 360))
        for product in client.products:
            number += 1
            renewal = today + timedelta(days=random.randint(first, last))
            seats = {"Strategic": 90, "Growth": 40, "Core": 15}[client.tier] + random.randint(0, 25)
            yield {
                "subscription id": f"S-{number}",
                "account": client.name,
                "product": product,
                "plan": {"Strategic": "Enterprise", "Growth": "Business", "Core": "Team"}[client.tier],
                "seats": seats,
                "mrr": seats * random.choice((28, 31, 34)),
                "start date": (renewal - timedelta(days=365)).isoformat(),
                "renewal date": renewal.isoformat(),
                "status": "Cancelled" if client.arc == "polite_leaver" else "Active",
                "auto renew": "no" if client.arc in soon else "yes",
            }


def _invoices(made: Company, subscriptions: list[dict[str, object]], today: date, random: Random) -> Iterable[Row]:
    """A year of quarterly bills; slow payers owe the newest ones."""
    arcs = {client.name: client.arc for client in made.clients}
    number = 20400
    for subscription in subscriptions:
        slow = arcs[str(subscription["account"])] == "slow_payer"
        for age in (290, 200, 110, 20):
            number += random.randint(1, 7)
            issued = today - timedelta(days=age + random.randint(0, 9))
            due = issued + timedelta(days=30)
            paid = due + timedelta(days=random.randint(20, 60) if slow else random.randint(-12, 6))
            yield {
                "invoice number": f"BM-{number}",
                "account": subscription["account"],
                "subscription id": subscription["subscription id"],
                "amount": int(str(subscription["mrr"])) * 3,
                "issued on": issued.isoformat(),
                "due date": due.isoformat(),
                "paid on": paid.isoformat() if paid < today else "",
                "status": "Paid" if paid < today else "Overdue" if due < today else "Open",
            }
