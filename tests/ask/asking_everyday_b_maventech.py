"""Everyday questions over maventech; its periods are absolute."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import between, low, rate, top

Row = tuple[str, str, Callable[[Any], Any]]


def _won(m: Any, start: str, end: str) -> Any:
    return between(m.w, "close_date", start, end)


def _of(frame: Any, agent: str) -> Any:
    return frame[frame.sales_agent == agent]


def _sold(m: Any, by: str) -> Any:
    return m.w.groupby(by).close_value.sum()


def _months(frame: Any) -> Any:
    return frame.close_date.dt.strftime("%Y-%m")


def _quarters(frame: Any) -> Any:
    return frame.close_date.dt.to_period("Q").map(lambda quarter: f"{quarter.year} Q{quarter.quarter}")


def _best_in(m: Any, by: str, what: str) -> Any:
    """The first of each group by won value."""
    sums = m.w.groupby([by, what]).close_value.sum()
    return {name for _, name in sums.groupby(by).idxmax()}


def _below_list(m: Any) -> Any:
    gap = (m.w.close_value - m.w.sales_price).groupby(m.w["product"]).mean()
    return set(gap[gap < 0].index)


def _two(series: Any, *keys: str) -> Any:
    return dict(series[list(keys)])


def _monthly_rate(m: Any) -> Any:
    return {str(month): share for month, share in rate(m.c.assign(month=_months(m.c)), "month").items()}


def _all_seven(m: Any) -> Any:
    kinds = m.w.groupby("account")["product"].nunique()
    return set(kinds[kinds == len(m.p)].index)


def _of_losch(m: Any, start: str, end: str) -> Any:
    return int((_won(m, start, end).manager == "Cara Losch").sum())


MAVENTECH: list[Row] = [
    (
        "period",
        "what did we bring in over the summer of 2017, so june to august, from deals we won?",
        lambda m: _won(m, "2017-06-01", "2017-09-01").close_value.sum(),
    ),
    (
        "ranking",
        "whos sold the most GTK 500s",
        lambda m: top(m.w[m.w["product"] == "GTK 500"].sales_agent.value_counts()),
    ),
    (
        "existence",
        "Has Zane Levy ever lost a deal with Rangreen?",
        lambda m: bool((_of(m.l, "Zane Levy").account == "Rangreen").any()),
    ),
    (
        "top per group",
        "best seller of each regional office, going by the money they've won",
        lambda m: _best_in(m, "regional_office", "sales_agent"),
    ),
    (
        "top per group",
        "Who's our biggest customer in each sector in terms of won value?",
        lambda m: _best_in(m, "sector", "account"),
    ),
    ("busiest", "which month of 2017 did we lose the most deals in?", lambda m: top(_months(m.l).value_counts())),
    (
        "busiest",
        "violet mclelland - what was her best quarter by won value",
        lambda m: top(_of(m.w, "Violet Mclelland").groupby(_quarters(m.w)).close_value.sum()),
    ),
    (
        "count",
        "How many deals are still being worked on in the East?",
        lambda m: int((m.o.regional_office == "East").sum()),
    ),
    ("every", "customers that have bought every single one of our products at least once", _all_seven),
    ("derived", "Which products do we on average win for less than their list price?", _below_list),
    (
        "comparison",
        "kan-code vs hottechi, average size of a won deal",
        lambda m: _two(m.w.groupby("account").close_value.mean(), "Kan-code", "Hottechi"),
    ),
    (
        "comparison",
        "GTX Pro and GTX Plus Pro side by side: total won for each please",
        lambda m: _two(_sold(m, "product"), "GTX Pro", "GTX Plus Pro"),
    ),
    (
        "comparison",
        "did cara losch's people win more deals in q3 2017 than in q2 2017?",
        lambda m: _of_losch(m, "2017-07-01", "2017-10-01") > _of_losch(m, "2017-04-01", "2017-07-01"),
    ),
    (
        "list",
        "which of our accounts were founded before 1983?",
        lambda m: set(m.a[m.a.year_established < 1983].account),
    ),
    (
        "share",
        "what share of the deals Moses Frase closed did he actually win",
        lambda m: rate(m.c, "sales_agent")["Moses Frase"],
    ),
    ("group", "win rate month by month in 2017", _monthly_rate),
    (
        "duration",
        "Which manager's team wins its deals the quickest, on average from engagement to close?",
        lambda m: low(m.w.groupby("manager").days.mean()),
    ),
    (
        "duration",
        "how many deals did we lose after more than 100 days?",
        lambda m: int((m.l.days > 100).sum()),
    ),
    (
        "sum",
        "how much have we sold to customers in norway and poland, together",
        lambda m: m.w[m.w.office_location.isin(["Norway", "Poland"])].close_value.sum(),
    ),
    (
        "count",
        "How many different reps have ever won a GTK 500 deal?",
        lambda m: int(m.w[m.w["product"] == "GTK 500"].sales_agent.nunique()),
    ),
    (
        "first and last",
        "which customer's most recent win lies furthest back?",
        lambda m: low(m.w.groupby("account").close_date.max()),
    ),
    (
        "first and last",
        "the id of the opportunity that's been in Engaging since the earliest date?",
        lambda m: low(m.o[m.o.deal_stage == "Engaging"].set_index("opportunity_id").engage_date),
    ),
    (
        "median",
        "Median won deal in the East office?",
        lambda m: m.w[m.w.regional_office == "East"].close_value.median(),
    ),
    (
        "having",
        "sectors where we've won fewer than 250 deals",
        lambda m: set(m.w.sector.value_counts()[lambda sizes: sizes < 250].index),
    ),
    ("lookup", "who's Boris Faz's boss", lambda m: str(m.t.set_index("sales_agent").manager["Boris Faz"])),
    (
        "period",
        "How many opps did Kary Hendrixson engage in August 2017?",
        lambda m: len(between(_of(m.d, "Kary Hendrixson"), "engage_date", "2017-08-01", "2017-09-01")),
    ),
    (
        "absence",
        "which office has the most open deals with no account filled in",
        lambda m: top(m.o[m.o.account.isna()].regional_office.value_counts()),
    ),
    (
        "misspelt",
        "hw much did Roselina Deiter win with Konex alltogether",
        lambda m: _of(m.w, "Rosalina Dieter")[lambda won: won.account == "Konex"].close_value.sum(),
    ),
    (
        "having",
        "agents who lost more than 120 deals",
        lambda m: set(m.l.sales_agent.value_counts()[lambda sizes: sizes > 120].index),
    ),
]
