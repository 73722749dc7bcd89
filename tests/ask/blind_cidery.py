"""The CSV files of a made-up cider maker on the Welsh border: customers, products, orders and their lines, reps, and visits.

It sells to pubs, shops and kitchens; the headings are its own, days are written the British way, and one product goes by two
spellings of its name as in many such files.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

from blind_files import aside, gap, read
from blind_parts import calm, parted, tidy, untidy
from fresh_parts import pick
from unseen_parts import TODAY, later, save, table

REPS = {  # how busy, the manager, the patch, since when
    "Meg Hollis": (5, "Rhodri Pugh", "North", "2019-04-01"), "Owain Tudor": (5, "Rhodri Pugh", "North", "2021-02-15"),
    "Tegan Price": (4, "Rhodri Pugh", "West", "2022-09-05"), "Josh Baddeley": (3, "Rhodri Pugh", "West", "2024-01-08"),
    "Carys Beddoe": (4, "Helen Stainforth", "South", "2018-06-11"), "Liam Fenn": (4, "Helen Stainforth", "South", "2023-03-20"),
    "Aisha Karim": (3, "Helen Stainforth", "East", "2020-10-12"), "Gwen Maddox": (2, "Helen Stainforth", "East", "2024-05-06"),
}  # fmt: skip
PRODUCTS = {  # range, pack, price of a case or keg
    "Old Badger": ("Still", "bottle", 28.8), "Orchard Gold": ("Sparkling", "bottle", 31.2), "Perry Lane": ("Perry", "bottle", 36.0),
    "Cloudy Fox": ("Still", "can", 26.4), "Hop Thief": ("Sparkling", "can", 29.5), "Rosy Brock": ("Fruit", "can", 30.0),
    "Badger Keg": ("Still", "keg", 98.0), "Gold Keg": ("Sparkling", "keg", 104.0), "Keeved 2024": ("Vintage", "bottle", 62.0),
    "Damson Fizz": ("Fruit", "bottle", 34.5), "Winter Mull": ("Fruit", "bag in box", 52.0), "Frost Berry": ("Vintage", "bottle", 118.0),
}  # fmt: skip
WANTED = {
    "Old Badger": 9, "Orchard Gold": 8, "Perry Lane": 4, "Cloudy Fox": 5, "Hop Thief": 5, "Rosy Brock": 4, "Badger Keg": 4,
    "Gold Keg": 3, "Keeved 2024": 1, "Damson Fizz": 2, "Winter Mull": 1,
}  # fmt: skip
PATCHES: dict[str, dict[str, tuple[str, ...]]] = {
    "North": {"Shropshire": ("Ludlow", "Bishop's Castle", "Church Stretton")},
    "West": {"Powys": ("Hay-on-Wye", "Knighton"), "Herefordshire": ("Kington", "Leominster")},
    "South": {"Monmouthshire": ("Abergavenny", "Usk"), "Gloucestershire": ("Ross-on-Wye", "Newent")},
    "East": {"Worcestershire": ("Malvern", "Tenbury Wells", "Worcester")},
}  # fmt: skip
SIGNS = parted("Bell|Crown|Drovers|Fleece|Harp|Lamb|Masons|Nag's|Plough|Swan|Talbot|Unicorn|Wheatsheaf|Yew")
KINDS = {
    "pub": ("Arms", "Inn", "Tavern"), "bottle shop": ("Bottle Shop", "Wine Vaults"), "restaurant": ("Kitchen", "Bistro"),
    "farm shop": ("Farm Shop",), "hotel": ("Hotel",),
}  # fmt: skip
OUTCOMES = {"order": 5, "will think about it": 5, "no interest": 2, "not in": 2, "samples left": 4}


@cache
def tables() -> dict[str, Any]:
    chance = Random(5150)
    endings = [(kind, ending) for kind, found in KINDS.items() for ending in found]
    names = chance.sample([(f"{sign} {ending}", kind) for sign in SIGNS for kind, ending in endings], 104)
    customers = [_customer(chance, at, *name) for at, name in enumerate(names)]
    buyers = chance.choices(customers[:92], [chance.lognormvariate(0, 0.6) for _ in customers[:92]], k=780)
    starts = sorted(calm(chance, "2024-11-25", "2026-11-18") for _ in buyers)
    orders, lines = [], []
    for at, (buyer, day) in enumerate(zip(buyers, starts, strict=True)):
        order = _order(chance, at, buyer, day)
        lines += _lines(chance, order)
        orders.append(order)
    visits = [_visit(chance, at, chance.choice(customers[6:])) for at in range(860)]
    products = [
        {"product": name, "range": family, "pack": pack, "list_price": price, "launched": _launched(at)}
        for at, (name, (family, pack, price)) in enumerate(PRODUCTS.items())
    ]
    reps = [
        {"rep": name, "manager": boss, "patch": patch, "started": datetime.fromisoformat(since)}
        for name, (_, boss, patch, since) in REPS.items()
    ]
    rows = {"customers": customers, "products": products, "orders": orders, "order_lines": lines}
    return {name: table(found) for name, found in (rows | {"visits": visits, "sales_reps": reps}).items()}


def _launched(at: int) -> int:
    return (2011, 2013, 2015, 2021, 2022, 2023, 2016, 2016, 2025, 2019, 2020, 2025)[at]


def _customer(chance: Random, at: int, name: str, kind: str) -> dict[str, Any]:
    patch = pick(chance, {"North": 5, "West": 4, "South": 4, "East": 3})
    county = chance.choice(list(PATCHES[patch]))
    return {
        "customer_no": at + 201,
        "customer": name,
        "kind": kind,
        "town": untidy(chance, chance.choice(PATCHES[patch][county]), 0.04),
        "county": county,
        "contact": gap(chance, chance.choice(("Sal", "Bob", "Priti", "Jan", "Tom", "Mo", "Eirlys", "Dave")), 0.15),
        "email": gap(chance, f"hello@{name.split(maxsplit=1)[0]}{at}.example".lower().replace("'", ""), 0.22),
        "customer_since": calm(chance, "2015-03-01", "2024-10-30").year,
        "terms_days": pick(chance, {"14": 3, "30": 6, "7": 1}),
    }


def _caller(chance: Random, county: str) -> str:
    """Mostly somebody whose patch it is."""
    patch = next(name for name, counties in PATCHES.items() if county in counties)
    near = {name: busy * (12 if where == patch else 1) for name, (busy, _, where, _) in REPS.items()}
    return pick(chance, near)


def _order(chance: Random, at: int, customer: dict[str, Any], day: datetime) -> dict[str, Any]:
    paid = aside(later(chance, day, 4, 62))
    unpaid = paid > TODAY - timedelta(days=3) or chance.random() < 0.04
    return {
        "order_no": f"SO{at + 3001}",
        "order_date": day,
        "customer": customer["customer"],
        "rep": _caller(chance, customer["county"]),
        "how_ordered": gap(chance, pick(chance, {"phone": 5, "rep visit": 4, "web shop": 3, "email": 3}), 0.06),
        "order_total": 0.0,
        "paid": "no" if unpaid else "yes",
        "paid_on": None if unpaid else max(paid, day),
    }


def _lines(chance: Random, order: dict[str, Any]) -> list[dict[str, Any]]:
    """What was ordered; the lines make the order's total."""
    lines = []
    for name in dict.fromkeys(pick(chance, WANTED) for _ in range(chance.choice((1, 2, 2, 3, 4)))):
        if name == "Keeved 2024" and order["order_date"].year < 2026:
            continue
        _, pack, price = PRODUCTS[name]
        count = chance.randrange(1, 5) if pack == "keg" else chance.randrange(1, 16)
        each = round(price * chance.choice((1, 1, 1, 0.95, 0.9)), 2)
        lines.append({
            "order_no": order["order_no"], "product": name.replace("Orchard Gold", "OrchardGold") if chance.random() < 0.3 else name,
            "quantity": count, "unit_price": each, "line_total": round(count * each, 2),
        })  # fmt: skip
    if not lines:
        lines = [{
            "order_no": order["order_no"], "product": "Old Badger", "quantity": 6, "unit_price": 28.8, "line_total": 172.8,
        }]  # fmt: skip
    order["order_total"] = round(sum(line["line_total"] for line in lines), 2)
    return lines


