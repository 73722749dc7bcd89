"""A made-up export of an IT reseller: companies, people and opportunities of its CRM, its tasks and the help desk's tickets."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

from fresh_parts import money, pick
from unseen_parts import TODAY, day, firms, later, moment, people, save, snake, table

OWNERS = {"Tess Hargrove": 5, "Bilal Qureshi": 4, "Nora Fitzsimmons": 4, "Ivan Petkov": 3, "Camille Roux": 2}
TECHS = {"Ollie Barnes": 5, "Shreya Nair": 4, "Gus Lambert": 3, "Marlene Stokes": 3}
CITIES = {"Dallas": "TX", "Houston": "TX", "Tulsa": "OK", "Little Rock": "AR", "Shreveport": "LA", "Austin": "TX"}
INDUSTRIES = {"Healthcare": 4, "Legal": 3, "Construction": 3, "Manufacturing": 3, "Education": 2, "Retail": 2}
STAGES = {
    "Hardware": ("Qualify", "Quote sent", "Negotiation", "Awaiting PO"),
    "Managed Services": ("Site survey", "Proposal", "Legal review"),
}
SUBJECTS = {
    "Hardware": ("laptops", "switches", "firewall", "storage", "servers"),
    "Managed Services": ("helpdesk", "backup", "SOC"),
}
REASONS = {"Price": 5, "Competitor": 4, "No decision": 3, "Budget frozen": 2, "Timing": 2}


@cache
def tables() -> dict[str, Any]:
    chance = Random(90417)
    names = firms(chance, 84, ("Dental", "Law", "Builders", "Plastics", "Academy", "Supply", "Clinics"))
    companies = [_company(chance, at, name) for at, name in enumerate(names)]
    known = people(chance, 170, (*OWNERS, *TECHS))
    persons = [
        _person(chance, at, name, companies[at] if at < 84 else chance.choice(companies))
        for at, name in enumerate(known)
    ]
    deals = [_deal(chance, at, companies, persons) for at in range(310)]
    customers = [c["Company"] for c in companies if c["Contact Type"] == "Customer"]
    return {
        "Companies": table(companies),
        "People": table(persons),
        "Opportunities": table(deals),
        "Tasks": table([_task(chance, at, deals) for at in range(280)]),
        "Tickets": table([_ticket(chance, at, customers[:-6], persons) for at in range(260)]),
    }


def _company(chance: Random, at: int, name: str) -> dict[str, Any]:
    kind = pick(chance, {"Customer": 7, "Potential Customer": 3})
    city = chance.choice(list(CITIES))
    managed = kind == "Customer" and chance.random() < 0.55
    return {
        "Company Id": 31550010 + at * 7,
        "Company": name,
        "Website": f"https://www.{name.replace(' ', '').lower()}.example",
        "City": city,
        "State": CITIES[city],
        "Contact Type": kind,
        "Owned By": pick(chance, OWNERS),
        "Industry": pick(chance, INDUSTRIES),
        "Managed Services": "Yes" if managed else "No",
        "Endpoints": chance.randrange(6, 640) if kind == "Customer" else None,
        "Agreement Ends": day(chance, "2026-12-02", "2028-06-01") if managed else None,
        "Created At": day(chance, "2022-02-01", "2026-10-20"),
    }


def _person(chance: Random, at: int, name: tuple[str, str], firm: dict[str, Any]) -> dict[str, Any]:
    first, last = name
    return {
        "Person Id": 118820 + at * 3,
        "First Name": first,
        "Last Name": last,
        "Title": pick(chance, {"IT Manager": 4, "Office Manager": 3, "CFO": 2, "Owner": 2, "Network Admin": 2}),
        "Company Id": firm["Company Id"],
        "Company": firm["Company"],
        "Work Email": f"{first[0]}{last}@{firm['Website'][12:]}".lower(),
        "Work Phone": f"(214) 555-{chance.randrange(1000, 9999)}",
        "Interaction Count": chance.randrange(0, 90),
        "Last Contacted": day(chance, "2025-06-01", "2026-11-19"),
    }


def _deal(chance: Random, at: int, companies: list[dict[str, Any]], persons: list[dict[str, Any]]) -> dict[str, Any]:
    firm = chance.choice(companies)
    pipeline = pick(chance, {"Hardware": 6, "Managed Services": 4})
    made = day(chance, "2024-11-01", "2026-11-12")
    end = later(chance, made, 9, 150)
    done = end < TODAY - timedelta(days=1)
    wins = 10 if firm["Contact Type"] == "Customer" else 0  # who bought once is no prospect any more
    status = pick(chance, {"Won": wins, "Lost": 8, "Abandoned": 1, "Open": 2}) if done else "Open"
    expected = day(chance, "2026-11-24", "2027-03-25") if status == "Open" else end
    who = chance.choice([p for p in persons if p["Company"] == firm["Company"]])
    return {
        "Opportunity Id": 27400100 + at * 9,
        "Opportunity": f"{firm['Company'].split()[0]} {chance.choice(SUBJECTS[pipeline])} Q-{1400 + at}",
        "Company": firm["Company"],
        "Primary Contact": f"{who['First Name']} {who['Last Name']}",
        "Owned By": firm["Owned By"] if chance.random() < 0.8 else pick(chance, OWNERS),
        "Pipeline": pipeline,
        "Stage": chance.choice(STAGES[pipeline]),
        "Status": status,
        "Value": money(chance, 21000 if pipeline == "Hardware" else 34000, 50),
        "Source": pick(chance, {"Existing account": 4, "Vendor referral": 3, "Cold call": 2, "Webinar": 2}),
        "Close Date": expected,
        "Loss Reason": pick(chance, REASONS) if status == "Lost" else None,
        "Created At": made,
    }


def _task(chance: Random, at: int, deals: list[dict[str, Any]]) -> dict[str, Any]:
    deal = chance.choice(deals)
    done = chance.random() < 0.7
    due = day(chance, "2026-01-05", "2026-11-17") if done else day(chance, "2026-10-19", "2027-01-30")
    due = datetime(2026, 11, 23) if due == TODAY else due  # noqa: DTZ001
    return {
        "Task Id": 6600300 + at,
        "Task": f"{pick(chance, {'Call back': 3, 'Send quote': 3, 'Chase PO': 2, 'Book site visit': 2})} {at + 1}",
        "Related Company": deal["Company"],
        "Related Opportunity": deal["Opportunity"],
        "Assigned To": pick(chance, OWNERS),
        "Priority": pick(chance, {"None": 4, "High": 2}),
        "Status": "Completed" if done else "Open",
        "Due Date": due,
        "Completed At": min(later(chance, due, -6, 9), TODAY - timedelta(days=1)) if done else None,
    }


def _ticket(chance: Random, at: int, served: list[str], persons: list[dict[str, Any]]) -> dict[str, Any]:
    firm = chance.choice(served)
    who = chance.choice([p for p in persons if p["Company"] == firm])
    made = moment(chance, "2025-09-01", "2026-11-19")
    done = made < TODAY - timedelta(days=40) or chance.random() < 0.5
    hours = chance.randrange(1, 240)
    return {
        "Ticket ID": 5100 + at,
        "Subject": pick(
            chance, {"Printer jam": 2, "VPN drops": 3, "Password reset": 4, "Slow PC": 3, "Email bounce": 2}
        ),
        "Company": firm,
        "Requester": f"{who['First Name']} {who['Last Name']}",
        "Agent": pick(chance, TECHS),
        "Type": pick(chance, {"Incident": 5, "Service Request": 4, "Problem": 1}),
        "Priority": pick(chance, {"Low": 4, "Medium": 4, "High": 2, "Urgent": 1}),
        "Status": "Closed" if done else pick(chance, {"Open": 2, "Pending": 1}),
        "Created time": made,
        "Resolved time": min(made + timedelta(hours=hours), TODAY) if done else None,
        "Satisfaction rating": chance.randrange(1, 6) if done and chance.random() < 0.6 else None,
    }


def write(folder: Path) -> None:
    for name, frame in tables().items():
        moments = {column: "%Y-%m-%d %H:%M:%S" for column in ("Created time", "Resolved time") if column in frame}
        days = {c: "%m/%d/%Y" for c in frame if frame[c].dtype.kind == "M" and c not in moments}
        save(folder / f"{name}.csv", frame, {**moments, **days})


@cache
def frames() -> SimpleNamespace:
    found = {name: snake(frame) for name, frame in tables().items()}
    c, p, o, t, k = (found[name] for name in ("Companies", "People", "Opportunities", "Tasks", "Tickets"))
    kept = c[["company", "city", "state", "contact_type", "industry", "owned_by", "managed_services"]]
    kept = kept.rename(columns={"owned_by": "keeper"})
    o, k = o.merge(kept, on="company"), k.merge(kept, on="company")
    p = p.merge(kept, on="company")
    p["full"] = p.first_name + " " + p.last_name
    o["days"] = (o.close_date - o.created_at).dt.days
    won, lost, live = (o[o.status == status] for status in ("Won", "Lost", "Open"))
    assert (len(o), len(p), len(k)) == (310, 170, 260)
    return SimpleNamespace(c=c, p=p, o=o, t=t, k=k, won=won, lost=lost, live=live)
