"""Questions about the maventech export by three people who never saw the planner: a hurried VP, an analyst, a new rep."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question, between, low, top


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("maventech", "second", category, text, gold)


def won(m: Any, start: str, end: str) -> Any:
    return between(m.w, "close_date", start, end)


def value(frame: Any) -> float:
    return float(frame.close_value.sum())


def worth(frame: Any, by: Any) -> dict[Any, float]:
    return dict(frame.groupby(by).close_value.sum())


def number(frame: Any, by: Any) -> dict[Any, int]:
    return dict(frame.groupby(by).size())


def winning(frame: Any) -> float:
    return float((frame.deal_stage == "Won").mean())


def quarter(m: Any, place: int) -> Any:
    starts = ["2017-01-01", "2017-04-01", "2017-07-01", "2017-10-01", "2018-01-01"]
    return won(m, starts[place - 1], starts[place])


def grew(before: Any, after: Any) -> float:
    return value(after) / value(before) - 1


HURRIED = [
    ask(
        "top-k",
        "top 3 reps by won value nov 2017",
        lambda m: top(won(m, "2017-11-01", "2017-12-01").groupby("sales_agent").close_value.sum(), 3),
    ),
    ask("rate", "win rate west", lambda m: winning(m.c[m.c.regional_office == "West"])),
    ask("count", "how many deals did donn cantrell lose", lambda m: len(m.l[m.l.sales_agent == "Donn Cantrell"])),
    ask("top-k", "biggest win ever, which account", lambda m: top(m.w.set_index("account").close_value)),
    ask(
        "group",
        "gtk 500 won revenue by regional office",
        lambda m: worth(m.w[m.w["product"] == "GTK 500"], "regional_office"),
    ),
    ask(
        "compare",
        "central vs east, won $, q2 2017",
        lambda m: worth(quarter(m, 2)[lambda w: w.regional_office.isin(["Central", "East"])], "regional_office"),
    ),
    ask("growth", "won revenue growth q3 17 over q2 17", lambda m: grew(quarter(m, 2), quarter(m, 3))),
    ask("top-k", "worst rep by win rate", lambda m: low(m.c.deal_stage.eq("Won").groupby(m.c.sales_agent).mean())),
    ask("misspelt", "kary hendrikson open deals how many", lambda m: len(m.o[m.o.sales_agent == "Kary Hendrixson"])),
    ask("threshold", "# of won deals over 20k", lambda m: int((m.w.close_value > 20000).sum())),
    ask("average", "avg won deal size medical", lambda m: m.w[m.w.sector == "medical"].close_value.mean()),
    ask(
        "group",
        "reps under rocco neubert, wins each",
        lambda m: number(m.w[m.w.manager == "Rocco Neubert"], "sales_agent"),
    ),
    ask(
        "absence",
        "how many accts never bought a gtk 500",
        lambda m: len(set(m.a.account) - set(m.w[m.w["product"] == "GTK 500"].account)),
    ),
    ask("look-up", "cecily lampkin reports to who", lambda _: "Dustin Brinkmann"),
    ask(
        "filter",
        "cara losch team won revenue dec 2017",
        lambda m: value(won(m, "2017-12-01", "2018-01-01")[lambda w: w.manager == "Cara Losch"]),
    ),
    ask("share", "gtx pro share of total won revenue", lambda m: value(m.w[m.w["product"] == "GTX Pro"]) / value(m.w)),
    ask(
        "difference",
        "darcel schlecht: wins minus losses",
        lambda m: int((m.w.sales_agent == "Darcel Schlecht").sum() - (m.l.sales_agent == "Darcel Schlecht").sum()),
    ),
    ask("cycle", "avg days to close, won deals, per product", lambda m: dict(m.w.groupby("product").days.mean())),
    ask("top-k", "top 4 accounts by number of wins", lambda m: top(m.w.groupby("account").size(), 4)),
    ask(
        "top-k",
        "which manager lost the most deals q4 2017",
        lambda m: top(between(m.l, "close_date", "2017-10-01", "2018-01-01").groupby("manager").size()),
    ),
    ask(
        "existence",
        "any lost mg advanced deals at xx-holding?",
        lambda m: bool(len(m.l[(m.l["product"] == "MG Advanced") & (m.l.account == "Xx-holding")])),
    ),
    ask(
        "median",
        "median won value gtx plus basic",
        lambda m: m.w[m.w["product"] == "GTX Plus Basic"].close_value.median(),
    ),
    ask(
        "compare",
        "did we win more money in may 2017 than in april 2017?",
        lambda m: value(won(m, "2017-05-01", "2017-06-01")) > value(won(m, "2017-04-01", "2017-05-01")),
    ),
    ask("having", "how many reps have 150+ wins", lambda m: int((m.w.groupby("sales_agent").size() >= 150).sum())),
    ask("count", "open deals, no account, how many", lambda m: int(m.o.account.isna().sum())),
    ask("look-up", "list price mg advanced", lambda _: 3393),
]

MISSING = [
    ask("unanswerable", "why did we lose the isdom deals", None),
    ask("unanswerable", "west quota attainment q3 17", None),
    ask("unanswerable", "gross margin gtk 500", None),
    ask("unanswerable", "commission owed to anna snelling", None),
    ask("unanswerable", "who beats us most - which competitor", None),
    ask("unanswerable", "What is the net promoter score of our customers in the retail sector?", None),
    ask(
        "unanswerable", "For each marketing campaign, how many of the won deals in 2017 can be attributed to it?", None
    ),
    ask(
        "unanswerable", "What discount percentage did the approval committee authorise on the Kan-code contracts?", None
    ),
    ask("unanswerable", "How many units of MG Special are left in the warehouse as of the end of 2017?", None),
    ask("unanswerable", "Which agents speak Spanish fluently?", None),
    ask("unanswerable", "Please, what is phone number of the buyer in Konex?", None),
    ask("unanswerable", "Who is the chief executive of Treequote, you know the name?", None),
    ask("unanswerable", "How much salary is earning Melvin Marxen?", None),
    ask("unanswerable", "In which street is the office of Newex?", None),
    ask("unanswerable", "How many visitors had our web page in December 2017?", None),
]
