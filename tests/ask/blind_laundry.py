"""A made-up Bitrix24 export of an Irish linen laundry: companies, deals, leads and invoices, and the plant's dockets.

Bitrix24 puts semicolons between the fields and dots in the days; the dockets come from the plant's own program.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

from blind_files import aside, gap
from blind_parts import calm, tidy, untidy
from fresh_parts import money, pick
from unseen_parts import TODAY, firms, later, save, snake, table

SELLERS = {"Aoife Brannigan": 5, "Declan Toomey": 3, "Sinéad Mulcahy": 3}
DRIVERS = {"Padraig": 5, "Zofia": 4, "Big Mick": 3, "Conor L.": 2}
TYPES = {
    "Hotel": ("Hotel", "Lodge"),
    "Nursing home": ("Nursing Home", "Care Home"),
    "Restaurant": ("Bistro",),
    "Spa": ("Spa",),
}
COUNTIES = {"Galway": 4, "Kerry": 4, "Cork": 3, "Clare": 2, "Mayo": 2}
LINEN = {"Bed": 6, "Table": 3, "Towels": 5, "Workwear": 2}
STAGES = {"New": 3, "Trial wash": 4, "Offer sent": 4, "Contract out": 2, "Deal won": 8, "Deal lost": 6}
SOURCES = {"Website": 4, "Trade fair": 2, "Cold call": 3, "Word of mouth": 3}
WHY = {"Own laundry": 4, "Price per kg": 4, "Closed for season": 2, "Stayed with Celtic": 3}


@cache
def tables() -> dict[str, Any]:
    chance = Random(85502)
    companies = [_company(chance, at, name) for at, name in enumerate(_names(chance))]
    washed = companies[:52]
    return {
        "COMPANY": table(companies),
        "DEAL": table([_deal(chance, at, chance.choice(companies)) for at in range(150)]),
        "LEAD": table([_lead(chance, at) for at in range(120)]),
        "INVOICE": table([_invoice(chance, at, chance.choice(washed)) for at in range(210)]),
        "plant_dockets": table([_docket(chance, at, chance.choice(washed)) for at in range(640)]),
    }


def _names(chance: Random) -> list[str]:
    kinds = [pick(chance, {"Hotel": 6, "Nursing home": 3, "Restaurant": 3, "Spa": 2}) for _ in range(70)]
    words = [name.split()[0] for name in firms(chance, 70, ("x",))]
    return [f"{word} {chance.choice(TYPES[kind])}" for word, kind in zip(words, kinds, strict=True)]


def _company(chance: Random, at: int, name: str) -> dict[str, Any]:
    kind = next(kind for kind, tails in TYPES.items() if name.split(" ", 1)[1] in tails)
    beds = kind in {"Hotel", "Nursing home"}
    return {
        "ID": 2040 + at * 2,
        "Company name": name,
        "Company type": kind,
        "County": pick(chance, COUNTIES),
        "Beds": gap(chance, chance.randrange(14, 190), 0.1) if beds else None,
        "Rate per kg": chance.randrange(72, 168) / 100,
        "Responsible person": pick(chance, SELLERS),
        "Washing since": calm(chance, "2016-02-01", "2025-11-01") if at < 52 else None,
        "Comment": gap(
            chance, chance.choice(("side door", "no pick up before 9", "ask for porter", "key in box")), 0.6
        ),
    }


def _deal(chance: Random, at: int, company: dict[str, Any]) -> dict[str, Any]:
    stage = pick(chance, STAGES)
    closed = stage in {"Deal won", "Deal lost"}
    made = calm(chance, "2025-05-01", "2026-10-25")
    return {
        "ID": 660 + at,
        "Deal name": f"{company['Company name'].split()[0]} {chance.choice(('bed linen', 'towel rental', 'workwear', 'full service', 'table linen'))} #{660 + at}",
        "Stage": stage,
        "Repeated deal": pick(chance, {"Y": 4, "N": 5}),
        "Income": money(chance, 14000, 100),
        "Currency": "EUR",
        "Company": company["Company name"],
        "Responsible": company["Responsible person"],
        "Created on": made,
        "Closed on": aside(min(later(chance, made, 9, 110), TODAY - timedelta(days=3))) if closed else None,
        "Reason for loss": pick(chance, WHY) if stage == "Deal lost" else None,
    }


def _lead(chance: Random, at: int) -> dict[str, Any]:
    return {
        "ID": 3300 + at,
        "Lead title": f"{chance.choice(('Enquiry', 'Call back', 'Web form'))} {3300 + at}",
        "Status": pick(chance, {"Unprocessed": 3, "In work": 3, "Good lead": 4, "Junk lead": 3}),
        "Source": pick(chance, SOURCES),
        "Responsible": pick(chance, SELLERS),
        "Est. kg/week": gap(chance, chance.randrange(2, 60) * 10, 0.15),
        "Created on": calm(chance, "2026-01-05", "2026-11-18"),
    }


def _invoice(chance: Random, at: int, company: dict[str, Any]) -> dict[str, Any]:
    issued = calm(chance, "2025-09-01", "2026-11-12")
    due = aside(issued + timedelta(days=30))
    paid = later(chance, issued, 8, 62)
    status = "Paid" if paid < TODAY and chance.random() < 0.88 else "Draft" if chance.random() < 0.12 else "Sent"
    return {
        "Invoice No.": f"LN-{at + 4400}",
        "Client": untidy(chance, company["Company name"], 0.05),
        "Status": status,
        "Net amount": round(chance.uniform(180, 4200), 2),
        "Issued": issued,
        "Pay before": due,
        "Paid on": aside(paid) if status == "Paid" else None,
    }


def _docket(chance: Random, at: int, company: dict[str, Any]) -> dict[str, Any]:
    day = calm(chance, "2025-01-06", "2026-11-19")
    kilos = round(chance.uniform(25, 420), 1)
    linen = "Table" if company["Company type"] == "Restaurant" else pick(chance, LINEN)
    home = day + timedelta(days=chance.choice((1, 1, 2, 2, 3, 5)))
    return {
        "docket": f"K{at + 71000}",
        "collected": day,
        "company_id": company["ID"],
        "driver": pick(chance, DRIVERS),
        "linen": linen,
        "kilos": kilos,
        "rewash_kilos": round(kilos * chance.uniform(0.01, 0.12), 1) if chance.random() < 0.35 else 0.0,
        "delivered": home if home < TODAY and chance.random() < 0.97 else None,
    }


def write(folder: Path) -> None:
    for name, frame in tables().items():
        days = {c: "%d.%m.%Y" for c in frame if frame[c].dtype.kind == "M"}
        if "Created on" in days:
            days["Created on"] = "%d.%m.%Y %H:%M:%S"
        plant = name == "plant_dockets"
        save(folder / f"{name}.csv", frame, dict.fromkeys(days, "%Y-%m-%d") if plant else days, "," if plant else ";")


@cache
def frames() -> SimpleNamespace:
    c, d, e, i, k = (snake(frame) for frame in tables().values())
    about = c.drop(columns="comment").rename(columns={"id": "company_id", "company_name": "client"})
    i["client"] = tidy(i.client, c.company_name)
    k, i = k.merge(about, on="company_id"), i.merge(about, on="client")
    d = d.merge(about, left_on="company", right_on="client")
    assert (len(d), len(i), len(k)) == (150, 210, 640)
    k["worth"] = k.kilos * k.rate_per_kg
    i["took"] = (i.paid_on - i.issued).dt.days
    won, lost = d[d.stage == "Deal won"], d[d.stage == "Deal lost"]
    still = d[~d.stage.isin(["Deal won", "Deal lost"])]
    return SimpleNamespace(c=c, d=d, e=e, i=i, k=k, won=won, lost=lost, open=still, unpaid=i[i.status == "Sent"])
