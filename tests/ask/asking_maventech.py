"""What sales leaders, reps and analysts type in their first days over the maventech export.

Written from the CSV files alone, without a look at the planner or at the other question files. Shares, rates and
growth are fractions; months are keyed "2017-03" and quarters "2017 Q1".
"""

from __future__ import annotations

from asking_gold import Question, between, low, mav, rate, top
from asking_maventech_detail import DETAIL
from asking_maventech_groups import GROUPING, SHARES, hit, over, won
from asking_maventech_sums import SUMS, UNKNOWN

PART = "maventech_new"


def ask(category, text, gold) -> Question:
    return mav(PART, category, text, gold)


RANKING = [
    ("superlative", "Which client has brought us the most money in won deals?", lambda m: top(won(m.w, "account"))),
    ("superlative", "Name the five accounts with the largest headcount.", lambda m: top(heads(m), 5)),
    (
        "superlative",
        "biggest single deal we ever closed-won, which one was it",
        lambda m: {biggest(m.w).opportunity_id},
    ),
    (
        "superlative",
        "Whose team has the lowest total won value? I want the boss's name",
        lambda m: low(won(m.w, "manager")),
    ),
    ("superlative", "youngest customer by founding year?", lambda m: top(m.a.set_index("account").year_established)),
    (
        "superlative",
        "Show me the 4 products with the most closed-won deals",
        lambda m: top(m.w["product"].value_counts(), 4),
    ),
    ("superlative", "bottom two sectors by won value", lambda m: low(won(m.w, "sector"), 2)),
    (
        "superlative",
        "Leaving Darcel Schlecht aside, who has won the largest number of deals?",
        lambda m: top(m.w[m.w.sales_agent != "Darcel Schlecht"].sales_agent.value_counts()),
    ),
    (
        "superlative",
        "Which manager's people have lost the most opportunities?",
        lambda m: top(m.l.manager.value_counts()),
    ),
    ("threshold", "How many won deals were worth more than 5,000?", lambda m: int((m.w.close_value > 5000).sum())),
    ("threshold", "accounts we've sold over 200k to in total", lambda m: over(won(m.w, "account"), 200_000)),
    ("threshold", "List reps whose won total is above $450,000.", lambda m: over(won(m.w, "sales_agent"), 450_000)),
    ("threshold", "number of customers with fewer than 500 employees", lambda m: int((m.a.employees < 500).sum())),
    ("threshold", "Products with a list price of 5k or more?", lambda m: set(m.p[m.p.sales_price >= 5000]["product"])),
    (
        "threshold",
        "Could you pull up the opportunities that closed for at least $29,000?",
        lambda m: set(m.w[m.w.close_value >= 29000].opportunity_id),
    ),
    ("threshold", "won deals under 50 bucks - how many?", lambda m: int((m.w.close_value < 50).sum())),
    ("threshold", "customers with 15,000+ staff", lambda m: over(heads(m), 14_999)),
    (
        "range",
        "How many deals did we win for between $1,000 and $2,000?",
        lambda m: int(m.w.close_value.between(1000, 2000).sum()),
    ),
    (
        "range",
        "How many of our customers were founded in the nineties?",
        lambda m: int(m.a.year_established.between(1990, 1999).sum()),
    ),
    ("range", "accounts employing 120 to 200 people", lambda m: set(m.a[m.a.employees.between(120, 200)].account)),
    (
        "range",
        "which clients have an annual revenue from 2000 to 2100 (it's in millions)?",
        lambda m: set(m.a[m.a.revenue.between(2000, 2100)].account),
    ),
    (
        "range",
        "Products with list prices between 1000 and 5000, please.",
        lambda m: set(m.p[m.p.sales_price.between(1000, 5000)]["product"]),
    ),
    (
        "range",
        "what do all the won deals sized between 4,000 and 6,000 add up to",
        lambda m: m.w[m.w.close_value.between(4000, 6000)].close_value.sum(),
    ),
    (
        "range",
        "Count the won deals that took 30 to 60 days from engagement to close",
        lambda m: int(m.w.days.between(30, 60).sum()),
    ),
]

