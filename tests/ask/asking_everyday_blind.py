"""What people at the sample company type in a working week, written without having seen how a question is answered.

Deals, the stages they pass, tasks, and what no export of this company holds; the rest is in `asking_everyday_books`.
Today is Friday, 20 November 2026. Shares and rates are fractions, dates are ISO days, months are "2026-07".
"""

from __future__ import annotations

import asking_everyday_books
from asking_gold import Question, between, low, top
from everyday_parts import (
    age,
    at_least,
    by_month,
    everyday,
    exactly,
    in_year,
    losing,
    reps,
    share_of_first,
    stays,
    step,
)
from sample_frames import count, first, names, total, won_rate

_DEALS = [
    everyday(
        "deals",
        "what was the last deal Sofia closed (won)?",
        lambda s: names(s.w[s.w.owner == "Sofia Carranza"].nlargest(1, "close date")),
    ),
    everyday("deals", "median size of the deals we've won, all time", lambda s: s.w.amount.median()),
    everyday(
        "deals",
        "how many days does it typically take until a deal is lost? median pls, from the day it was created",
        lambda s: s.l.days.median(),
    ),
    everyday("deals", "biggest one that got away this year", lambda s: names(in_year(s.l).nlargest(1, "amount"))),
    everyday(
        "deals",
        "which reps lost more deals than they won this year? just going by the count",
        lambda s: losing(in_year(s.z)),
    ),
    everyday(
        "deals",
        "I need one number for the board deck: what share of the money we won this year came from the five clients"
        " who bought the most?",
        lambda s: share_of_first(in_year(s.w).groupby("account").amount.sum(), 5),
    ),
    everyday(
        "deals",
        "in which month of this year did we open the most new deals",
        lambda s: top(by_month(in_year(s.d, "created date"), "created date").size()),
    ),
    everyday("deals", "acounts with exactly two open deals", lambda s: exactly(s.o.groupby("account").size(), 2)),
    everyday(
        "deals",
        "Is Enterprise's win rate this year better than Mid-Market's?",
        lambda s: _better(won_rate(in_year(s.z), "team"), "Enterprise", "Mid-Market"),
    ),
    everyday(
        "deals",
        "average size of a won deal this year, enterprise vs mid-market",
        lambda s: dict(in_year(s.w).groupby("team").amount.mean()),
    ),
    everyday(
        "deals", "which of our products have we never won a deal with?", lambda s: names(s.p) - set(s.w["product"])
    ),
    everyday(
        "deals",
        "when did we last win something at Tessaly Group",
        lambda s: str(s.w[s.w.account == "Tessaly Group"]["close date"].max().date()),
    ),
    everyday(
        "deals",
        "open deals where our contact is a COO",
        lambda s: names(s.o[s.o.contact.isin(s.c[s.c["job title"] == "COO"].email)]),
    ),
    everyday(
        "deals",
        "have we opened a single new deal since the quarter began?",
        lambda s: bool((s.d["created date"] >= "2026-10-01").any()),
    ),
    everyday(
        "deals",
        "december closings per rep in $ (whats open and meant to close then)",
        lambda s: total(between(s.o, "close date", "2026-12-01", "2027-01-01"), "owner"),
    ),
    everyday(
        "deals",
        "on average how old are our open deals? days since they were created",
        lambda s: age(s.o["created date"]).mean(),
    ),
    everyday("deals", "how big is each rep's biggest open deal", lambda s: dict(s.o.groupby("owner").amount.max())),
    everyday(
        "deals",
        "how many open deals over 50k do Daniel's people have and how many do Ingrid's?",
        lambda s: count(s.o[s.o.amount > 50000], "manager"),
    ),
    everyday(
        "deals",
        "who didn't win a single deal in q3?",
        lambda s: reps(s) - set(between(s.w, "close date", "2026-07-01", "2026-10-01").owner),
    ),
    everyday("deals", "the two oldest deals still open pls", lambda s: names(s.o.nsmallest(2, "created date"))),
    everyday(
        "deals", "which lost reason has cost us the most money", lambda s: top(s.l.groupby("lost reason").amount.sum())
    ),
    everyday(
        "deals",
        "Toms won vs lost this year, number of deals",
        lambda s: count(in_year(s.z[s.z.owner == "Tom Hargreave"]), "stage"),
    ),
    everyday(
        "deals",
        "How much of the open pipeline is with prospects and how much with companies that are already customers?",
        lambda s: total(s.o.merge(s.a[["name", "status"]], left_on="account", right_on="name"), "status"),
    ),
    everyday(
        "deals",
        "how many different clients did we win new business from this year?",
        lambda s: in_year(s.w[s.w.type == "New Business"]).account.nunique(),
    ),
    everyday("deals", "second biggest open deal?", lambda s: names(s.o.nlargest(2, "amount").tail(1))),
    everyday(
        "deals",
        "did any deal slip, i.e. still open although its close date has passed?",
        lambda s: bool((s.o["close date"] < "2026-11-20").any()),
    ),
]

