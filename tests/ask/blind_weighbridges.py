"""A made-up Freshsales export of a British maker of weighbridges: accounts, contacts, deals, sales activities and tasks.

Moments are written as Freshsales writes them, closing and due dates are days.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pandas as pd
from blind_files import aside, gap, read
from blind_parts import calm, tidy, untidy
from fresh_parts import money, pick
from unseen_parts import TODAY, WORDS, later, people

OWNERS = {"Moira Tennant": 4, "Euan Baxter": 4, "Prakash Iyer": 3, "Glenda Shaw": 2}
TRADES = {
    "Quarry": ("Aggregates", "Stone", "Sand & Gravel"),
    "Waste & Recycling": ("Recycling", "Skip Hire"),
    "Grain Merchant": ("Grain", "Mills"),
    "Scrap Yard": ("Metals",),
    "Haulage": ("Haulage", "Logistics"),
    "Timber": ("Sawmills",),
}
TRADE_ODDS = {"Quarry": 5, "Waste & Recycling": 5, "Grain Merchant": 3, "Scrap Yard": 3, "Haulage": 3, "Timber": 1}
TERRITORIES = {"Scotland": 3, "North": 5, "Midlands": 4, "Wales": 2, "South": 4}
TOWNS = {
    "Scotland": ("Perth", "Falkirk", "Elgin"),
    "North": ("Carlisle", "Doncaster", "Skipton", "Hexham"),
    "Midlands": ("Derby", "Telford", "Kettering"),
    "Wales": ("Wrexham", "Llanelli"),
    "South": ("Yeovil", "Andover", "Maidstone"),
}
OPEN = {"New": 3, "Site Survey": 4, "Proposal Sent": 5, "Negotiation": 3}
CHANCES = {"New": 10, "Site Survey": 25, "Proposal Sent": 50, "Negotiation": 75, "Won": 100, "Lost": 0}
PRODUCTS = {
    "Surface-mounted bridge": 5,
    "Pit-mounted bridge": 3,
    "Axle weigher": 3,
    "Ticketing software": 4,
    "Load cell kit": 3,
}
PRICES = {
    "Surface-mounted bridge": 38000,
    "Pit-mounted bridge": 52000,
    "Axle weigher": 16000,
    "Ticketing software": 6500,
    "Load cell kit": 4200,
}
SOURCES = {"Web Form": 4, "Referral": 4, "Hillhead Show": 3, "Cold Call": 3, "Existing Customer": 5}
WHY = {"Price": 5, "Went with competitor": 4, "Project postponed": 3, "No planning permission": 2}
OUTCOMES = {
    "Phone": {"Connected": 6, "No answer": 3, "Left voicemail": 2},
    "Email": {"Replied": 3, "Bounced": 1, "Sent": 5},
    "Demo": {"Done": 5, "Cancelled": 1},
    "Site visit": {"Done": 7, "Cancelled": 1},
}
KINDS = {"Phone": 8, "Email": 5, "Demo": 2, "Site visit": 4}
JOBS = ("Site Manager", "Operations Director", "Buyer", "Weighbridge Operator", "Owner")
STAMP = "%Y-%m-%d %H:%M:%S"
SPRING = datetime(2026, 4, 1)  # noqa: DTZ001 - the files hold naive days


@cache
def tables() -> dict[str, list[dict[str, Any]]]:
    chance = Random(40417)
    words = [word for word in WORDS if word not in {"Quarry", "Granite"}]
    accounts = [_account(chance, at, word) for at, word in enumerate(chance.sample(words, 96))]
    buyers = accounts[:82]
    called = people(chance, 150, tuple(OWNERS))
    contacts = [
        _contact(chance, at, who, accounts[at] if at < 96 else chance.choice(accounts[:60]))
        for at, who in enumerate(called)
    ]
    deals = [_deal(chance, at, chance.choice(buyers)) for at in range(330)]
    return {
        "Accounts": accounts,
        "Contacts": contacts,
        "Deals": deals,
        "Sales_Activities": [_activity(chance, at, chance.choice(accounts[:88])) for at in range(760)],
        "Tasks": [_task(chance, at, chance.choice(deals)) for at in range(150)],
    }


def _account(chance: Random, at: int, word: str) -> dict[str, Any]:
    trade, where = pick(chance, TRADE_ODDS), pick(chance, TERRITORIES)
    return {
        "ID": 70001480000 + at * 17,
        "Name": f"{word} {chance.choice(TRADES[trade])}",
        "Industry type": untidy(chance, trade, 0.05),
        "Number of employees": gap(chance, chance.randrange(4, 260), 0.1),
        "Territory": where,
        "City": chance.choice(TOWNS[where]),
        "Phone": f"01{chance.randrange(200, 999)} {chance.randrange(100000, 999999)}",
        "Sales owner": pick(chance, OWNERS),
        "Weighbridges on site": chance.choices((0, 1, 2, 3, 4), (3, 6, 4, 2, 1))[0],
        "Next verification due": gap(chance, f"{aside(calm(chance, '2026-11-25', '2027-10-30')):%Y-%m-%d}", 0.2),
        "Created at": f"{calm(chance, '2021-03-01', '2026-10-20'):%Y-%m-%d} 09:{chance.randrange(10, 60)}:00",
        "Last contacted time": f"{calm(chance, '2026-02-01', '2026-11-18'):%Y-%m-%d} 15:{chance.randrange(10, 60)}:00",
    }


def _contact(chance: Random, at: int, who: tuple[str, str], account: dict[str, Any]) -> dict[str, Any]:
    return {
        "ID": 70009200000 + at * 11,
        "First name": who[0],
        "Last name": who[1],
        "Job title": chance.choice(JOBS),
        "Emails": gap(chance, f"{who[0][0]}.{who[1]}@{account['Name'].split()[0]}.example".lower(), 0.15),
        "Mobile": gap(chance, f"07{chance.randrange(400, 999)} {chance.randrange(100000, 999999)}", 0.25),
        "Sales accounts": account["Name"],
        "Lifecycle stage": pick(chance, {"Lead": 3, "Sales Qualified Lead": 2, "Customer": 5}),
        "Source": pick(chance, SOURCES),
        "Do not disturb": pick(chance, {"No": 9, "Yes": 1}),
    }


def _deal(chance: Random, at: int, account: dict[str, Any]) -> dict[str, Any]:
    made = calm(chance, "2024-10-01", "2026-11-17")
    closed: datetime | None = aside(later(chance, made, 20, 170))
    product = pick(chance, PRODUCTS)
    stage = "Won" if chance.random() < (0.56 if account["Territory"] == "Scotland" else 0.43) else "Lost"
    if closed is None or closed >= TODAY or (made > SPRING and chance.random() < 0.3):
        stage, closed = pick(chance, OPEN), None
    expected = aside(calm(chance, "2026-09-10", "2027-04-20")) if closed is None else closed
    return {
        "ID": 70004400000 + at * 3,
        "Name": f"{account['Name'].split()[0]} {product.lower()} {at + 501}",
        "Sales account": account["Name"],
        "Deal value": money(chance, PRICES[product], 50),
        "Deal stage": stage,
        "Probability (%)": CHANCES[stage],
        "Deal type": pick(chance, {"New Business": 5, "Existing Business": 4, "Rental": 2}),
        "Product": product,
        "Source": pick(chance, SOURCES),
        "Lost reason": pick(chance, WHY) if stage == "Lost" else None,
        "Sales owner": account["Sales owner"],
        "Expected close date": f"{expected:%Y-%m-%d}",
        "Closed date": f"{closed:%Y-%m-%d}" if closed else None,
        "Created at": f"{made:%Y-%m-%d} {chance.randrange(8, 18):02}:{chance.randrange(60):02}:00",
    }


def _activity(chance: Random, at: int, account: dict[str, Any]) -> dict[str, Any]:
    kind = pick(chance, KINDS)
    owner = account["Sales owner"] if chance.random() < 0.8 else pick(chance, OWNERS)
    return {
        "ID": 70007700000 + at,
        "Activity type": kind,
        "Outcome": pick(chance, OUTCOMES[kind]),
        "Sales account": account["Name"],
        "Owner": owner,
        "Start date": f"{calm(chance, '2025-06-02', '2026-11-19'):%Y-%m-%d} {chance.randrange(8, 17):02}:{chance.choice((0, 15, 30, 45)):02}:00",
    }


def _task(chance: Random, at: int, deal: dict[str, Any]) -> dict[str, Any]:
    due = calm(chance, "2026-05-04", "2026-12-18")
    done = chance.random() < (0.85 if due < TODAY else 0.1)
    return {
        "ID": 70008800000 + at,
        "Title": f"{chance.choice(('Send drawings', 'Chase quote', 'Book crane', 'Call back', 'Check foundations'))} {at + 1}",
        "Related to": deal["Name"],
        "Task owner": deal["Sales owner"],
        "Due date": f"{due:%Y-%m-%d}",
        "Status": "Completed" if done else "Open",
    }


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables().items():
        frame = pd.DataFrame(rows)
        if "Number of employees" in frame:
            frame["Number of employees"] = frame["Number of employees"].astype("Int64")
        frame.to_csv(folder / f"{name}.csv", index=False)


@cache
def frames() -> SimpleNamespace:
    day = "%Y-%m-%d"
    a = read(write, "Accounts.csv", {"Next verification due": day, "Created at": STAMP, "Last contacted time": STAMP})
    d = read(write, "Deals.csv", {"Expected close date": day, "Closed date": day, "Created at": STAMP})
    p = read(write, "Contacts.csv")
    v = read(write, "Sales_Activities.csv", {"Start date": STAMP})
    t = read(write, "Tasks.csv", {"Due date": day})
    assert a.name.is_unique
    assert d.name.is_unique
    a["industry_type"] = tidy(a.industry_type, TRADES)
    about = a[["name", "industry_type", "territory"]].rename(columns={"name": "sales_account"})
    d, v = d.merge(about, on="sales_account"), v.merge(about, on="sales_account")
    assert (len(d), len(v)) == (330, 760)
    p["person"] = p.first_name + " " + p.last_name
    d["days"] = (d.closed_date - d.created_at.dt.normalize()).dt.days
    won, lost = d[d.deal_stage == "Won"], d[d.deal_stage == "Lost"]
    return SimpleNamespace(
        a=a, d=d, p=p, v=v, t=t, won=won, lost=lost, closed=pd.concat([won, lost]), open=d[d.deal_stage.isin(OPEN)]
    )