COMPARING = [
    (
        "compare two",
        "Compare Kan-code and Konex on won amount",
        lambda m: only(won(m.w, "account"), "Kan-code", "Konex"),
    ),
    (
        "compare two",
        "East vs West: number of closed-won deals?",
        lambda m: only(m.w.regional_office.value_counts(), "East", "West"),
    ),
    (
        "compare two",
        "GTX Pro versus MG Advanced, win rate of each",
        lambda m: {name: rate(m.c, "product")[name] for name in ("GTX Pro", "MG Advanced")},
    ),
    (
        "compare two",
        "Is Celia Rouche's average won deal larger than Rocco Neubert's?",
        lambda m: size(m, "Celia Rouche") > size(m, "Rocco Neubert"),
    ),
    (
        "compare two",
        "How many dollars more has the West won than the Central region?",
        lambda m: won(m.w, "regional_office")["West"] - won(m.w, "regional_office")["Central"],
    ),
    (
        "compare two",
        "Have we lost more deals at Hottechi than at Condax?",
        lambda m: bool(count(m.l, "Hottechi") > count(m.l, "Condax")),
    ),
    (
        "compare two",
        "By how many employees is Dontechi bigger than Cheers?",
        lambda m: int(heads(m)["Dontechi"] - heads(m)["Cheers"]),
    ),
    (
        "compare two",
        "who won more deals, Cassey Cress or Donn Cantrell?",
        lambda m: top(m.w.sales_agent.value_counts()[["Cassey Cress", "Donn Cantrell"]]),
    ),
    (
        "compare periods",
        "Did we win more deals in Q3 2017 than in Q2 2017?",
        lambda m: bool(len(quarter(m.w, 3)) > len(quarter(m.w, 2))),
    ),
    (
        "compare periods",
        "By how many dollars did the won value change from Q3 2017 to Q4 2017?",
        lambda m: quarter(m.w, 4).close_value.sum() - quarter(m.w, 3).close_value.sum(),
    ),
    (
        "compare periods",
        "% growth of won amount, May to June 2017",
        lambda m: month(m.w, 6).close_value.sum() / month(m.w, 5).close_value.sum() - 1,
    ),
    (
        "compare periods",
        "October against November 2017, won deals in each",
        lambda m: {"2017-10": len(month(m.w, 10)), "2017-11": len(month(m.w, 11))},
    ),
    (
        "compare periods",
        "lost opps in aug 2017 vs sept 2017",
        lambda m: {"2017-08": len(month(m.l, 8)), "2017-09": len(month(m.l, 9))},
    ),
    (
        "compare periods",
        "Which salespeople won more money in Q4 2017 than in Q3 2017?",
        lambda m: risen(m.w, "sales_agent", 3, 4),
    ),
    (
        "compare periods",
        "Which region's won value rose the most in dollars between Q2 2017 and Q3 2017?",
        lambda m: top(won(quarter(m.w, 3), "regional_office") - won(quarter(m.w, 2), "regional_office")),
    ),
    (
        "compare periods",
        "Was our win rate better in the second half of 2017 than in the first half?",
        lambda m: (
            hit(between(m.c, "close_date", "2017-07-01", "2018-01-01"))
            > hit(between(m.c, "close_date", "2017-01-01", "2017-07-01"))
        ),
    ),
]


def only(series, *names) -> dict[str, float]:
    return series[list(names)].to_dict()


def heads(m):
    return m.a.set_index("account").employees


def biggest(frame):
    return frame.loc[frame.close_value.idxmax()]


def size(m, manager):
    return float(m.w[m.w.manager == manager].close_value.mean())


def count(frame, account) -> int:
    return int((frame.account == account).sum())


def quarter(frame, number):
    return frame[(frame.close_date.dt.year == 2017) & (frame.close_date.dt.quarter == number)]


def month(frame, number):
    return frame[(frame.close_date.dt.year == 2017) & (frame.close_date.dt.month == number)]


def risen(frame, by, first, second) -> set[str]:
    before, after = won(quarter(frame, first), by), won(quarter(frame, second), by)
    return over(after.sub(before, fill_value=0), 0)


QUESTIONS = [ask(*row) for row in [*RANKING, *COMPARING, *SHARES, *GROUPING, *DETAIL, *SUMS, *UNKNOWN]]
