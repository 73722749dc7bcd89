"""A made-up export of a commercial insurance broker: clients, policies, claims and the producers who place them."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

from fresh_parts import money, pick
from unseen_parts import TODAY, day, firms, later, save, snake, table

PRODUCERS = {
    "Gemma Whitcombe": ("Leeds", 5), "Alistair Boyd": ("Leeds", 4), "Farah Siddiqui": ("York", 4),
    "Rhys Penhallow": ("Hull", 3), "Mina Kovac": ("York", 2), "Duncan Frew": ("Hull", 2),
}  # fmt: skip
LINES = {
    "Commercial Property": 9000, "Employers Liability": 4200, "Cyber": 3600, "Motor Fleet": 12500,
    "Professional Indemnity": 5400, "Marine Cargo": 7800,
}  # fmt: skip
INSURERS = {"Northwall Mutual": 4, "Castlegate": 4, "Harbour & Pell": 3, "Unity Specialty": 3, "Brightwater": 2}
CAUSES = {"Escape of water": 4, "Theft": 3, "Fire": 2, "Collision": 4, "Injury at work": 3, "Data breach": 2}
TRADES = {"Haulage": 3, "Food manufacturing": 3, "Architects": 2, "Hotels": 3, "Printing": 2, "Engineering": 4}


@cache
def tables() -> dict[str, Any]:
    chance = Random(71833)
    names = firms(chance, 92, ("Haulage", "Foods", "Design", "Inns", "Print", "Fabrications", "& Sons"))
    clients = [_client(chance, at, name) for at, name in enumerate(names)]
    policies: list[dict[str, Any]] = []
    for client in clients:
        lines = chance.sample(list(LINES), chance.choice((1, 2, 3, 3, 4, 5)))
        policies += [_policy(chance, len(policies) + at, client, line) for at, line in enumerate(lines)]
    held = [policy for policy in policies if policy["Client Ref"] != clients[5]["Client Ref"]]
    return {
        "clients": table(clients),
        "policies": table(policies),
        "claims": table([_claim(chance, at, chance.choice(held[:190])) for at in range(150)]),
        "producers": table([_producer(chance, at, name) for at, name in enumerate(PRODUCERS)]),
    }


def _producer(chance: Random, at: int, name: str) -> dict[str, Any]:
    return {
        "Producer": name,
        "Office": PRODUCERS[name][0],
        "Start Date": day(chance, "2008-01-01", "2024-09-01"),
        "Premium Target": (620, 300, 300, 260, 190, 90)[at] * 1000,
    }


def _client(chance: Random, at: int, name: str) -> dict[str, Any]:
    return {
        "Client Ref": f"C{4102 + at * 3}",
        "Client Name": name,
        "Trade": pick(chance, TRADES),
        "County": pick(chance, {"West Yorkshire": 5, "North Yorkshire": 3, "East Riding": 3, "Lincolnshire": 2}),
        "Main Contact": f"{pick(chance, dict.fromkeys(('Mr', 'Mrs', 'Dr'), 1))} {name.partition(' ')[0]}",
        "Staff": chance.randrange(3, 420),
        "Turnover": chance.randrange(20, 4000) * 10_000,
        "Client Since": day(chance, "2006-01-01", "2026-08-01"),
        "Risk Rating": pick(chance, {"Low": 4, "Medium": 4, "High": 2}),
        "Survey Done": pick(chance, {"Y": 3, "N": 2}),
    }


def _policy(chance: Random, at: int, client: dict[str, Any], line: str) -> dict[str, Any]:
    status = pick(chance, {"In Force": 7, "Lapsed": 2, "Cancelled": 1})
    began = day(chance, "2025-11-28", "2026-11-18") if status == "In Force" else day(chance, "2024-08-01", "2025-10-01")
    producers = {name: weight for name, (_, weight) in PRODUCERS.items()}
    return {
        "Policy Number": f"P/{line[:3].upper()}/{20310 + at}",
        "Client Ref": client["Client Ref"],
        "Line of Business": line,
        "Insurer": pick(chance, INSURERS),
        "Producer": pick(chance, producers),
        "Gross Premium": money(chance, LINES[line], 5),
        "Commission %": chance.choice((10.0, 12.5, 15.0, 17.5, 20.0)),
        "Excess": chance.choice((250, 500, 1000, 2500)),
        "Inception Date": began,
        "Renewal Date": began.replace(year=began.year + 1),
        "Policy Status": status,
        "Paid By": pick(chance, {"Instalments": 3, "Annual": 2}),
    }


def _claim(chance: Random, at: int, policy: dict[str, Any]) -> dict[str, Any]:
    began = policy["Inception Date"]
    span = (min(policy["Renewal Date"], TODAY - timedelta(days=12)) - began).days
    lost = began + timedelta(days=chance.randrange(max(1, span)))
    told = min(later(chance, lost, 0, 25), TODAY - timedelta(days=1))
    end = later(chance, told, 12, 210)
    done = end < TODAY
    status = pick(chance, {"Settled": 5, "Declined": 1}) if done else "Open"
    asked = money(chance, 8200, 10)
    return {
        "Claim Ref": f"CLM-{8801 + at}",
        "Policy Number": policy["Policy Number"],
        "Cause": pick(chance, CAUSES),
        "Date of Loss": lost,
        "Date Notified": told,
        "Date Closed": end if done else None,
        "Claim Status": status,
        "Amount Claimed": asked,
        "Amount Paid": round(asked * chance.choice((0.6, 0.75, 0.9, 1.0))) if status == "Settled" else 0,
        "Loss Adjuster": pick(chance, {"Crane & Locke": 3, "Merrow": 2, "In-house": 2}),
    }


def write(folder: Path) -> None:
    for name, frame in tables().items():
        save(folder / f"{name}.csv", frame, {c: "%d/%m/%Y" for c in frame if frame[c].dtype.kind == "M"})


@cache
def frames() -> SimpleNamespace:
    found = {name: snake(frame) for name, frame in tables().items()}
    c, p, k, r = (found[name] for name in ("clients", "policies", "claims", "producers"))
    p = p.merge(c[["client_ref", "client_name", "trade", "county", "risk_rating", "staff"]], on="client_ref")
    p = p.merge(r[["producer", "office", "premium_target"]], on="producer")
    p = p.rename(columns=lambda name: "rate" if name.startswith("commission") else name)
    kept = ["policy_number", "line_of_business", "insurer", "producer", "office", "client_name", "trade", "county"]
    k = k.merge(p[kept], on="policy_number")
    k["days"] = (k.date_closed - k.date_notified).dt.days
    k["wait"] = (k.date_notified - k.date_of_loss).dt.days
    assert len(k) == 150
    live, opened = p[p.policy_status == "In Force"], k[k.claim_status == "Open"]
    return SimpleNamespace(c=c, p=p, k=k, r=r, live=live, opened=opened)
