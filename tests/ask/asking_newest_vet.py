"""What the office and the reps of a veterinary wholesaler ask of their orders."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from unseen_parts import TODAY, best, between, counts, growth, past, total, without


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("vet", "newest_exports", category, text, gold)


def ordered(frame: Any, start: str, end: str) -> Any:
    return between(frame, "order_date", start, end)


def delivered(f: Any) -> Any:
    return f.o[f.o.order_status == "Delivered"]


def late(f: Any) -> Any:
    """Invoices past their day that are not paid."""
    return f.i[(f.i.outstanding > 0) & (f.i.due_date < TODAY)]


def above_target(f: Any) -> set[str]:
    """Reps whose practices were delivered more this year than the target."""
    sold = ordered(delivered(f), "2026-01-01", "2026-11-21").groupby("rep_name").line_value.sum()
    goal = f.r.set_index("rep_name").annual_target
    return set(goal.index[sold.reindex(goal.index).fillna(0) > goal])


def third_quarter(f: Any) -> float:
    after = ordered(delivered(f), "2026-07-01", "2026-10-01").line_value.sum()
    return growth(after, ordered(delivered(f), "2026-04-01", "2026-07-01").line_value.sum())


def talkative(f: Any) -> set[str]:
    found = f.v.groupby("practice_name").size()
    return set(found[found > 4].index)


def web_leads(f: Any) -> bool:
    sold = delivered(f).groupby("channel").size()
    return bool(sold["Web shop"] > sold["Phone"] + sold["EDI"])


QUESTIONS = [
    ask("count", "How many practices are on stop?", lambda f: int((f.c.on_stop == "Y").sum())),
    ask("sum", "whats the total outstanding on invoices", lambda f: int(f.i.outstanding.sum())),
    ask("look-up", "Who is the rep for Osprey Veterinary Centre?",
        lambda f: f.c.set_index("practice_name").rep_name["Osprey Veterinary Centre"]),
    ask("top", "Which practice has bought the most from us this year by delivered line value?",
        lambda f: best(ordered(delivered(f), "2026-01-01", "2026-11-21").groupby("practice_name").line_value.sum())),
    ask("list", "products where stock is below the reorder level",
        lambda f: set(f.p[f.p.stock < f.p.reorder_level].description)),
    ask("without", "Which practices have never placed an order?",
        lambda f: without(f.c.practice_name, f.o, "practice_name")),
    ask("group", "Delivered line value per product category", lambda f: total(delivered(f), "category", "line_value")),
    ask("having", "which practices have we visited more than 4 times", talkative),
    ask("period", "How many visits did each rep make in the last 90 days?",
        lambda f: counts(past(f.v, "visit_date", 90), "rep_name")),
    ask("growth", "By how much did delivered sales (line value) change in Q3 2026 over Q2 2026, by order date?",
        third_quarter),
    ask("compare", "Which reps have already beaten their annual target with what was ordered this year and delivered?",
        above_target),
    ask("share", "What percentage of order lines got cancelled?",
        lambda f: float((f.o.order_status == "Cancelled").mean())),
    ask("days", "avg days from order to delivery by chanel",
        lambda f: delivered(f).groupby("channel").wait.mean().to_dict()),
    ask("overdue", "Which customers owe us on overdue invoices?", lambda f: set(late(f).practice_name)),
    ask("top", "whats the dearest product on the price list?", lambda f: best(f.p.set_index("description").list_price)),
    ask("relation", "Number of complaint visits by region of the rep",
        lambda f: counts(f.v[f.v.purpose == "Complaint"], "region")),
    ask("look-up", "how many vets work at Kestrel Vets",
        lambda f: int(f.c.set_index("practice_name").no_of_vets["Kestrel Vets"])),
    ask("bool", "Do we get more delivered order lines through the web shop than by phone and EDI put together?",
        web_leads),
    ask("range", "How many equine practices have a credit limit of 5000 or more?",
        lambda f: int(((f.c.practice_type == "Equine") & (f.c.credit_limit >= 5000)).sum())),
    ask("sum", "How many units of cold chain products were delivered on orders placed in October 2026? (sum of qty)",
        lambda f: int(ordered(delivered(f), "2026-10-01", "2026-11-01").query("category == 'Vaccines'").qty.sum())),
    ask("missing", "Which batches of Rabivet expire before Christmas?", None),
    ask("missing", "How many products were returned in September?", None),
    ask("missing", "What mileage did Piers Tregenza claim last month?", None),
    ask("missing", "whats the mobile number of the practice manager at Kestrel Vets", None),
    ask("missing", "Which practices treat exotic pets?", None),
]  # fmt: skip
