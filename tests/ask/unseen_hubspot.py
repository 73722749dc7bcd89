"""A made-up HubSpot export: companies, contacts, deals, tickets and engagements of an events-software vendor."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

from unseen_parts import day, firms, later, moment, people, save, snake, table

OWNERS = ("Maeve Donnelly", "Rasheed Kamara", "Linnea Sandberg", "Caleb Ostrowski", "Priya Venkatesan")
AGENTS = ("Tomasz Wilk", "Bianca Ferreira", "Joss Hartley")
PLACES = (
    ("Bristol", "United Kingdom"), ("Manchester", "United Kingdom"), ("Dublin", "Ireland"), ("Austin", "United States"),
    ("Denver", "United States"), ("Toronto", "Canada"), ("Hamburg", "Germany"),
)  # fmt: skip
INDUSTRIES = ("Hospitality", "Higher Education", "Financial Services", "Publishing", "Nonprofit", "Biotechnology")
STAGES = (
    "Appointment Scheduled",
    "Qualified To Buy",
    "Presentation Scheduled",
    "Decision Maker Bought-In",
    "Contract Sent",
)
REASONS = ("Price too high", "Chose competitor", "No budget", "Went silent", "Missing feature")
PRODUCTS = ("Ticketing", "Badge Printing", "Virtual Stage", "Registration Pro", "Sponsor Portal")
TOPICS = (
    "Badge printer offline",
    "Refund not processed",
    "Login loop",
    "Wrong VAT on invoice",
    "Export stuck",
    "App crash",
)


@cache
def tables() -> dict[str, Any]:
    chance = Random(4101)
    names = firms(chance, 88, ("Group", "Institute", "Partners", "Holdings", "Foundation", "Ventures"))
    companies = [_company(chance, at, name) for at, name in enumerate(names)]
    dealing, writing, calling = companies[:74], companies[4:70], companies[:80]
    deals = [_deal(chance, at, dealing) for at in range(312)]
    return {
        "companies": table(companies),
        "contacts": table([_contact(chance, at, who, companies[:82]) for at, who in enumerate(people(chance, 180))]),
        "deals": table(deals),
        "tickets": table([_ticket(chance, at, writing) for at in range(236)]),
        "engagements": table([_engagement(chance, at, calling) for at in range(480)]),
    }


def _company(chance: Random, at: int, name: str) -> dict[str, Any]:
    city, country = chance.choice(PLACES)
    stage = chance.choice(
        ("Lead", "Sales Qualified Lead", "Opportunity", "Customer", "Customer", "Customer", "Evangelist")
    )
    paying = stage in {"Customer", "Evangelist"}
    return {
        "Record ID": 7710020000 + at * 37,
        "Company name": name,
        "Company owner": chance.choices(OWNERS, (5, 4, 4, 3, 2))[0] if at % 19 != 7 else None,
        "Industry": chance.choice(INDUSTRIES),
        "City": city,
        "Country/Region": country,
        "Number of Employees": chance.randrange(12, 5200),
        "Annual Revenue": chance.randrange(8, 900) * 100_000 if chance.random() < 0.9 else None,
        "Lifecycle Stage": stage,
        "Create Date": moment(chance, "2023-02-01", "2026-10-20"),
        "NPS": chance.randrange(0, 11) if paying and chance.random() < 0.85 else None,
        "Contract renewal date": day(chance, "2026-09-01", "2027-11-01") if paying else None,
    }


def _contact(chance: Random, at: int, who: tuple[str, str], companies: list[dict[str, Any]]) -> dict[str, Any]:
    firm = chance.choice(companies)
    first, last = who
    return {
        "Record ID": 51200 + at * 3,
        "First Name": first,
        "Last Name": last,
        "Email": f"{first}.{last}@{firm['Company name'].split()[0]}.example".lower(),
        "Phone Number": f"+44 20 7946 {chance.randrange(1000, 9999)}" if chance.random() < 0.8 else None,
        "Job Title": chance.choice(
            ("Head of Events", "Procurement Manager", "CFO", "Marketing Director", "Event Producer")
        ),
        "Lead Status": chance.choice(("New", "Open", "In Progress", "Connected", "Unqualified")),
        "Original Source": chance.choice(
            ("Organic Search", "Paid Social", "Referrals", "Offline Sources", "Email Marketing")
        ),
        "Associated Company": firm["Company name"],
        "Contact owner": firm["Company owner"],
        "Create Date": moment(chance, "2024-01-10", "2026-11-19"),
    }


def _deal(chance: Random, at: int, companies: list[dict[str, Any]]) -> dict[str, Any]:
    firm, product = chance.choice(companies), chance.choice(PRODUCTS)
    created = moment(chance, "2024-09-01", "2026-11-18")
    closed = later(chance, created, 9, 160)
    done = f"{closed:%Y-%m-%d}" < "2026-11-19" and chance.random() < 0.9
    stage = (
        chance.choice(("Closed Won", "Closed Won", "Closed Won", "Closed Lost", "Closed Lost"))
        if done
        else chance.choice(STAGES)
    )
    if not done:
        closed = moment(chance, "2026-10-05", "2027-05-20")
    own = firm["Company owner"]
    return {
        "Record ID": 9300400 + at * 11,
        "Deal Name": f"{firm['Company name'].split()[0]} - {product} #{at + 101}",
        "Pipeline": "Partner Pipeline" if chance.random() < 0.22 else "Sales Pipeline",
        "Deal Stage": stage,
        "Amount": chance.randrange(16, 620) * 125 if chance.random() < 0.97 else None,
        "Close Date": closed,
        "Create Date": created,
        "Deal owner": own if own and chance.random() < 0.85 else chance.choice(OWNERS),
        "Deal Type": chance.choice(("New Business", "New Business", "Existing Business")),
        "Closed Lost Reason": chance.choice(REASONS) if stage == "Closed Lost" else None,
        "Associated Company": firm["Company name"],
    }


def _ticket(chance: Random, at: int, companies: list[dict[str, Any]]) -> dict[str, Any]:
    created = moment(chance, "2025-10-01", "2026-11-19")
    closed = later(chance, created, 0, 24)
    done = f"{closed:%Y-%m-%d}" < "2026-11-18" and chance.random() < 0.86
    return {
        "Ticket ID": 60077 + at * 2,
        "Ticket name": f"{chance.choice(TOPICS)} ({at + 1})",
        "Ticket status": "Closed" if done else chance.choice(("New", "Waiting on contact", "Waiting on us")),
        "Priority": chance.choices(("Low", "Medium", "High", "Urgent"), (4, 5, 3, 1))[0],
        "Category": chance.choice(("Billing", "Bug", "How-to", "Hardware")),
        "Source": chance.choice(("Email", "Chat", "Phone", "Form")),
        "Ticket owner": chance.choice(AGENTS),
        "Associated Company": chance.choice(companies)["Company name"],
        "Create Date": created,
        "Close Date": closed if done else None,
    }


def _engagement(chance: Random, at: int, companies: list[dict[str, Any]]) -> dict[str, Any]:
    kind = chance.choices(("Call", "Meeting", "Email", "Note"), (4, 2, 5, 2))[0]
    return {
        "Engagement ID": 880100 + at,
        "Activity type": kind,
        "Activity date": moment(chance, "2025-12-01", "2026-11-20"),
        "Activity assigned to": chance.choice(OWNERS),
        "Associated Company": chance.choice(companies)["Company name"],
        "Call outcome": chance.choice(("Connected", "No answer", "Left voicemail", "Busy")) if kind == "Call" else None,
        "Duration (minutes)": chance.randrange(2, 75) if kind in {"Call", "Meeting"} else None,
    }


def write(folder: Path) -> None:
    stamp = "%Y-%m-%d %H:%M"
    for name, frame in tables().items():
        dates = ("Create Date", "Close Date", "Activity date")
        formats = {column: stamp for column in dates if column in frame}
        if name == "companies":
            formats["Contract renewal date"] = "%Y-%m-%d"
        save(folder / f"{name}.csv", frame, formats)


@cache
def frames() -> SimpleNamespace:
    found = {name: snake(frame) for name, frame in tables().items()}
    c = found["companies"]
    side = c[["company_name", "company_owner", "industry", "city", "country_region", "lifecycle_stage"]]

    def linked(frame: Any) -> Any:
        joined = frame.merge(side, left_on="associated_company", right_on="company_name", how="left")
        assert len(joined) == len(frame)
        return joined

    d, t, e = linked(found["deals"]), linked(found["tickets"]), linked(found["engagements"])
    p = found["contacts"]
    won, lost = d[d.deal_stage == "Closed Won"], d[d.deal_stage == "Closed Lost"]
    opened = d[~d.deal_stage.str.startswith("Closed")]
    return SimpleNamespace(c=c, p=p, d=d, t=t, e=e, w=won, l=lost, o=opened)
