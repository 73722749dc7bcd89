"""What the reps, their two managers and the office of a cider maker type over its CSV files.

Sales are order totals by order date; what is sold of a product, a range or a pack is that of the order lines. A rep's sales are
the orders in that rep's name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from blind_files import one, only
from unseen_parts import best, between, growth, shares, total, without


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("cidery", "blind_i", category, text, gold)


def sales(f: Any, start: str = "2026-01-01", end: str = "2026-11-21") -> Any:
    return between(f.o, "order_date", start, end)


def sold(f: Any, start: str = "2026-01-01", end: str = "2026-11-21") -> Any:
    return between(f.lines, "order_date", start, end)


def by_kind(f: Any) -> dict[str, float]:
    found = f.o[f.o.kind.isin(["pub", "restaurant"])]
    means: dict[str, float] = found.groupby("kind").order_total.mean().to_dict()
    return means


def unvisited(f: Any) -> set[str]:
    """Customers in Herefordshire without a visit since June began."""
    return without(f.c[f.c.county == "Herefordshire"].customer, f.v[f.v.visit_date >= "2026-06-01"], "customer")


def payment(f: Any) -> dict[str, float]:
    days = (f.o.paid_on - f.o.order_date).dt.days
    means: dict[str, float] = days.groupby(f.o.kind).mean().to_dict()
    return means


def kegs(f: Any) -> float:
    found = sold(f)
    return float(found[found.pack == "keg"].line_total.sum() / found.line_total.sum())


def may(f: Any, year: int) -> float:
    return float(sales(f, f"{year}-05-01", f"{year}-06-01").order_total.sum())


def landed(f: Any) -> dict[str, float]:
    found = between(f.v, "visit_date", "2026-01-01", "2026-11-21")
    return shares(found.assign(hit=found.outcome == "order"), "rep", "hit")


def pair(f: Any) -> dict[str, float]:
    found = sales(f, "2026-03-01")
    return total(found[found.rep.isin(["Meg Hollis", "Owain Tudor"])], "rep", "order_total")


def regulars(f: Any) -> set[str]:
    found = f.o.groupby("customer").size()
    return set(found[found > 20].index)


def both(f: Any) -> set[str]:
    keeved, mull = (set(f.lines[f.lines["product"] == name].customer) for name in ("Keeved 2024", "Winter Mull"))
    return keeved & mull


def meg(f: Any) -> float:
    found = sales(f, "2026-09-01", "2026-10-01")
    return float(found[found.rep == "Meg Hollis"].order_total.sum())


def monthly(f: Any) -> dict[str, float]:
    found = sales(f, "2026-01-01", "2026-07-01")
    return total(found, found.order_date.dt.strftime("%Y-%m"), "order_total")


def thieves(f: Any) -> int:
    found = sold(f, "2026-06-01", "2026-09-01")
    return int(found[found["product"] == "Hop Thief"].quantity.sum())


CUSTOMER = "Fleece Hotel"

QUESTIONS = [
    ask("count", "how many orders did we get last quarter?", lambda f: len(sales(f, "2026-07-01", "2026-10-01"))),
    ask("relation", "sales so far this year by patch", lambda f: total(sales(f), "patch", "order_total")),
    ask("sum", "what quantity of Hop Thief did we sell from June to August this year", thieves),
    ask("average", "average order total: pubs vs restaurants", by_kind),
    ask("median", "median order total this year", lambda f: float(sales(f).order_total.median())),
    ask("top", "Who are our five biggest customers this year by order total?",
        lambda f: best(sales(f).groupby("customer").order_total.sum(), 5)),
    ask("absence", "which customers in Herefordshire have had no visit since 1 June", unvisited),
    ask("look-up", "who is Tegan's manager?", lambda f: only(f.r[f.r.rep == "Tegan Price"], "manager")),
    ask("look-up", f"when did the {CUSTOMER} last order from us", lambda f: f"{f.o[f.o.customer == CUSTOMER].order_date.max():%Y-%m-%d}"),
    ask("threshold", "unpaid orders over £900 - order numbers please", lambda f: set(f.unpaid[f.unpaid.order_total > 900].order_no)),
    ask("sum", "How much money is in orders that haven't been paid?", lambda f: float(f.unpaid.order_total.sum())),
    ask("days", "days from order date until its paid, average per kind of customer", payment),
    ask("share", "what share of this years sales (line totals) is kegs?", kegs),
    ask("growth", "Sales in May compared to May last year, change in %", lambda f: growth(may(f, 2026), may(f, 2025))),
    ask("share", "share of visits that ended in an order, per rep, this year", landed),
    ask("top", "best selling product this year by quantity", lambda f: one(sold(f).groupby("product").quantity.sum())),
    ask("absence", "Which product has nobody ever ordered?", lambda f: without(f.p["product"], f.lines, "product")),
    ask("compare", "Meg vs Owain sales since March?", pair),
    ask("having", "customers who have ordered more than 20 times", regulars),
    ask("relation", "Which customers have bought both Keeved 2024 and Winter Mull?", both),
    ask("my", "meg here, how much did i sell in september", meg),
    ask("count", "number of orders from Drovvers Farm Shop this year", lambda f: int((sales(f).customer == "Drovers Farm Shop").sum())),
    ask("group", "sales per month, january to june this year", monthly),
    ask("share", "What percentage of our customers has no email on file?", lambda f: float(f.c.email.isna().mean())),
    ask("relation", "line total sold by range, year to date", lambda f: total(sold(f), "range", "line_total")),
    ask("missing", "what's the alcohol content of Perry Lane", None),
    ask("missing", "how many litres are in tank 4?", None),
    ask("missing", "what margin do we make on Hop Thief", None),
    ask("missing", "Orders from the Rusty Anchor this year?", None),
    ask("missing", "how much will we sell in summer 2028", None),
    ask("missing", "how many cases did Westons sell in Ludlow last year", None),
    ask("missing", "What's the capital of Mongolia?", None),
]  # fmt: skip
