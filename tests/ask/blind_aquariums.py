"""Made-up Monday boards of a Dutch firm that builds aquariums for lobbies and looks after them: clients, sales, visits and
invoices, each board exported to a file. A creation log names who made the item; money is in plain euros, days in ISO.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pandas as pd
from blind_files import aside, gap, read
from blind_parts import calm, weekday
from fresh_parts import money, pick
from unseen_parts import TODAY, WORDS, later, people

SELLERS = {"Marieke Visser": 5, "Wout Hendriks": 4, "Fenna Postma": 3}
CREW = {"Joris": 6, "Anouk": 5, "Dirk-Jan": 4, "Samira": 3}
SEGMENTS = {
    "Hotel": ("Hotel", "Resort"),
    "Restaurant": ("Brasserie", "Bistro", "Sushi"),
    "Clinic": ("Dental", "Kliniek"),
    "Office": ("Advocaten", "Consultancy", "Bank"),
    "Care home": ("Zorghuis",),
    "School": ("College",),
}
SEGMENT_ODDS = {"Hotel": 6, "Restaurant": 6, "Clinic": 5, "Office": 5, "Care home": 3, "School": 2}
TOWNS = {"Rotterdam": 6, "Den Haag": 5, "Utrecht": 5, "Antwerpen": 3, "Breda": 3, "Leiden": 2}
PLANS = {"Basic": 6, "Plus": 5, "Premium": 3, "No plan": 3}
STAGES = {"New enquiry": 5, "Site visit": 4, "Quote sent": 6, "Negotiation": 3}
TANKS = {
    "Freshwater": (9.5, 6),
    "Reef": (19.0, 5),
    "Jellyfish": (27.0, 2),
    "Paludarium": (13.0, 3),
}  # euros a litre, odds
SOURCES = {"Instagram": 4, "Interior designer": 5, "Word of mouth": 5, "Website": 4, "Horecava fair": 2}
WHY = {"Too expensive": 6, "Floor too weak": 2, "Went silent": 4, "Chose a rival": 3}
DATED, LOGGED = "%Y-%m-%d", "%b %d, %Y %I:%M %p"
FILES = {"clients": "Clients", "deals": "Sales pipeline", "visits": "Service visits", "invoices": "Invoices 2025-2026"}


@cache
def tables() -> dict[str, list[dict[str, Any]]]:
    chance = Random(28177)
    words = chance.sample([word for word in WORDS if word not in {"Quarry", "Orchard", "Garnet", "Ivory"}], 62)
    found = people(chance, 62, tuple(SELLERS))
    clients = [_client(chance, at, word, who) for at, (word, who) in enumerate(zip(words, found, strict=True))]
    served = [client for client in clients[:54] if client["Service plan"] != "No plan"]
    days = [weekday(chance, "2025-09-01", "2026-11-19") for _ in range(248)]
    days += [weekday(chance, "2026-11-23", "2026-12-12") for _ in range(22)]
    visits = [_visit(chance, chance.choice(served), day) for day in sorted(days)]
    for at, visit in enumerate(visits):
        visit["Name"] = f"V-{at + 2204}"
    invoices = sorted(
        (_bill(chance, chance.choice(clients[:50])) for _ in range(170)), key=lambda each: str(each["Issued"])
    )
    for at, bill in enumerate(invoices):
        bill["Name"] = f"{str(bill['Issued'])[:4]}-{at + 311:04}"
    return {
        "clients": clients,
        "deals": [_deal(chance, at, chance.choice(clients)) for at in range(165)],
        "visits": visits,
        "invoices": invoices,
    }


def _client(chance: Random, at: int, word: str, who: tuple[str, str]) -> dict[str, Any]:
    segment = pick(chance, SEGMENT_ODDS)
    return {
        "Name": f"{chance.choice(SEGMENTS[segment])} {word}",
        "Account manager": pick(chance, SELLERS),
        "Segment": segment,
        "City": pick(chance, TOWNS),
        "Service plan": pick(chance, PLANS),
        "Contact person": " ".join(who),
        "Email": gap(chance, f"{who[0]}@{word}.example".lower(), 0.1),
        "Phone": f"+31 6 {chance.randrange(10000000, 59999999)}",
        "Client since": f"{calm(chance, '2015-03-02', '2024-12-20'):{DATED}}",
        "Item ID (auto generated)": 5120034417 + at * 977,
    }


def _deal(chance: Random, at: int, client: dict[str, Any]) -> dict[str, Any]:
    made = calm(chance, "2024-12-02", "2026-11-17")
    closed: datetime | None = aside(later(chance, made, 10, 140))
    tank = pick(chance, {name: odds for name, (_, odds) in TANKS.items()})
    stage = "Won" if chance.random() < (0.58 if tank == "Freshwater" else 0.42) else "Lost"
    if closed is None or closed >= TODAY or closed < made or (made.year == 2026 and chance.random() < 0.15):
        stage, closed = pick(chance, STAGES), None
    litres = max(120, round(chance.lognormvariate(0, 0.6) * 700 / 10) * 10)
    seller = client["Account manager"] if chance.random() < 0.85 else pick(chance, SELLERS)
    log = made.replace(hour=chance.randrange(8, 18), minute=chance.randrange(60))
    return {
        "Name": f"{tank} {chance.choice(('lobby', 'waiting room', 'bar', 'atrium', 'wall'))} - {client['Name'].split()[-1]} {at + 1}",
        "Client": client["Name"],
        "Owner": seller,
        "Stage": stage,
        "Tank type": tank,
        "Volume (L)": litres,
        "Deal value": round(litres * TANKS[tank][0] * chance.uniform(0.85, 1.2) / 10) * 10,
        "Close probability": None if closed else {"New enquiry": 10, "Site visit": 30, "Quote sent": 50}.get(stage, 75),
        "Source": gap(chance, pick(chance, SOURCES), 0.05),
        "Expected close": None if closed else f"{aside(calm(chance, '2026-10-05', '2027-03-20')):{DATED}}",
        "Closed on": f"{closed:{DATED}}" if closed else None,
        "Lost because": pick(chance, WHY) if stage == "Lost" else None,
        "Creation log": f"{seller} {log:%b} {log.day}, {log:%Y %I:%M %p}",
    }


def _visit(chance: Random, client: dict[str, Any], day: datetime) -> dict[str, Any]:
    kind = pick(chance, {"Routine": 12, "Emergency": 3, "Water change": 5, "Restocking": 2})
    done = day < TODAY
    status = ("Cancelled" if chance.random() < 0.05 else "Done") if done else "Planned"
    low = 1 if kind == "Emergency" else 2
    return {
        "Name": None,
        "Client": client["Name"],
        "Technician": pick(chance, CREW),
        "Visit type": kind,
        "Date": f"{day:{DATED}}",
        "Status": status,
        "Hours": chance.randrange(2, 15) / 2 if status == "Done" else None,
        "Fish lost": chance.choice((0, 0, 0, 0, 0, 1, 2, 5)) if status == "Done" else None,
        "Client rating": gap(chance, min(5, chance.randrange(low, 6) + chance.randrange(2)), 0.2)
        if status == "Done"
        else None,
    }


def _bill(chance: Random, client: dict[str, Any]) -> dict[str, Any]:
    issued = calm(chance, "2025-01-06", "2026-11-16")
    due = aside(issued + timedelta(days=30))
    days = chance.randrange(9, 28) if chance.random() < 0.62 else chance.randrange(34, 78)
    slow = client["Segment"] == "Restaurant" and chance.random() < 0.5
    paid: datetime | None = issued + timedelta(days=days + (12 if slow else 0))
    if paid is None or paid >= TODAY or (issued.year == 2026 and chance.random() < 0.11):
        paid = None
    if paid and not (due - paid).days:
        paid -= timedelta(days=1)
    return {
        "Name": None,
        "Client": client["Name"],
        "For": pick(chance, {"Maintenance": 6, "Installation": 2, "Livestock": 2}),
        "Issued": f"{issued:{DATED}}",
        "Due date": f"{due:{DATED}}",
        "Amount excl. VAT": float(money(chance, 1150, 5)),
        "Paid on": f"{paid:{DATED}}" if paid else None,
        "Payment": "Paid" if paid else ("Reminder sent" if due < TODAY else "Sent"),
    }


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables().items():
        pd.DataFrame(rows).to_csv(folder / f"{FILES[name]}.csv", index=False)


@cache
def frames() -> SimpleNamespace:
    a = read(write, "Clients.csv", {"Client since": DATED})
    o = read(write, "Sales pipeline.csv", {"Expected close": DATED, "Closed on": DATED})
    v = read(write, "Service visits.csv", {"Date": DATED})
    n = read(write, f"{FILES['invoices']}.csv", {"Issued": DATED, "Due date": DATED, "Paid on": DATED})
    assert a.name.is_unique
    assert o.name.is_unique
    about = a[["name", "segment", "city", "service_plan"]].rename(columns={"name": "client"})
    o, v, n = (frame.merge(about, on="client") for frame in (o, v, n))
    o["created"] = pd.to_datetime(o.creation_log.str.split().str[2:].str.join(" "), format=LOGGED)
    n["days"] = (n.paid_on - n.issued).dt.days
    won, lost, live = o[o.stage == "Won"], o[o.stage == "Lost"], o[~o.stage.isin(["Won", "Lost"])]
    assert len(o) == 165
    assert len(v) == 270
    assert live.closed_on.isna().all()
    return SimpleNamespace(a=a, o=o, v=v, n=n, done=v[v.status == "Done"], won=won, lost=lost, open=live)
