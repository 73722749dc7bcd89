"""A made-up Dynamics 365 export of a lift maintenance firm in Britain: accounts, opportunities, contracts, call-outs and users."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

from blind_parts import calm, parted, tidy, untidy
from fresh_parts import money, pick
from unseen_parts import TODAY, later, save, snake, table

USERS = {
    "Gwen Tolley": ("Sales North", "Roger Aske", "Account Manager"),
    "Dev Patankar": ("Sales North", "Roger Aske", "Account Manager"),
    "Moira Lennie": ("Sales South", "Hilary Boon", "Account Manager"),
    "Craig Upjohn": ("Sales South", "Hilary Boon", "Senior Account Manager"),
    "Roger Aske": ("Sales North", "Stella Crane", "Sales Manager"),
    "Hilary Boon": ("Sales South", "Stella Crane", "Sales Manager"),
    "Stella Crane": ("Head Office", None, "Commercial Director"),
}
OWNERS = list(USERS)[:4]
ENGINEERS = ("Baz Whittle", "Len Ormerod", "Kofi Mensah", "Tracy Sugden", "Aled Prosser")
PLACES = parted(
    "Albion Arcade|Barbour Court|Castlegate Mall|Denholm Towers|Exchange Quay|Fulwood Infirmary|Grange Library|"
    "Hanover Heights|Imperial Buildings|Jackson Wharf|Kingsway Tower|Lister Hospital Trust|Maltings House|"
    "Navigation Point|Old Post Office|Parkside Flats|Queens Gate|Regent Chambers|St Bede College|Tannery Lofts|"
    "Union Mill|Victoria Hall|Wharfedale Homes|York Street Offices|Aire Valley Housing|Brunel Academy|Canal Basin|"
    "Docklands Housing|Esplanade Plaza|Foundry Lane|Guildhall Trust|Harbour View|Ivy Court|Junction Nine|"
    "Kirkgate Centre|Leopold Square|Minster Yard|Northern Dental School|Orchard Retail Park|Priory Hospital"
)
FAULTS = {"Door fault": 6, "Levelling": 3, "Car light": 2, "Controller": 3, "Vandalism": 1}
PACES = {"Baz Whittle": 40, "Len Ormerod": 65, "Kofi Mensah": 52, "Tracy Sugden": 80, "Aled Prosser": 95}
PRICES = {"Basic": 1400, "Comprehensive": 4200, "Inspection Only": 600}


@cache
def tables() -> dict[str, Any]:
    chance = Random(91823)
    accounts = [_account(chance, at, name) for at, name in enumerate(PLACES)]
    served = accounts[:36]
    return {
        "Accounts": table(accounts),
        "Opportunities": table([_opportunity(chance, chance.choice(accounts)) for _ in range(140)]),
        "Service Contracts": table([_contract(chance, at, chance.choice(accounts[5:])) for at in range(76)]),
        "Call-outs": table([_call(chance, at, chance.choice(served)) for at in range(210)]),
        "Users": table([_user(name) for name in USERS]),
    }


def _user(name: str) -> dict[str, Any]:
    unit, manager, title = USERS[name]
    login = name.lower().replace(" ", ".")
    return {
        "Full Name": name,
        "Title": title,
        "Business Unit": unit,
        "Manager": manager,
        "Primary Email": f"{login}@pennineliftcare.example",
    }


def _account(chance: Random, at: int, name: str) -> dict[str, Any]:
    return {
        "(Do Not Modify) Account": f"{chance.getrandbits(32):08x}-5d1e-ee11-9966-{6045 + at:012x}",
        "Account Name": name,
        "Industry": pick(chance, {"Residential": 4, "Healthcare": 2, "Retail": 3, "Education": 2}),
        "Address 1: City": pick(chance, {"Leeds": 3, "Halifax": 2, "Hull": 2, "Reading": 3, "Poole": 1}),
        "Owner": chance.choice(OWNERS),
        "Number of Lifts": chance.randrange(1, 17),
        "Main Phone": f"01{chance.randrange(10**8, 10**9)}" if chance.random() < 0.7 else None,
        "Credit Hold": pick(chance, {"No": 8, "Yes": 1}),
        "Created On": calm(chance, "2016-01-01", "2026-05-01"),
    }


def _opportunity(chance: Random, account: dict[str, Any]) -> dict[str, Any]:
    made = calm(chance, "2025-01-06", "2026-10-25")
    status = pick(chance, {"Open": 3, "Won": 4, "Lost": 3})
    closed = later(chance, made, 8, 170)
    if closed >= TODAY - timedelta(days=2):
        status = "Open"
    reasons = {
        "Open": {"In Progress": 4, "On Hold": 1},
        "Won": {"Won": 1},
        "Lost": {"Out-Sold": 3, "Cancelled": 2, "Budget": 2},
    }
    value = money(chance, 24_000, 250)
    work = chance.choice(("Modernisation", "New passenger lift", "Door operator upgrade", "Maintenance tender"))
    return {
        "Topic": f"{work} - {account['Account Name']} {chance.randrange(100, 1000)}",
        "Potential Customer": untidy(chance, account["Account Name"]),
        "Owner": account["Owner"],
        "Est. Revenue": value,
        "Actual Revenue": round(value * chance.choice((0.9, 0.95, 1, 1.1))) if status == "Won" else None,
        "Est. Close Date": calm(chance, "2026-08-01", "2027-04-01")
        if status == "Open"
        else later(chance, made, 20, 150),
        "Actual Close Date": None if status == "Open" else closed,
        "Status": status,
        "Status Reason": pick(chance, reasons[status]),
        "Rating": pick(chance, {"Hot": 2, "Warm": 3, "Cold": 2}),
        "Created On": made,
    }


def _contract(chance: Random, at: int, account: dict[str, Any]) -> dict[str, Any]:
    start = calm(chance, "2021-03-01", "2026-09-01")
    end = start + timedelta(days=365 * chance.choice((1, 3, 5)) - 1)
    kind = pick(chance, {"Basic": 4, "Comprehensive": 3, "Inspection Only": 2})
    return {
        "Contract No": f"LC/{4410 + at}",
        "Account Name": account["Account Name"],
        "Contract Type": kind,
        "Start Date": start,
        "End Date": end,
        "Annual Value (£)": money(chance, PRICES[kind] * account["Number of Lifts"] / 4, 10),
        "Billing": pick(chance, {"Monthly": 2, "Quarterly": 4, "Annual": 3}),
        "State": "Expired" if end < TODAY else pick(chance, {"Active": 8, "Cancelled": 1}),
    }


def _call(chance: Random, at: int, account: dict[str, Any]) -> dict[str, Any]:
    engineer = chance.choice(ENGINEERS)
    return {
        "Job No": 77120 + at,
        "Customer": untidy(chance, account["Account Name"], 0.04),
        "Reported": calm(chance, "2025-11-01", "2026-11-18"),
        "Fault": pick(chance, FAULTS),
        "Engineer": engineer,
        "Response (min)": max(12, round(chance.gauss(PACES[engineer], 18))),
        "Hours on Site": chance.randrange(2, 17) / 4,
        "Entrapment": pick(chance, {"Yes": 1, "No": 7}),
        "Chargeable": pick(chance, {"Y": 2, "N": 3}),
    }


def write(folder: Path) -> None:
    for name, frame in tables().items():
        save(folder / f"{name}.csv", frame, {c: "%d/%m/%Y" for c in frame if frame[c].dtype.kind == "M"})


@cache
def frames() -> SimpleNamespace:
    a, d, k, c, u = (snake(tables()[name]) for name in tables())
    d["account_name"], c["account_name"] = tidy(d.potential_customer, PLACES), tidy(c.customer, PLACES)
    d = d.rename(columns={"estlose_date": "est_close_date"})
    d = d.merge(u, left_on="owner", right_on="full_name")
    c = c.merge(a[["account_name", "industry"]], on="account_name")
    assert d.topic.is_unique
    assert (len(d), len(c)) == (140, 210)
    return SimpleNamespace(
        a=a, d=d, k=k, c=c, u=u, open=d[d.status == "Open"], closed=d[d.status != "Open"], live=k[k.state == "Active"]
    )