def _visit(chance: Random, at: int, customer: dict[str, Any]) -> dict[str, Any]:
    return {
        "visit_no": at + 1,
        "visit_date": calm(chance, "2024-12-02", "2026-11-18"),
        "rep": _caller(chance, customer["county"]),
        "customer": customer["customer"],
        "outcome": pick(chance, OUTCOMES),
        "minutes": gap(chance, chance.randrange(2, 13) * 5, 0.1),
        "remarks": gap(
            chance, chance.choice(("new landlord", "wants a tasting", "fridge is full", "back in spring")), 0.7
        ),
    }


def write(folder: Path) -> None:
    for name, frame in tables().items():
        save(folder / f"{name}.csv", frame, {c: "%d/%m/%Y" for c in frame if frame[c].dtype.kind == "M"})


def _read(name: str, *days: str) -> Any:
    return read(write, f"{name}.csv", dict.fromkeys(days, "%d/%m/%Y"))


@cache
def frames() -> SimpleNamespace:
    c, p, r = _read("customers"), _read("products"), _read("sales_reps", "started")
    o, lines, v = _read("orders", "order_date", "paid_on"), _read("order_lines"), _read("visits", "visit_date")
    c["town"] = tidy(c.town, [town for counties in PATCHES.values() for towns in counties.values() for town in towns])
    lines["product"] = lines["product"].replace("OrchardGold", "Orchard Gold")
    about = c[["customer", "kind", "town", "county"]]
    o, v = (frame.merge(about, on="customer").merge(r, on="rep") for frame in (o, v))
    lines = lines.merge(p, on="product").merge(o, on="order_no")
    assert (len(o), len(v), lines.order_no.nunique()) == (780, 860, 780)
    return SimpleNamespace(c=c, p=p, r=r, o=o, lines=lines, v=v, unpaid=o[o.paid == "no"])