_STAGES = [
    everyday(
        "stages",
        "which stage do deals get through the quickest, in avg days before they move on?",
        lambda s: low(stays(s.h).groupby("from stage").days.mean()),
    ),
    everyday(
        "stages",
        "when did Globex - Tally Renewal go into negotiation?",
        lambda s: str(first(step(s, "Globex - Tally Renewal", "Negotiation"), "changed at").date()),
    ),
    everyday(
        "stages",
        "how many deals moved into proposal last month",
        lambda s: len(between(s.h[s.h["to stage"] == "Proposal"], "changed at", "2026-10-01", "2026-11-01")),
    ),
    everyday(
        "stages",
        "How many of the deals we won never went through Contract Sent?",
        lambda s: len(set(s.w.id) - set(s.h[s.h["to stage"] == "Contract Sent"]["deal id"])),
    ),
    everyday(
        "stages",
        "how many deals have we lost right out of negotiation?",
        lambda s: len(s.h[(s.h["from stage"] == "Negotiation") & (s.h["to stage"] == "Closed Lost")]),
    ),
    everyday("stages", "open deals that moved stage this month", lambda s: names(s.o[s.o.entered >= "2026-11-01"])),
    everyday(
        "stages",
        "the freshest deal in negotiation - which one got there last?",
        lambda s: names(s.o[s.o.stage == "Negotiation"].nlargest(1, "entered")),
    ),
]

_TASKS = [
    everyday(
        "tasks",
        "todos left for Quarry Lane Coffee",
        lambda s: names(s.t[s.t.open & (s.t.account == "Quarry Lane Coffee")], "task"),
    ),
    everyday("tasks", "how many tasks are late, all of us together?", lambda s: int(s.t.overdue.sum())),
    everyday(
        "tasks",
        "who ticked off the most tasks this month",
        lambda s: top(s.t[s.t["completed at"] >= "2026-11-01"].groupby("owner").size()),
    ),
    everyday(
        "tasks",
        "overdue tasks by team?",
        lambda s: count(s.t[s.t.overdue].merge(s.u, left_on="owner", right_on="name"), "team"),
    ),
    everyday(
        "tasks",
        "Which open deals have an overdue task hanging on them?",
        lambda s: names(s.o[s.o.id.isin(s.t[s.t.overdue]["deal id"])]),
    ),
    everyday(
        "tasks",
        "how many of our open tasks aren't tied to any deal",
        lambda s: int(s.t[s.t.open]["deal id"].isna().sum()),
    ),
    everyday(
        "tasks",
        "how many days late are the late tasks, on average?",
        lambda s: age(s.t[s.t.overdue]["due date"]).mean(),
    ),
    everyday(
        "tasks",
        "accounts with 3+ open tasks",
        lambda s: at_least(s.t[s.t.open].groupby("account").size(), 3),
    ),
    everyday(
        "tasks",
        "rep with the fewest overdue tasks among those who do have some?",
        lambda s: low(s.t[s.t.overdue].groupby("owner").size()),
    ),
]

_MISSING = [
    everyday(f"no {kind}", text, None)
    for kind, text in [
        ("column", "how many of globex's tickets are still unresolved?"),
        ("column", "what discount did we give Harrow & Pike on their last deal"),
        ("column", "csat scores for wexcombe pls"),
        ("column", "whats the DUNS number of Hexley, need it for the contract"),
        ("column", "What credit limit have we set for Nettlebed Cosmetics?"),
        ("column", "how many hours of training did we give at Pinecrest last month?"),
        ("column", "travel costs for Marcus visiting Rookhope"),
        ("column", "which campaign brought us Orrin Robotics"),
        ("person", "how many deals did Ahmed win in Q3?"),
        ("person", "phone number of Stefan Brueckner at Yarrow Print"),
        ("client", "did Larkfield Pharma pay their october invoice"),
        ("client", "when is the renewal of Halvorsen Timber due?"),
        ("forecast", "what will our mrr be next summer?"),
        ("forecast", "how many new customers are we going to land in Q1"),
        ("outside", "how much revenue did SAP make last quarter"),
        ("outside", "what does Oracle charge for their warehouse module?"),
    ]
]

QUESTIONS: list[Question] = [*_DEALS, *_STAGES, *_TASKS, *asking_everyday_books.BOOKS, *_MISSING]


def _better(rates: dict[str, float], one: str, other: str) -> bool:
    return bool(rates[one] > rates[other])
