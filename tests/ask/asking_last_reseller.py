"""What an IT reseller's sales and help desk people ask of their CRM."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from unseen_parts import best, between, coming, counts, growth, total, without, worst


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("reseller", "last_exports", category, text, gold)


def this_year(frame: Any, column: str = "close_date") -> Any:
    return between(frame, column, "2026-01-01", "2026-11-21")


def win_rates(f: Any) -> dict[str, float]:
    won, done = f.won.groupby("owned_by").size(), f.o[f.o.status.isin(["Won", "Lost"])].groupby("owned_by").size()
    return (won / done).to_dict()


def busy(f: Any) -> set[str]:
    found = this_year(f.k, "created_time").groupby("company").size()
    return set(found[found > 5].index)


def third_quarter(f: Any) -> float:
    after = between(f.won, "close_date", "2026-07-01", "2026-10-01").value.sum()
    return growth(after, between(f.won, "close_date", "2026-04-01", "2026-07-01").value.sum())


def late_tasks(f: Any) -> dict[str, int]:
    return counts(f.t[(f.t.status == "Open") & (f.t.due_date < "2026-11-20")], "assigned_to")


def more_wins_this_year(f: Any) -> bool:
    return len(this_year(f.won)) > len(between(f.won, "close_date", "2025-01-01", "2026-01-01"))


def forgotten(f: Any) -> set[str]:
    managers = f.p[(f.p.title == "IT Manager") & (f.p.city == "Dallas")]
    return set(managers[managers.last_contacted < "2026-07-01"].full)


def slow_wins(f: Any) -> float:
    return float(f.won[f.won.pipeline == "Hardware"].days.median())


QUESTIONS = [
    ask("count", "How many opportunities did we win last quarter?",
        lambda f: len(between(f.won, "close_date", "2026-07-01", "2026-10-01"))),
    ask("sum", "total value of all open opportunities", lambda f: int(f.live.value.sum())),
    ask("top", "Who are the top 3 opportunity owners by won value so far this year?",
        lambda f: best(this_year(f.won).groupby("owned_by").value.sum(), 3)),
    ask("list", "List the open opportunities in the Hardware pipeline worth more than 40k",
        lambda f: set(f.live[(f.live.pipeline == "Hardware") & (f.live.value > 40000)].opportunity)),
    ask("rate", "Win rate per opportunity owner, counting only won and lost deals", win_rates),
    ask("group", "why do we lose Managed Services deals? count of lost opportunities by loss reason",
        lambda f: counts(f.lost[f.lost.pipeline == "Managed Services"], "loss_reason")),
    ask("average", "What's the average won deal value in each pipeline?",
        lambda f: f.won.groupby("pipeline").value.mean().to_dict()),
    ask("look-up", "When does the agreement of Sorrel Academy end?",
        lambda f: str(f.c.set_index("company").agreement_ends["Sorrel Academy"].date())),
    ask("look-up", "whos the primary contact on our biggest open opportunity",
        lambda f: f.live.set_index("primary_contact").value.idxmax()),
    ask("without", "Which companies with contact type Customer have never logged a ticket?",
        lambda f: without(f.c[f.c.contact_type == "Customer"].company, f.k, "company")),
    ask("having", "Which companies have raised more than 5 tickets since 1 January 2026?", busy),
    ask("growth", "How much did won value grow in Q3 2026 compared with Q2 2026?", third_quarter),
    ask("group", "overdue open tasks per person", late_tasks),
    ask("median", "Median number of days from creation to close for won Hardware opportunities?", slow_wins),
    ask("share", "What share of all tickets has priority Urgent?", lambda f: float((f.k.priority == "Urgent").mean())),
    ask("relation", "Won value by the company's industry, deals closed in 2026",
        lambda f: total(this_year(f.won), "industry", "value")),
    ask("period", "value of the open opportunites with a close date in the next 30 days",
        lambda f: int(coming(f.live, "close_date", 30).value.sum())),
    ask("groups", "open pipeline value by pipeline and stage",
        lambda f: total(f.live, ["pipeline", "stage"], "value")),
    ask("bool", "Have we won more deals so far in 2026 than in all of 2025?", more_wins_this_year),
    ask("top", "What was the biggest deal we lost this year?",
        lambda f: best(this_year(f.lost).set_index("opportunity").value)),
    ask("average", "Which agent has the lowest average satisfaction rating?",
        lambda f: worst(f.k.groupby("agent").satisfaction_rating.mean())),
    ask("sum", "How many endpoints do we look after at companies with Managed Services = Yes?",
        lambda f: int(f.c[f.c.managed_services == "Yes"].endpoints.sum())),
    ask("list", "IT Managers at Dallas companies we last contacted before 1 July 2026", forgotten),
    ask("range", "How many won deals were between 10,000 and 20,000 in value?",
        lambda f: int(f.won.value.between(10000, 20000).sum())),
    ask("missing", "What gross margin did we make on the hardware deals we won this year?", None),
    ask("missing", "Which distributor do we buy the laptops from?", None),
    ask("missing", "How many tickets breached their SLA last month?", None),
    ask("missing", "how much commission is Tess Hargrove owed for October", None),
    ask("missing", "Which customers still run Windows 10 machines?", None),
    ask("missing", "What hourly rate do we bill Flintlock Law for support?", None),
]  # fmt: skip
