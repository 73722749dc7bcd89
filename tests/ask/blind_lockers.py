"""A made-up Data Loader extract of the Salesforce of an American seller of parcel lockers to landlords and campuses: users,
accounts, contacts, opportunities, cases and contracts. Ids of eighteen signs link the files; moments end in ".000Z".
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
from blind_parts import calm
from fresh_parts import money, pick
from unseen_parts import TODAY, WORDS, later, people

REPS = {"Priya Raman": 5, "Marcus Oyelaran": 5, "Kelsey Strand": 4, "Joaquin Bell": 3}
OTHERS = {"Renee Whitcomb": "VP Sales", "Abe Lindqvist": "Support Lead", "Tori Nash": "Support Specialist"}
SECTORS = {
    "Multifamily": ("Residential", "Apartments", "Living"),
    "Higher Education": ("College", "University"),
    "Office": ("Towers", "Office Partners"),
    "Student Housing": ("Student Living",),
    "Retail": ("Markets",),
}
SECTOR_ODDS = {"Multifamily": 8, "Higher Education": 4, "Office": 4, "Student Housing": 3, "Retail": 2}
STATES = {
    "TX": ("Dallas", "Houston", "Plano"),
    "GA": ("Atlanta", "Savannah"),
    "IL": ("Chicago",),
    "WA": ("Seattle", "Tacoma"),
    "OH": ("Columbus", "Cleveland"),
}
STATE_ODDS = {"TX": 6, "GA": 4, "IL": 4, "WA": 3, "OH": 3}
STAGES = {"Prospecting": 10, "Site Survey": 25, "Proposal/Price Quote": 50, "Negotiation/Review": 80}
SOURCES = {"Referral": 5, "Trade Show": 4, "Web": 5, "Cold Call": 3, "Partner": 2}
WHY = {"Budget cut": 5, "Price": 6, "Chose mail room staff": 3, "No response": 4, "Power supply on site": 2}
WHAT = ("Lobby lockers", "Outdoor bank", "Refrigerated bank", "Phase 2", "Mail room refit", "Tower B")
TROUBLE = {"Door stuck": 6, "Screen dead": 4, "Access code rejected": 6, "Payment terminal": 2, "Network offline": 4}
TITLES = ("Property Manager", "Facilities Director", "Regional Manager", "Accounts Payable", "Mail Services Manager")
STAMP, DATED = "%Y-%m-%dT%H:%M:%S.000Z", "%Y-%m-%d"
SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


@cache
def tables() -> dict[str, list[dict[str, Any]]]:
    chance = Random(60421)
    staff = [_user(chance, name, "Account Executive", "Sales") for name in REPS]
    staff += [
        _user(chance, name, title, "Support" if "Support" in title else "Sales") for name, title in OTHERS.items()
    ]
    ids = {user["Name"]: user["Id"] for user in staff}
    words = chance.sample([word for word in WORDS if word not in {"Quarry", "Orchard", "Garnet"}], 74)
    accounts = [_account(chance, word, ids) for word in words]
    owners = {user["Id"]: user["Name"] for user in staff}
    deals = [_deal(chance, at, chance.choice(accounts[:66]), owners, ids) for at in range(240)]
    buyers = {deal["AccountId"] for deal in deals if deal["IsWon"]}
    for account in accounts:
        account["Type"] = "Customer" if account["Id"] in buyers else "Prospect"
    bought = [account for account in accounts if account["Type"] == "Customer"]
    names = people(chance, 110, (*REPS, *OTHERS))
    return {
        "User": staff,
        "Account": accounts,
        "Contact": [_contact(chance, at, accounts[at % 74], who) for at, who in enumerate(names)],
        "Opportunity": deals,
        "Case": [_case(chance, at, chance.choice(bought[:-6]), ids) for at in range(190)],
        "Contract": [
            _contract(chance, at, account) for at, account in enumerate(chance.sample(bought, len(bought) - 4))
        ],
    }


def _id(chance: Random, kind: str) -> str:
    return f"{kind}5f{''.join(chance.choices(SIGNS, k=10))}QAX"


def _at(chance: Random, day: datetime) -> str:
    return f"{day.replace(hour=chance.randrange(13, 23), minute=chance.randrange(60)):{STAMP}}"


def _user(chance: Random, name: str, title: str, department: str) -> dict[str, Any]:
    return {
        "Id": _id(chance, "005"),
        "Name": name,
        "Title": title,
        "Department": department,
        "Email": f"{name.lower().replace(' ', '.')}@parcelbay.example",
        "IsActive": "true",
    }


def _account(chance: Random, word: str, ids: dict[str, str]) -> dict[str, Any]:
    sector, state = pick(chance, SECTOR_ODDS), pick(chance, STATE_ODDS)
    return {
        "Id": _id(chance, "001"),
        "Name": f"{word} {chance.choice(SECTORS[sector])}",
        "Type": None,
        "Industry": sector,
        "BillingCity": chance.choice(STATES[state]),
        "BillingState": state,
        "Phone": f"({chance.randrange(210, 989)}) 555-{chance.randrange(1000, 9999)}",
        "Units__c": gap(chance, chance.randrange(8, 190) * 10, 0.05),
        "OwnerId": ids[pick(chance, REPS)],
        "CreatedDate": _at(chance, calm(chance, "2021-02-01", "2024-11-01")),
    }


def _contact(chance: Random, at: int, account: dict[str, Any], who: tuple[str, str]) -> dict[str, Any]:
    place = "".join(letter for letter in account["Name"].lower() if letter.isalpha())
    return {
        "Id": _id(chance, "003"),
        "AccountId": account["Id"],
        "FirstName": who[0],
        "LastName": who[1],
        "Title": TITLES[at % 5] if at < 74 else TITLES[(at + 2) % 5],
        "Email": gap(chance, f"{who[0][0]}{who[1]}@{place}.example".lower(), 0.08),
        "MobilePhone": gap(chance, f"({chance.randrange(210, 989)}) 555-{chance.randrange(1000, 9999)}", 0.3),
    }


def _deal(
    chance: Random, at: int, account: dict[str, Any], owners: dict[str, str], ids: dict[str, str]
) -> dict[str, Any]:
    made = calm(chance, "2024-11-11", "2026-11-16")
    closed: datetime | None = aside(later(chance, made, 14, 170))
    owner = owners[account["OwnerId"]] if chance.random() < 0.85 else pick(chance, REPS)
    won = chance.random() < (0.58 if owner == "Kelsey Strand" else 0.47)
    stage = "Closed Won" if won else "Closed Lost"
    if closed is None or closed >= TODAY or closed < made or (made.year == 2026 and chance.random() < 0.18):
        stage, closed = chance.choice(list(STAGES)), None
    doors = chance.randrange(2, 30) * 6
    expected = aside(calm(chance, "2026-10-01", "2027-04-15"))
    amount = doors * chance.randrange(310, 560)
    return {
        "Id": _id(chance, "006"),
        "AccountId": account["Id"],
        "Name": f"{account['Name'].split()[0]} - {chance.choice(WHAT)} #{at + 1}",
        "StageName": stage,
        "Amount": gap(chance, amount, 0.06) if not closed and stage == "Prospecting" else amount,
        "Probability": {"Closed Won": 100, "Closed Lost": 0}.get(stage) if closed else STAGES[stage],
        "CloseDate": f"{closed or expected:{DATED}}",
        "Type": pick(chance, {"New Business": 5, "Expansion": 3, "Replacement": 2}),
        "LeadSource": gap(chance, pick(chance, SOURCES), 0.05),
        "IsClosed": "true" if closed else "false",
        "IsWon": "true" if stage == "Closed Won" else "false",
        "Loss_Reason__c": pick(chance, WHY) if stage == "Closed Lost" else None,
        "Locker_Doors__c": doors,
        "OwnerId": ids[owner],
        "CreatedDate": _at(chance, made),
    }


def _case(chance: Random, at: int, account: dict[str, Any], ids: dict[str, str]) -> dict[str, Any]:
    made, priority = calm(chance, "2025-06-02", "2026-11-17"), pick(chance, {"High": 3, "Medium": 5, "Low": 3})
    closed: datetime | None = later(chance, made, 0, {"High": 6, "Medium": 15, "Low": 32}[priority])
    if closed is None or closed >= TODAY or (made.year == 2026 and chance.random() < 0.1):
        closed = None
    return {
        "Id": _id(chance, "500"),
        "CaseNumber": f"{at + 10418:08}",
        "AccountId": account["Id"],
        "Subject": pick(chance, TROUBLE),
        "Status": "Closed" if closed else pick(chance, {"New": 2, "Working": 3, "Escalated": 1}),
        "Priority": priority,
        "Origin": pick(chance, {"Phone": 5, "Email": 4, "Web": 3}),
        "OwnerId": ids[chance.choice(list(OTHERS)[1:])],
        "CreatedDate": f"{made.replace(hour=13, minute=chance.randrange(60)):{STAMP}}",
        "ClosedDate": f"{closed.replace(hour=21, minute=chance.randrange(60)):{STAMP}}" if closed else None,
    }


def _contract(chance: Random, at: int, account: dict[str, Any]) -> dict[str, Any]:
    start, term = calm(chance, "2024-02-01", "2026-10-20"), chance.choice((12, 24, 24, 36))
    end = aside(datetime.fromordinal(start.toordinal() + round(term * 30.4)))
    return {
        "Id": _id(chance, "800"),
        "ContractNumber": f"{at + 207:08}",
        "AccountId": account["Id"],
        "Status": "Activated" if end > TODAY else "Expired",
        "StartDate": f"{start:{DATED}}",
        "EndDate": f"{end:{DATED}}",
        "ContractTerm": term,
        "Monthly_Fee__c": float(money(chance, 420, 5)),
    }


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables().items():
        pd.DataFrame(rows).to_csv(folder / f"{name}.csv", index=False)


@cache
def frames() -> SimpleNamespace:
    u, a = read(write, "User.csv"), read(write, "Account.csv", {"CreatedDate": STAMP})
    p, o = read(write, "Contact.csv"), read(write, "Opportunity.csv", {"CreatedDate": STAMP, "CloseDate": DATED})
    s = read(write, "Case.csv", {"CreatedDate": STAMP, "ClosedDate": STAMP}, dtype={"CaseNumber": str})
    k = read(write, "Contract.csv", {"StartDate": DATED, "EndDate": DATED}, dtype={"ContractNumber": str})
    owner = u[["id", "name"]].rename(columns={"id": "ownerid", "name": "owner"})
    a = a.merge(owner, on="ownerid")
    assert a.name.is_unique
    about = a[["id", "name", "industry", "billingstate", "type"]].add_prefix("account_")
    about = about.rename(columns={"account_id": "accountid", "account_name": "account"})
    p, s, k = (frame.merge(about, on="accountid") for frame in (p, s, k))
    o = o.merge(owner, on="ownerid").merge(about, on="accountid")
    o["days"] = (o.closedate - o.createddate.dt.normalize()).dt.days
    s["days"] = (s.closeddate.dt.normalize() - s.createddate.dt.normalize()).dt.days
    won, lost, live = o[o.iswon], o[o.isclosed & ~o.iswon], o[~o.isclosed]
    assert len(o) == 240
    assert len(s) == 190
    return SimpleNamespace(u=u, a=a, p=p, o=o, s=s, k=k, won=won, lost=lost, open=live)
