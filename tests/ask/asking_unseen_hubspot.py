"""Questions over the HubSpot-like export."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from unseen_parts import TODAY, best, between, coming, counts, growth, past, total, without


def _q(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("hubspot", "unseen", category, text, gold)


def _days(frame: Any) -> Any:
    return (frame.close_date - frame.create_date).dt.days


QUESTIONS = [
    _q("total", "what did we win in total in Q3 2026?", lambda f: between(f.w, "close_date", "2026-07-01", "2026-10-01").amount.sum()),
    _q(
        "top", "top 2 reps by booked revenue this year",
        lambda f: best(between(f.w, "close_date", "2026-01-01", "2027-01-01").groupby("deal_owner").amount.sum(), 2),
    ),
    _q(
        "top", "Since the start of 2025, who's our best account in won dollars?",
        lambda f: best(f.w[f.w.close_date >= "2025-01-01"].groupby("associated_company").amount.sum()),
    ),
    _q("count", "# of open deals north of 50k", lambda f: len(f.o[f.o.amount > 50000])),
    _q("list", "show me everything sitting in Contract Sent right now", lambda f: set(f.d[f.d.deal_stage == "Contract Sent"].deal_name)),
    _q(
        "rate", "how do the two pipelines compare on win rate? (only deals that have closed)",
        lambda f: {p: float((f.w.pipeline == p).sum() / ((f.w.pipeline == p).sum() + (f.l.pipeline == p).sum())) for p in set(f.d.pipeline)},
    ),
    _q("average", "avg won deal size, new business vs existing business", lambda f: f.w.groupby("deal_type").amount.mean().to_dict()),
    _q("median", "For deals that got away because they chose a competitor, what's the median amount?", lambda f: f.l[f.l.closed_lost_reason == "Chose competitor"].amount.median()),
    _q("days", "how many days does Priya need on average from creating a deal to winning it?", lambda f: _days(f.w[f.w.deal_owner == "Priya Venkatesan"]).mean()),
    _q("superlative", "the reason we most often lose deals worth more than 40,000", lambda f: best(f.l[f.l.amount > 40000].groupby("closed_lost_reason").size())),
    _q(
        "without", "Linnea Sandberg's companies with no engagement logged in the last 60 days",
        lambda f: without(f.c[f.c.company_owner == "Linnea Sandberg"].company_name, past(f.e[f.e.company_owner == "Linnea Sandberg"], "activity_date", 60), "associated_company"),
    ),
    _q(
        "compare", "Did we win more deals in Q2 2026 than in Q2 2025?",
        lambda f: bool(len(between(f.w, "close_date", "2026-04-01", "2026-07-01")) > len(between(f.w, "close_date", "2025-04-01", "2025-07-01"))),
    ),
    _q(
        "growth", "growth of won amount, first half 2026 over first half 2025, in percent",
        lambda f: growth(between(f.w, "close_date", "2026-01-01", "2026-07-01").amount.sum(), between(f.w, "close_date", "2025-01-01", "2025-07-01").amount.sum()),
    ),
    _q("group", "tickets still unresolved, split by priority", lambda f: counts(f.t[f.t.ticket_status != "Closed"], "priority")),
    _q("superlative", "Which support person has been handed the most High or Urgent tickets?", lambda f: best(f.t[f.t.priority.isin(["High", "Urgent"])].groupby("ticket_owner").size())),
    _q(
        "average", "mean days a ticket takes to get closed, per category",
        lambda f: {k: float(v) for k, v in _days(f.t[f.t.ticket_status == "Closed"]).groupby(f.t.category).mean().items()},
    ),
    _q("having", "firms that raised at least 5 tickets since January 1st 2026", lambda f: {n for n, k in counts(f.t[f.t.create_date >= "2026-01-01"], "associated_company").items() if k >= 5}),
    _q(
        "share", "Of the deals we lost in 2026, what fraction just went silent?",
        lambda f: float((between(f.l, "close_date", "2026-01-01", "2027-01-01").closed_lost_reason == "Went silent").mean()),
    ),
    _q("lookup", "who is the owner of Aspenwod Ventures", lambda f: f.c.set_index("company_name").company_owner["Aspenwood Ventures"]),
    _q("relation", "How many people do we know at German firms?", lambda f: int(f.p.associated_company.isin(f.c[f.c.country_region == "Germany"].company_name).sum())),
    _q(
        "relation", "names of the CFOs working in biotechnology companies",
        lambda f: set((f.p.first_name + " " + f.p.last_name)[(f.p.job_title == "CFO") & f.p.associated_company.isin(f.c[f.c.industry == "Biotechnology"].company_name)]),
    ),
    _q("having", "industries where lifetime won business tops 1 million", lambda f: {n for n, k in total(f.w, "industry", "amount").items() if k > 1_000_000}),
    _q("upcoming", "contracts coming up for renewal within the next 45 days - which accounts?", lambda f: set(coming(f.c, "contract_renewal_date", 45).company_name)),
    _q("custom", "how many companies rated us 9 or 10 on NPS?", lambda f: int((f.c.nps >= 9).sum())),
    _q("custom", "Give me average nps for every country", lambda f: f.c.dropna(subset="nps").groupby("country_region").nps.mean().to_dict()),
    _q(
        "never", "UK companies that bought something from us but never raised a ticket",
        lambda f: without(f.w[f.w.country_region == "United Kingdom"].associated_company, f.t, "associated_company"),
    ),
    _q("group", "count of calls per colleague in Q3 2026", lambda f: counts(between(f.e[f.e.activity_type == "Call"], "activity_date", "2026-07-01", "2026-10-01"), "activity_assigned_to")),
    _q("count", "how many deals got created last week", lambda f: len(between(f.d, "create_date", "2026-11-09", "2026-11-16"))),
    _q("multi", "won amount for 2026 broken down by deal owner and deal type", lambda f: total(between(f.w, "close_date", "2026-01-01", "2027-01-01"), ["deal_owner", "deal_type"], "amount")),
    _q("overdue", "how many open deals have a close date that's already behind us", lambda f: len(f.o[f.o.close_date < TODAY])),
    _q("unanswerable", "what gross margin do we make on won deals?", None),
    _q("unanswerable", "How much will we book in the second half of 2027?", None),
    _q("unanswerable", "total amount won from Northwind Traders", None),
    _q("unanswerable", "how many employees does Cvent have", None),
    _q("unanswerable", "which deals had a discount of more than 15%?", None),
    _q("unanswerable", "What's the exchange rate of the dollar to the euro today?", None),
]  # fmt: skip
