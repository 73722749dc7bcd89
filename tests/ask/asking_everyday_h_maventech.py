"""What the eight ask over maventech; its deals end in 2017, so their periods are absolute."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import between, top

Row = tuple[str, str, Callable[[Any], Any]]


def _quarter(m: Any) -> Any:
    return between(m.w, "close_date", "2017-04-01", "2017-07-01")


def _monthly(m: Any) -> dict[str, int]:
    won = between(m.w, "close_date", "2017-07-01", "2018-01-01")
    return dict(won.close_date.dt.strftime("%Y-%m").value_counts())


def _lost_late(m: Any) -> set[str]:
    return top(between(m.l, "close_date", "2017-10-01", "2018-01-01").sales_agent.value_counts())


def _november(m: Any) -> set[str]:
    return top(between(m.w, "close_date", "2017-11-01", "2017-12-01").groupby("manager").close_value.sum())


def _schlecht(m: Any) -> float:
    return float(m.w[m.w.sales_agent == "Darcel Schlecht"].close_value.sum() / m.w.close_value.sum())


def _bought(m: Any, account: str, product: str) -> bool:
    return bool(((m.w.account == account) & (m.w["product"] == product)).any())


SALES: list[Row] = [
    ("count", "kan-code, number of deals won", lambda m: int((m.w.account == "Kan-code").sum())),
    (
        "look-up",
        "Who is Zane Levy's manager, please? His expense form needs a signature.",
        lambda m: set(m.t[m.t.sales_agent == "Zane Levy"].manager),
    ),
    (
        "list",
        "Could I have the names of all sales agents in the Central office?",
        lambda m: set(m.t[m.t.regional_office == "Central"].sales_agent),
    ),
    (
        "group",
        "how much did each regional office win in the second quarter of 2017",
        lambda m: dict(_quarter(m).groupby("regional_office").close_value.sum()),
    ),
    (
        "count",
        "Versie Hillebrand how many deals sitting in engaging",
        lambda m: int(((m.o.sales_agent == "Versie Hillebrand") & (m.o.deal_stage == "Engaging")).sum()),
    ),
    (
        "list",
        "Which companies are on file as subsidiaries of Acme Corporation?",
        lambda m: set(m.a[m.a.subsidiary_of == "Acme Corporation"].account),
    ),
    (
        "count",
        "How many accounts we have with office outside United States?",
        lambda m: int((m.a.office_location != "United States").sum()),
    ),
    ("ranking", "who's our largest account by revenue", lambda m: top(m.a.set_index("account").revenue)),
    (
        "absence",
        "Tidying up the mailing lists! Which sales agents don't have a single deal to their name, won, lost or open?",
        lambda m: set(m.t.sales_agent) - set(m.d.sales_agent),
    ),
    (
        "average",
        "Average days from engage date to close date for won deals, one figure per product series.",
        lambda m: dict(m.w.groupby("series").days.mean()),
    ),
    ("ranking", "which agent lost the most deals in october through december 2017", _lost_late),
    ("share", "What fraction of all the money we ever won is Darcel Schlecht's?", _schlecht),
    ("group", "Deals won per month, July to December 2017.", _monthly),
    (
        "threshold",
        "which accounts have over 15000 employees? need to know where our sizing tool will fall over",
        lambda m: set(m.a[m.a.employees > 15000].account),
    ),
    (
        "yes or no",
        "Xx-holding reckon they never bought a GTX Basic off us. Have we ever won one there?",
        lambda m: _bought(m, "Xx-holding", "GTX Basic"),
    ),
    (
        "first",
        "When did Markita Hansen win her first deal, which day?",
        lambda m: str(m.w[m.w.sales_agent == "Markita Hansen"].close_date.min().date()),
    ),
    (
        "count",
        "With how many different customers has Moses Frase won a deal?",
        lambda m: int(m.w[m.w.sales_agent == "Moses Frase"].account.nunique()),
    ),
    (
        "rate",
        "win rate in the software sector?",
        lambda m: float((m.c[m.c.sector == "software"].deal_stage == "Won").mean()),
    ),
    ("ranking", "whose team brought in the most money in november 2017 I mean which manager", _november),
    (
        "list",
        "What products are in the GTX series?",
        lambda m: set(m.p[m.p.series == "GTX"]["product"]),
    ),
]
