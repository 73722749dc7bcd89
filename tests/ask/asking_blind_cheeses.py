"""What the reps, the warehouse and the owner of a cheese wholesaler type over their Unleashed export and the visits sheet.

Sales are the sub totals of all orders, freight left out, by order date; a product's sales are its line totals.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from blind_files import one, only
from unseen_parts import best, between, counts, growth, past, shares, total, without


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("cheeses", "blind_k", category, text, gold)


def sold(frame: Any, start: str = "2026-01-01", end: str = "2026-11-21") -> Any:
    return between(frame, "order_date", start, end)


def quiet(f: Any) -> set[str]:
    """Delis without an order in the last 60 days."""
    delis = f.c[f.c.customer_type == "Deli"]
    return set(delis.customer_name) - set(past(f.o, "order_date", 60).customer_name)


def third_quarters(f: Any) -> float:
    now, then = (sold(f.o, f"{year}-07-01", f"{year}-10-01").sub_total.sum() for year in (2026, 2025))
    return growth(now, then)


def margins(f: Any) -> dict[str, float]:
    """Line totals less the land cost of what was sold."""
    found = sold(f.l)
    made = found.line_total - found.order_qty * found.average_land_cost
    return total(found.assign(made=made), "product_group", "made")


def low(f: Any) -> set[str]:
    return set(f.k[f.k.qty_on_hand < f.k.min_stock_level].product_description)


def visits(f: Any) -> dict[str, int]:
    found = between(f.v, "date", "2026-10-01", "2026-11-01")
    return counts(found[found.visit_or_call == "Visit"], "rep")


def taken(f: Any) -> dict[str, float]:
    found = f.v[f.v.visit_or_call == "Visit"]
    return shares(found.assign(hit=found.what_came_of_it == "Order taken"), "rep", "hit")


def late(f: Any) -> int:
    found = sold(f.o)
    return int((found.completed_date > found.required_date).sum())


def blue_only(f: Any) -> set[str]:
    """Hotels that bought blue this year and no goat."""
    found = sold(f.l)
    hotels = found[found.customer_type == "Hotel"]
    return set(hotels[hotels.product_group == "Blue"].customer_name) - set(
        hotels[hotels.product_group == "Goat"].customer_name
    )


def ahead(f: Any) -> bool:
    found = sold(f.o, "2026-11-01").groupby("sales_person").sub_total.sum()
    return bool(found["Rosa Delgado"] > found["Frank Lubinski"])


def markets(f: Any) -> float:
    found = sold(f.o)
    return float(found[found.customer_type == "Supermarket"].sub_total.sum() / found.sub_total.sum())


def targets(f: Any) -> dict[str, float]:
    """October's sales over the target of a month."""
    made = sold(f.o, "2026-10-01", "2026-11-01").groupby("sales_person").sub_total.sum()
    return dict(made / f.s.set_index("full_name").monthly_sales_target)


def unvisited(f: Any) -> int:
    found = between(f.v, "date", "2026-01-01", "2026-11-21")
    return len(without(f.c.customer_name, found, "customer_name"))


def months(f: Any) -> dict[str, float]:
    found = sold(f.o, "2026-05-01", "2026-11-01")
    return total(found, found.order_date.dt.strftime("%Y-%m"), "sub_total")


CUSTOMER, OTHER = "Larkspur Grill", "Firefly Deli"

QUESTIONS = [
    ask("sum", "what did we sell last month, without freight", lambda f: float(sold(f.o, "2026-10-01", "2026-11-01").sub_total.sum())),
    ask("group", "pounds sold this year per product group", lambda f: total(sold(f.l), "product_group", "order_qty")),
    ask("top", "five best customers this year by sales", lambda f: best(sold(f.o).groupby("customer_name").sub_total.sum(), 5)),
    ask("average", "average order (sub total) by customer type?", lambda f: f.o.groupby("customer_type").sub_total.mean().to_dict()),
    ask("list", "which orders are on backorder right now", lambda f: set(f.o[f.o.order_status == "Backordered"].order_no)),
    ask("list", "customers on stop credit", lambda f: set(f.c[f.c.stop_credit == "Yes"].customer_name)),
    ask("absence", "delis that havent ordered in the last 60 days", quiet),
    ask("growth", "Q3 sales vs Q3 last year, percent change", third_quarters),
    ask("product", "margin by product group this year (line totals minus qty times land cost)", margins),
    ask("compare", "which cheeses are below their minimum stock", low),
    ask("group", "how many visits did each rep make in October? visits only, no calls", visits),
    ask("share", "on what share of visits does each rep come away with an order", taken),
    ask("top", "best selling cheese in Q3 by pounds",
        lambda f: one(sold(f.l, "2026-07-01", "2026-10-01").groupby("product_description").order_qty.sum())),
    ask("count", "How many of this year's orders were completed after the required date?", late),
    ask("days", "days from order to completion, average per warehouse", lambda f: f.o.groupby("warehouse").days.mean().to_dict()),
    ask("look-up", f"credit limit of {CUSTOMER}?", lambda f: float(only(f.c[f.c.customer_name == CUSTOMER], "credit_limit"))),
    ask("look-up", f"who looks after {OTHER}", lambda f: str(only(f.c[f.c.customer_name == OTHER], "sales_person"))),
    ask("group", "credits given this year by reason, in dollars",
        lambda f: total(between(f.n, "credit_date", "2026-01-01", "2026-11-21"), "reason", "credit_amount")),
    ask("absence", "hotels that bought blue cheese from us this year but no goat", blue_only),
    ask("count", "new customers since January 1st, how many?", lambda f: len(between(f.c, "created_on", "2026-01-01", "2026-11-21"))),
    ask("bool", "has Rosa sold more than Frank so far this month?", ahead),
    ask("share", "supermarkets' share of 2026 sales", markets),
    ask("ratio", "october sales of each rep as a percentage of their monthly target", targets),
    ask("absence", "how many custmers had neither a visit nor a call this year", unvisited),
    ask("group", "sales month by month, May to October", months),
    ask("missing", "how many pounds did we throw away because they were past date", None),
    ask("missing", "What does Sysco charge for Brie?", None),
    ask("missing", "sales to Kettlebrook Brasserie in September", None),
    ask("missing", "how much Raclette will we sell next winter?", None),
    ask("missing", "which driver delivered SO-7100", None),
    ask("missing", "fat content of the Triple Cream", None),
    ask("missing", "What's Nia's base salary?", None),
]  # fmt: skip
