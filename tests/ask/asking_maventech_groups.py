"""The newcomers' questions over maventech that ask for shares and for breakdowns."""

from __future__ import annotations

from asking_gold import rate
from asking_maventech_sums import period


def won(frame, by):
    return frame.groupby(by).close_value.sum()


def over(series, bound) -> set[str]:
    return set(series[series > bound].index)


def hit(frame) -> float:
    return float((frame.deal_stage == "Won").mean())


def part(frame, chosen) -> float:
    return float(frame[chosen].close_value.sum() / frame.close_value.sum())


SHARES = [
    ("share", "What share of our won revenue comes from the GTX series?", lambda m: part(m.w, m.w.series == "GTX")),
    ("share", "Win rate of Darcel Schlecht?", lambda m: hit(m.c[m.c.sales_agent == "Darcel Schlecht"])),
    ("share", "percentage of closed deals that were lost", lambda m: len(m.l) / len(m.c)),
    (
        "share",
        "What fraction of our customers are in the retail sector",
        lambda m: float((m.a.sector == "retail").mean()),
    ),
    (
        "share",
        "What part of the total won amount did Darcel Schlecht bring in?",
        lambda m: part(m.w, m.w.sales_agent == "Darcel Schlecht"),
    ),
    ("share", "win rate by product series", lambda m: rate(m.c, "series")),
    (
        "share",
        "Of the deals we closed with medical clients in the East, what proportion did we win?",
        lambda m: hit(m.c[(m.c.sector == "medical") & (m.c.regional_office == "East")]),
    ),
    ("share", "Share of all opportunities that have no account on them", lambda m: float(m.d.account.isna().mean())),
    (
        "share",
        "what percent of the number of won deals is from the west office",
        lambda m: float((m.w.regional_office == "West").mean()),
    ),
]

GROUPING = [
    ("grouping", "won value per manager", lambda m: won(m.w, "manager").to_dict()),
    (
        "grouping",
        "Average won deal size for each regional office, please",
        lambda m: m.w.groupby("regional_office").close_value.mean().to_dict(),
    ),
    (
        "grouping",
        "How are our customers spread across sectors? Number per sector.",
        lambda m: m.a.sector.value_counts().to_dict(),
    ),
    ("grouping", "how many open opps does each product have", lambda m: m.o["product"].value_counts().to_dict()),
    ("grouping", "Show won revenue by quarter for 2017.", lambda m: won(period(m.w, "Q"), "period").to_dict()),
    ("grouping", "lost deals by series", lambda m: m.l.series.value_counts().to_dict()),
    ("grouping", "Number of reps under each manager", lambda m: m.t.manager.value_counts().to_dict()),
    (
        "grouping",
        "Closed-won count broken down by the client's country",
        lambda m: m.w.office_location.value_counts().to_dict(),
    ),
    ("grouping", "Number of opportunities at each stage", lambda m: m.d.deal_stage.value_counts().to_dict()),
    (
        "several groupings",
        "won value by region and product series",
        lambda m: m.w.groupby(["regional_office", "series"]).close_value.sum().to_dict(),
    ),
    (
        "several groupings",
        "Number of wins by manager and product",
        lambda m: m.w.groupby(["manager", "product"]).size().to_dict(),
    ),
    (
        "several groupings",
        "give me a count of opportunities per regional office and stage",
        lambda m: m.d.groupby(["regional_office", "deal_stage"]).size().to_dict(),
    ),
    (
        "several groupings",
        "How much did each region win in each quarter of 2017? Region first, then quarter",
        lambda m: period(m.w, "Q").groupby(["regional_office", "period"]).close_value.sum().to_dict(),
    ),
    (
        "several groupings",
        "Break down lost deals by sector and by region.",
        lambda m: m.l.groupby(["sector", "regional_office"]).size().to_dict(),
    ),
    (
        "several groupings",
        "customers per country and sector",
        lambda m: m.a.groupby(["office_location", "sector"]).size().to_dict(),
    ),
    (
        "several groupings",
        "average days to close of won deals, split by manager and series",
        lambda m: m.w.groupby(["manager", "series"]).days.mean().to_dict(),
    ),
    ("having", "Which reps have more than 100 losses?", lambda m: over(m.l.sales_agent.value_counts(), 100)),
    ("having", "accounts where we've lost at least 50 deals", lambda m: over(m.l.account.value_counts(), 49)),
    ("having", "Managers with more than five reps on their team", lambda m: over(m.t.manager.value_counts(), 5)),
    ("having", "Sectors in which we have more than 10 customers", lambda m: over(m.a.sector.value_counts(), 10)),
    (
        "having",
        "Any salespeople with a win rate above 66.5%? Who?",
        lambda m: {k for k, v in rate(m.c, "sales_agent").items() if v > 0.665},
    ),
    (
        "having",
        "Products whose average won deal is over 3,000",
        lambda m: over(m.w.groupby("product").close_value.mean(), 3000),
    ),
    (
        "having",
        "Clients that have bought from more than 15 different reps",
        lambda m: over(m.w.groupby("account").sales_agent.nunique(), 15),
    ),
    ("having", "How many accounts have more than 60 won deals?", lambda m: len(over(m.w.account.value_counts(), 60))),
    (
        "having",
        "in which months of 2017 did we win over 500 deals?",
        lambda m: over(period(m.w, "M").period.value_counts(), 500),
    ),
]
