"""Questions over the export of the maker of machine tools."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from unseen_parts import TODAY, best, between, coming, counts, growth, past, total, without


def _q(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("machines", "unseen", category, text, gold)


def _accepted(f: Any, by: str, least: int = 0) -> dict[str, float]:
    decided = f.q[f.q.status != "Pending"].assign(hit=lambda q: q.status == "Accepted")
    groups = decided.groupby(by).hit.agg(["mean", "size"])
    return groups[groups["size"] >= least]["mean"].to_dict()


def _late(f: Any) -> Any:
    return f.o[f.o.delivered_on > f.o.promised_delivery]


def _year(frame: Any, column: str) -> Any:
    return between(frame, column, "2026-01-01", "2027-01-01")


QUESTIONS = [
    _q("rate", "acceptance rate per sales engineer, leaving the pending quotes out", lambda f: _accepted(f, "sales_engineer")),
    _q("total", "Going by decision date, how much did customers accept in Q3 2026?", lambda f: between(f.acc, "decision_date", "2026-07-01", "2026-10-01").total.sum()),
    _q("superlative", "which province ordered for the most money this year", lambda f: best(_year(f.o, "order_date").groupby("province").order_value.sum())),
    _q("threshold", "offers still undecided that are worth over 300.000 euro", lambda f: set(f.pen[f.pen.total > 300000].quote_no)),
    _q("upcoming", "quotes still pending whose validity runs out in the next 60 days", lambda f: set(coming(f.pen, "valid_until", 60).quote_no)),
    _q("overdue", "how many pending quotes are already past their valid-until date?", lambda f: len(f.pen[f.pen.valid_until < TODAY])),
    _q("compare", "average discount on accepted vs declined quotes", lambda f: f.q[f.q.status != "Pending"].groupby("status").discount.mean().to_dict()),
    _q("superlative", "Main reason our MillPro 7 quotes get declined?", lambda f: best(f.dec[f.dec.machine_model == "MillPro 7"].groupby("decline_reason").size())),
    _q("superlative", "who did the most repair visits in 2026", lambda f: best(_year(f.v[f.v.visit_type == "Repair"], "visit_date").groupby("engineer").size())),
    _q("group", "hours spent by type of visit", lambda f: total(f.v, "visit_type", "hours")),
    _q("without", "gold contract customers we haven't visited since 1 June 2026", lambda f: without(f.c[f.c.service_contract == "Gold"].company, f.v[f.v.visit_date >= "2026-06-01"], "company")),
    _q("never", "companies we never sent a quote to", lambda f: without(f.c.company, f.q, "company")),
    _q("never", "Which aerospace customers got quotes from us but never placed an order?", lambda f: without(f.q[f.q.branch == "Aerospace"].company, f.o, "company")),
    _q("total", "what did we spend on parts at Malory Metaal", lambda f: f.v[f.v.company == "Mallory Metaal"].parts_cost.sum()),
    _q("count", "number of orders that were delivered later than promised", lambda f: len(_late(f))),
    _q("days", "when we deliver late, how many days late are we on average?", lambda f: (_late(f).delivered_on - _late(f).promised_delivery).dt.days.mean()),
    _q("top", "top two machine models by value ordered, all years", lambda f: best(f.o.groupby("machine_model").order_value.sum(), 2)),
    _q("relation", "order value in 2026 per machine type", lambda f: total(_year(f.o, "order_date"), "machine_type", "order_value")),
    _q("median", "median total of the quotes for lathes", lambda f: f.q[f.q.machine_type == "Lathe"].total.median()),
    _q("days", "days between quote and decision, average per branch", lambda f: f.q.dropna(subset="days").groupby("branch").days.mean().to_dict()),
    _q("lookup", "turnover of Hawksmor Machining?", lambda f: float(f.c.set_index("company").turnover_eur["Hawksmoor Machining"])),
    _q("list", "Limburg customers having more than 8 machines installed", lambda f: set(f.c[(f.c.province == "Limburg") & (f.c.machines_installed > 8)].company)),
    _q("group", "last month's service visits per engineer, count", lambda f: counts(between(f.v, "visit_date", "2026-10-01", "2026-11-01"), "engineer")),
    _q("superlative", "Who drove the most kilometres in the last 90 days?", lambda f: best(past(f.v, "visit_date", 90).groupby("engineer").travel_km.sum())),
    _q("compare", "Gelderland versus Utrecht, ordered value since 1 Jan 2025", lambda f: total(f.o[(f.o.order_date >= "2025-01-01") & f.o.province.isin(["Gelderland", "Utrecht"])], "province", "order_value")),
    _q("compare", "did we send out fewer quotes in Q3 this year than in Q3 last year", lambda f: bool(len(between(f.q, "quote_date", "2026-07-01", "2026-10-01")) < len(between(f.q, "quote_date", "2025-07-01", "2025-10-01")))),
    _q("growth", "by what percentage did service visits grow from Q2 2026 to Q3 2026?", lambda f: growth(len(between(f.v, "visit_date", "2026-07-01", "2026-10-01")), len(between(f.v, "visit_date", "2026-04-01", "2026-07-01")))),
    _q("share", "how much of our declined quote value (as a share) was declined over price", lambda f: float(f.dec[f.dec.decline_reason == "Price"].total.sum() / f.dec.total.sum())),
    _q("having", "provinces with an acceptance rate over 40%, counting only provinces with 20 or more decided quotes", lambda f: {n for n, rate in _accepted(f, "province", 20).items() if rate > 0.4}),
    _q("superlative", "Which company has been our customer the longest?", lambda f: best(-f.c.set_index("company").customer_since.astype("int64"))),
    _q("unanswerable", "what's the spindle speed of the TX-450", None),
    _q("unanswerable", "how many quotes will be accepted in 2027?", None),
    _q("unanswerable", "orders placed by Bergmann Zerspanung", None),
    _q("unanswerable", "What was DMG Mori's turnover last year?", None),
    _q("unanswerable", "customer satisfaction after repair visits, per engineer", None),
    _q("unanswerable", "hourly wage of Henk Terpstra", None),
]  # fmt: skip
