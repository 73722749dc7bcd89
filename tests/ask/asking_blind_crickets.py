"""What the six sellers, the owner and the accountant of a cricket farm type over their HubSpot export.

Sold, won and bought mean Closed Won, in the period of the close date; open is neither Closed Won nor Closed Lost.
A team's deals are those of its deal owners. Blanks in a column belong to no group.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from blind_files import one, only
from unseen_parts import best, between, counts, total, without


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("crickets", "blind_c", category, text, gold)


def year(f: Any, first: int) -> Any:
    return between(f.won, "close_date", f"{first}-01-01", f"{first + 1}-01-01")


def oil_share(f: Any) -> float:
    """The oil's part of the net price of all lines of won deals."""
    return float(f.sold[f.sold.name == "Cricket oil 10l"].net_price.sum() / f.sold.net_price.sum())


def strangers(f: Any) -> set[str]:
    found = without(f.c[f.c.lifecycle_stage == "Customer"].company_name, f.won, "associated_company")
    assert found
    return found


def winners(f: Any) -> set[str]:
    won, lost = f.won.groupby("deal_owner").size(), f.lost.groupby("deal_owner").size()
    found = set(won[won > lost].index)
    assert 0 < len(found) < 6
    return found


def grown(f: Any) -> set[str]:
    """Sectors that brought in more in the third quarter of 2026 than in the third quarter of 2025."""
    this = between(f.won, "close_date", "2026-07-01", "2026-10-01").groupby("industry").amount.sum()
    last = between(f.won, "close_date", "2025-07-01", "2025-10-01").groupby("industry").amount.sum()
    found = set(this[this > last.reindex(this.index).fillna(0)].index)
    assert 0 < len(found) < 5
    return found


def spread(f: Any) -> float:
    found = f.won[f.won.industry == "Pet food"].amount
    return float(found.max() - found.min())


def moist(f: Any) -> set[str]:
    found = f.t[f.t.category == "Moisture too high"].groupby("associated_company").size()
    assert (found > 1).any()
    return set(found[found > 1].index)


def openers(f: Any) -> float:
    """Opened of delivered, of all buyers together."""
    buyers = f.p[f.p.job_title == "Buyer"]
    return float(buyers.marketing_emails_opened.sum() / buyers.marketing_emails_delivered.sum())


def lonely(f: Any) -> int:
    return int(f.p.associated_company.isna().sum())


def both(f: Any) -> int:
    """Companies that bought flour and oil, in whichever deals."""
    flour, oil = (
        set(f.sold[f.sold.name == name].associated_company) for name in ("Fine flour 20kg", "Cricket oil 10l")
    )
    return len(flour & oil)


def late_share(f: Any) -> float:
    return float((between(f.t, "opened_on", "2026-07-01", "2026-10-01").category == "Late delivery").mean())


def slow_high(f: Any) -> bool:
    return bool((f.t[f.t.priority == "HIGH"].days > 30).any())


def owner_of(f: Any) -> str:
    return str(only(f.c[f.c.number_of_employees == f.c.number_of_employees.max()], "company_owner"))


QUESTIONS = [
    ask("group", "Won amount 2026 by HubSpot team", lambda f: total(year(f, 2026), "team", "amount")),
    ask("share", "Which share of our closed-won line item money is Cricket oil 10l?", oil_share),
    ask("exists", "companies marked Customer that never closed a deal with us (no closed won)", strangers),
    ask("compare", "deal owners with more deals won than lost", winners),
    ask("growth", "sectors where won revenue in Q3 this year beat Q3 last year", grown),
    ask("spread", "difference between the largest and the smallest deal won from pet food companies", spread),
    ask("having", "who has complained at least twice that moisture was too high? (company names)", moist),
    ask("ratio", "Open rate of marketing emails among contacts with job title Buyer - total opened / total delivered", openers),
    ask("missing values", "how many contacts aren't linked to any company", lonely),
    ask("relation", "number of companies that have bought Fine flour 20kg as well as Cricket oil 10l", both),
    ask("share", "In Q3 2026, what percentage of tickets opened was about late delivery?", late_share),
    ask("bool", "has any HIGH priority ticket ever taken more than 30 days to close?", slow_high),
    ask("look-up", "Who owns the company with the most employees?", owner_of),
    ask("days", "longest time to close a ticket in days, by category", lambda f: f.t.groupby("category").days.max().to_dict()),
    ask("average", "mean time to first response in hrs for high prio tickets",
        lambda f: float(f.t[f.t.priority == "HIGH"].time_to_first_response_hours.mean())),
    ask("top", "Top 5 aquaculture customers by won amount",
        lambda f: best(f.won[f.won.industry == "Aquacultre"].groupby("associated_company").amount.sum(), 5)),
    ask("group", "lost reasons of deals over 20k, how often each",
        lambda f: counts(f.lost[f.lost.amount > 20000], "closed_lost_reason")),
    ask("count", "how many deals did Nuria Vidal create in october 2026",
        lambda f: len(between(f.d[f.d.deal_owner == "Nuria Vidal"], "create_date", "2026-10-01", "2026-11-01"))),
    ask("sum", "tonnes per year in play in open private label deals (sum)",
        lambda f: float(f.open[f.open.pipeline == "Private label"].tonnes_per_year.sum())),
    ask("median", "which traffic source gives us the highest median won deal",
        lambda f: one(f.won.groupby("original_traffic_source").amount.median())),
    ask("missing", "what is the protein content of batch 77", None),
    ask("missing", "open tickets of Brackenbury Petfoods?", None),
    ask("missing", "Which deals will slip into 2028?", None),
    ask("missing", "Ynsect's sales in France last year", None),
    ask("missing", "how many of our sellers were off sick in september", None),
]  # fmt: skip
