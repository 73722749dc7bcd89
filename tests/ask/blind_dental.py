"""A made-up SugarCRM export of a dental laboratory: practices, people, opportunities, cases, and the bench's work orders."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pandas as pd
from blind_files import aside
from blind_parts import calm, untidy
from fresh_parts import pick
from unseen_parts import TODAY, firms, later, people, save, snake, table

USERS = ("Ruth Okafor", "Dale Pettersson", "Gwen Malloy")
TECHNICIANS = {"Marco": 5, "Yuki": 4, "Sandeep": 3, "Lottie": 2}
TOWNS = {
    "OH": ("Dayton", "Toledo", "Akron"), "MI": ("Lansing", "Flint"), "IN": ("Muncie", "Gary"), "KY": ("Paducah",),
}  # fmt: skip
WORK = {
    "Crown": ("Zirconia", "E.max"), "Bridge": ("Zirconia", "E.max"), "Veneer": ("E.max",),
    "Night guard": ("Acrylic",), "Partial denture": ("Acrylic", "PEEK"), "Abutment": ("Titanium", "Zirconia"),
}  # fmt: skip
PRICES = {"Crown": 139, "Bridge": 155, "Veneer": 164, "Night guard": 88, "Partial denture": 342, "Abutment": 210}
STAGES = {"Prospecting": 4, "Sample Case": 4, "Proposal": 3, "Negotiation": 3, "Closed Won": 9, "Closed Lost": 8}


@cache
def tables() -> dict[str, Any]:
    chance = Random(60211)
    names = firms(chance, 64, ("Dental", "Family Dentistry", "Smiles", "Orthodontics", "Dental Arts"))
    accounts = [_practice(chance, name) for name in names]
    buyers = [each for each in accounts if each["Account Type"] != "Prospect"][:34]
    return {
        "Accounts": table(accounts),
        "Contacts": table([_person(chance, who, accounts[at % 64]) for at, who in enumerate(people(chance, 88))]),
        "Opportunities": table([_chance(chance, at, chance.choice(accounts)) for at in range(96)]),
        "Work_Orders": table([_order(chance, at, chance.choice(buyers)) for at in range(150)]),
        "Cases": table([_case(chance, at, chance.choice(buyers[:22])) for at in range(70)]),
    }


def _guid(chance: Random) -> str:
    digits = f"{chance.getrandbits(128):032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def _practice(chance: Random, name: str) -> dict[str, Any]:
    state = pick(chance, {"OH": 6, "MI": 4, "IN": 3, "KY": 2})
    return {
        "ID": _guid(chance),
        "Name": name,
        "Account Type": pick(chance, {"Customer": 6, "Prospect": 3, "Former Customer": 1}),
        "Specialty": "Orthodontics"
        if name.endswith("Orthodontics")
        else pick(chance, {"General": 6, "Prosthodontics": 2}),
        "Billing City": chance.choice(TOWNS[state]),
        "Billing State": state,
        "Chairs": chance.randrange(2, 15) if chance.random() < 0.9 else None,
        "Intraoral Scanner": pick(chance, {"iTero": 4, "Trios": 3, "Medit": 2}) if chance.random() < 0.7 else None,
        "Assigned User Name": chance.choice(USERS),
        "Date Created": calm(chance, "2021-03-01", "2026-08-01"),
    }


def _person(chance: Random, who: tuple[str, str], account: dict[str, Any]) -> dict[str, Any]:
    first, last = who
    return {
        "ID": _guid(chance),
        "First Name": first,
        "Last Name": last,
        "Account Name": account["Name"],
        "Title": pick(chance, {"Dentist": 5, "Practice Manager": 3, "Dental Assistant": 3, "Front Desk": 2}),
        "Email Address": f"{first}.{last}@{account['Name'].split()[0]}.example".lower(),
        "Office Phone": f"(555) 01{chance.randrange(10)}-{chance.randrange(1000, 9999)}",
        "Do Not Call": int(chance.random() < 0.2),
    }


def _chance(chance: Random, at: int, account: dict[str, Any]) -> dict[str, Any]:
    stage = pick(chance, STAGES)
    closed = stage.startswith("Closed")
    created = calm(chance, "2025-06-01", "2026-09-20")
    due = aside(min(later(chance, created, 20, 120), TODAY - timedelta(days=3))) if closed else None
    return {
        "ID": _guid(chance),
        "Opportunity Name": f"{account['Name'].split()[0]} - {chance.choice(('all crowns', 'digital workflow', 'ortho retainers', 'implant cases', 'switch from rival lab'))} {at + 1}",
        "Account Name": account["Name"],
        "Sales Stage": stage,
        "Likely": chance.randrange(12, 240) * 250,
        "Lead Source": pick(chance, {"Trade Show": 3, "Word of mouth": 4, "Cold Call": 2, "Web Site": 2}),
        "Assigned User Name": account["Assigned User Name"],
        "Date Created": created,
        "Expected Close Date": due or calm(chance, "2026-11-25", "2027-03-20"),
        "Reason Lost": pick(chance, {"Price": 5, "Turnaround": 3, "Stayed with current lab": 2})
        if stage == "Closed Lost"
        else None,
    }


def _order(chance: Random, at: int, account: dict[str, Any]) -> dict[str, Any]:
    kind = pick(chance, {"Crown": 7, "Bridge": 3, "Veneer": 2, "Night guard": 3, "Partial denture": 2, "Abutment": 2})
    units = chance.choice((1, 1, 1, 2, 2, 3, 4, 6))
    received = calm(chance, "2025-12-01", "2026-11-18")
    due = received + timedelta(days=10)
    shipped = received + timedelta(days=pick(chance, {6: 2, 7: 3, 8: 4, 9: 4, 11: 2, 14: 1}))  # type: ignore[dict-item, arg-type]
    gone = shipped < TODAY and chance.random() < 0.93
    return {
        "WO #": f"WO-{7300 + at}",
        "Practice": account["Name"],
        "Restoration": kind,
        "Material": untidy(chance, chance.choice(WORK[kind]), 0.08),
        "Units": units,
        "Price (USD)": units * PRICES[kind],
        "Received": received,
        "Due": due,
        "Shipped": shipped if gone else None,
        "Technician": pick(chance, TECHNICIANS),
        "Remake?": "Yes" if chance.random() < 0.14 else "No",
    }


def _case(chance: Random, at: int, account: dict[str, Any]) -> dict[str, Any]:
    status = pick(chance, {"New": 2, "Assigned": 3, "Closed": 8, "Rejected": 1})
    created = calm(chance, "2025-11-01", "2026-11-16")
    return {
        "Case Number": 410 + at,
        "Subject": chance.choice(("Margin open", "Shade off", "Late delivery", "Bite too high", "Wrong tooth")),
        "Account Name": account["Name"],
        "Status": status,
        "Priority": pick(chance, {"P1 - High": 2, "P2 - Medium": 4, "P3 - Low": 3}),
        "Date Created": created,
        "Date Resolved": aside(min(later(chance, created, 1, 25), TODAY - timedelta(days=2)))
        if status == "Closed"
        else None,
    }


def write(folder: Path) -> None:
    for name, frame in tables().items():
        days = {c: "%m/%d/%Y" for c in frame if frame[c].dtype.kind == "M"}
        if name in {"Accounts", "Opportunities", "Cases"}:
            days |= {"Date Created": "%m/%d/%Y %I:%M%p"}
        save(folder / f"{name}.csv", frame, days)


@cache
def frames() -> SimpleNamespace:
    a, p, o, w, c = (snake(frame) for frame in tables().values())
    w = w.rename(columns={"wo__": "wo", "price__usd": "price"}).rename(columns=lambda name: name.strip("_"))
    w["material"] = w.material.str.strip().str.lower().map({m.lower(): m for kinds in WORK.values() for m in kinds})
    about = a[["name", "account_type", "specialty", "billing_state", "billing_city", "assigned_user_name"]]
    w = w.merge(about, left_on="practice", right_on="name")
    c = c.merge(about, left_on="account_name", right_on="name")
    p["name"] = p.first_name + " " + p.last_name
    w["took"] = (w.shipped - w.received).dt.days
    c["took"] = (pd.to_datetime(c.date_resolved) - c.date_created).dt.days
    assert (len(w), len(c)) == (150, 70)
    closed = o[o.sales_stage.str.startswith("Closed")]
    return SimpleNamespace(a=a, p=p, o=o, w=w, c=c, closed=closed, open=o[~o.index.isin(closed.index)])
