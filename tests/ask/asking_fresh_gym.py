"""What the people of a gym-equipment wholesaler ask of their order system's export."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from unseen_parts import best, between, counts, growth, past, total, without

SALES = "Line Total"


def ask(category: str, text: str, gold: Callable[[Any], Any] | None = None) -> Question:
    return Question("gym", "fresh_exports", category, text, gold)


def _sold(f: Any, start: str, end: str) -> Any:
    return between(f.lines, "Order Date", start, end)


def _year(f: Any) -> Any:
    return _sold(f, "2026-01-01", "2027-01-01")


def _best_rep(f: Any) -> set[str]:
    return best(_sold(f, "2026-07-01", "2026-10-01").groupby("Sales Rep")[SALES].sum())


def _lapsed(f: Any) -> set[str]:
    years = f.orders.groupby("Customer")["Order Date"].max().dt.year
    return set(years[years == 2025].index)


def _credits(f: Any) -> float:
    return float(past(f.returns, "Return Date", 60)["Credit Issued"].sum())


def _return_rates(f: Any) -> dict[str, float]:
    return (f.returns.groupby("Category")["Qty Returned"].sum() / f.lines.groupby("Category").Qty.sum()).to_dict()


def _states(f: Any) -> bool:
    found = _year(f).groupby("State")[SALES].sum()
    return bool(found["Texas"] > found["Florida"])


def _summer(f: Any) -> float:
    now, before = _sold(f, "2026-07-01", "2026-10-01"), _sold(f, "2025-07-01", "2025-10-01")
    return growth(now[SALES].sum(), before[SALES].sum())


def _hotels(f: Any) -> float:
    year = _year(f)
    return float(year[year["Customer Type"] == "Hotel"][SALES].sum() / year[SALES].sum())


def _regulars(f: Any) -> set[str]:
    found = f.orders.groupby("Customer").size()
    return set(found[found > 6].index)


def _large(f: Any) -> int:
    sums = _sold(f, "2026-10-01", "2026-11-01").groupby("Order #")[SALES].sum()
    return int((sums > 10_000).sum())


def _treadmills(f: Any) -> set[str]:
    return set(f.lines[(f.lines.State == "Colorado") & (f.lines.Product == "Treadmill T5")].Customer)


QUESTIONS = [
    ask("total", "total sales this yr, line totals added up", lambda f: _year(f)[SALES].sum()),
    ask("top", "top 5 products by quantity sold", lambda f: best(f.lines.groupby("Product").Qty.sum(), 5)),
    ask("group", "What are sales per category?", lambda f: total(f.lines, "Category", SALES)),
    ask("superlative", "which rep sold the most $ last quarter?", _best_rep),
    ask(
        "average",
        "average order value (sum of its lines)",
        lambda f: f.lines.groupby("Order #")[SALES].sum().mean(),
    ),
    ask(
        "never",
        "customers who have never placed an order",
        lambda f: without(f.customers.Customer, f.orders, "Customer"),
    ),
    ask(
        "never",
        "Is there any product nobody has ever ordered? which",
        lambda f: without(f.products.Product, f.lines, "Product"),
    ),
    ask("without", "who ordered in 2025 but hasnt ordered in 2026", _lapsed),
    ask("group", "returns by reason, just the count", lambda f: counts(f.returns, "Return Reason")),
    ask("total", "How much credit have we issued for returns over the past 60 days?", _credits),
    ask(
        "superlative",
        "Which product comes back most, in units returned?",
        lambda f: best(f.returns.groupby("Product")["Qty Returned"].sum()),
    ),
    ask("rate", "units returned as a share of units sold, per category", _return_rates),
    ask(
        "duration",
        "avg days from order to ship date by warehouse",
        lambda f: f.orders.groupby("Warehouse").days.mean().to_dict(),
    ),
    ask(
        "median",
        "median freight on orders out of the Reno warehouse",
        lambda f: f.orders[f.orders.Warehouse == "Reno"].Freight.median(),
    ),
    ask("groups", "sales by state and category", lambda f: total(f.lines, ["State", "Category"], SALES)),
    ask("list", "who's on credit hold", lambda f: set(f.customers[f.customers["Credit Hold"] == "Y"].Customer)),
    ask("comparison", "Has Texas bought more than Florida this year, in dollars?", _states),
    ask(
        "look-up",
        "unit price of the Power Rack?",
        lambda f: float(f.products.set_index("Product")["Unit Price"]["Power Rack"]),
    ),
    ask(
        "threshold",
        "products w/ fewer than 30 in stock",
        lambda f: set(f.products[f.products["In Stock"] < 30].Product),
    ),
    ask("growth", "sales growth Q3 2026 over Q3 2025?", _summer),
    ask("share", "what percentage of 2026 sales went to hotels", _hotels),
    ask("having", "Customers with more than 6 orders", _regulars),
    ask("threshold", "how many orders in October 2026 were over $10,000 in total", _large),
    ask(
        "count",
        "How many customers does Kip Sorensen have?",
        lambda f: int((f.customers["Sales Rep"] == "Kip Sorensen").sum()),
    ),
    ask("relation", "Which customers in Colorado have bought a Treadmill T5?", _treadmills),
    ask("missing", "gross margin on treadmills?"),
    ask("missing", "country of origin of our kettlebells"),
    ask("missing", "Is Brooke on track for her quota this quarter?"),
    ask("missing", "How many warranty claims are still pending?"),
    ask("missing", "which customers have overdue balances"),
    ask("missing", "website visits last month"),
]
