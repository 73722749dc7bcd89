"""A made-up Copper CRM export of a firm that rents stage lighting: companies, people, opportunities, rentals, gear, tasks.

The office is British: days come first, amounts have pounds and commas; Copper puts tags and custom fields behind its own.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

from blind_files import aside
from blind_parts import calm, untidy
from fresh_parts import pick
from unseen_parts import TODAY, firms, later, people, save, snake, table

REPS = {"Callum Frith": 4, "Nerys Vaughan": 3, "Obi Danquah": 3}
CITIES = {"Leeds": 3, "Cardiff": 3, "Glasgow": 2, "Norwich": 1}
GEAR = {
    "MAC Aura": ("Moving head", 48, 21.5), "Robe Spiider": ("Moving head", 20, 38.0), "Source Four": ("Profile", 120, 6.5),
    "Parcan 64": ("Wash", 200, 2.25), "Cyc Tray": ("Wash", 60, 4.75), "GrandMA3 Light": ("Console", 6, 190.0),
    "ChamSys MQ80": ("Console", 9, 95.0), "Hazer Unique 2": ("Effects", 14, 27.0), "Mirror Ball 1m": ("Effects", 5, 15.0),
}  # fmt: skip
STAGES = {"Enquiry": 4, "Site Visit": 3, "Quote Sent": 4, "Verbal Yes": 2}
LOST = {"Went with competitor": 4, "Event cancelled": 3, "Budget": 3}
TODO = {"Chase quote": 4, "Call about dates": 3, "Book crew": 3, "Send risk assessment": 2}


@cache
def tables() -> dict[str, Any]:
    chance = Random(41203)
    companies = [_company(chance, name) for name in firms(chance, 62, ("Theatre", "Events", "Arts Centre", "Live"))]
    rentals = [_rental(chance, at, chance.choice(companies[:38])) for at in range(140)]
    opportunities = [_opportunity(chance, at, chance.choice(companies)) for at in range(110)]
    return {
        "companies": table(companies),
        "people": table([_person(chance, who, chance.choice(companies)) for who in people(chance, 74)]),
        "opportunities": table(opportunities),
        "rentals": table(rentals),
        "gear": table([_gear(chance, at, name) for at, name in enumerate(GEAR)]),
        "tasks": table([_task(chance, at, chance.choice(opportunities)) for at in range(90)]),
    }


def _company(chance: Random, name: str) -> dict[str, Any]:
    return {
        "Copper ID": 51_000_000 + chance.randrange(9_000_000),
        "Name": name,
        "Owned By": pick(chance, REPS),
        "City": pick(chance, CITIES),
        "Contact Type": pick(chance, {"Current Customer": 5, "Potential Customer": 3, "Supplier": 0.5}),
        "Tags": ",".join(chance.sample(("festival", "touring", "corporate", "school"), chance.randrange(3))) or None,
        "Venue Capacity cf_402211": chance.randrange(3, 60) * 25 if chance.random() < 0.8 else None,
        "Account On Stop cf_402212": "TRUE" if chance.random() < 0.1 else "FALSE",
        "Created At": calm(chance, "2020-05-01", "2026-07-01"),
    }


def _person(chance: Random, who: tuple[str, str], company: dict[str, Any]) -> dict[str, Any]:
    first, last = who
    return {
        "Copper ID": 72_000_000 + chance.randrange(9_000_000),
        "Name": f"{first} {last}",
        "Title": pick(chance, {"Production Manager": 4, "Head of Lighting": 3, "Events Officer": 3, "Director": 1}),
        "Company": company["Name"],
        "Company Id": company["Copper ID"],
        "Email": f"{first[0]}{last}@{company['Name'].split()[0]}.example".lower(),
        "Phone Number": f"07700 900{chance.randrange(100, 1000)}" if chance.random() < 0.8 else None,
        "Last Contacted": calm(chance, "2026-01-05", "2026-11-18"),
    }


def _opportunity(chance: Random, at: int, company: dict[str, Any]) -> dict[str, Any]:
    status = pick(chance, {"Open": 5, "Won": 5, "Lost": 4, "Abandoned": 1})
    made = calm(chance, "2025-08-01", "2026-10-15")
    close = aside(min(later(chance, made, 10, 100), TODAY - timedelta(days=3)))
    return {
        "Copper ID": 33_000_000 + chance.randrange(9_000_000),
        "Name": f"{company['Name'].split()[0]} {chance.choice(('panto', 'summer tour', 'awards night', 'festival rig', 'refit'))} #{at + 1}",
        "Company": company["Name"],
        "Company Id": company["Copper ID"],
        "Owned By": company["Owned By"],
        "Status": status,
        "Stage": pick(chance, STAGES) if status == "Open" else None,
        "Value": chance.randrange(6, 130) * 150,
        "Loss Reason": pick(chance, LOST) if status == "Lost" else None,
        "Created At": made,
        "Close Date": calm(chance, "2026-11-24", "2027-04-10") if status == "Open" else close,
        "Source": pick(chance, {"Referral": 4, "Website": 3, "Trade show": 2, "Returning": 4}),
    }


def _rental(chance: Random, at: int, company: dict[str, Any]) -> dict[str, Any]:
    item = chance.choice(list(GEAR))
    days = pick(chance, {1: 3, 2: 4, 3: 4, 5: 2, 7: 3, 14: 1})  # type: ignore[dict-item]
    out = calm(chance, "2025-10-01", "2026-11-12")
    back = out + timedelta(days=days)  # type: ignore[arg-type]
    count = chance.randrange(1, max(3, GEAR[item][1] // 4))
    home = back + timedelta(days=pick(chance, {0: 7, 1: 2, 3: 1}))  # type: ignore[arg-type]
    return {
        "hire_no": f"H{at + 5501}",
        "company_id": company["Copper ID"],
        "gear_code": f"G{list(GEAR).index(item) + 1:02}",
        "qty": count,
        "out_date": out,
        "due_back": back,
        "returned": home if home < TODAY and chance.random() < 0.95 else None,
        "hire_fee_gbp": round(count * GEAR[item][2] * days, 2),  # type: ignore[operator]
        "damage_fee_gbp": chance.randrange(2, 30) * 10 if chance.random() < 0.12 else None,
        "depot": untidy(chance, pick(chance, {"Leeds": 4, "Bristol": 3}), 0.08),
    }


def _gear(chance: Random, at: int, name: str) -> dict[str, Any]:
    kind, stock, rate = GEAR[name]
    return {
        "code": f"G{at + 1:02}",
        "model": name,
        "category": kind,
        "stock": stock,
        "day_rate_gbp": rate,
        "weight_kg": chance.randrange(3, 60) / 2,
        "last_pat_test": calm(chance, "2025-06-01", "2026-11-01"),
    }


def _task(chance: Random, at: int, opportunity: dict[str, Any]) -> dict[str, Any]:
    status = pick(chance, {"Completed": 6, "Open": 4})
    return {
        "Copper ID": 91_000_000 + at,
        "Name": pick(chance, TODO),
        "Related To": opportunity["Name"],
        "Owned By": pick(chance, REPS),
        "Status": status,
        "Priority": pick(chance, {"None": 5, "High": 2}),
        "Due Date": calm(chance, "2026-08-01", "2026-11-18" if status == "Completed" else "2026-12-20"),
    }


def write(folder: Path) -> None:
    for name, frame in tables().items():
        out = frame.copy()
        days = {c: "%d/%m/%Y" for c in out if out[c].dtype.kind == "M"}
        if name == "rentals":
            days = dict.fromkeys(days, "%Y-%m-%d")
        if "Value" in out:
            out["Value"] = out["Value"].map("£{:,.2f}".format)
        save(folder / f"{name}.csv", out, days)


@cache
def frames() -> SimpleNamespace:
    c, p, o, r, g, t = (snake(frame) for frame in tables().values())
    c = c.rename(columns={"venue_capacity_cf_402211": "capacity", "account_on_stop_cf_402212": "stopped"})
    r["depot"] = r.depot.str.strip().str.title()
    r = r.merge(c[["copper_id", "name", "city", "owned_by"]], left_on="company_id", right_on="copper_id")
    r = r.merge(g, left_on="gear_code", right_on="code")
    o = o.merge(c[["name", "city"]], left_on="company", right_on="name", suffixes=("", "_of"))
    assert (len(r), len(o)) == (140, 110)
    closed = o[o.status.isin(["Won", "Lost"])]
    return SimpleNamespace(
        c=c, p=p, o=o, r=r, g=g, t=t, won=o[o.status == "Won"], open=o[o.status == "Open"], closed=closed
    )
