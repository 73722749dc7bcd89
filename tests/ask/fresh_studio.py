"""A software consultancy's spreadsheet: one big sheet of leads, a sheet of contacts and one of meetings."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pandas as pd
from fresh_parts import money, pick
from unseen_parts import TODAY, day, firms, later, people, save, table

SELLERS = {"Anneke": 5, "Dominic": 4, "Farah": 3, "Milo": 2}
ENDINGS = ("Insurance", "Clinic", "Energy", "Bank", "Museum", "Logistik", "Media", "Schools")
WORK = {"New build": 5, "Rescue": 3, "Audit": 4, "Training": 3, "Staffing": 4}
PRICE = {"New build": 70_000, "Rescue": 45_000, "Audit": 12_000, "Training": 8_000, "Staffing": 52_000}
TECH = {"Python": 6, "Java": 4, ".NET": 3, "Elixir": 1, "React": 4}
CAME = {"Referral": 6, "Meetup": 2, "LinkedIn": 4, "Tender": 3, "Old client": 4}
STEPS = {"New": 3, "Talking": 4, "Proposal sent": 5, "Verbal yes": 2, "On ice": 2}
ACTIONS = ("Call back", "Send proposal", "Book workshop", "Chase signature", "Send references")
REASONS = {"Too expensive": 5, "Went quiet": 4, "Hired in-house": 3, "Chose competitor": 4, "Project cancelled": 2}


def _leads(chance: Random, clients: list[str]) -> Any:
    luck = dict(zip(SELLERS, (0.55, 0.35, 0.62, 0.44), strict=True))
    rows = []
    for place in range(230):
        client, seller, work = chance.choice(clients[:66]), pick(chance, SELLERS), pick(chance, WORK)
        first = day(chance, "2024-10-01", "2026-11-10")
        decided = later(chance, first, 9, 130)
        over = decided < TODAY and chance.random() < 0.9
        won = over and chance.random() < luck[seller]
        acts = not over and chance.random() < 0.85
        rows.append(
            {
                "Project": f"{client.split()[0]} {work.lower()} #{place + 1}",
                "Client": client,
                "Lead status": "Closed" if over else pick(chance, STEPS),
                "Est. value": money(chance, PRICE[work], 500),
                "Est. days": money(chance, 40, 1),
                "Kind of work": work,
                "Tech": pick(chance, TECH),
                "How they found us": pick(chance, CAME),
                "Sales person": seller,
                "First contact": first,
                "Next action": chance.choice(ACTIONS) if acts else None,
                "Next action date": day(chance, "2026-11-02", "2026-12-24") if acts else None,
                "Decision date": decided if over else None,
                "Won/Lost": ("Won" if won else "Lost") if over else None,
                "Reason": pick(chance, REASONS) if over and not won else None,
                "Remote ok": pick(chance, {"yes": 3, "no": 2}),
            }
        )
    return table(rows)


def _contacts(chance: Random, clients: list[str]) -> Any:
    roles = {"CTO": 4, "Head of IT": 4, "Product owner": 5, "Procurement": 3, "CEO": 2}
    rows = []
    for first, last in people(chance, 120):
        client = chance.choice(clients[:64])
        rows.append(
            {
                "Name": f"{first} {last}",
                "Client": client,
                "Role": pick(chance, roles),
                "E-mail": f"{first[0]}.{last}@{client.split()[0]}.example".lower(),
                "Phone": f"+49 30 55{chance.randrange(10_000, 99_999)}",
                "Speaks": pick(chance, {"German": 6, "English": 4, "Dutch": 1}),
            }
        )
    return table(rows)


def _meetings(chance: Random, clients: list[str]) -> Any:
    topics = ("Kick-off", "Scoping", "Pricing", "Demo", "Retro")
    return table(
        [
            {
                "Date": day(chance, "2025-03-03", "2026-11-19"),
                "Client": chance.choice(clients[:60]),
                "Our person": pick(chance, SELLERS),
                "Where": pick(chance, {"Video": 6, "On site": 3, "Phone": 2}),
                "Topic": chance.choice(topics),
                "Minutes": chance.choice((15, 30, 45, 60, 90)),
            }
            for _ in range(260)
        ]
    )


@cache
def tables() -> dict[str, Any]:
    chance = Random(77)
    clients = firms(chance, 70, ENDINGS)
    return {
        "Leads 2024-26": _leads(chance, clients),
        "Contacts": _contacts(chance, clients),
        "Meetings": _meetings(chance, clients),
    }


def write(folder: Path) -> None:
    days = dict.fromkeys(("First contact", "Next action date", "Decision date", "Date"), "%d/%m/%Y")
    for name, frame in tables().items():
        save(folder / f"{name}.csv", frame, days, encoding="utf-8-sig")


def frames() -> SimpleNamespace:
    leads = tables()["Leads 2024-26"]
    closed = leads[leads["Won/Lost"].notna()].assign(
        won=lambda f: f["Won/Lost"] == "Won",
        days=lambda f: (pd.to_datetime(f["Decision date"]) - f["First contact"]).dt.days,
    )
    return SimpleNamespace(
        leads=leads,
        closed=closed,
        won=closed[closed.won],
        lost=closed[~closed.won],
        open=leads[leads["Won/Lost"].isna()],
        contacts=tables()["Contacts"],
        meetings=tables()["Meetings"],
    )
