"""What the people of a solar installer type about their opportunities, orders, installations and tickets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from unseen_parts import best, between, growth, total, without


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("solar", "blind_a", category, text, gold)


def ordered(f: Any, start: str, end: str) -> Any:
    return between(f.so, "order_date", start, end)


def troubled(f: Any) -> set[str]:
    found = f.t.groupby("customer").size()
    return set(found[found > 4].index)


def price(f: Any) -> float:
    return float((f.closed[f.closed.stage == "Lost"].lost_reason == "Price").mean())


def teams(f: Any) -> bool:
    won = f.d[f.d.stage == "Won"].groupby("sales_team").size()
    return bool(won["Nord"] > won["Süd"])


def shaky(f: Any) -> set[str]:
    return set(f.open[(f.open.expected_revenue > 100_000) & (f.open.probability < 50)].opportunity)


def second_to_third(f: Any) -> float:
    after = ordered(f, "2026-07-01", "2026-10-01").untaxed_amount.sum()
    return growth(after, ordered(f, "2026-04-01", "2026-07-01").untaxed_amount.sum())


def urgent(f: Any) -> int:
    return int((between(f.t, "created_on", "2026-10-01", "2026-11-01").priority == "Urgent").sum())


QUESTIONS = [
    ask("count", "how many opps are sitting in roof survey atm?", lambda f: int((f.d.stage == "Roof Survey").sum())),
    ask("sum", "Please give me the total expected revenue of all opportunities that are still open.",
        lambda f: float(f.open.expected_revenue.sum())),
    ask("win rate", "win rate per salesperson pls",
        lambda f: (f.closed.stage == "Won").groupby(f.closed.salesperson).mean().to_dict()),
    ask("top", "who has put the most kWp into Sales Orders dated this year",
        lambda f: best(ordered(f, "2026-01-01", "2027-01-01").groupby("salesperson").system_size__kwp.sum())),
    ask("average", "Average system size of our Sales Orders, split by customer tag",
        lambda f: f.so.groupby("tags").system_size__kwp.mean().to_dict()),
    ask("days", "whats the median number of days a ticket takes from created to closed", lambda f: f.t.days.median()),
    ask("share", "What fraction of the lost opportunities went because of price?", price),
    ask("list", "Which installations are on hold?", lambda f: set(f.j[f.j.stage == "On Hold"].task)),
    ask("without", "customers that never raised a ticket with us", lambda f: without(f.p.name, f.t, "customer")),
    ask("top", "Top 3 cities by untaxed amount of sales orders?",
        lambda f: best(f.so.groupby("city").untaxed_amount.sum(), 3)),
    ask("look-up", "hey who looks after Spedition Immler?", lambda f: f.p.set_index("name").salesperson["Spedition Immler"]),
    ask("having", "which customers opened more than four tickets?", troubled),
    ask("growth", "Sales Orders, untaxed amount: change Q3 2026 vs Q2 2026 in percent?", second_to_third),
    ask("period", "no. of urgent tickets created last month", urgent),
    ask("days", "How long does it take us on average to win an opportunity, from creation to closed date?",
        lambda f: f.d[f.d.stage == "Won"].days.mean()),
    ask("bool", "has team Nord won more opportunites than team Süd?", teams),
    ask("range", "list open opportunities above 100k expected revenue where probability is below 50", shaky),
    ask("relation", "panels mounted per crew, only jobs that are done",
        lambda f: total(f.j[f.j.stage == "Done"], "crew", "panels")),
    ask("top", "The largest quotation by total that we sent and that is neither ordered nor cancelled - which one is it?",
        lambda f: best(f.o[f.o.status == "Quotation Sent"].set_index("order_reference").total)),
    ask("without", "Which customers in Bremen have no order dated 2026 with status Sales Order?",
        lambda f: without(f.p[f.p.city == "Bremen"].name, ordered(f, "2026-01-01", "2027-01-01"), "customer")),
    ask("missing", "which inverter brand did we mount at the Milchhof customers?", None),
    ask("missing", "What feed-in tariff does Spedition Immler get?", None),
    ask("missing", "how many km did Crew Rot drive in october", None),
    ask("missing", "Who at Autohaus Cordes signs the contracts?", None),
    ask("missing", "average google review rating per crew", None),
]  # fmt: skip
