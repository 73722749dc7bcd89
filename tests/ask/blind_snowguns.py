"""A made-up Dynamics 365 Sales export of a Canadian seller of snowmaking machines: accounts, contacts, opportunities,
activities and cases, as "Export to Excel" saves them. Money carries a dollar sign; moments are written the American way.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pandas as pd
from blind_files import aside, cash, gap, read
from blind_parts import calm, tidy, untidy, weekday
from fresh_parts import money, pick
from unseen_parts import TODAY, WORDS, later, people

OWNERS = {"Brent Kowalchuk": 5, "Aimée Tremblay": 4, "Dale Hutchins": 4, "Sunniva Berg": 4}
SERVICE = {"Milan Horvat": 4, "Josée Girard": 4, "Terry Oakes": 3}
SEGMENTS = {
    "Ski Resort": ("Mountain Resort", "Ski Area", "Alpine"),
    "Municipal Hill": ("Hill", "Parks & Rec"),
    "Nordic Centre": ("Nordic", "Trails"),
    "Race Club": ("Race Club",),
    "Indoor Hall": ("Snow Dome",),
}
SEGMENT_ODDS = {"Ski Resort": 8, "Municipal Hill": 4, "Nordic Centre": 3, "Race Club": 2, "Indoor Hall": 1}
PROVINCES = {"BC": 6, "Alberta": 4, "Quebec": 6, "Ontario": 4, "Vermont": 4, "Colorado": 3, "Utah": 2}
LINES = {"Fan guns": 6, "Lances": 5, "Pump stations": 2, "Automation": 3, "Hydrants & hose": 3}
PRICES = {"Fan guns": 118000, "Lances": 42000, "Pump stations": 260000, "Automation": 64000, "Hydrants & hose": 18000}
STAGES = {"Qualify": 4, "Develop": 4, "Propose": 4, "Close": 2}
CHANCES = {"Qualify": (10, 20), "Develop": (30, 40), "Propose": (50, 60, 70), "Close": (80, 90)}
RIVALS = {"TechnoAlpin": 5, "Demaclenko": 4, "HKD": 4, "SMI": 2}
SUBJECTS = {
    "Phone Call": ("Follow up quote", "Intro call", "Price question", "Check in"),
    "Appointment": ("Site walk", "Season review", "Demo on the hill"),
    "Email": ("Sent brochure", "RE: quote", "Spec sheet"),
}
KINDS = {"Phone Call": 8, "Appointment": 3, "Email": 6}
TROUBLES = ("Nozzle frozen", "Won't start", "Pressure drop", "Sensor fault", "Hose coupling leaks", "App shows no data")
JOBS = ("Mountain Manager", "Snowmaking Supervisor", "GM", "Purchasing", "Director of Operations", "President")
STAMP, DATED = "%m/%d/%Y %I:%M %p", "%m/%d/%Y"


@cache
def tables() -> dict[str, list[dict[str, Any]]]:
    chance = Random(71213)
    words = chance.sample([word for word in WORDS if word not in {"Cascade", "Quarry", "Orchard", "Lumen"}], 104)
    called = people(chance, 160, (*OWNERS, *SERVICE))
    accounts = [_account(chance, word, " ".join(called[at])) for at, word in enumerate(words)]
    contacts = [
        _contact(chance, who, accounts[at] if at < 104 else chance.choice(accounts[:70]))
        for at, who in enumerate(called)
    ]
    return {
        "Accounts": accounts,
        "Contacts": contacts,
        "Opportunities": [_opportunity(chance, at, chance.choice(accounts[:90])) for at in range(340)],
        "Activities": [_activity(chance, chance.choice(accounts[:97])) for _ in range(1240)],
        "Cases": [_case(chance, at, chance.choice(accounts[:74])) for at in range(290)],
    }


def _id(chance: Random) -> str:
    return f"{chance.getrandbits(32):08x}-{chance.getrandbits(16):04x}-ee11-9ae5-{chance.getrandbits(48):012x}"


def _at(chance: Random, day: datetime) -> str:
    return f"{day + timedelta(hours=chance.randrange(8, 17), minutes=chance.randrange(60)):{STAMP}}"


def _account(chance: Random, word: str, contact: str) -> dict[str, Any]:
    segment = pick(chance, SEGMENT_ODDS)
    return {
        "(Do Not Modify) Account": _id(chance),
        "Account Name": f"{word} {chance.choice(SEGMENTS[segment])}",
        "Main Phone": f"({chance.randrange(250, 990)}) 555-{chance.randrange(1000, 9999)}",
        "Address 1: State/Province": pick(chance, PROVINCES),
        "Primary Contact": contact,
        "Segment": untidy(chance, segment, 0.05),
        "Number of Snow Guns": gap(chance, chance.randrange(2, 140), 0.08),
        "Vertical Drop (m)": gap(chance, chance.randrange(40, 900), 0.2),
        "Relationship Type": pick(chance, {"Customer": 7, "Prospect": 4}),
        "Owner": pick(chance, OWNERS),
        "Created On": _at(chance, calm(chance, "2017-05-01", "2026-10-12")),
    }


def _contact(chance: Random, who: tuple[str, str], account: dict[str, Any]) -> dict[str, Any]:
    return {
        "(Do Not Modify) Contact": _id(chance),
        "Full Name": " ".join(who),
        "Company Name": account["Account Name"],
        "Job Title": gap(chance, chance.choice(JOBS), 0.1),
        "Email": gap(chance, f"{who[0][0]}{who[1]}@{account['Account Name'].split()[0]}.example".lower(), 0.12),
        "Business Phone": gap(chance, f"({chance.randrange(250, 990)}) 555-{chance.randrange(1000, 9999)}", 0.2),
    }


def _opportunity(chance: Random, at: int, account: dict[str, Any]) -> dict[str, Any]:
    made = calm(chance, "2024-08-05", "2026-11-16")
    closed: datetime | None = aside(later(chance, made, 25, 210))
    line, stage = pick(chance, LINES), "Close"
    status = "Won" if chance.random() < (0.58 if account["Owner"] == "Sunniva Berg" else 0.44) else "Lost"
    if closed is None or closed >= TODAY or (made.year == 2026 and chance.random() < 0.28):
        status, closed, stage = "Open", None, pick(chance, STAGES)
    elif status == "Lost":
        stage = pick(chance, {"Develop": 2, "Propose": 4, "Close": 3})
    worth = money(chance, PRICES[line], 100)
    reason = {"Won": "Won", "Open": pick(chance, {"In Progress": 6, "On Hold": 1})}.get(status)
    reason = reason or pick(chance, {"Out-Sold": 5, "Canceled": 3})
    got = round(worth * chance.choice((1, 1, 0.97, 0.95, 0.92, 1.04)), 2) if status == "Won" else 0
    return {
        "(Do Not Modify) Opportunity": _id(chance),
        "Topic": f"{account['Account Name'].split()[0]} {line.lower()} #{at + 1204}",
        "Account": account["Account Name"],
        "Product Line": line,
        "Est. Close Date": f"{closed or aside(calm(chance, '2026-09-14', '2027-04-30')):{DATED}}",
        "Est. Revenue": f"${worth:,.2f}",
        "Status": status,
        "Status Reason": reason,
        "Sales Stage": stage,
        "Probability": {"Won": 100, "Lost": 0}.get(status, chance.choice(CHANCES[stage])),
        "Rating": pick(chance, {"Hot": 3, "Warm": 5, "Cold": 3}),
        "Competitor": pick(chance, RIVALS) if reason == "Out-Sold" else None,
        "Owner": account["Owner"],
        "Actual Close Date": f"{closed:{DATED}}" if closed else None,
        "Actual Revenue": f"${got:,.2f}" if closed else None,
        "Created On": _at(chance, made),
    }


def _activity(chance: Random, account: dict[str, Any]) -> dict[str, Any]:
    kind, due = pick(chance, KINDS), weekday(chance, "2025-05-05", "2026-12-11")
    status = "Open" if due > TODAY or chance.random() < 0.07 else pick(chance, {"Completed": 12, "Canceled": 1})
    return {
        "(Do Not Modify) Activity": _id(chance),
        "Subject": chance.choice(SUBJECTS[kind]),
        "Activity Type": kind,
        "Regarding": account["Account Name"],
        "Activity Status": status,
        "Owner": account["Owner"] if chance.random() < 0.8 else pick(chance, OWNERS),
        "Due Date": f"{due:{DATED}}",
        "Actual End": _at(chance, due) if status == "Completed" else None,
        "Duration": chance.choice((15, 30, 30, 45, 60, 90)),
    }


def _case(chance: Random, at: int, account: dict[str, Any]) -> dict[str, Any]:
    made = calm(chance, "2024-11-04", "2026-11-17")
    solved: datetime | None = aside(made + timedelta(days=chance.randrange(0, 41)))
    if solved is None or solved >= TODAY or (made.year == 2026 and chance.random() < 0.16):
        solved = None
    elif solved < made:
        solved = made
    return {
        "(Do Not Modify) Case": _id(chance),
        "Case Title": chance.choice(TROUBLES),
        "Case Number": f"CAS-{at + 1017:05}-{chance.choice('BDFHKM')}{chance.randrange(10)}{chance.choice('PQRTVX')}",
        "Customer": account["Account Name"],
        "Product Line": pick(chance, LINES),
        "Priority": pick(chance, {"High": 3, "Normal": 6, "Low": 2}),
        "Origin": pick(chance, {"Phone": 6, "Email": 4, "Web": 2}),
        "Status": "Resolved" if solved else "Active",
        "Owner": pick(chance, SERVICE),
        "Created On": _at(chance, made),
        "Resolved On": f"{solved:{DATED}}" if solved else None,
    }


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables().items():
        frame = pd.DataFrame(rows)
        for column in {"Number of Snow Guns", "Vertical Drop (m)"} & set(frame):
            frame[column] = frame[column].astype("Int64")
        frame.to_csv(folder / f"{name}.csv", index=False, encoding="utf-8-sig")


@cache
def frames() -> SimpleNamespace:
    a, p = read(write, "Accounts.csv", {"Created On": STAMP}), read(write, "Contacts.csv")
    o = read(write, "Opportunities.csv", {"Est. Close Date": DATED, "Actual Close Date": DATED, "Created On": STAMP})
    v = read(write, "Activities.csv", {"Due Date": DATED, "Actual End": STAMP})
    s = read(write, "Cases.csv", {"Created On": STAMP, "Resolved On": DATED})
    o["est_revenue"], o["actual_revenue"] = cash(o.est_revenue), cash(o.actual_revenue)
    a["segment"] = tidy(a.segment, SEGMENTS)
    a = a.rename(columns={"address_1_state_province": "province"})
    about = a[["account_name", "segment", "province"]].rename(columns={"account_name": "account"})
    o = o.merge(about, on="account")
    assert len(o) == 340
    assert a.account_name.is_unique
    assert o.topic.is_unique
    assert s.case_number.is_unique
    o["days"] = (o.actual_close_date - o.created_on.dt.normalize()).dt.days
    s["days"] = (s.resolved_on - s.created_on.dt.normalize()).dt.days
    won, lost, live = (o[o.status == status] for status in ("Won", "Lost", "Open"))
    return SimpleNamespace(a=a, p=p, o=o, v=v, s=s, won=won, lost=lost, closed=pd.concat([won, lost]), open=live)
