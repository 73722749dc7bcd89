"""A made-up export of a maker of machine tools: points and commas, days first, semicolons between the fields."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

from unseen_parts import day, firms, later, save, snake, table

PROVINCES = ("Gelderland", "Noord-Brabant", "Limburg", "Overijssel", "Utrecht", "Zuid-Holland", "Friesland")
BRANCHES = ("Aerospace", "Automotive", "Medical devices", "Toolmaking", "Agricultural machinery", "Shipbuilding")
SELLERS = ("Wouter Dijkgraaf", "Femke Rozendaal", "Sjoerd Bakhuizen", "Ilse van Aalst")
ENGINEERS = ("Henk Terpstra", "Marjolein Smit", "Rutger Vlaanderen", "Dilan Aydin", "Kees Oudkerk")
MODELS = (
    ("TX-200", "Lathe", 84500.0), ("TX-450", "Lathe", 139900.0), ("MillPro 5", "Milling machine", 212750.5),
    ("MillPro 7", "Milling machine", 318400.0), ("GrindMaster", "Grinder", 97250.75), ("SparkEDM", "EDM", 176300.0),
)  # fmt: skip
REASONS = ("Price", "Delivery time", "Bought used", "Project cancelled", "Competitor")


@cache
def tables() -> dict[str, Any]:
    chance = Random(7421)
    names = firms(chance, 72, ("Metaal", "Precision", "Techniek", "Fijnmechanica", "Machining", "Verspaning"))
    customers = [_customer(chance, at, name) for at, name in enumerate(names)]
    quotes = [_quote(chance, at, customers[:64]) for at in range(330)]
    accepted = [quote for quote in quotes if quote["Status"] == "Accepted"]
    orders = [_order(chance, at, quote) for at, quote in enumerate(accepted)]
    return {
        "customers": table(customers),
        "machines": table(
            [{"Machine model": m, "Machine type": kind, "List price": price} for m, kind, price in MODELS]
        ),
        "quotes": table(quotes),
        "orders": table(orders),
        "service_visits": table([_visit(chance, at, customers[5:66]) for at in range(360)]),
    }


def _customer(chance: Random, at: int, name: str) -> dict[str, Any]:
    return {
        "Customer No.": 10010 + at * 10,
        "Company": name,
        "Province": chance.choice(PROVINCES),
        "Branch": chance.choice(BRANCHES),
        "Account manager": chance.choice(SELLERS),
        "Customer since": day(chance, "2009-01-01", "2026-08-01"),
        "Turnover EUR": round(chance.uniform(0.4, 95) * 1_000_000, 2),
        "Machines installed": chance.randrange(0, 24),
        "Service contract": chance.choice(("Gold", "Silver", "Basic")),
    }


def _quote(chance: Random, at: int, customers: list[dict[str, Any]]) -> dict[str, Any]:
    firm, (model, _, price) = chance.choice(customers), chance.choice(MODELS)
    made = day(chance, "2024-07-01", "2026-11-19")
    decided = later(chance, made, 6, 95)
    done = f"{decided:%Y-%m-%d}" < "2026-11-19" and chance.random() < 0.93
    status = chance.choice(("Accepted", "Accepted", "Declined", "Declined", "Declined")) if done else "Pending"
    discount = chance.choice((0, 0, 2.5, 5, 7.5, 10, 12.5))
    return {
        "Quote No.": f"OF-{made:%y}{at + 1:04}",
        "Customer No.": firm["Customer No."],
        "Sales engineer": firm["Account manager"] if chance.random() < 0.8 else chance.choice(SELLERS),
        "Machine model": model,
        "Quote date": made,
        "Valid until": later(chance, made, 60, 150),
        "Status": status,
        "Decision date": decided if done else None,
        "Discount %": float(discount),
        "Total": round(price * (1 - discount / 100) + chance.uniform(0, 24000), 2),
        "Decline reason": chance.choice(REASONS) if status == "Declined" else None,
    }


def _order(chance: Random, at: int, quote: dict[str, Any]) -> dict[str, Any]:
    ordered = quote["Decision date"]
    promised = later(chance, ordered, 60, 180)
    here = later(chance, promised, -20, 35)
    return {
        "Order No.": f"AB-{5001 + at}",
        "Quote No.": quote["Quote No."],
        "Customer No.": quote["Customer No."],
        "Order date": ordered,
        "Promised delivery": promised,
        "Delivered on": here if f"{here:%Y-%m-%d}" < "2026-11-19" else None,
        "Order value": quote["Total"],
    }


def _visit(chance: Random, at: int, customers: list[dict[str, Any]]) -> dict[str, Any]:
    kind = chance.choices(("Repair", "Maintenance", "Installation", "Warranty"), (4, 5, 1, 2))[0]
    return {
        "Visit No.": f"SV{20001 + at}",
        "Customer No.": chance.choice(customers)["Customer No."],
        "Engineer": chance.choices(ENGINEERS, (5, 4, 4, 3, 2))[0],
        "Visit date": day(chance, "2025-02-01", "2026-11-19"),
        "Visit type": kind,
        "Machine model": chance.choice(MODELS)[0],
        "Hours": round(chance.randrange(2, 38) / 2, 1),
        "Travel km": chance.randrange(8, 260),
        "Parts cost": 0.0 if kind == "Warranty" else round(chance.uniform(20, 6400), 2),
    }


def _european(value: float) -> str:
    return f"{value:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")


def write(folder: Path) -> None:
    for name, frame in tables().items():
        out = frame.copy()
        days = {column: "%d.%m.%Y" for column in out if out[column].dtype.kind == "M"}
        for column in out:
            if out[column].dtype == float:
                places = column in {"Hours", "Discount %"}
                out[column] = out[column].map(lambda v, p=places: f"{v:.1f}".replace(".", ",") if p else _european(v))
        save(folder / f"{name}.csv", out, days, sep=";", encoding="utf-8-sig")


@cache
def frames() -> SimpleNamespace:
    found = {name: snake(frame) for name, frame in tables().items()}
    c, m = found["customers"], found["machines"]
    kept = c[["customer_no", "company", "province", "branch", "account_manager", "service_contract"]]
    q, o, v = (found[name].merge(kept, on="customer_no") for name in ("quotes", "orders", "service_visits"))
    q, v = q.merge(m, on="machine_model"), v.merge(m, on="machine_model")
    o = o.merge(q[["quote_no", "machine_model", "machine_type", "sales_engineer", "quote_date"]], on="quote_no")
    q["days"] = (q.decision_date - q.quote_date).dt.days
    acc, dec, pen = (q[q.status == status] for status in ("Accepted", "Declined", "Pending"))
    return SimpleNamespace(c=c, m=m, q=q, o=o, v=v, acc=acc, dec=dec, pen=pen)
