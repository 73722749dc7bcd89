"""What the four sellers, the warehouse and the accounts of a supplier to hairdressers type over their Odoo export.

Sales are confirmed orders by order date, without tax; an opportunity is open while it is active and not won.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
from asking_gold import Question
from blind_files import one, only
from unseen_parts import TODAY, best, between, counts, growth, shares, total, without


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("salons", "blind_l", category, text, gold)


def sold(frame: Any, start: str = "2026-01-01", end: str = "2026-11-21") -> Any:
    return between(frame, "order_date", start, end)


def late(f: Any) -> set[str]:
    found = f.n[f.n.payment_status != "Paid"]
    age = (TODAY - found.due_date).dt.days
    assert not age.isin([59, 60, 61]).any()
    return set(found[age > 60].number)


def owed(f: Any) -> dict[str, float]:
    found = total(f.n, "salesperson", "amount_due_signed")
    assert min(found.values()) > 0
    return found


def web(f: Any) -> float:
    found = sold(f.done)
    return float(found[found.sales_team == "Web"].untaxed_amount.sum() / found.untaxed_amount.sum())


def barbers(f: Any) -> bool:
    found = f.done.groupby("kind").untaxed_amount.mean()
    return bool(found["Barber"] > found["Salon"])


def weighted(f: Any) -> dict[str, float]:
    return total(f.open.assign(worth=f.open.expected_revenue * f.open.probability / 100), "salesperson", "worth")


def quiet(f: Any) -> set[str]:
    return without(f.p[f.p.city == "Faro"].name, sold(f.done), "customer")


def ten_months(f: Any) -> float:
    now, then = (sold(f.done, f"{year}-01-01", f"{year}-11-01").untaxed_amount.sum() for year in (2026, 2025))
    return growth(now, then)


def rivals(f: Any) -> dict[str, float]:
    found = sold(f.done, "2026-07-01", "2026-10-01")
    return total(found[found.salesperson.isin(["Inês Carvalho", "Rui Antunes"])], "salesperson", "untaxed_amount")


def chairs(f: Any) -> int:
    found = sold(f.sold)
    return int(found[found["product"] == "Barber Chair Titan"].quantity.sum())


def generous(f: Any) -> set[str]:
    found = sold(f.sold)
    return set(found[found.discount > 20].order_reference)


def debtors(f: Any) -> set[str]:
    found = f.n[f.n.payment_status != "Paid"].groupby("customer").size()
    return set(found[found >= 2].index)


def win_rates(f: Any) -> dict[str, float]:
    found = between(pd.concat([f.won, f.lost]), "closed_date", "2026-01-01", "2026-11-21")
    return shares(found.assign(hit=found.stage == "Won"), "salesperson", "hit")


CLIENT, OTHER = "Fairbourne Barbearia", "Bryant Coiffeur"
QUESTIONS = [
    ask("sum", "october sales please, confirmed orders without VAT",
        lambda f: float(sold(f.done, "2026-10-01", "2026-11-01").untaxed_amount.sum())),
    ask("count", "How many quotations have we sent that are still not confirmed (and not cancelled)?",
        lambda f: int((f.o.status == "Quotation Sent").sum())),
    ask("group", "nr of confirmed orders this year for each salesperson", lambda f: counts(sold(f.done), "salesperson")),
    ask("top", "our five best clients of 2026, by confirmed orders untaxed",
        lambda f: best(sold(f.done).groupby("customer").untaxed_amount.sum(), 5)),
    ask("list", "which invoices passed their due date more than 60 days ago and are not fully paid?", late),
    ask("sum", "how much do the customers owe us today in total", lambda f: float(f.n.amount_due_signed.sum())),
    ask("group", "amount due by salesperson, all invoices", owed),
    ask("share", "the Web team makes which percentage of this year's confirmed sales (value, no vat)", web),
    ask("list", "Order numbers: confirmed already but nothing delivered yet",
        lambda f: set(f.done[f.done.delivery_status == "Not Delivered"].order_reference)),
    ask("bool", "do barbers place bigger orders than salons? average of confirmed ones, untaxed", barbers),
    ask("group", "why do we lose? opportunities lost in 2026, how many for each reason",
        lambda f: counts(between(f.lost, "closed_date", "2026-01-01", "2026-11-21"), "lost_reason")),
    ask("list", "VIP clients in Lisboa",
        lambda f: set(f.p[f.p.tags.str.contains("VIP") & (f.p.city == "Lisboa")].name)),
    ask("product", "For the open opportunities: expected revenue weighted by probability, per seller", weighted),
    ask("top", "Which product do we sell the most pieces of this year? only confirmed orders count",
        lambda f: one(sold(f.sold).groupby("product").quantity.sum())),
    ask("group", "confirmed sales Q3 2026 per product category",
        lambda f: total(sold(f.sold, "2026-07-01", "2026-10-01"), "product_product_category", "subtotal")),
    ask("absence", "Clients from Faro without any confirmed order since new year", quiet),
    ask("absence", "how many contacts never had neither an order nor a quotation with us", lambda f: len(without(f.p.name, f.o, "customer"))),
    ask("look-up", f"need the tax number of {CLIENT} for the invoice", lambda f: str(only(f.p[f.p.name == CLIENT], "tax_id"))),
    ask("rate", "Opportunities decided in 2026, part that was won, each seller", win_rates),
    ask("days", "from the creation of an opportunity until we win it, how many days in average?", lambda f: float(f.won.days.mean())),
    ask("growth", "confirmed sales jan-oct compared to jan-oct 2025, growth in %", ten_months),
    ask("compare", "Inês against Rui, what did each one sell in the third quarter (confirmed, without VAT)", rivals),
    ask("sum", "how many Titan barber chairs are in the confirmed orders of this year", chairs),
    ask("list", "confirmed orders from 2026 where a line has over 20% discount - the order numbers please", generous),
    ask("having", "customers with two or more invoices not paid or only partly paid", debtors),
    ask("missing", "what did the factory charge us for the Milano chairs", None),
    ask("missing", "How many Hood Dryers are left in the warehouse?", None),
    ask("missing", "invoices of Salão Madressilva this year", None),
    ask("missing", "which discount gives L'Oréal to the schools", None),
    ask("missing", f"at what hour did the truck arrive at {CLIENT} with the last order", None),
    ask("missing", "how many new salons will open in Faro next year?", None),
    ask("missing", f"how many haircuts did {OTHER} do last month", None),
]  # fmt: skip
