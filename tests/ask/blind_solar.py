"""A made-up Odoo export of a German installer of solar roofs: days first, commas for decimals, semicolons between the fields."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

from blind_parts import calm, parted
from fresh_parts import money, pick
from unseen_parts import TODAY, later, save, snake, table

SELLERS = {
    "Jana Petersen": "Nord", "Malte Brinkmann": "Nord", "Kerstin Vogel": "Süd", "Tobias Huber": "Süd",
    "Ayse Demir": "Gewerbe",
}  # fmt: skip
FAMILIES = parted(
    "Ahlers|Bachmeier|Cordes|Dietz|Ebeling|Fechner|Gerlach|Hinrichs|Immler|Jessen|Kuhlmann|Lammers|Mertens|Niehoff|"
    "Ostermann|Pohlmann|Quast|Reimers|Steffens|Tietjen|Uhlig|Volkmer|Wessels|Zander|Brandl|Eichinger|Grabner"
)
KINDS = {
    "Agriculture": ("Milchhof", "Agrar", "Obsthof"), "Retail": ("Bäckerei", "Möbelhaus", "Autohaus"),
    "Industry": ("Metallbau", "Spedition", "Druckerei"), "Public": ("Sporthalle", "Schule"),
}  # fmt: skip
CITIES = {"Oldenburg": 4, "Bremen": 3, "Kassel": 2, "Regensburg": 3, "Passau": 2, "Ulm": 2}
CREWS = ("Crew Blau", "Crew Gelb", "Crew Rot")
STAGES = {"Enquiry": 2, "Roof Survey": 2, "Quotation": 3, "Won": 5, "Lost": 4}


@cache
def tables() -> dict[str, Any]:
    chance = Random(70611)
    partners = [_partner(chance, at) for at in range(62)]
    buyers = partners[:51]
    leads = [_lead(chance, at, chance.choice(partners)) for at in range(130)]
    orders = [_order(chance, at, chance.choice(buyers)) for at in range(120)]
    sold = [order for order in orders if order["Status"] == "Sales Order"]
    jobs = [_job(chance, at, order) for at, order in enumerate(sold) if order["Order Date"] < TODAY]
    tickets = [_ticket(chance, at, chance.choice(buyers[4:])) for at in range(115)]
    return {
        "res_partner": table(partners),
        "crm_lead": table(leads),
        "sale_order": table(orders),
        "project_task": table(jobs),
        "helpdesk_ticket": table(tickets),
    }


def _partner(chance: Random, at: int) -> dict[str, Any]:
    tag = pick(chance, {"Agriculture": 4, "Retail": 3, "Industry": 3, "Public": 1})
    kinds = KINDS[tag]
    return {
        "External ID": f"__export__.res_partner_{1042 + at * 3}",
        "Name": f"{kinds[at // len(FAMILIES) % len(kinds)]} {FAMILIES[at % len(FAMILIES)]}",
        "Tags": tag,
        "City": pick(chance, CITIES),
        "Salesperson": chance.choice(list(SELLERS)),
        "VAT": f"DE{chance.randrange(10**8, 10**9)}" if chance.random() < 0.8 else None,
        "Created on": calm(chance, "2021-01-01", "2026-11-01"),
    }


def _lead(chance: Random, at: int, partner: dict[str, Any]) -> dict[str, Any]:
    stage = pick(chance, STAGES)
    made = calm(chance, "2025-03-01", "2026-10-20")
    closed = later(chance, made, 9, 28) if stage in {"Won", "Lost"} else None
    chances = {"Enquiry": (10, 20), "Roof Survey": (30, 45), "Quotation": (55, 70), "Won": (100,), "Lost": (0,)}
    roof = chance.choice(("Hallendach", "Carport", "Stalldach", "Flachdach", "Fassade"))
    return {
        "Opportunity": f"{roof} {partner['Name']} #{at + 1}",
        "Customer": partner["Name"],
        "Salesperson": partner["Salesperson"],
        "Sales Team": SELLERS[partner["Salesperson"]],
        "Stage": stage,
        "Expected Revenue": float(money(chance, 62_000, 500)),
        "Probability": chance.choice(chances[stage]),
        "Created on": made,
        "Expected Closing": later(chance, made, 40, 200),
        "Closed Date": closed,
        "Lost Reason": pick(chance, {"Price": 4, "No roof permit": 2, "Competitor": 3}) if stage == "Lost" else None,
        "Source": pick(chance, {"Website": 4, "Trade fair": 2, "Referral": 3}) if chance.random() < 0.9 else None,
    }


def _order(chance: Random, at: int, partner: dict[str, Any]) -> dict[str, Any]:
    size = round(max(9.5, chance.lognormvariate(3.9, 0.6)), 1)
    untaxed = round(size * chance.randrange(940, 1250), 2)
    status = pick(chance, {"Quotation": 1, "Quotation Sent": 2, "Sales Order": 7, "Cancelled": 1})
    return {
        "Order Reference": f"S{810 + at:05}",
        "Customer": partner["Name"],
        "Order Date": calm(chance, "2025-08-01", "2026-11-17"),
        "Salesperson": partner["Salesperson"],
        "System Size (kWp)": size,
        "Untaxed Amount": untaxed,
        "Total": round(untaxed * 1.19, 2),
        "Status": status,
        "Invoice Status": "Nothing to Invoice" if status != "Sales Order" else pick(
            chance, {"Fully Invoiced": 4, "To Invoice": 2}),
    }  # fmt: skip


def _job(chance: Random, at: int, order: dict[str, Any]) -> dict[str, Any]:
    start: datetime = later(chance, order["Order Date"], 25, 110)
    done = start + timedelta(days=chance.randrange(2, 19))
    stage = "Done" if done < TODAY else "In Progress" if start < TODAY else "Planned"
    if stage == "Planned" and chance.random() < 0.35:
        stage = "On Hold"
    return {
        "Task": f"Montage {order['Order Reference']}",
        "Customer": order["Customer"],
        "Sales Order": order["Order Reference"],
        "Crew": chance.choice(CREWS),
        "Planned Start": start,
        "Finished On": done if stage == "Done" else None,
        "Panels": round(order["System Size (kWp)"] / 0.43),
        "Stage": stage,
    }


def _ticket(chance: Random, at: int, partner: dict[str, Any]) -> dict[str, Any]:
    made = calm(chance, "2025-10-01", "2026-11-18")
    closed = later(chance, made, 1, 24) if chance.random() < 0.85 else None
    return {
        "Ticket": f"#{2300 + at}",
        "Customer": partner["Name"],
        "Type": pick(chance, {"Inverter fault": 4, "Low yield": 3, "Leak": 1, "Billing": 2}),
        "Priority": pick(chance, {"Low": 3, "Medium": 4, "Urgent": 2}),
        "Assigned to": chance.choice(("Swantje Lohse", "Piet Garbers", "Nuri Aksoy")),
        "Created on": made,
        "Closed on": closed if closed and closed < TODAY else None,
    }


def write(folder: Path) -> None:
    for name, frame in tables().items():
        out = frame.copy()
        for column in out.columns:
            if out[column].dtype.kind == "f":
                out[column] = out[column].map(lambda amount: f"{amount:.2f}".replace(".", ","))
        save(folder / f"{name}.csv", out, {c: "%d.%m.%Y" for c in out if out[c].dtype.kind == "M"}, sep=";")


@cache
def frames() -> SimpleNamespace:
    p, d, o, j, t = (snake(tables()[name]) for name in tables())
    o = o.merge(p[["name", "tags", "city"]], left_on="customer", right_on="name")
    j = j.merge(p[["name", "city", "tags"]], left_on="customer", right_on="name")
    assert p.name.is_unique
    assert (len(d), len(o), len(t)) == (130, 120, 115)
    d["days"] = (d.closed_date - d.created_on).dt.days
    t["days"] = (t.closed_on - t.created_on).dt.days
    ended = d[d.stage.isin(["Won", "Lost"])]
    return SimpleNamespace(
        p=p, d=d, o=o, j=j, t=t, closed=ended, open=d[~d.index.isin(ended.index)], so=o[o.status == "Sales Order"]
    )
