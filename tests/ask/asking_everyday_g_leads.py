"""What a sales manager asks at her desk and a founder on her phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import between, low, top
from sample_frames import count, names, said, total

Row = tuple[str, str, Callable[[Any], Any]]


def _year(frame: Any) -> Any:
    return frame[frame["close date"] >= "2026"]


def _renewals_kept(n: Any) -> float:
    closed = _year(n.z[n.z.type == "Renewal"])
    return float((closed.stage == "Closed Won").mean())


def _featureless(n: Any) -> set[str]:
    lost = _year(n.l[n.l["lost reason"] == "Missing feature"])
    return names(lost[lost.amount > 25000])


def _ahead(n: Any) -> set[str]:
    pair = _year(n.w[n.w.owner.isin(["Jonas Weidner", "Maya Lindqvist"])])
    return top(pair.owner.value_counts())


def _contracts(n: Any) -> int:
    sent = n.h[(n.h["to stage"] == "Contract Sent") & (n.h["changed at"] >= "2026-09-01")]
    return int(sent["deal id"].nunique())


def _bought_only_before(n: Any) -> set[str]:
    return names(n.w[n.w["close date"] < "2026"], "account") - names(_year(n.w), "account")


def _heard_at(n: Any, account: str, word: str, since: str) -> bool:
    return bool(len(said(n.i[(n.i.account == account) & (n.i.date >= since)], word)))


def _seats(n: Any) -> Any:
    return n.act.groupby("account").seats.sum()


MANAGER: list[Row] = [
    (
        "group",
        "Could you tell me for each of the two teams how big its largest open deal is?",
        lambda n: dict(n.o.groupby("team").amount.max()),
    ),
    ("comparison", "Jonas or Maya: which of them has won the larger number of deals in 2026?", _ahead),
    (
        "list",
        "Product wants examples. Which deals of over 25,000 did we lose this year on account of a missing feature?",
        _featureless,
    ),
    (
        "average",
        "How big were the deals that competitors took away from us? An average is enough.",
        lambda n: n.l[n.l["lost reason"] == "Competitor"].amount.mean(),
    ),
    ("share", "Out of the renewals closed in 2026, what proportion ended as a win?", _renewals_kept),
    (
        "group",
        "I'm putting flags on a map for the kick-off :) Number of wins in Q2 by country of the customer, please.",
        lambda n: count(between(n.w, "close date", "2026-04-01", "2026-07-01"), "country"),
    ),
    ("stages", "How many deals have reached Contract Sent since the first of September?", _contracts),
    (
        "busiest",
        "Which month of 2026 was our darkest, I mean the one with the most lost deals?",
        lambda n: top(_year(n.l)["close date"].dt.strftime("%Y-%m").value_counts()),
    ),
    (
        "list",
        "Who of the reps has a deal that's still in Discovery?",
        lambda n: names(n.o[n.o.stage == "Discovery"], "owner"),
    ),
]

FOUNDER: list[Row] = [
    (
        "ranking",
        "2nd bigest deal we won this year, name",
        lambda n: {_year(n.w).nlargest(2, "amount").name.iloc[1]},
    ),
    ("both", "which accounts did we win a deal with in 2025 but none in 2026 so far", _bought_only_before),
    (
        "sum",
        "boarding in 5 - what does kittering toys pay us per month right now, all their active subs together",
        lambda n: int(n.act[n.act.account == "Kittering Toys"].mrr.sum()),
    ),
    (
        "comparison",
        "active mrr, uk customers vs us customers pls",
        lambda n: total(n.act[n.act.country.isin(["United Kingdom", "United States"])], "country", "mrr"),
    ),
    ("ranking", "which customer has the fewest seats w us (active)", lambda n: low(_seats(n))),
    (
        "text",
        "has anyone at globex said the word warepoint this month??",
        lambda n: _heard_at(n, "Globex", "(?i)warepoint", "2026-11-01"),
    ),
]


LEADS = MANAGER + FOUNDER
