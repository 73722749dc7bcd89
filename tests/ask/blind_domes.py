"""A made-up Zendesk export of an American builder of planetarium domes: companies, people, deals and calls of Sell, tickets of
Support, and its users. Moments end in Z; several tags stand in one cell; a deal's contact is named, its e-mail is with people.
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
from unseen_parts import TODAY, firms, later, people

USERS = {  # team, role, reports to, target of the year
    "Marguerite Oyelaran": ("Americas", "Sales", "Thandi Whitcombe", 7_500_000),
    "Dashiell Brandt": ("Americas", "Sales", "Thandi Whitcombe", 6_000_000),
    "Ines Quintero": ("Americas", "Sales", "Thandi Whitcombe", 4_800_000),
    "Colm Fairley": ("Europe & Asia", "Sales", "Thandi Whitcombe", 5_200_000),
    "Yuki Haraldsen": ("Europe & Asia", "Sales", "Thandi Whitcombe", 3_600_000),
    "Petrus Vail": ("Support", "Agent", "Bashir Tolland", None), "Naomi Escott": ("Support", "Agent", "Bashir Tolland", None),
    "Lotte Friesen": ("Support", "Agent", "Bashir Tolland", None),
}  # fmt: skip
REPS = [name for name, user in USERS.items() if user[1] == "Sales"]
AGENTS = {name: 3 for name, user in USERS.items() if user[1] == "Agent"}
KINDS = {
    "Science Museum": "Museum", "Discovery Center": "Museum", "School District": "School", "University": "University",
    "Observatory": "Observatory", "Theme Park": "Attraction",
}  # fmt: skip
COUNTRIES = {"United States": 9, "Canada": 3, "Mexico": 2, "Germany": 3, "Portugal": 2, "South Korea": 2, "Japan": 2}
LINES = {
    "Full system": 620_000, "Dome retrofit": 210_000, "Projector upgrade": 150_000, "Show licence": 14_000,
    "Service plan": 22_000,
}  # fmt: skip
STAGES = {"Incoming": 2, "Qualified": 4, "Site survey": 3, "Quote sent": 4, "Closure": 2}
REASONS = {"Budget cut": 5, "Chose a competitor": 4, "Building delayed": 3, "Roof too low": 1}
SOURCES = {"IPS conference": 4, "Referral": 4, "Architect": 3, "Website": 3, "Tender": 2}
OUTCOMES = {"Interested": 4, "Left message": 3, "No answer": 3, "Asked to call back": 2, "Not interested": 1}
HOURS = {"Urgent": 9, "High": 26, "Normal": 60, "Low": 110}  # until a ticket is solved


@cache
def tables() -> dict[str, Any]:
    chance = Random(30177)
    companies = [_company(chance, at, name) for at, name in enumerate(firms(chance, 138, tuple(KINDS)))]
    named = [_person(chance, at, who, companies) for at, who in enumerate(people(chance, 250, tuple(USERS)))]
    deals = [_deal(chance, at, chance.choice(companies[:118]), named) for at in range(560)]
    return {
        "companies": companies,
        "people": named,
        "deals": deals,
        "calls": [_call(chance, at, chance.choice(deals)) for at in range(880)],
        "tickets": [_ticket(chance, at, chance.choice(companies[12:100])) for at in range(520)],
        "users": [
            {"Name": name, "Role": role, "Team": team, "Reports To": boss, "Annual Target": target}
            for name, (team, role, boss, target) in USERS.items()
        ],
    }


def stamp(chance: Random, day: datetime) -> str:
    """A moment in office hours of the day."""
    return f"{day:%Y-%m-%d}T{chance.randrange(8, 18):02}:{chance.randrange(60):02}:{chance.randrange(60):02}Z"


def _company(chance: Random, at: int, name: str) -> dict[str, Any]:
    seats = chance.randrange(8, 60) * 5
    return {
        "ID": 418_200_301 + at * 17,
        "Name": name,
        "Owner": chance.choice(REPS),
        "Customer Status": pick(chance, {"Current": 6, "Prospect": 3, "Past": 1}),
        "Industry": untidy(chance, KINDS[name.split(" ", 1)[1]], 0.05),
        "Country": pick(chance, COUNTRIES),
        "Dome Diameter (m)": gap(chance, round(chance.uniform(6, 24), 1), 0.08),
        "Seats": gap(chance, seats, 0.08),
        "Yearly Visitors": gap(chance, money(chance, 60_000, 1000), 0.2),
        "Tags": gap(
            chance, ", ".join(chance.sample(("reference site", "vip", "newsletter"), chance.randrange(1, 3))), 0.4
        ),
        "Created At": stamp(chance, calm(chance, "2021-02-01", "2024-06-01")),
    }


def _person(chance: Random, at: int, who: tuple[str, str], companies: list[dict[str, Any]]) -> dict[str, Any]:
    company = companies[at % len(companies)]
    return {
        "First Name": who[0],
        "Last Name": who[1],
        "Title": pick(chance, {"Director": 3, "Facilities Manager": 3, "Show Producer": 2, "Technician": 3}),
        "Company": company["Name"],
        "Email": gap(chance, f"{who[0][0]}{who[1]}@{company['Name'].split()[0]}.example".lower(), 0.08),
        "Phone": gap(chance, f"+1 555 01{chance.randrange(10, 100)}", 0.2),
    }


def _deal(chance: Random, at: int, company: dict[str, Any], named: list[dict[str, Any]]) -> dict[str, Any]:
    line = pick(
        chance, {"Full system": 3, "Dome retrofit": 3, "Projector upgrade": 4, "Show licence": 5, "Service plan": 4}
    )
    added = calm(chance, "2024-04-01", "2026-11-10")
    closed = aside(later(chance, added, 20, 150 if LINES[line] < 50_000 else 300))
    stage = "Won" if chance.random() < 0.54 else "Lost"
    if closed >= TODAY or chance.random() < 0.06:
        stage = pick(chance, STAGES)
    who = chance.choice([person for person in named if person["Company"] == company["Name"]])
    return {
        "ID": 902_441_100 + at * 29,
        "Deal Name": f"{company['Name']} - {line} #{at + 1201}",
        "Company": company["Name"],
        "Primary Contact": f"{who['First Name']} {who['Last Name']}",
        "Owner": company["Owner"] if chance.random() < 0.85 else chance.choice(REPS),
        "Stage": stage,
        "Value": money(chance, LINES[line], 250),
        "Currency": "USD",
        "Product Line": line,
        "Source": pick(chance, SOURCES),
        "Hot": "yes" if chance.random() < 0.3 else "no",
        "Loss Reason": pick(chance, REASONS) if stage == "Lost" else None,
        "Added At": stamp(chance, added),
        "Estimated Close Date": f"{aside(later(chance, added, 40, 240)):%Y-%m-%d}",
        "Closed At": stamp(chance, closed) if stage in {"Won", "Lost"} else None,
    }


def _call(chance: Random, at: int, deal: dict[str, Any]) -> dict[str, Any]:
    outcome = pick(chance, OUTCOMES)
    return {
        "Call ID": 77_100 + at,
        "Deal": deal["Deal Name"],
        "Made By": deal["Owner"],
        "Called At": stamp(chance, calm(chance, "2025-01-05", "2026-11-18")),
        "Outcome": outcome,
        "Duration (sec)": 0 if outcome == "No answer" else chance.randrange(12, 3300),
    }


def _ticket(chance: Random, at: int, company: dict[str, Any]) -> dict[str, Any]:
    made = calm(chance, "2025-02-01", "2026-11-17")
    solved = chance.random() < (0.96 if made < datetime(2026, 10, 1) else 0.5)  # noqa: DTZ001
    priority = pick(chance, {"Urgent": 2, "High": 3, "Normal": 5, "Low": 2})
    hours = round(HOURS[priority] * chance.lognormvariate(0, 0.5), 1)
    return {
        "Ticket ID": 5401 + at,
        "Subject": chance.choice(
            ("Projector shuts down", "Fan noise", "Show does not start", "Dome seam visible", "Login")
        ),
        "Organization": company["Name"],
        "Assignee": pick(chance, AGENTS),
        "Priority": priority,
        "Type": pick(chance, {"Incident": 5, "Problem": 2, "Question": 4, "Task": 1}),
        "Status": pick(chance, {"Solved": 2, "Closed": 7} if solved else {"Open": 4, "Pending": 3, "On-hold": 1}),
        "Created At": stamp(chance, made),
        "First Reply Time (min)": chance.randrange(4, 400),
        "Full Resolution Time (hrs)": hours if solved else None,
        "Satisfaction": pick(chance, {"Good": 6, "Bad": 2, "": 4}) if solved else None,
    }


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables().items():
        frame = pd.DataFrame(rows)
        for column in {"Seats", "Yearly Visitors", "Annual Target"} & set(frame):
            frame[column] = frame[column].astype("Int64")
        frame.to_csv(folder / f"{name}.csv", index=False)


@cache
def frames() -> SimpleNamespace:
    moment, day = "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d"
    c = read(write, "companies.csv", {"Created At": moment})
    c["industry"], c["tags"] = tidy(c.industry, set(KINDS.values())), c.tags.fillna("")
    p, u = read(write, "people.csv"), read(write, "users.csv")
    p["name"] = p.first_name + " " + p.last_name
    d = read(write, "deals.csv", {"Added At": moment, "Closed At": moment, "Estimated Close Date": day})
    about = c[["name", "industry", "country"]].rename(columns={"name": "company"})
    d = d.merge(about, on="company").merge(u.rename(columns={"name": "owner"}), on="owner")
    d["days"] = (d.closed_at.dt.normalize() - d.added_at.dt.normalize()).dt.days
    k = read(write, "calls.csv", {"Called At": moment})
    k = k.merge(d[["deal_name", "product_line", "stage"]], left_on="deal", right_on="deal_name")
    t = read(write, "tickets.csv", {"Created At": moment})
    assert c.name.is_unique
    assert d.deal_name.is_unique
    assert (len(d), len(k), len(t)) == (560, 880, 520)
    won, lost = d[d.stage == "Won"], d[d.stage == "Lost"]
    return SimpleNamespace(
        c=c, p=p, u=u, d=d, k=k, t=t, won=won, lost=lost, closed=pd.concat([won, lost]), open=d[d.stage.isin(STAGES)]
    )
