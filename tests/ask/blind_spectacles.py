"""Made-up saved searches of the NetSuite of a wholesaler of spectacle frames in Denver: customers, items, sales orders with
their lines, invoices and return authorizations. Days are written the American way, amounts have commas for thousands.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pandas as pd
from blind_files import aside, cash, gap, read, us_day
from blind_parts import calm
from fresh_parts import pick
from unseen_parts import TODAY, WORDS, later

REPS = {"Dana Kowalczyk": 5, "Elliot Reyes": 5, "Grace Tan": 4, "House Account": 2}
CATEGORIES = {
    "Independent": ("Optical", "Eyewear", "Vision"),
    "Chain": ("Vision Group", "Eyecare Stores"),
    "Clinic": ("Eye Clinic", "Ophthalmology"),
    "Department Store": ("Department Stores",),
}
CATEGORY_ODDS = {"Independent": 9, "Chain": 3, "Clinic": 4, "Department Store": 1}
STATES = {"CO": 6, "UT": 4, "NM": 3, "AZ": 4, "WY": 2, "KS": 3}
BRANDS = {"Solveig": 4, "Marchand": 3, "Kitefin": 3, "Okuda": 2}
VENDORS = {
    "Solveig": "Solveig Optik AB",
    "Marchand": "Lunetterie Marchand",
    "Kitefin": "Dongguan Brightway",
    "Okuda": "Okuda Sabae Co.",
}
KINDS = {"Optical Frame": 6, "Sunglass": 4, "Reader": 2}
TERMS = {"Net 30": 6, "Net 60": 3, "Net 15": 2, "Credit Card": 2}
WHY = {"Hinge broke": 5, "Wrong color": 4, "Slow mover": 5, "Finish peeling": 3, "Shipped twice": 1}
SHIPPED = {"Billed": 22, "Pending Billing": 1, "Cancelled": 2}
FRESH = {"Billed": 5, "Pending Fulfillment": 6, "Partially Fulfilled": 3, "Pending Billing": 2, "Cancelled": 1}
US = "%m/%d/%Y"
FILES = {
    "customers": "CustomerSearchResults",
    "items": "ItemSearchResults",
    "orders": "SalesOrderResults",
    "lines": "SalesOrderLineResults",
    "invoices": "InvoiceResults",
    "returns": "ReturnAuthorizationResults",
}


@cache
def tables() -> dict[str, list[dict[str, Any]]]:
    chance = Random(51963)
    items = [_item(chance, at) for at in range(26)]
    words = chance.sample([word for word in WORDS if word not in {"Quarry", "Garnet", "Silverline"}], 66)
    customers = [_customer(chance, at, word) for at, word in enumerate(words)]
    days = [calm(chance, "2025-01-06", "2026-11-18") for _ in range(208)]
    days = sorted([*days, *(calm(chance, "2026-09-28", "2026-11-18") for _ in range(22))])
    orders, lines = [], []
    for at, day in enumerate(days):
        made = _lines(chance, f"SO{at + 20417}", items)
        orders.append(_order(chance, f"SO{at + 20417}", day, chance.choice(customers[:58]), made))
        lines += made
    billed = [(order, day) for order, day in zip(orders, days, strict=True) if order["Status"] == "Billed"]
    invoices = [_bill(chance, at, order, day, customers) for at, (order, day) in enumerate(billed)]
    for customer in customers:
        mine = [each["Amount Remaining"] for each in invoices if each["Name"] == customer["Name"]]
        customer["Balance"] = round(sum(mine), 2)
        customer["Credit Limit"] = _limit(chance, customer["Balance"])
    return {
        "customers": customers,
        "items": items,
        "orders": orders,
        "lines": lines,
        "invoices": invoices,
        "returns": [_return(chance, at, chance.choice(billed), lines) for at in range(62)],
    }


def _limit(chance: Random, balance: float) -> int:
    """Some owe more than they may, never the very sum."""
    usual = chance.choice((2500, 5000, 10000, 15000))
    return usual if chance.random() < 0.65 else max(usual, round(balance / 500 + 2) * 500)


def _item(chance: Random, at: int) -> dict[str, Any]:
    brand, kind = pick(chance, BRANDS), pick(chance, KINDS)
    price = {"Optical Frame": 62, "Sunglass": 74, "Reader": 19}[kind] * chance.uniform(0.7, 1.5)
    stock = chance.randrange(0, 420)
    return {
        "Internal ID": 3310 + at * 3,
        "Name": f"{brand[:2].upper()}-{410 + at * 7}",
        "Display Name": f"{brand} {('Aster', 'Birk', 'Cove', 'Dune', 'Elba', 'Fjord', 'Gable', 'Halo', 'Isle', 'Juno', 'Kelp', 'Loft', 'Moor')[at % 13]} {'I' if at < 13 else 'II'}",
        "Brand": brand,
        "Item Type": kind,
        "Base Price": round(price, 2),
        "Average Cost": round(price * chance.uniform(0.36, 0.63), 2),
        "On Hand": stock,
        "Reorder Point": chance.choice((40, 60, 80, 120)) if kind != "Reader" else 50,
        "Preferred Vendor": VENDORS[brand],
    }


def _customer(chance: Random, at: int, word: str) -> dict[str, Any]:
    category = pick(chance, CATEGORY_ODDS)
    return {
        "Internal ID": 1871 + at * 5,
        "Name": f"{word} {chance.choice(CATEGORIES[category])}",
        "Category": category,
        "Sales Rep": pick(chance, REPS),
        "Billing State/Province": pick(chance, STATES),
        "Terms": pick(chance, TERMS),
        "Credit Limit": None,
        "Balance": None,
        "Phone": f"{chance.choice((303, 720, 801, 505, 602))}-555-{chance.randrange(1000, 9999)}",
        "Email": gap(chance, f"orders@{word.lower()}.example", 0.1),
        "Date Created": us_day(calm(chance, "2017-02-01", "2024-12-20")),
    }


def _lines(chance: Random, number: str, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for item in chance.sample(items, chance.randrange(1, 5)):
        count, off = chance.randrange(2, 14) * 3, chance.choices((0, 0.05, 0.1), (7, 2, 1))[0]
        rate = round(item["Base Price"] * (1 - off), 2)
        found.append(
            {
                "Document Number": number,
                "Item": item["Name"],
                "Quantity": count,
                "Item Rate": rate,
                "Amount": round(count * rate, 2),
            }
        )
    return found


def _order(
    chance: Random, number: str, day: datetime, customer: dict[str, Any], lines: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "Date": us_day(day),
        "Document Number": number,
        "Name": customer["Name"],
        "PO/Check Number": gap(chance, f"{chance.choice(('PO', 'P', '#'))}{chance.randrange(1000, 99999)}", 0.15),
        "Sales Rep": customer["Sales Rep"],
        "Status": pick(chance, FRESH if (TODAY - day).days < 45 else SHIPPED),
        "Ship Via": pick(chance, {"UPS Ground": 6, "FedEx 2Day": 2, "Will Call": 1}),
        "Amount": f"{sum(line['Amount'] for line in lines):,.2f}",
    }


def _bill(
    chance: Random, at: int, order: dict[str, Any], day: datetime, customers: list[dict[str, Any]]
) -> dict[str, Any]:
    terms = next(each["Terms"] for each in customers if each["Name"] == order["Name"])
    issued = max(day, aside(min(later(chance, day, 1, 12), TODAY - timedelta(days=2))))
    due = aside(issued + timedelta(days={"Net 60": 60, "Net 15": 15, "Credit Card": 0}.get(terms, 30)))
    amount = float(order["Amount"].replace(",", ""))
    owing = terms != "Credit Card" and chance.random() < (
        0.8 if due > TODAY else 0.35 if (TODAY - due).days < 130 else 0.02
    )
    left = amount if owing and chance.random() < 0.8 else round(amount / 2, 2)
    return {
        "Date": us_day(issued),
        "Document Number": f"INV{at + 31806}",
        "Name": order["Name"],
        "Created From": f"Sales Order #{order['Document Number']}",
        "Due Date": us_day(due),
        "Amount": amount,
        "Amount Remaining": left if owing else 0.0,
        "Status": "Open" if owing else "Paid In Full",
    }


def _return(
    chance: Random, at: int, sold: tuple[dict[str, Any], datetime], lines: list[dict[str, Any]]
) -> dict[str, Any]:
    order, day = sold
    line = chance.choice([line for line in lines if line["Document Number"] == order["Document Number"]])
    back = max(day, aside(min(later(chance, day, 12, 120), TODAY - timedelta(days=3))))
    count = chance.randrange(1, line["Quantity"] + 1) // 2 + 1
    return {
        "Date": us_day(back),
        "Document Number": f"RMA{at + 1205}",
        "Name": order["Name"],
        "Item": line["Item"],
        "Quantity": count,
        "Reason": pick(chance, WHY),
        "Status": "Refunded" if (TODAY - back).days > 40 else pick(chance, {"Pending Receipt": 3, "Refunded": 2}),
        "Amount": round(count * line["Item Rate"], 2),
    }


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables().items():
        pd.DataFrame(rows).to_csv(folder / f"{FILES[name]}.csv", index=False)


@cache
def frames() -> SimpleNamespace:
    c, i = read(write, f"{FILES['customers']}.csv", {"Date Created": US}), read(write, f"{FILES['items']}.csv")
    o = read(write, f"{FILES['orders']}.csv", {"Date": US})
    n = read(write, f"{FILES['invoices']}.csv", {"Date": US, "Due Date": US})
    r = read(write, f"{FILES['returns']}.csv", {"Date": US})
    o["amount"] = cash(o.amount)
    assert c.name.is_unique
    assert i.display_name.is_unique
    about = c.rename(columns={"billing_state_province": "state"})[["name", "category", "state", "terms"]]
    o, n = o.merge(about, on="name"), n.merge(about.merge(c[["name", "sales_rep"]]), on="name")
    goods = i[["name", "display_name", "brand", "item_type"]].rename(columns={"name": "item"})
    r = r.merge(goods, on="item")
    lines = read(write, f"{FILES['lines']}.csv").merge(goods, on="item")
    lines = lines.merge(o.drop(columns="amount"), on="document_number")
    assert abs(lines.amount.sum() - o.amount.sum()) < 0.05
    assert abs(c.balance.sum() - n.amount_remaining.sum()) < 0.05
    good, sold = o[o.status != "Cancelled"], lines[lines.status != "Cancelled"]
    return SimpleNamespace(c=c, i=i, o=o, n=n, r=r, l=lines, good=good, sold=sold)
