"""Questions of the eight over maventech; its data ends in 2017, so their periods are absolute."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import between, low, rate, top

Row = tuple[str, str, Callable[[Any], Any]]


def _closed(frame: Any, start: str, end: str) -> Any:
    return between(frame, "close_date", start, end)


def _of(frame: Any, agent: str) -> Any:
    return frame[frame.sales_agent == agent]


def _sum(frame: Any, by: str) -> dict[str, float]:
    return dict(frame.groupby(by).close_value.sum())


def _count(frame: Any, by: Any) -> dict[str, int]:
    return dict(frame.groupby(by).size())


def _quarter(frame: Any) -> Any:
    return frame.close_date.dt.to_period("Q").map(lambda quarter: f"{quarter.year} Q{quarter.quarter}")


def _western(m: Any) -> Any:
    return _closed(m.w[m.w.regional_office == "West"], "2017-07-01", "2018-01-01").sales_agent.value_counts()


def _idle(m: Any) -> set[str]:
    """On the team list, and with no deal to their name."""
    return set(m.t.sales_agent) - set(m.d.sales_agent)


def _levy(m: Any) -> dict[str, int]:
    won = _closed(_of(m.w, "Zane Levy"), "2017-07-01", "2017-10-01")
    return _count(won, won.close_date.dt.strftime("%Y-%m"))


def _larger(m: Any, one: str, other: str) -> bool:
    return bool(_of(m.w, one).close_value.mean() > _of(m.w, other).close_value.mean())


def _over_sixty(m: Any) -> set[str]:
    losses = m.l.account.value_counts()
    return set(losses[losses > 60].index)


def _account(m: Any, name: str) -> Any:
    return m.w[m.w.account == name]


MAVENTECH: list[Row] = [
    (
        "sum",
        "Could I have the total value of what we won in the last quarter of 2017 please?",
        lambda m: _closed(m.w, "2017-10-01", "2018-01-01").close_value.sum(),
    ),
    ("ranking", "top 3 reps out west by # of wins, jul thru dec 2017", lambda m: top(_western(m), 3)),
    (
        "group",
        "Kindly provide manager wise won amount for Jul-Sep 2017.",
        lambda m: _sum(_closed(m.w, "2017-07-01", "2017-10-01"), "manager"),
    ),
    (
        "lookup",
        "Which customer of us has its office in Germany?",
        lambda m: set(m.a[m.a.office_location == "Germany"].account),
    ),
    (
        "list",
        "companies that belong to Acme Corporation, which ones are they",
        lambda m: set(m.a[m.a.subsidiary_of == "Acme Corporation"].account),
    ),
    (
        "sum",
        "all the Sonron subsidiaries together (not sonron itself), how much they bought in won deals?",
        lambda m: m.w[m.w.subsidiary_of == "Sonron"].close_value.sum(),
    ),
    (
        "rate",
        "Please inform win rate of deals with Ganjaflex, won out of won and lost.",
        lambda m: rate(m.c, "account")["Ganjaflex"],
    ),
    ("rate", "what's the strike rate by sector? wins over everything closed", lambda m: rate(m.c, "sector")),
    ("absence", "Please which agents on the team list have not got a single deal to their name?", _idle),
    ("group", "won money for each product series, GTX, MG, GTK", lambda m: _sum(m.w, "series")),
    (
        "ranking",
        "who landed the single biggest win ever? the rep",
        lambda m: set(m.w.nlargest(1, "close_value").sales_agent),
    ),
    (
        "duration",
        "How many days on average from engaging to winning, for each of the three offices?",
        lambda m: dict(m.w.groupby("regional_office").days.mean()),
    ),
    (
        "count",
        "Of the deals engaged in October 2017, how many are in Engaging until now?",
        lambda m: int((between(m.d, "engage_date", "2017-10-01", "2017-11-01").deal_stage == "Engaging").sum()),
    ),
    (
        "lookup",
        "what year did Xx-holding start up",
        lambda m: int(m.a.set_index("account").year_established["Xx-holding"]),
    ),
    (
        "sum",
        "how much have we won from the really big customers, I mean those with over 10,000 staff?",
        lambda m: m.w[m.w.employees > 10000].close_value.sum(),
    ),
    (
        "count",
        "number of GTX Basic wins where we got more than the list price for it",
        lambda m: int(((m.w["product"] == "GTX Basic") & (m.w.close_value > m.w.sales_price)).sum()),
    ),
    ("group", "zane levy, wins per month, july - sept 2017", _levy),
    (
        "comparison",
        "Is it true that Maureen Marcano's average win is bigger than Kami Bicknell's?",
        lambda m: _larger(m, "Maureen Marcano", "Kami Bicknell"),
    ),
    (
        "share",
        "What part of the whole won value comes from the West office?",
        lambda m: m.w[m.w.regional_office == "West"].close_value.sum() / m.w.close_value.sum(),
    ),
    (
        "ranking",
        "worst closer we've got? lowest win rate I mean",
        lambda m: low(m.c.groupby("sales_agent").deal_stage.apply(lambda stages: (stages == "Won").mean())),
    ),
    (
        "having",
        "Accounts where deals lost are more than 60 in number, kindly list",
        _over_sixty,
    ),
    (
        "group",
        "Losses in December 2017 by office, number of deals.",
        lambda m: _count(_closed(m.l, "2017-12-01", "2018-01-01"), "regional_office"),
    ),
    ("busiest", "in wich quarter of 2017 we won the most deals?", lambda m: top(_quarter(m.w).value_counts())),
    (
        "first and last",
        "When did we win our latest deal with Streethex? Date please",
        lambda m: str(_account(m, "Streethex").close_date.max().date()),
    ),
]
