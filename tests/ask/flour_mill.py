"""A made-up mill whose tool calls its clients contacts, keeps what it lost by a flag, and offers before it sells."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import Any

BAKERS = [f"{name} {kind}" for name in ("Amber", "Birch", "Cedar", "Dover") for kind in ("Bakery", "Patisserie")]
SELLERS = ("Paula Renner", "Jonas Falk")
GOODS = {"Rye Flour Dark": ("Flour", 10.0), "Wheat Flour Fine": ("Flour", 8.0), "Dough Mixer Kappa": ("Machine", 900.0)}
STATES = ("Sales Order", "Quotation", "Sales Order", "Cancelled")
ORDERS = [(f"A{at + 100}", at % 8, STATES[at % 4], at % 12 + 1 if at % 12 < 10 else 5, at) for at in range(40)]
LEADS = [
    (f"{BAKERS[at % 8].split()[0]} - order {at}", at % 8, at % 3, 100 * (at + 1)) for at in range(30)
]  # won, lost, open


def clients() -> list[dict[str, Any]]:
    return [
        {"Name": name, "City": ("Ghent", "Bruges")[at % 2], "Contact Name": f"Anna Visser{at}", "Tax ID": f"BE{7000 + at}",
         "Phone": f"+32 9 555 0{at}", "Salesperson": SELLERS[at % 2], "Created on": f"2025-02-{at + 1:02} 10:00:00"}
        for at, name in enumerate(BAKERS)
    ]  # fmt: skip


def leads() -> list[dict[str, Any]]:
    return [
        {"Opportunity": name, "Customer": BAKERS[who], "Stage": "Won" if how == 0 else "Proposition",
         "Active": how != 1, "Expected Revenue": float(worth), "Salesperson": SELLERS[who % 2],
         "Lost Reason": "Too dear" if how == 1 else None, "Created on": "2026-01-10 09:00:00",
         "Closed Date": None if how == 2 else "2026-03-05 09:00:00"}
        for name, who, how, worth in LEADS
    ]  # fmt: skip


def lines() -> list[dict[str, Any]]:
    found = []
    for number, *_, at in ORDERS:
        for place in (at % 3, (at + 1) % 3):
            name = list(GOODS)[place]
            family, price = GOODS[name]
            found.append({"Order Reference": number, "Product": name, "Product/Product Category": family,
                          "Quantity": at % 5 + 1, "Unit Price": price, "Subtotal": price * (at % 5 + 1)})  # fmt: skip
    return found


def orders() -> list[dict[str, Any]]:
    worth: Counter[str] = Counter()
    for line in lines():
        worth[line["Order Reference"]] += line["Subtotal"]
    return [
        {"Order Reference": number, "Order Date": f"2026-{month:02}-12 11:00:00", "Customer": BAKERS[who],
         "Salesperson": SELLERS[who % 2], "Untaxed Amount": worth[number], "Total": round(worth[number] * 1.21, 2),
         "Status": state, "Delivery Status": "Partially Delivered" if at % 8 == 0 else "Fully Delivered"}
        for number, who, state, month, at in ORDERS
    ]  # fmt: skip


def export(folder: Path) -> Path:
    folder.mkdir(parents=True)
    files = {"Contact (res.partner)": clients(), "Lead_Opportunity (crm.lead)": leads(),
             "Sales Order (sale.order)": orders(), "Sales Order Line (sale.order.line)": lines()}  # fmt: skip
    for name, rows in files.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return folder
