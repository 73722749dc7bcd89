"""What the eight ask over maventech; its deals end in 2017, so their periods are absolute."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import between, low, rate, top

Row = tuple[str, str, Callable[[Any], Any]]


def _won(m: Any, start: str, end: str) -> Any:
    return between(m.w, "close_date", start, end)


def _agent(frame: Any, *agents: str) -> Any:
    return frame[frame.sales_agent.isin(agents)]


def _best_month(m: Any) -> set[str]:
    mine = _agent(_won(m, "2017-01-01", "2018-01-01"), "Vicki Laflamme")
    return top(mine.groupby(mine.close_date.dt.strftime("%Y-%m")).close_value.sum())


def _again(m: Any) -> set[str]:
    bought = m.w[m.w["product"] == "GTK 500"].account.value_counts()
    return set(bought[bought > 1].index)


def _medics(m: Any) -> set[str]:
    return top(m.w[m.w.sector == "medical"].groupby("account").close_value.sum(), 5)


SALES: list[Row] = [
    (
        "list",
        "zathunicon: which reps have won anything there",
        lambda m: set(m.w[m.w.account == "Zathunicon"].sales_agent),
    ),
    ("busiest", "What was Vicki Laflamme's best month in 2017, going by the money she won?", _best_month),
    (
        "sum",
        "james ascencio, $ won jan-june 2017",
        lambda m: _agent(_won(m, "2017-01-01", "2017-07-01"), "James Ascencio").close_value.sum(),
    ),
    (
        "sum",
        "ok random but how many people work at our telecommunications customers, all of them added up?",
        lambda m: int(m.a[m.a.sector == "telecommunications"].employees.sum()),
    ),
    (
        "average",
        "What did an MG Advanced bring us on average in the deals won in October, November and December 2017?",
        lambda m: _won(m, "2017-10-01", "2018-01-01").query("product == 'MG Advanced'").close_value.mean(),
    ),
    (
        "rate",
        "One-to-ones with Summer Sewald's people start Monday. Win rate of each of her agents, please.",
        lambda m: rate(m.c[m.c.manager == "Summer Sewald"], "sales_agent"),
    ),
    ("having", "who bought the gtk 500 more than once? customers i mean", _again),
    (
        "count",
        "How many deals did Donn Cantrell engage in September 2017, no matter how they ended?",
        lambda m: len(between(_agent(m.d, "Donn Cantrell"), "engage_date", "2017-09-01", "2017-10-01")),
    ),
    (
        "last",
        "And the last time we lost one at Cancity, what day was that?",
        lambda m: str(m.l[m.l.account == "Cancity"].close_date.max().date()),
    ),
    (
        "group",
        "Kindly give manager wise number of deals lying in Prospecting stage",
        lambda m: dict(m.o[m.o.deal_stage == "Prospecting"].groupby("manager").size()),
    ),
    (
        "comparison",
        "Who is quicker to a win on average, in days, Corliss Cosme or Garret Kinder? There's a pint riding on this.",
        lambda m: low(_agent(m.w, "Corliss Cosme", "Garret Kinder").groupby("sales_agent").days.mean()),
    ),
    ("ranking", "The five customers from the medical sector which have brought the highest won value?", _medics),
    (
        "share",
        "mg special as % of all the deals the east has won (number of deals)",
        lambda m: float((m.w[m.w.regional_office == "East"]["product"] == "MG Special").mean()),
    ),
    (
        "threshold",
        "looking for the young ones.. customers founded 2010 or after",
        lambda m: set(m.a[m.a.year_established >= 2010].account),
    ),
    (
        "ranking",
        "How much was the largest deal that Rosalina Dieter ever won?",
        lambda m: _agent(m.w, "Rosalina Dieter").close_value.max(),
    ),
    (
        "group",
        "Won amount per sector for the fourth quarter 2017, I need it for the annual report.",
        lambda m: dict(_won(m, "2017-10-01", "2018-01-01").groupby("sector").close_value.sum()),
    ),
]
