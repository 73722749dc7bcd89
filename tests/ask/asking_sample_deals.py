"""A newcomer's questions on the pipeline: the most and the least, limits, comparisons, shares, and breakdowns."""

from __future__ import annotations

from asking_gold import between, low, top
from sample_frames import count, names, sam, total, won_rate


def _enterprise(n):
    won = n.w[n.w["close date"] >= "2026"]
    return won[won.team == "Enterprise"].amount.sum() / won.amount.sum()


def _won(n, owner):
    return ((n.w.owner == owner) & (n.w["close date"] >= "2026")).sum()


def _staff(n, one, other):
    employees = n.a.set_index("name").employees
    return bool(employees[one] > employees[other])


def _over(frame, by, least):
    sums = frame.groupby(by).amount.sum()
    return set(sums[sums > least].index)


def _often(frame, by, least):
    counts = frame.groupby(by).size()
    return set(counts[counts >= least].index)


QUESTIONS = [
    # superlative
    sam("superlative", "what's our biggest open deal right now?", lambda n: top(n.o.set_index("name").amount)),
    sam(
        "superlative",
        "Top five accounts by open pipeline, please",
        lambda n: top(n.o.groupby("account").amount.sum(), 5),
    ),
    sam(
        "superlative",
        "which rep has closed the most revenue so far this year?",
        lambda n: top(n.w[n.w["close date"] >= "2026"].groupby("owner").amount.sum()),
    ),
    sam("superlative", "rep with the smallest pipeline", lambda n: low(n.o.groupby("owner").amount.sum())),
    sam("superlative", "Give me the three smallest open opps", lambda n: low(n.o.set_index("name").amount, 3)),
    sam("superlative", "largest account by headcount?", lambda n: top(n.a.set_index("name").employees)),
    sam(
        "superlative",
        "Which open opportunity has been sitting in its current stage the longest?",
        lambda n: top(n.o.set_index("name")["in stage"]),
    ),
    sam(
        "superlative",
        "why do we lose? tell me the single most common lost reason",
        lambda n: top(n.l.groupby("lost reason").size()),
    ),
    sam("superlative", "the oldest deal that's still open", lambda n: low(n.o.set_index("name")["created date"])),
    # threshold
    sam("threshold", "open deals over 100k", lambda n: names(n.o[n.o.amount > 100000])),
    sam("threshold", "accounts with fewer than 100 employees", lambda n: names(n.a[n.a.employees < 100])),
    sam("threshold", "Show me every won deal of 60k or more.", lambda n: names(n.w[n.w.amount >= 60000])),
    sam(
        "threshold",
        "Which companies turn over more than half a billion a year?",
        lambda n: names(n.a[n.a["annual revenue"] > 500e6]),
    ),
    sam(
        "threshold",
        "open deals stuck in the same stage for more than 100 days",
        lambda n: names(n.o[n.o["in stage"] > 100]),
    ),
    sam(
        "threshold",
        "how many of our lost deals were worth at most 15,000?",
        lambda n: int((n.l.amount <= 15000).sum()),
    ),
    sam(
        "threshold",
        "anything in negotiation for longer than 60 days?",
        lambda n: names(n.o[(n.o.stage == "Negotiation") & (n.o["in stage"] > 60)]),
    ),
    # range
    sam("range", "open deals between 50k and 90k", lambda n: names(n.o[n.o.amount.between(50000, 90000)])),
    sam("range", "Accounts that have 200 to 400 employees", lambda n: names(n.a[n.a.employees.between(200, 400)])),
    sam(
        "range",
        "how many deals did we win between 1 March and 31 May 2026?",
        lambda n: len(between(n.w, "close date", "2026-03-01", "2026-06-01")),
    ),
    sam(
        "range",
        "opps in play with a close date from Dec 20 through Dec 31",
        lambda n: names(between(n.o, "close date", "2026-12-20", "2027-01-01")),
    ),
    sam(
        "range",
        "won deals worth more than 20 but less than 30 thousand",
        lambda n: names(n.w[n.w.amount.between(20001, 29999)]),
    ),
    # comparison
    sam(
        "comparison",
        "compare Noah and Maya on open pipeline",
        lambda n: total(n.o[n.o.owner.isin(["Noah Adeyemi", "Maya Lindqvist"])], "owner"),
    ),
    sam(
        "comparison",
        "Enterprise vs Mid-Market: how much has each team won this year?",
        lambda n: total(n.w[n.w["close date"] >= "2026"], "team"),
    ),
    sam(
        "comparison",
        "win rate on new business versus renewals",
        lambda n: won_rate(n.z[n.z.type.isin(["New Business", "Renewal"])], "type"),
    ),
    sam(
        "comparison",
        "Did Tom win more deals than Sofia this year?",
        lambda n: bool(_won(n, "Tom Hargreave") > _won(n, "Sofia Carranza")),
    ),
    sam(
        "comparison",
        "tally or foresight, total amount won for each",
        lambda n: total(n.w[n.w["product"].isin(["Tally", "Foresight"])], "product"),
    ),
    sam("comparison", "Is Acme bigger than Globex in terms of employees?", lambda n: _staff(n, "Acme", "Globex")),
    sam(
        "comparison",
        "number of accounts in Germany compared with the Netherlands",
        lambda n: count(n.a[n.a.country.isin(["Germany", "Netherlands"])], "country"),
    ),
    # ratio
    sam(
        "ratio",
        "What's our win rate this year?",
        lambda n: (n.z[n.z["close date"] >= "2026"].stage == "Closed Won").mean(),
    ),
    sam("ratio", "win rate by rep, all time", lambda n: won_rate(n.z, "owner")),
    sam(
        "ratio",
        "what share of the open pipeline's value is in negotiation",
        lambda n: n.o[n.o.stage == "Negotiation"].amount.sum() / n.o.amount.sum(),
    ),
    sam(
        "ratio",
        "Of all the deals we lost, what percentage did we lose on price?",
        lambda n: (n.l["lost reason"] == "Price").mean(),
    ),
    sam("ratio", "what fraction of our accounts are still prospects?", lambda n: (n.a.status == "Prospect").mean()),
    sam("ratio", "hit rate (won / closed) for each product", lambda n: won_rate(n.z, "product")),
    sam(
        "ratio",
        "Total won amount divided by total lost amount for 2026?",
        lambda n: n.w[n.w["close date"] >= "2026"].amount.sum() / n.l[n.l["close date"] >= "2026"].amount.sum(),
    ),
    sam(
        "ratio",
        "share of won revenue this year that came from the Enterprise team",
        _enterprise,
    ),
    # grouping
    sam("grouping", "pipeline value by stage", lambda n: total(n.o, "stage")),
    sam("grouping", "How many open deals does each rep carry?", lambda n: count(n.o, "owner")),
    sam("grouping", "breakdown of lost deals by reason", lambda n: count(n.l, "lost reason")),
    sam("grouping", "avg won deal size per product", lambda n: dict(n.w.groupby("product").amount.mean())),
    sam("grouping", "how many accounts do we have in each country", lambda n: count(n.a, "country")),
    sam(
        "grouping",
        "Closed-won revenue this year split by sales manager",
        lambda n: total(n.w[n.w["close date"] >= "2026"], "manager"),
    ),
    sam("grouping", "count our contacts per job title", lambda n: count(n.c, "job title")),
    sam("grouping", "average number of employees by tier?", lambda n: dict(n.a.groupby("tier").employees.mean())),
    sam("grouping", "open pipeline by customer country", lambda n: total(n.o, "country")),
    # groupings
    sam("groupings", "number of open deals by team and stage", lambda n: count(n.o, ["team", "stage"])),
    sam("groupings", "won amount per product and deal type", lambda n: total(n.w, ["product", "type"])),
    sam("groupings", "Lost deals: count for each rep and lost reason", lambda n: count(n.l, ["owner", "lost reason"])),
    sam("groupings", "how many accounts by country and by tier", lambda n: count(n.a, ["country", "tier"])),
    sam(
        "groupings",
        "For every owner and kind, how many interactions did we log last month?",
        lambda n: count(between(n.i, "date", "2026-10-01", "2026-11-01"), ["rep", "kind"]),
    ),
    sam(
        "groupings",
        "active subs split by plan and product (just the count)",
        lambda n: count(n.act, ["plan", "product"]),
    ),
    # having
    sam("having", "which reps have more than 300k of open pipeline", lambda n: _over(n.o, "owner", 300000)),
    sam("having", "accounts with at least two open deals", lambda n: _often(n.o, "account", 2)),
    sam("having", "In which countries do we have 3 or more accounts?", lambda n: _often(n.a, "country", 3)),
    sam("having", "clients we had more than 60 interactions with, all told", lambda n: _often(n.i, "account", 61)),
    sam("having", "who lost four deals or more?", lambda n: _often(n.l, "owner", 4)),
    sam("having", "lost reasons that came up more than 5 times", lambda n: _often(n.l, "lost reason", 6)),
    sam(
        "having",
        "reps with 5 or more overdue tasks",
        lambda n: _often(n.t[n.t.overdue], "owner", 5),
    ),
    sam(
        "having",
        "Customers whose unpaid invoices add up to more than 15k",
        lambda n: _over(n.due, "account", 15000),
    ),
    sam(
        "having",
        "which clients opened three or more tickets last quarter?",
        lambda n: _often(between(n.i[n.i.kind == "ticket"], "date", "2026-07-01", "2026-10-01"), "account", 3),
    ),
]
