"""A wholesaler of gym equipment, as its order system writes it: customers, orders, lines, products and returns."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

from fresh_parts import money, pick
from unseen_parts import TODAY, day, firms, later, save, table

REPS = {"Brooke Tanner": 5, "Dwayne Petty": 4, "Luz Herrera": 4, "Kip Sorensen": 2}
ENDINGS = ("Fitness", "Gym", "CrossFit", "Athletics", "Wellness", "Barbell Club")
KINDS = {"Independent gym": 6, "Chain": 2, "Hotel": 3, "School": 3, "Physio clinic": 2}
STATES = {"Ohio": 4, "Texas": 5, "Florida": 4, "Oregon": 2, "Colorado": 3}
HOUSES = {"Dayton": 5, "Plano": 4, "Reno": 2}
BRANDS = {"IronPeak": 4, "Volterra": 3, "Kinesio": 2}
REASONS = {"Damaged in transit": 5, "Wrong item": 3, "Defective": 4, "Changed mind": 2}
GOODS = {
    "Cardio": (("Treadmill T2", "Treadmill T5", "Rowing Machine", "Spin Bike", "Air Bike", "Stair Climber"), 1900),
    "Strength": (("Power Rack", "Leg Press", "Cable Tower", "Smith Machine", "Flat Bench", "Lat Pulldown"), 1400),
    "Free weights": (("Olympic Bar", "Bumper Plate Set", "Kettlebell 16", "Kettlebell 24", "Dumbbell Set"), 260),
    "Flooring": (("Rubber Tile", "Turf Roll", "Puzzle Mat"), 95),
    "Accessories": (("Resistance Band", "Foam Roller", "Jump Rope", "Yoga Mat", "Medicine Ball"), 28),
}


def _products(chance: Random) -> Any:
    rows: list[dict[str, Any]] = []
    for category, (names, middle) in GOODS.items():
        for name in names:
            price = round(middle * chance.uniform(0.55, 1.6)) + 0.5
            rows.append(
                {
                    "SKU": f"{category[:2].upper()}-{100 + len(rows)}",
                    "Product": name,
                    "Category": category,
                    "Brand": pick(chance, BRANDS),
                    "Unit Price": price,
                    "In Stock": chance.randrange(0, 160),
                    "Weight lb": money(chance, 80, 1),
                }
            )
    return table(rows)


def _customers(chance: Random) -> Any:
    return table(
        [
            {
                "Cust #": 5001 + place,
                "Customer": name,
                "Customer Type": pick(chance, KINDS),
                "State": pick(chance, STATES),
                "Sales Rep": pick(chance, REPS),
                "Customer Since": day(chance, "2016-01-01", "2024-12-20"),
                "Terms": pick(chance, {"Net 30": 5, "Net 60": 2, "Prepaid": 2}),
                "Credit Hold": pick(chance, {"N": 9, "Y": 1}),
            }
            for place, name in enumerate(firms(chance, 110, ENDINGS))
        ]
    )


def _orders(chance: Random) -> Any:
    rows = []
    for place in range(360):
        ordered = day(chance, "2025-01-02", "2026-11-18")
        shipped = later(chance, ordered, 2, 24)
        status = "Shipped" if shipped < TODAY else "Open"
        if status == "Shipped" and chance.random() < 0.06:
            status = "Backordered"
        rows.append(
            {
                "Order #": f"SO-{8000 + place}",
                "Cust #": 5001 + chance.randrange(100),  # the last ten never ordered
                "Order Date": ordered,
                "Ship Date": shipped if status == "Shipped" else None,
                "Order Status": status,
                "Warehouse": pick(chance, HOUSES),
                "Freight": money(chance, 140, 1),
                "Carrier": pick(chance, {"FreightWay": 4, "RoadStar": 3, "Customer pickup": 1}),
            }
        )
    return table(rows)


def _lines(chance: Random, orders: Any, products: Any) -> Any:
    rows = []
    for order in orders["Order #"]:
        for line, place in enumerate(chance.sample(range(len(products) - 1), chance.randrange(1, 4))):
            product = products.iloc[place]  # the last product never sells
            quantity = chance.randrange(1, 6) if product["Unit Price"] > 300 else chance.randrange(4, 60)
            rows.append(
                {
                    "Order #": order,
                    "Line": line + 1,
                    "SKU": product["SKU"],
                    "Qty": quantity,
                    "Line Total": round(quantity * product["Unit Price"], 2),
                }
            )
    return table(rows)


def _returns(chance: Random, orders: Any, lines: Any) -> Any:
    shipped = orders[orders["Order Status"] == "Shipped"].set_index("Order #")["Ship Date"]
    sent = lines[lines["Order #"].isin(shipped[shipped < "2026-10-01"].index)].reset_index(drop=True)
    rows = []
    for place, spot in enumerate(sorted(chance.sample(range(len(sent)), 85))):
        line = sent.iloc[spot]
        quantity = chance.randrange(1, int(line["Qty"]) + 1)
        rows.append(
            {
                "RMA #": f"R{300 + place}",
                "Order #": line["Order #"],
                "SKU": line["SKU"],
                "Return Date": later(chance, shipped[line["Order #"]].to_pydatetime(), 4, 45),
                "Qty Returned": quantity,
                "Return Reason": pick(chance, REASONS),
                "Credit Issued": round(float(line["Line Total"]) * quantity / int(line["Qty"]), 2),
            }
        )
    return table(rows)


@cache
def tables() -> dict[str, Any]:
    chance = Random(4242)
    products, customers, orders = _products(chance), _customers(chance), _orders(chance)
    lines = _lines(chance, orders, products)
    return {
        "customers": customers,
        "orders": orders,
        "order_lines": lines,
        "products": products,
        "returns": _returns(chance, orders, lines),
    }


def write(folder: Path) -> None:
    days = dict.fromkeys(("Customer Since", "Order Date", "Ship Date", "Return Date"), "%m/%d/%Y")
    for name, frame in tables().items():
        save(folder / f"{name}.csv", frame, days)


def frames() -> SimpleNamespace:
    found = tables()
    orders = found["orders"].merge(found["customers"], on="Cust #")
    orders["days"] = (orders["Ship Date"] - orders["Order Date"]).dt.days
    return SimpleNamespace(
        customers=found["customers"],
        orders=orders,
        lines=found["order_lines"].merge(orders, on="Order #").merge(found["products"], on="SKU"),
        products=found["products"],
        returns=found["returns"].merge(orders, on="Order #").merge(found["products"], on="SKU"),
    )
