"""A made-up export of a veterinary wholesaler: practices, reps, products, order lines, visits and invoices."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

from fresh_parts import money, pick
from unseen_parts import TODAY, day, firms, later, save, snake, table

REPS = {
    "NW1": ("Lorna Hesketh", "North West", 120_000), "NE1": ("Darren Pybus", "North East", 50_000),
    "MI1": ("Sunita Rao", "Midlands", 60_000), "SW1": ("Piers Tregenza", "South West", 105_000),
    "SE1": ("Yvette Coombes", "South East", 40_000),
}  # fmt: skip
MAKERS = ("Zoalis", "Boehrman", "Virbalt", "Decton", "Hillmark")
GOODS = {
    "Vaccines": (("Canvac DHP 25 dose", "Felovax 10 dose", "Equiflu 5 dose", "Rabivet 10 dose", "Lepto4 25 dose"), 90),
    "Parasiticides": (("Fleaguard Dog L", "Fleaguard Cat", "Wormex Tabs 100", "Tickoff Collar", "Bovipour 5L"), 46),
    "Diets": (("Renal Care 12kg", "Gastro Tins x24", "Obesity Mgmt 6kg", "Derm Complete 10kg"), 38),
    "Consumables": (("Syringe 5ml x100", "Gauze Swabs x500", "Cohesive Wrap x12", "Suture Kit x36"), 14),
    "Equipment": (("Otoscope Pro", "Autoclave 18L", "Dental Scaler"), 640),
}
COLD = {"Vaccines"}


@cache
def tables() -> dict[str, Any]:
    chance = Random(40877)
    names = firms(chance, 82, ("Vets", "Veterinary Centre", "Animal Hospital", "Equine Clinic", "Pet Surgery"))
    practices = [_practice(chance, at, name) for at, name in enumerate(names)]
    goods = [_product(chance, name, category) for category, (held, _) in GOODS.items() for name in held]
    goods = [{"SKU": f"V{1204 + at * 11}"} | each for at, each in enumerate(goods)]
    buyers = practices[:74]
    return {
        "practices": table(practices),
        "reps": table([_rep(chance, code) for code in REPS]),
        "products": table(goods),
        "order_lines": table(
            [_order(chance, at, chance.choice(buyers), chance.choice(goods[:-1])) for at in range(350)]
        ),
        "visits": table([_visit(chance, at, chance.choice(practices[3:])) for at in range(150)]),
        "invoices": table([_invoice(chance, at, chance.choice(buyers)) for at in range(190)]),
    }


def _rep(chance: Random, code: str) -> dict[str, Any]:
    name, region, target = REPS[code]
    return {
        "Rep Code": code,
        "Rep Name": name,
        "Region": region,
        "Annual Target": target,
        "Joined": day(chance, "2012-01-01", "2025-03-01"),
    }


def _practice(chance: Random, at: int, name: str) -> dict[str, Any]:
    return {
        "Cust No": 200340 + at * 5,
        "Practice Name": name,
        "Practice Type": pick(chance, {"Small animal": 5, "Mixed": 3, "Equine": 2, "Farm": 1}),
        "Buying Group": pick(chance, {"VetShare": 4, "IndieVets": 3, "None": 3}),
        "Town": pick(chance, {"Preston": 3, "Durham": 2, "Derby": 3, "Exeter": 3, "Maidstone": 2, "Truro": 1}),
        "Rep Code": chance.choice(list(REPS)),
        "No of Vets": chance.randrange(1, 19),
        "Credit Limit": chance.choice((1000, 2500, 5000, 10000)),
        "On Stop": pick(chance, {"N": 7, "Y": 1}),
        "Account Opened": day(chance, "2010-01-01", "2026-10-01"),
    }


def _product(chance: Random, name: str, category: str) -> dict[str, Any]:
    price = money(chance, GOODS[category][1], 1)
    return {
        "Description": name,
        "Category": category,
        "Manufacturer": chance.choice(MAKERS),
        "List Price": price,
        "Cost Price": round(price * chance.choice((0.6, 0.7, 0.8)), 2),
        "Stock": chance.randrange(0, 240),
        "Reorder Level": chance.randrange(20, 100),
        "Cold Chain": "Y" if category in COLD else "N",
    }


def _order(chance: Random, at: int, practice: dict[str, Any], product: dict[str, Any]) -> dict[str, Any]:
    made = day(chance, "2025-07-01", "2026-11-19")
    status = pick(chance, {"Delivered": 9, "Cancelled": 1})
    if made > TODAY - timedelta(days=25):
        status = pick(chance, {"Back order": 2, "Picking": 1, "Delivered": 1})
    quantity, discount = chance.randrange(1, 25), chance.choice((0, 0, 5, 10, 15))
    sent = min(later(chance, made, 1, 9), TODAY - timedelta(days=1)) if status == "Delivered" else None
    return {
        "Order Line": f"SO{51400 + at}",
        "Cust No": practice["Cust No"],
        "SKU": product["SKU"],
        "Order Date": made,
        "Qty": quantity,
        "Discount %": discount,
        "Line Value": round(quantity * product["List Price"] * (100 - discount) / 100, 2),
        "Order Status": status,
        "Delivered On": sent,
        "Channel": pick(chance, {"Web shop": 5, "Phone": 3, "EDI": 2}),
    }


def _visit(chance: Random, at: int, practice: dict[str, Any]) -> dict[str, Any]:
    when = day(chance, "2025-11-03", "2026-11-18")
    return {
        "Visit Ref": f"VI-{3300 + at}",
        "Cust No": practice["Cust No"],
        "Rep Code": practice["Rep Code"],
        "Visit Date": when,
        "Purpose": pick(chance, {"Routine": 5, "Product launch": 3, "Complaint": 1, "Contract review": 2}),
        "Outcome": pick(chance, {"Order taken": 3, "Follow up": 3, "No interest": 2}),
        "Minutes": chance.randrange(2, 19) * 5,
    }


def _invoice(chance: Random, at: int, practice: dict[str, Any]) -> dict[str, Any]:
    made = day(chance, "2026-01-05", "2026-11-18")
    due, amount = made + timedelta(days=30), money(chance, 900, 1)
    if due == TODAY:
        due += timedelta(days=3)
    paid = later(chance, made, 6, 60) if chance.random() < 0.85 else None
    paid = paid if paid and paid < TODAY else None
    return {
        "Invoice No": f"INV{88120 + at}",
        "Cust No": practice["Cust No"],
        "Invoice Date": made,
        "Due Date": due,
        "Invoice Total": amount,
        "Outstanding": 0 if paid else amount,
        "Paid Date": paid,
    }


def write(folder: Path) -> None:
    forms = {"order_lines": "%d/%m/%Y", "invoices": "%d/%m/%Y", "visits": "%Y-%m-%d"}
    for name, frame in tables().items():
        form = forms.get(name, "%d %b %Y")
        save(folder / f"{name}.csv", frame, {c: form for c in frame if frame[c].dtype.kind == "M"})


@cache
def frames() -> SimpleNamespace:
    found = {name: snake(frame) for name, frame in tables().items()}
    c, r, p, o, v, i = (found[name] for name in ("practices", "reps", "products", "order_lines", "visits", "invoices"))
    c = c.merge(r[["rep_code", "rep_name", "region"]], on="rep_code")
    kept = ["cust_no", "practice_name", "practice_type", "buying_group", "town", "rep_name", "region", "on_stop"]
    o = o.merge(c[kept], on="cust_no").merge(p[["sku", "description", "category", "manufacturer"]], on="sku")
    v, i = v.merge(c[kept], on="cust_no"), i.merge(c[kept], on="cust_no")
    o["wait"] = (o.delivered_on - o.order_date).dt.days
    assert (len(o), len(v), len(i)) == (350, 150, 190)
    return SimpleNamespace(c=c, r=r, p=p, o=o, v=v, i=i, sold=o[o.order_status != "Cancelled"])
