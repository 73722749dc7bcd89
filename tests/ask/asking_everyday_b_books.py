"""Everyday questions on the sample company's invoices, payments and subscriptions: what finance wants to know."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import between, low, top
from sample_frames import names

Row = tuple[str, str, Callable[[Any], Any]]


def _late(n: Any) -> Any:
    return (n.v["paid on"] - n.v["due date"]).dt.days


def _took(n: Any) -> Any:
    return n.v.assign(took=(n.v["paid on"] - n.v["issued on"]).dt.days)


def _per_plan(n: Any) -> Any:
    plans = n.v.merge(n.s[["subscription id", "plan"]], on="subscription id")
    return dict(plans.groupby("plan").amount.mean())


def _mrr(n: Any) -> Any:
    return n.act.groupby("account").mrr.sum()


def _twice(n: Any) -> Any:
    sizes = n.act.groupby("account").size()
    return set(sizes[sizes == 2].index)


BOOKS: list[Row] = [
    (
        "payments",
        "how much money came in from paid invoices in august?",
        lambda n: between(n.v, "paid on", "2026-08-01", "2026-09-01").amount.sum(),
    ),
    (
        "payments",
        "Who is our slowest payer? going by the average days between issuing a bill and getting the money",
        lambda n: top(_took(n).groupby("account").took.mean()),
    ),
    (
        "payments",
        "customers that have never once paid us late",
        lambda n: names(n.v, "account") - names(n.v[_late(n) > 0], "account"),
    ),
    (
        "payments",
        "How many invoices got paid two weeks or more after they were due?",
        lambda n: int((_late(n) >= 14).sum()),
    ),
    (
        "invoices",
        "Quick one from finance, sorry to bother you all: what do the unpaid invoices that fall due next week come to?",
        lambda n: between(n.due, "due date", "2026-11-23", "2026-11-30").amount.sum(),
    ),
    (
        "invoices",
        "what have we billed wexcombe so far this year",
        lambda n: n.v[(n.v.account == "Wexcombe Hospitals") & (n.v["issued on"] >= "2026-01-01")].amount.sum(),
    ),
    ("invoices", "avg invoice amount per subscription plan?", _per_plan),
    (
        "invoices",
        "Is there any unpaid invoice that's already past its due date?",
        lambda n: bool((n.due["due date"] < "2026-11-20").any()),
    ),
    (
        "subscriptions",
        "whose active subscription is the next one up for renewal?",
        lambda n: low(n.act.set_index("account")["renewal date"]),
    ),
    (
        "subscriptions",
        "whose subscription started within the last 30 days? customers pls",
        lambda n: names(between(n.s, "start date", "2026-10-21", "2026-11-21"), "account"),
    ),
    ("subscriptions", "Which customers have exactly two active subscriptions?", _twice),
    (
        "subscriptions",
        "Who do we make more than 5k a month from? counting MRR of active subscriptions",
        lambda n: set(_mrr(n)[lambda sums: sums > 5000].index),
    ),
    (
        "subscriptions",
        "typical number of seats on the Business plan (median)",
        lambda n: n.s[n.s["plan"] == "Business"].seats.median(),
    ),
]
