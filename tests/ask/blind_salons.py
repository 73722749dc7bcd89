"""A made-up Odoo export of a Portuguese supplier of furniture and colour to hairdressers: contacts, opportunities, sales
orders with their lines, and invoices. Tags stand in one cell; a lost opportunity keeps its stage and is no longer active.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
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

SELLERS = {"Inês Carvalho": 5, "Rui Antunes": 4, "Filipa Matos": 3, "Tiago Leal": 2}
KINDS = {
    "Salon": ("Cabeleireiros", "Hair Studio", "Coiffeur"),
    "Barber": ("Barbearia", "Barbers"),
    "Spa": ("Spa",),
    "School": ("Academia",),
}
KIND_ODDS = {"Salon": 9, "Barber": 5, "Spa": 2, "School": 1}
CITIES = {"Lisboa": 6, "Porto": 5, "Braga": 3, "Coimbra": 2, "Faro": 2, "Setúbal": 2}
GOODS = {  # category, price in euros, most pieces on a line
    "Backwash Unit Roma": ("Furniture", 890.0, 4),
    "Styling Chair Milano": ("Furniture", 320.0, 8),
    "Barber Chair Titan": ("Furniture", 740.0, 5),
    "Reception Desk Oslo": ("Furniture", 610.0, 1),
    "Hood Dryer 3000": ("Equipment", 275.0, 4),
    "Colour Processor Halo": ("Equipment", 520.0, 2),
    "Clipper Pro": ("Equipment", 118.0, 8),
    "Colour Cream 60 ml": ("Colour", 5.4, 150),
    "Peroxide 1 L": ("Colour", 3.9, 70),
    "Bleach Powder 500 g": ("Colour", 11.2, 40),
    "Shampoo 5 L": ("Care", 14.5, 40),
    "Mask 1 L": ("Care", 9.8, 50),
    "Towels Black (12)": ("Consumables", 27.0, 25),
    "Foil Roll 100 m": ("Consumables", 8.6, 60),
}
STAGES = {"New": 4, "Qualified": 4, "Proposition": 4}
WHY = {"Too expensive": 5, "Bought second hand": 3, "Not enough stock": 2, "Salon never opened": 2}
STAMP, DATED = "%Y-%m-%d %H:%M:%S", "%Y-%m-%d"
FILES = {
    "partners": "Contact (res.partner)",
    "leads": "Lead_Opportunity (crm.lead)",
    "orders": "Sales Order (sale.order)",
    "lines": "Sales Order Line (sale.order.line)",
    "invoices": "Invoices (account.move)",
}


@cache
def tables() -> dict[str, list[dict[str, Any]]]:
    chance = Random(83311)
    words = chance.sample([word for word in WORDS if word not in {"Quarry", "Orchard", "Garnet"}], 98)
    partners = [
        _partner(chance, word, who) for word, who in zip(words, people(chance, 98, tuple(SELLERS)), strict=True)
    ]
    orders, lines = [], []
    for at in range(560):
        made = _lines(chance, f"S{at + 1081:05}")
        lines += made
        orders.append(_order(chance, at, chance.choice(partners[:82]), sum(each["Subtotal"] for each in made)))
    billed = [order for order in orders if order["Invoice Status"] == "Fully Invoiced"]
    return {
        "partners": partners,
        "leads": [_lead(chance, at, chance.choice(partners[:92])) for at in range(260)],
        "orders": orders,
        "lines": lines,
        "invoices": _invoices(chance, billed),
    }


def _partner(chance: Random, word: str, who: tuple[str, str]) -> dict[str, Any]:
    kind, city = pick(chance, KIND_ODDS), pick(chance, CITIES)
    return {
        "Name": f"{word} {chance.choice(KINDS[kind])}",
        "Tags": f"{kind},VIP" if chance.random() < 0.14 else kind,
        "City": city,
        "Country": "Portugal",
        "Contact Name": " ".join(who),
        "Email": gap(chance, f"geral@{word.lower()}.example", 0.12),
        "Phone": f"+351 2{chance.randrange(10, 99)} {chance.randrange(100, 999)} {chance.randrange(100, 999)}",
        "Tax ID": f"PT{chance.randrange(500000000, 519999999)}",
        "Customer Payment Terms": pick(chance, {"30 Days": 5, "15 Days": 3, "Immediate Payment": 3}),
        "Salesperson": pick(chance, SELLERS),
        "Created on": f"{calm(chance, '2019-01-07', '2026-10-10'):%Y-%m-%d} 10:{chance.randrange(10, 60)}:12",
    }


def _lead(chance: Random, at: int, partner: dict[str, Any]) -> dict[str, Any]:
    made = calm(chance, "2025-01-07", "2026-11-17")
    closed: datetime | None = aside(later(chance, made, 8, 120))
    stage, active = ("Won", True) if chance.random() < 0.47 else (pick(chance, STAGES), False)
    if closed is None or closed >= TODAY or closed < made or (made.year == 2026 and chance.random() < 0.3):
        stage, active, closed = pick(chance, STAGES), True, None
    expected = aside(calm(chance, "2026-09-21", "2027-03-31"))
    return {
        "Opportunity": f"{partner['Name'].split()[0]} - {chance.choice(('new shop', 'refit', 'colour contract', 'chairs', 'second shop'))} ({at + 1})",
        "Customer": partner["Name"],
        "Stage": stage,
        "Active": active,
        "Expected Revenue": float(money(chance, 4200, 50)),
        "Probability": {"Won": 100.0}.get(stage, float(chance.randrange(5, 85))) if active else 0.0,
        "Salesperson": partner["Salesperson"],
        "Expected Closing": None if closed else f"{expected:{DATED}}",
        "Lost Reason": None if active else pick(chance, WHY),
        "Source": gap(chance, pick(chance, {"Instagram": 4, "Fair": 3, "Recommendation": 4, "Website": 3}), 0.06),
        "Created on": f"{made:%Y-%m-%d} {chance.randrange(9, 18):02}:{chance.randrange(60):02}:05",
        "Closed Date": f"{closed:%Y-%m-%d} 17:30:00" if closed else None,
    }


def _lines(chance: Random, order: str) -> list[dict[str, Any]]:
    found = []
    for name in chance.sample(list(GOODS), chance.randrange(1, 5)):
        category, price, most = GOODS[name]
        count, discount = chance.randrange(1, most + 1), chance.choices((0, 5, 10, 15, 25), (60, 18, 14, 6, 2))[0]
        found.append(
            {
                "Order Reference": order,
                "Product": name,
                "Product/Product Category": category,
                "Quantity": count,
                "Unit Price": price,
                "Discount (%)": discount,
                "Subtotal": round(count * price * (1 - discount / 100), 2),
            }
        )
    return found


def _order(chance: Random, at: int, partner: dict[str, Any], amount: float) -> dict[str, Any]:
    day = calm(chance, "2025-01-07", "2026-11-18")
    fresh = (TODAY - day).days < 40
    status = pick(chance, {"Sales Order": 16, "Cancelled": 2, "Quotation Sent": 5 if fresh else 1, "Quotation": 1})
    going = pick(chance, {"Not Delivered": 3, "Partially Delivered": 2, "Fully Delivered": 5 if fresh else 90})
    return {
        "Order Reference": f"S{at + 1081:05}",
        "Order Date": f"{day:%Y-%m-%d} {chance.randrange(9, 18):02}:{chance.randrange(60):02}:{chance.randrange(60):02}",
        "Customer": partner["Name"],
        "Salesperson": partner["Salesperson"],
        "Sales Team": "Web"
        if chance.random() < 0.22
        else ("Norte" if partner["City"] in {"Porto", "Braga"} else "Sul"),
        "Untaxed Amount": round(amount, 2),
        "Total": round(amount * 1.23, 2),
        "Status": status,
        "Delivery Status": going if status == "Sales Order" else None,
        "Invoice Status": ("Fully Invoiced" if going == "Fully Delivered" else "To Invoice")
        if status == "Sales Order"
        else "Nothing to Invoice",
    }


def _invoices(chance: Random, orders: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for order in sorted(orders, key=lambda each: str(each["Order Date"])):
        ordered = datetime.strptime(order["Order Date"], STAMP).replace(hour=0, minute=0, second=0)  # noqa: DTZ007
        issued = max(ordered, aside(min(ordered + timedelta(days=chance.randrange(1, 9)), TODAY - timedelta(days=2))))
        due = aside(issued + timedelta(days=chance.choice((15, 30, 30))))
        unpaid = chance.random() < (0.75 if due > TODAY else 0.4 if (TODAY - due).days < 110 else 0.03)
        paid = "Paid" if not unpaid else pick(chance, {"Not Paid": 5, "Partially Paid": 1})
        owed = {"Paid": 0.0, "Partially Paid": 0.5}.get(paid, 1.0)
        found.append(_bill(order, len(found), (issued, due), (1, owed), paid))
        if chance.random() < 0.05 and paid == "Paid":
            back = min(aside(issued + timedelta(days=9)), TODAY - timedelta(days=2))
            found.append(_bill(order, len(found), (back, back), (-chance.choice((0.2, 0.5, 1.0)), 0.0), "Paid"))
    return found


def _bill(
    order: dict[str, Any], at: int, days: tuple[datetime, datetime], parts: tuple[float, float], paid: str
) -> dict[str, Any]:
    """An invoice over a part of its order, or a credit note where that part is less than nothing."""
    (issued, due), (part, owed) = days, parts
    return {
        "Number": f"{'INV' if part > 0 else 'RINV'}/{issued.year}/{at + 41:05}",
        "Type": "Customer Invoice" if part > 0 else "Customer Credit Note",
        "Customer": order["Customer"],
        "Invoice Date": f"{issued:{DATED}}",
        "Due Date": f"{due:{DATED}}",
        "Origin": order["Order Reference"],
        "Salesperson": order["Salesperson"],
        "Untaxed Amount Signed": round(order["Untaxed Amount"] * part, 2),
        "Total Signed": round(order["Total"] * part, 2),
        "Amount Due Signed": round(order["Total"] * owed, 2),
        "Payment Status": paid,
        "Status": "Posted",
    }


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables().items():
        pd.DataFrame(rows).to_csv(folder / f"{FILES[name]}.csv", index=False)


@cache
def frames() -> SimpleNamespace:
    p = read(write, f"{FILES['partners']}.csv", {"Created on": STAMP})
    c = read(write, f"{FILES['leads']}.csv", {"Expected Closing": DATED, "Created on": STAMP, "Closed Date": STAMP})
    o = read(write, f"{FILES['orders']}.csv", {"Order Date": STAMP})
    n = read(write, f"{FILES['invoices']}.csv", {"Invoice Date": DATED, "Due Date": DATED})
    assert p.name.is_unique
    assert c.opportunity.is_unique
    assert n.number.is_unique
    p["kind"] = p.tags.str.split(",").str[0]
    about = p[["name", "kind", "city"]].rename(columns={"name": "customer"})
    o, n = o.merge(about, on="customer"), n.merge(about, on="customer")
    lines = read(write, f"{FILES['lines']}.csv").merge(o, on="order_reference")
    assert abs(lines.subtotal.sum() - o.untaxed_amount.sum()) < 0.01
    c["days"] = (c.closed_date.dt.normalize() - c.created_on.dt.normalize()).dt.days
    done, sold = o[o.status == "Sales Order"], lines[lines.status == "Sales Order"]
    won, lost, live = c[c.stage == "Won"], c[~c.active], c[c.active & (c.stage != "Won")]
    assert len(won) + len(lost) + len(live) == len(c) == 260
    return SimpleNamespace(p=p, c=c, o=o, n=n, l=lines, done=done, sold=sold, won=won, lost=lost, open=live)
