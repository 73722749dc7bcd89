"""Questions of a third round: what a CFO, a customer-success manager, a rep in a hurry and a marketer type first.

They were written without a look at the planner or at the earlier rounds, and ask how it does on sentences that it has
never seen. Over maventech the periods are absolute; over the sample company they may be relative to today.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question, between, low, rate, top
from asking_third_sample import SAMPLE


def _mav(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("maventech", "third", category, text, gold)


def _won(m: Any, start: str, end: str) -> Any:
    return between(m.w, "close_date", start, end)


def _quarters(frame: Any) -> Any:
    """Quarters of the close date, as the record writes them."""
    return frame.close_date.dt.to_period("Q").map(lambda quarter: f"{quarter.year} Q{quarter.quarter}")


def _growth(before: float, after: float) -> float:
    return (after - before) / before


MAVENTECH = [
    _mav(
        "top",
        "Who are our top 3 sales agents by total won value?",
        lambda m: top(m.w.groupby("sales_agent").close_value.sum(), 3),
    ),
    _mav(
        "top",
        "Which 5 accounts brought in the most money from won deals?",
        lambda m: top(m.w.groupby("account").close_value.sum(), 5),
    ),
    _mav("top", "Which product do we win the fewest deals with?", lambda m: low(m.w.groupby("product").size())),
    _mav(
        "top",
        "What are the two managers with the lowest win rate?",
        lambda m: low(m.c.groupby("manager").deal_stage.apply(lambda stages: (stages == "Won").mean()), 2),
    ),
    _mav("threshold", "How many won deals were worth more than $10,000?", lambda m: len(m.w[m.w.close_value > 10000])),
    _mav(
        "threshold",
        "Which accounts have more than 15,000 employees?",
        lambda m: set(m.a[m.a.employees > 15000].account),
    ),
    _mav(
        "range",
        "How many deals did we win between $3,000 and $4,000?",
        lambda m: int(m.w.close_value.between(3000, 4000).sum()),
    ),
    _mav(
        "range",
        "Which accounts have between 5,000 and 7,000 employees?",
        lambda m: set(m.a[m.a.employees.between(5000, 7000)].account),
    ),
    _mav(
        "comparison",
        "Did the East office win more money than the West office?",
        lambda m: bool(
            m.w[m.w.regional_office == "East"].close_value.sum() > m.w[m.w.regional_office == "West"].close_value.sum()
        ),
    ),
    _mav(
        "comparison",
        "How many more deals did Anna Snelling win than Versie Hillebrand?",
        lambda m: len(m.w[m.w.sales_agent == "Anna Snelling"]) - len(m.w[m.w.sales_agent == "Versie Hillebrand"]),
    ),
    _mav(
        "comparison",
        "How much more did we win in Q2 2017 than in Q1 2017, in dollars?",
        lambda m: (
            _won(m, "2017-04-01", "2017-07-01").close_value.sum()
            - _won(m, "2017-01-01", "2017-04-01").close_value.sum()
        ),
    ),
    _mav(
        "growth",
        "By what percentage did the value of won deals change from Q2 2017 to Q3 2017?",
        lambda m: _growth(
            _won(m, "2017-04-01", "2017-07-01").close_value.sum(), _won(m, "2017-07-01", "2017-10-01").close_value.sum()
        ),
    ),
    _mav(
        "growth",
        "How much did the number of deals won grow from May 2017 to June 2017, in percent?",
        lambda m: _growth(len(_won(m, "2017-05-01", "2017-06-01")), len(_won(m, "2017-06-01", "2017-07-01"))),
    ),
    _mav(
        "ratio",
        "What share of the total won value comes from GTX Pro?",
        lambda m: m.w[m.w["product"] == "GTX Pro"].close_value.sum() / m.w.close_value.sum(),
    ),
    _mav("ratio", "What's our overall win rate on closed deals?", lambda m: len(m.w) / len(m.c)),
    _mav(
        "ratio",
        "What percentage of the closed deals in the Central region did we lose?",
        lambda m: float((m.c[m.c.regional_office == "Central"].deal_stage == "Lost").mean()),
    ),
    _mav("group", "Won value by quarter in 2017", lambda m: m.w.groupby(_quarters(m.w)).close_value.sum().to_dict()),
    _mav("group", "How many deals did we lose per manager?", lambda m: m.l.groupby("manager").size().to_dict()),
    _mav(
        "group",
        "What's the average size of a won deal for each product?",
        lambda m: m.w.groupby("product").close_value.mean().to_dict(),
    ),
    _mav("group", "Win rate per regional office", lambda m: rate(m.c, "regional_office")),
    _mav("group", "How many accounts do we have in each sector?", lambda m: m.a.groupby("sector").size().to_dict()),
    _mav(
        "groups",
        "Number of won deals by regional office and product",
        lambda m: m.w.groupby(["regional_office", "product"]).size().to_dict(),
    ),
    _mav(
        "groups",
        "Show me won value by manager and quarter for 2017",
        lambda m: m.w.groupby(["manager", _quarters(m.w)]).close_value.sum().to_dict(),
    ),
    _mav(
        "having",
        "Which sales agents won more than 150 deals?",
        lambda m: set(m.w.groupby("sales_agent").size().loc[lambda n: n > 150].index),
    ),
    _mav(
        "having",
        "Which agents have a win rate above 67%?",
        lambda m: {agent for agent, share in rate(m.c, "sales_agent").items() if share > 0.67},
    ),
    _mav(
        "having",
        "Which sectors brought in more than a million dollars of won deals?",
        lambda m: set(m.w.groupby("sector").close_value.sum().loc[lambda value: value > 1e6].index),
    ),
    _mav(
        "absence",
        "Which sales agents don't have a single deal?",
        lambda m: set(m.t.sales_agent) - set(m.d.sales_agent),
    ),
    _mav("absence", "How many deals have no account on them?", lambda m: int(m.d.account.isna().sum())),
    _mav(
        "absence",
        "Which products has Rosie Papadopoulos never won a deal with?",
        lambda m: set(m.p["product"]) - set(m.w[m.w.sales_agent == "Rosie Papadopoulos"]["product"]),
    ),
    _mav(
        "list",
        "List all the subsidiaries of Acme Corporation",
        lambda m: set(m.a[m.a.subsidiary_of == "Acme Corporation"].account),
    ),
    _mav("list", "Who is on Cara Losch's team?", lambda m: set(m.t[m.t.manager == "Cara Losch"].sales_agent)),
    _mav(
        "list",
        "Which of our accounts have their office outside the United States?",
        lambda m: set(m.a[m.a.office_location != "United States"].account),
    ),
    _mav("lookup", "Who manages Darcel Schlecht?", lambda m: m.t.set_index("sales_agent").manager["Darcel Schlecht"]),
    _mav(
        "lookup",
        "What's the list price of GTX Plus Pro?",
        lambda m: int(m.p.set_index("product").sales_price["GTX Plus Pro"]),
    ),
    _mav(
        "lookup",
        "How many employees does Kan-code have?",
        lambda m: int(m.a.set_index("account").employees["Kan-code"]),
    ),
    _mav(
        "period",
        "How many deals did we win in the second half of 2017?",
        lambda m: len(_won(m, "2017-07-01", "2018-01-01")),
    ),
    _mav(
        "period",
        "How many deals have an engage date in December 2016?",
        lambda m: len(between(m.d, "engage_date", "2016-12-01", "2017-01-01")),
    ),
    _mav(
        "cycle",
        "On average, how many days does it take from engagement to close for a deal we win?",
        lambda m: m.w.days.mean(),
    ),
    _mav(
        "cycle",
        "Average sales cycle in days of won deals per regional office",
        lambda m: m.w.groupby("regional_office").days.mean().to_dict(),
    ),
    _mav(
        "combined",
        "How many GTX Pro deals did the West region lose in Q4 2017?",
        lambda m: len(
            between(m.l, "close_date", "2017-10-01", "2018-01-01").query(
                "product == 'GTX Pro' and regional_office == 'West'"
            )
        ),
    ),
    _mav(
        "combined",
        "How much did Celia Rouche's team win from software accounts in 2017?",
        lambda m: m.w[(m.w.manager == "Celia Rouche") & (m.w.sector == "software")].close_value.sum(),
    ),
    _mav(
        "misspelt", "how many deals did Darcell Schlect win", lambda m: len(m.w[m.w.sales_agent == "Darcel Schlecht"])
    ),
    _mav("misspelt", "total won value from Hotechi", lambda m: m.w[m.w.account == "Hottechi"].close_value.sum()),
    _mav("shorthand", "# open deals w/ Kan-code?", lambda m: len(m.o[m.o.account == "Kan-code"])),
    _mav(
        "shorthand",
        "top rep by # of won deals Q3 2017",
        lambda m: top(_won(m, "2017-07-01", "2017-10-01").groupby("sales_agent").size()),
    ),
    _mav("missing", "What's the gross margin on GTX Pro?", None),
    _mav("missing", "Which marketing campaign generated the most won deals?", None),
    _mav("missing", "What's Anna Snelling's phone number?", None),
    _mav("missing", "How much commission did Darcel Schlecht earn in 2017?", None),
    _mav("missing", "Which agents hit their quota in Q3 2017?", None),
    _mav("missing", "What was the most common reason for losing deals?", None),
    _mav("missing", "What's the NPS of Konex?", None),
    _mav("missing", "Who is our main contact at Cheers?", None),
    _mav("missing", "How many support tickets did Codehow open in 2017?", None),
    _mav("missing", "Which accounts have unpaid invoices?", None),
    _mav("missing", "What payment terms does Isdom have?", None),
    _mav("missing", "How many units of MG Special do we have in stock?", None),
]

QUESTIONS = MAVENTECH + SAMPLE
