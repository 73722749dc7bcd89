"""A made-up Unleashed export of a wholesaler of cheese in Wisconsin: customers, products, sales orders and their lines,
sales people and credit notes, and the sheet in which the reps write down their visits and calls.
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
from blind_parts import calm, tidy, untidy
from fresh_parts import pick
from unseen_parts import TODAY, WORDS

REPS = {  # region, started, sales target a month in dollars
    "Rosa Delgado": ("Madison", "2018-03-12", 11000),
    "Frank Lubinski": ("Milwaukee", "2014-09-02", 14500),
    "Nia Coleman": ("Green Bay", "2021-05-17", 7000),
    "Tobias Krug": ("La Crosse", "2023-01-09", 5500),
}
CITIES = {
    "Rosa Delgado": ("Madison", "Janesville"),
    "Frank Lubinski": ("Milwaukee", "Racine", "Waukesha"),
    "Nia Coleman": ("Green Bay", "Appleton"),
    "Tobias Krug": ("La Crosse", "Eau Claire"),
}
TYPES = {
    "Deli": ("Deli", "Provisions"),
    "Restaurant": ("Bistro", "Grill", "Tavern"),
    "Hotel": ("Hotel", "Inn"),
    "Farm Shop": ("Farm Shop",),
    "Supermarket": ("Foods", "Market"),
}
TYPE_ODDS = {"Deli": 6, "Restaurant": 6, "Hotel": 2, "Farm Shop": 2, "Supermarket": 3}
GROUPS = {  # price a pound, and what is sold
    "Hard": (9, ("Aged Cheddar", "Alpine Wheel", "Dry Jack", "Parmesan Style", "Gouda 18 Months")),
    "Soft": (12, ("Brie Round", "Camembert", "Triple Cream", "Fresh Curds")),
    "Blue": (14, ("Hollow Road Blue", "Gorgonzola Dolce", "Smoked Blue")),
    "Goat": (16, ("Chèvre Log", "Ash Pyramid", "Goat Gouda")),
    "Washed Rind": (15, ("Limburger", "Brick", "Raclette Square")),
}
MAKERS = ("Hollow Road Creamery", "Koch Dairy", "Driftless Goats", "Import Desk Chicago")
DATED = "%m/%d/%Y"


@cache
def tables() -> dict[str, list[dict[str, Any]]]:
    chance = Random(62911)
    words = [word for word in WORDS if word not in {"Orchard", "Sable"}]
    customers = [_customer(chance, at, word) for at, word in enumerate(chance.sample(words, 90))]
    products = _products(chance)
    orders, lines = [], []
    for at in range(620):
        made = _lines(chance, f"SO-{at + 7001}", chance.sample(products, 4), at)
        lines += made
        orders.append(_order(chance, at, chance.choice(customers[:80]), sum(line["Line Total"] for line in made)))
    return {
        "Customers": customers,
        "Products": products,
        "SalesOrders": orders,
        "SalesOrderLines": lines,
        "SalesPersons": [_rep(name) for name in REPS],
        "CreditNotes": [_credit(chance, at, order) for at, order in enumerate(_complained(chance, orders))],
        "Visits and calls": [_visit(chance, chance.choice(customers[:86])) for _ in range(540)],
    }


def _complained(chance: Random, orders: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [order for order in orders if order["Completed Date"] and chance.random() < 0.12]


def _customer(chance: Random, at: int, word: str) -> dict[str, Any]:
    kind = pick(chance, TYPE_ODDS)
    rep = pick(chance, {"Rosa Delgado": 4, "Frank Lubinski": 5, "Nia Coleman": 3, "Tobias Krug": 2})
    return {
        "Customer Code": f"{word[:4].upper()}{at + 10}",
        "Customer Name": f"{word} {chance.choice(TYPES[kind])}",
        "Customer Type": untidy(chance, kind, 0.05),
        "City": chance.choice(CITIES[rep]),
        "Sales Person": rep,
        "Payment Term": pick(chance, {"Net 30": 5, "Net 14": 4, "Cash on delivery": 2}),
        "Credit Limit": gap(chance, chance.randrange(2, 24) * 500, 0.12),
        "Stop Credit": pick(chance, {"No": 9, "Yes": 1}),
        "Created On": f"{calm(chance, '2019-02-01', '2026-09-10'):{DATED}}",
    }


def _products(chance: Random) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for group, (middle, names) in GROUPS.items():
        for name in names:
            price = round(middle * chance.uniform(0.8, 1.25), 2)
            found.append(
                {
                    "Product Code": f"{group[:2].upper()}-{len(found) + 21}",
                    "Product Description": name,
                    "Product Group": group,
                    "Supplier": chance.choice(MAKERS),
                    "Default Sell Price": price,
                    "Average Land Cost": round(price * chance.uniform(0.55, 0.78), 2),
                    "Unit of Measure": "lb",
                    "Qty on Hand": chance.randrange(10, 620),
                    "Min Stock Level": chance.randrange(4, 22) * 10,
                }
            )
    return found


def _lines(chance: Random, order: str, products: Sequence[dict[str, Any]], at: int) -> list[dict[str, Any]]:
    found = []
    for number in range(chance.randrange(1, 5)):
        product = products[number]
        quantity, discount = chance.randrange(4, 70), chance.choices((0, 5, 10), (7, 2, 1))[0]
        price = product["Default Sell Price"]
        found.append(
            {
                "Order No.": order,
                "Line No.": number + 1,
                "Product Code": product["Product Code"],
                "Order Qty": quantity,
                "Unit Price": price,
                "Discount %": discount,
                "Line Total": round(quantity * price * (1 - discount / 100), 2),
            }
        )
    return found


def _order(chance: Random, at: int, customer: dict[str, Any], amount: float) -> dict[str, Any]:
    day = calm(chance, "2025-01-06", "2026-11-18")
    wanted = day + timedelta(days=chance.randrange(3, 9))
    done: datetime | None = day + timedelta(days=chance.choice((1, 2, 2, 3, 3, 4, 5, 6, 8, 11)))
    status = "Completed"
    if done is None or done >= TODAY or (day > datetime(2026, 9, 20) and chance.random() < 0.2):  # noqa: DTZ001
        status, done = pick(chance, {"Placed": 4, "Backordered": 3}), None
    return {
        "Order No.": f"SO-{at + 7001}",
        "Order Date": f"{day:{DATED}}",
        "Required Date": f"{aside(wanted):{DATED}}",
        "Completed Date": f"{done:{DATED}}" if done else None,
        "Customer Code": customer["Customer Code"],
        "Sales Person": customer["Sales Person"],
        "Warehouse": "Coldstore West" if customer["Sales Person"] in {"Rosa Delgado", "Tobias Krug"} else "Lake Street",
        "Order Status": status,
        "Sub Total": round(amount, 2),
        "Freight": round(chance.uniform(0, 85), 2) if chance.random() < 0.7 else 0.0,
    }


def _rep(name: str) -> dict[str, Any]:
    region, started, target = REPS[name]
    return {
        "Full Name": name,
        "Region": region,
        "Started": f"{datetime.fromisoformat(started):{DATED}}",
        "Monthly Sales Target": target,
    }


def _credit(chance: Random, at: int, order: dict[str, Any]) -> dict[str, Any]:
    since = datetime.strptime(order["Completed Date"], DATED)  # noqa: DTZ007
    return {
        "Credit No.": f"CR-{at + 300}",
        "Credit Date": f"{aside(min(since + timedelta(days=chance.randrange(1, 20)), TODAY - timedelta(days=2))):{DATED}}",
        "Order No.": order["Order No."],
        "Reason": pick(chance, {"Short weight": 4, "Mould": 3, "Wrong item": 3, "Arrived warm": 2}),
        "Credit Amount": round(order["Sub Total"] * chance.uniform(0.05, 0.6), 2),
    }


def _visit(chance: Random, customer: dict[str, Any]) -> dict[str, Any]:
    kind = pick(chance, {"Visit": 5, "Call": 6})
    return {
        "Date": f"{calm(chance, '2025-09-01', '2026-11-19'):{DATED}}",
        "Rep": customer["Sales Person"],
        "Customer Code": customer["Customer Code"],
        "Visit or call": kind,
        "Minutes": chance.randrange(15, 95) if kind == "Visit" else chance.randrange(2, 25),
        "What came of it": pick(
            chance, {"Order taken": 4, "Samples left": 3, "Nothing": 4, "Complaint": 1, "Not available": 2}
        ),
    }


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables().items():
        frame = pd.DataFrame(rows)
        if "Credit Limit" in frame:
            frame["Credit Limit"] = frame["Credit Limit"].astype("Int64")
        frame.to_csv(folder / f"{name}.csv", index=False)


@cache
def frames() -> SimpleNamespace:
    c = read(write, "Customers.csv", {"Created On": DATED})
    k, s = read(write, "Products.csv"), read(write, "SalesPersons.csv", {"Started": DATED})
    o = read(write, "SalesOrders.csv", dict.fromkeys(("Order Date", "Required Date", "Completed Date"), DATED))
    n = read(write, "CreditNotes.csv", {"Credit Date": DATED})
    v = read(write, "Visits and calls.csv", {"Date": DATED})
    c["customer_type"] = tidy(c.customer_type, TYPES)
    about = c[["customer_code", "customer_name", "customer_type", "city"]]
    o, v = o.merge(about, on="customer_code"), v.merge(about, on="customer_code")
    lines = read(write, "SalesOrderLines.csv").merge(o, on="order_no").merge(k, on="product_code")
    assert c.customer_name.is_unique
    assert (len(o), len(v)) == (620, 540)
    assert abs(lines.line_total.sum() - o.sub_total.sum()) < 0.01
    o["days"] = (o.completed_date - o.order_date).dt.days
    return SimpleNamespace(c=c, k=k, s=s, o=o, l=lines, n=n.merge(o, on="order_no"), v=v)
