"""A made-up Salesforce data export: a maker of laboratory software, with ids of 18 characters and custom fields."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random
from string import ascii_letters, digits
from types import SimpleNamespace
from typing import Any

from unseen_parts import day, firms, later, moment, people, save, snake, table

USERS = (
    ("Harriet Blomqvist", "Enterprise", True), ("Dmitri Valcourt", "Enterprise", True), ("Soraya Mendes", "Mid-Market", True),
    ("Callum Pryce", "Mid-Market", True), ("Annika Thorsen", "SMB", True), ("Jerome Baxter", "SMB", True),
    ("Oksana Holub", "SMB", False), ("Winston Achebe", "Support", True), ("Lucia Ferrante", "Support", True),
)  # fmt: skip
COUNTRIES = ("Germany", "France", "United Kingdom", "Netherlands", "Sweden", "United States", "Switzerland")
INDUSTRIES = ("Pharmaceuticals", "Chemicals", "Food & Beverage", "Diagnostics", "Academic Research", "Cosmetics")
STAGES = {
    "Prospecting": 10,
    "Qualification": 20,
    "Needs Analysis": 35,
    "Proposal/Price Quote": 60,
    "Negotiation/Review": 80,
}
SOURCES = ("Web", "Trade Show", "Partner Referral", "Cold Call", "Webinar")
REASONS = ("Price", "Lost to Competitor", "No Decision", "Timing", "Functionality")


def _id(chance: Random, prefix: str) -> str:
    return prefix + "5J00000" + "".join(chance.choice(ascii_letters + digits) for _ in range(8))


@cache
def tables() -> dict[str, Any]:
    chance = Random(5207)
    users = [_user(chance, *user) for user in USERS]
    sellers, helpers = users[:7], users[7:]
    names = firms(chance, 104, ("Labs", "Biosciences", "Chemicals", "Diagnostics", "Pharma", "Analytics"))
    accounts = [_account(chance, name, sellers) for name in names]
    contacts = [_contact(chance, who, accounts[:96]) for who in people(chance, 210)]
    return {
        "Account": table(accounts),
        "Opportunity": table([_opportunity(chance, at, accounts[:92], sellers) for at in range(410)]),
        "Contact": table(contacts),
        "User": table(users),
        "Case": table([_case(chance, at, contacts, helpers) for at in range(280)]),
        "Task": table([_task(chance, accounts[6:], sellers) for _ in range(430)]),
    }


def _user(chance: Random, name: str, team: str, active: bool) -> dict[str, Any]:
    first, last = name.split()
    return {
        "Id": _id(chance, "005"), "FirstName": first, "LastName": last, "Name": name,
        "Email": f"{first[0]}{last}@benchwise.example".lower(), "Team__c": team, "IsActive": active,
        "Annual_Quota__c": {"Enterprise": 1_200_000, "Mid-Market": 800_000, "SMB": 450_000}.get(team),
    }  # fmt: skip


def _account(chance: Random, name: str, sellers: list[dict[str, Any]]) -> dict[str, Any]:
    kind = chance.choices(("Customer", "Prospect", "Partner"), (6, 4, 1))[0]
    paying = kind == "Customer"
    return {
        "Id": _id(chance, "001"),
        "Name": name,
        "Type": kind,
        "Industry": chance.choice(INDUSTRIES),
        "BillingCity": None
        if chance.random() < 0.1
        else chance.choice(("Basel", "Leiden", "Lyon", "Munich", "Boston", "Uppsala")),
        "BillingCountry": chance.choice(COUNTRIES),
        "NumberOfEmployees": chance.randrange(8, 9000),
        "AnnualRevenue": chance.randrange(5, 4000) * 250_000 if chance.random() < 0.93 else None,
        "OwnerId": chance.choice(sellers)["Id"],
        "CreatedDate": moment(chance, "2022-05-01", "2026-11-15"),
        "Health_Score__c": chance.randrange(18, 100) if paying else None,
        "NPS__c": chance.randrange(-60, 91) if paying and chance.random() < 0.9 else None,
        "Renewal_Date__c": day(chance, "2026-10-01", "2027-12-20") if paying else None,
        "Licensed_Seats__c": chance.randrange(5, 700) if paying else None,
    }


def _opportunity(
    chance: Random, at: int, accounts: list[dict[str, Any]], sellers: list[dict[str, Any]]
) -> dict[str, Any]:
    account = chance.choice(accounts)
    kind = chance.choice(("New Business", "Renewal", "Expansion"))
    created = moment(chance, "2024-08-15", "2026-11-17")
    close = later(chance, created, 12, 190).replace(hour=0, minute=0)
    closed = f"{close:%Y-%m-%d}" < "2026-11-19" and chance.random() < 0.92
    won = closed and chance.random() < 0.56
    stage = ("Closed Won" if won else "Closed Lost") if closed else chance.choice(list(STAGES))
    return {
        "Id": _id(chance, "006"),
        "Name": f"{account['Name'].split()[0]} {kind} {2300 + at}",
        "AccountId": account["Id"],
        "OwnerId": account["OwnerId"] if chance.random() < 0.8 else chance.choice(sellers)["Id"],
        "Type": kind,
        "StageName": stage,
        "Amount": float(chance.randrange(30, 1900) * 100),
        "Probability": 100 * won if closed else STAGES[stage],
        "CloseDate": close if closed else day(chance, "2026-10-12", "2027-06-25"),
        "CreatedDate": created,
        "LeadSource": chance.choice(SOURCES) if chance.random() < 0.95 else None,
        "IsClosed": closed,
        "IsWon": won,
        "Loss_Reason__c": chance.choice(REASONS) if closed and not won else None,
    }


def _contact(chance: Random, who: tuple[str, str], accounts: list[dict[str, Any]]) -> dict[str, Any]:
    account, (first, last) = chance.choice(accounts), who
    return {
        "Id": _id(chance, "003"),
        "AccountId": account["Id"],
        "FirstName": first,
        "LastName": last,
        "Title": chance.choice(("Lab Manager", "Head of QA", "IT Director", "Principal Scientist", "Purchasing Lead")),
        "Department": chance.choice(("Quality", "R&D", "IT", "Procurement")),
        "Email": f"{first}.{last}@{account['Name'].split()[0]}.example".lower(),
        "HasOptedOutOfEmail": chance.random() < 0.18,
        "CreatedDate": moment(chance, "2023-01-10", "2026-11-18"),
    }


def _case(chance: Random, at: int, contacts: list[dict[str, Any]], helpers: list[dict[str, Any]]) -> dict[str, Any]:
    contact = chance.choice(contacts)
    created = moment(chance, "2025-09-01", "2026-11-19")
    closed = later(chance, created, 0, 30)
    done = f"{closed:%Y-%m-%d}" < "2026-11-18" and chance.random() < 0.88
    return {
        "Id": _id(chance, "500"),
        "CaseNumber": f"{1042 + at:08}",
        "AccountId": contact["AccountId"],
        "ContactId": contact["Id"],
        "OwnerId": chance.choice(helpers)["Id"],
        "Subject": chance.choice(
            ("Instrument driver fails", "Audit trail gap", "Slow report", "Sample import error", "SSO broken")
        ),
        "Status": "Closed" if done else chance.choice(("New", "Working", "Escalated")),
        "Priority": chance.choice(("Low", "Medium", "Medium", "High")),
        "Origin": chance.choice(("Phone", "Email", "Web")),
        "CreatedDate": created,
        "ClosedDate": closed if done else None,
    }


def _task(chance: Random, accounts: list[dict[str, Any]], sellers: list[dict[str, Any]]) -> dict[str, Any]:
    done = chance.random() < 0.8
    return {
        "Id": _id(chance, "00T"),
        "WhatId": chance.choice(accounts)["Id"],
        "OwnerId": chance.choice(sellers)["Id"],
        "Subject": chance.choice(
            ("Follow up on proposal", "Quarterly review", "Demo prep", "Intro call", "Send pricing")
        ),
        "TaskSubtype": chance.choice(("Call", "Email", "Task")),
        "Status": "Completed" if done else "Not Started",
        "Priority": chance.choice(("Normal", "Normal", "High")),
        "ActivityDate": day(chance, "2025-11-01", "2026-11-20") if done else day(chance, "2026-10-20", "2027-01-25"),
    }


def write(folder: Path) -> None:
    for name, frame in tables().items():
        stamps = {column: "%Y-%m-%dT%H:%M:%S.000+0000" for column in ("CreatedDate", "ClosedDate") if column in frame}
        days = {column: "%Y-%m-%d" for column in ("CloseDate", "ActivityDate", "Renewal_Date__c") if column in frame}
        save(folder / f"{name}.csv", frame, {**stamps, **days})


@cache
def frames() -> SimpleNamespace:
    found = {name: snake(frame) for name, frame in tables().items()}
    owners = found["User"][["id", "name", "team"]].set_axis(["ownerid", "owner", "team"], axis=1)
    a = found["Account"].merge(owners, on="ownerid")
    kept = a[["id", "name", "type", "industry", "billingcountry", "owner", "health_score", "nps", "numberofemployees"]]
    kept = kept.set_axis(
        ["accountid", "account", "kind", "industry", "country", "keeper", "health", "nps", "staff"], axis=1
    )
    o = found["Opportunity"].merge(kept, on="accountid").merge(owners, on="ownerid")
    k = found["Case"].merge(kept, on="accountid").merge(owners, on="ownerid")
    t = found["Task"].merge(kept, left_on="whatid", right_on="accountid").merge(owners, on="ownerid")
    p = found["Contact"].merge(kept, on="accountid")
    p["full"] = p.firstname + " " + p.lastname
    assert (len(o), len(k), len(t), len(p)) == (410, 280, 430, 210)
    return SimpleNamespace(
        a=a, o=o, k=k, t=t, p=p, u=found["User"], w=o[o.iswon], l=o[o.isclosed & ~o.iswon], n=o[~o.isclosed]
    )
