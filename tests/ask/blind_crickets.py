"""Made-up HubSpot exports of a farm that sells cricket flour: companies, contacts, deals, line items, tickets, users.

Two companies in the list look like doubles of others ("Ltd" and without). A sector is misspelt throughout ("Aquacultre").
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pandas as pd
from blind_files import aside, cash, gap, read
from blind_parts import calm, tidy, untidy
from fresh_parts import money, pick
from unseen_parts import TODAY, WORDS, later, people

TEAMS = {  # owner: team, start
    "Bronagh Keane": ("Food", "2021-03-01"), "Lukas Heil": ("Food", "2023-06-12"), "Ama Sarpong": ("Feed", "2020-09-01"),
    "Colette Prud'homme": ("Feed", "2024-01-15"), "Dieter Ochs": ("Key accounts", "2019-05-06"),
    "Nuria Vidal": ("Key accounts", "2022-11-21"),
}  # fmt: skip
SECTORS = {"Pet food": 6, "Aquacultre": 4, "Sports nutrition": 4, "Bakery": 3, "Poultry feed": 3}
LIFE = {"Lead": 4, "Marketing Qualified Lead": 3, "Sales Qualified Lead": 3, "Customer": 6, "Evangelist": 1}
STAGES = {"Sample requested": 4, "Trial batch": 4, "Price agreed": 3, "Contract sent": 2}
REASONS = {"Price per kilo": 5, "Allergen worries": 3, "Supply volume": 3, "Went quiet": 4}
SOURCES = {"Organic Search": 5, "Paid Social": 3, "Trade fair": 4, "Referrals": 3, "Email Marketing": 2}
ITEMS = {  # name: SKU, price per unit
    "Fine flour 20kg": ("CF-20F", 420), "Coarse meal 25kg": ("CM-25", 310), "Whole roasted 5kg": ("WR-05", 150),
    "Cricket oil 10l": ("CO-10", 265), "Frass fertiliser 50kg": ("FR-50", 48), "Protein isolate 10kg": ("PI-10", 690),
}  # fmt: skip
ENDINGS = {
    "Pet food": ("Petfoods", "Pets"), "Aquacultre": ("Aqua", "Fisheries"), "Sports nutrition": ("Nutrition", "Bars"),
    "Bakery": ("Bakehouse", "Mills"), "Poultry feed": ("Feeds", "Poultry"),
}  # fmt: skip
LANDS = {"Ireland": 4, "Germany": 5, "France": 4, "Netherlands": 3, "Spain": 2}


@cache
def tables() -> dict[str, Any]:
    chance = Random(52803)
    companies = [_company(chance, at) for at in range(150)]
    for at, twin in ((148, 12), (149, 40)):
        companies[at]["Company name"] = f"{companies[twin]['Company name']} Ltd"
        companies[at]["Industry"] = companies[twin]["Industry"]
    buyers = companies[:118] + companies[148:]
    named = people(chance, 460, tuple(TEAMS))
    deals = [_deal(chance, at, chance.choice(buyers)) for at in range(620)]
    lines = [
        _line(chance, deal, name) for deal in deals for name in chance.sample(list(ITEMS), chance.choice((1, 1, 2, 3)))
    ]
    for at, line in enumerate(lines):
        line["Record ID"] = 880000 + at
    return {
        "companies": companies,
        "contacts": [_contact(chance, at, who, chance.choice(companies)) for at, who in enumerate(named)],
        "deals": deals,
        "line_items": lines,
        "tickets": [_ticket(chance, at, chance.choice(buyers)) for at in range(410)],
        "users": [{"User": name, "HubSpot Team": team, "Start date": start} for name, (team, start) in TEAMS.items()],
    }


def _stamp(chance: Random, day: datetime) -> str:
    return f"{day:%Y-%m-%d} {chance.randrange(7, 19):02}:{chance.randrange(60):02}"


def _company(chance: Random, at: int) -> dict[str, Any]:
    sector = pick(chance, SECTORS)
    name = f"{WORDS[(at * 7 + 3) % len(WORDS)]}{'' if at < 120 else ' & Sons'} {chance.choice(ENDINGS[sector])}"
    return {
        "Record ID": 71400 + at * 3,
        "Company name": name,
        "Company Domain Name": f"{name.split(maxsplit=1)[0].lower()}{at}.example.com",
        "Company owner": chance.choice(list(TEAMS)),
        "Industry": gap(chance, untidy(chance, sector, 0.05), 0.04),
        "Country/Region": pick(chance, LANDS),
        "Lifecycle Stage": pick(chance, LIFE),
        "Number of Employees": gap(chance, money(chance, 60, 1), 0.12),
        "Annual Revenue": gap(chance, money(chance, 4_000_000, 50_000), 0.2),
        "Original Traffic Source": pick(chance, SOURCES),
        "Create Date": _stamp(chance, calm(chance, "2022-01-10", "2026-11-10")),
    }


def _contact(chance: Random, at: int, who: tuple[str, str], company: dict[str, Any]) -> dict[str, Any]:
    sent = chance.randrange(0, 30)
    return {
        "Record ID": 5001 + at,
        "First Name": who[0],
        "Last Name": who[1],
        "Email": f"{who[0]}.{who[1]}@{company['Company Domain Name']}".lower(),
        "Job Title": gap(chance, pick(chance, {"Buyer": 5, "Head of R&D": 3, "Quality manager": 3, "Founder": 2}), 0.1),
        "Associated Company": gap(chance, company["Company name"], 0.07),
        "Lead Status": pick(chance, {"New": 3, "In Progress": 4, "Connected": 4, "Bad Timing": 1, "Unqualified": 2}),
        "Marketing emails delivered": sent,
        "Marketing emails opened": chance.randrange(0, sent + 1),
        "Unsubscribed from all email": "true" if chance.random() < 0.1 else "false",
    }


def _deal(chance: Random, at: int, company: dict[str, Any]) -> dict[str, Any]:
    made = calm(chance, "2024-04-01", "2026-11-12")
    closing = aside(later(chance, made, 10, 170))
    repeat = pick(chance, {"newbusiness": 5, "existingbusiness": 6})
    stage = "Closed Won" if chance.random() < (0.6 if repeat == "existingbusiness" else 0.42) else "Closed Lost"
    if closing >= TODAY or chance.random() < 0.03:
        stage = pick(chance, STAGES)
    return {
        "Record ID": 300500 + at * 2,
        "Deal Name": f"{company['Company name']} lot {at + 1:03}",
        "Pipeline": pick(chance, {"Wholesale": 5, "Private label": 2}),
        "Deal Stage": stage,
        "Deal Type": repeat,
        "Amount": f"€{money(chance, 11000, 10):,}.00" if stage != "Sample requested" or chance.random() < 0.5 else None,
        "Tonnes per year": round(money(chance, 80, 1) / 10, 1),
        "Create Date": _stamp(chance, made),
        "Close Date": _stamp(chance, closing),
        "Closed Lost Reason": gap(chance, pick(chance, REASONS), 0.08) if stage == "Closed Lost" else None,
        "Deal owner": company["Company owner"] if chance.random() < 0.88 else chance.choice(list(TEAMS)),
        "Associated Company": company["Company name"],
    }


def _line(chance: Random, deal: dict[str, Any], name: str) -> dict[str, Any]:
    sku, price = ITEMS[name]
    each = round(price * chance.uniform(0.88, 1.05), 2)
    count = chance.randrange(4, 60)
    return {
        "Name": name, "SKU": sku, "Quantity": count, "Unit price": each, "Net price": round(count * each, 2),
        "Associated Deal": deal["Deal Name"],
    }  # fmt: skip


def _ticket(chance: Random, at: int, company: dict[str, Any]) -> dict[str, Any]:
    topic = pick(
        chance,
        {"Late delivery": 5, "Moisture too high": 3, "Invoice query": 4, "Certificate missing": 3, "Damaged bag": 2},
    )
    made = calm(chance, "2025-02-01", "2026-11-17")
    shut = later(chance, made, 1, 35 if topic == "Moisture too high" else 16)
    done = shut < TODAY and chance.random() < 0.94
    return {
        "Ticket ID": 61000000 + at * 17,
        "Ticket name": f"{topic} #{at + 1}",
        "Ticket status": "Closed" if done else pick(chance, {"New": 1, "Waiting on us": 2, "Waiting on contact": 2}),
        "Category": topic,
        "Source": pick(chance, {"Email": 6, "Phone": 3, "Form": 2}),
        "Priority": gap(chance, pick(chance, {"LOW": 3, "MEDIUM": 4, "HIGH": 2}), 0.1),
        "Time to first response (hours)": gap(chance, round(chance.uniform(0.3, 30), 1), 0.05),
        "Opened on": f"{made:%Y-%m-%d}",
        "Closed on": f"{shut:%Y-%m-%d}" if done else None,
        "Associated Company": untidy(chance, company["Company name"], 0.04),
    }


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables().items():
        frame = pd.DataFrame(rows)
        if "Record ID" in frame:
            frame.insert(0, "Record ID", frame.pop("Record ID"))
        for column in {"Number of Employees", "Annual Revenue"} & set(frame):
            frame[column] = frame[column].astype("Int64")
        frame.to_csv(folder / f"hubspot-{name}.csv", index=False)


@cache
def frames() -> SimpleNamespace:
    minute, day = "%Y-%m-%d %H:%M", "%Y-%m-%d"
    c = read(write, "hubspot-companies.csv", {"Create Date": minute})
    d = read(write, "hubspot-deals.csv", {"Create Date": minute, "Close Date": minute})
    i = read(write, "hubspot-line_items.csv")
    t = read(write, "hubspot-tickets.csv", {"Opened on": day, "Closed on": day})
    u = read(write, "hubspot-users.csv", {"Start date": day}).rename(
        columns={"user": "deal_owner", "hubspot_team": "team"}
    )
    assert c.company_name.is_unique
    assert d.deal_name.is_unique
    c["industry"], d["amount"] = tidy(c.industry, SECTORS), cash(d.amount)
    about = c[["company_name", "industry", "country_region", "lifecycle_stage", "original_traffic_source"]]
    about = about.rename(columns={"company_name": "associated_company"})
    d = d.merge(about, on="associated_company").merge(u, on="deal_owner")
    t["associated_company"] = tidy(t.associated_company, c.company_name)
    t = t.merge(about, on="associated_company")
    t["days"] = (t.closed_on - t.opened_on).dt.days
    i = i.merge(d, left_on="associated_deal", right_on="deal_name")
    assert (len(d), len(t)) == (620, 410)
    won, lost = d[d.deal_stage == "Closed Won"], d[d.deal_stage == "Closed Lost"]
    return SimpleNamespace(
        c=c, d=d, i=i, t=t, u=u, p=read(write, "hubspot-contacts.csv"), won=won, lost=lost,
        closed=pd.concat([won, lost]), open=d[~d.deal_stage.str.startswith("Closed")],
        sold=i[i.deal_stage == "Closed Won"],
    )  # fmt: skip
