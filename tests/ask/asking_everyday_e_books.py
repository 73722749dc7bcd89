"""Questions of the eight on the sample company's invoices and subscriptions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import between, top
from sample_frames import first, names, total

Row = tuple[str, str, Callable[[Any], Any]]


def _german_days(s: Any) -> float:
    paid = s.v[s.v.country == "Germany"].dropna(subset="paid on")
    return float((paid["paid on"] - paid["issued on"]).dt.days.mean())


def _of_lena(s: Any) -> Any:
    return s.due[s.due.account.isin(names(s.a[s.a.owner == "Lena Brandt"]))].amount.sum()


def _switched_off(s: Any) -> set[str]:
    return names(s.act[(s.act["auto renew"] == "no") & (s.act["renewal date"] < "2027-02-01")], "account")


def _renews(s: Any) -> bool:
    kept = s.act[(s.act.account == "Kittering Toys") & (s.act["product"] == "Foresight")]
    return bool(first(kept, "auto renew") == "yes")


BOOKS: list[Row] = [
    (
        "invoices",
        "What did we bill last month, all customers together? going by the date on the invoice",
        lambda s: between(s.v, "issued on", "2026-10-01", "2026-11-01").amount.sum(),
    ),
    (
        "payments",
        "How many days need our customers from Germany on average from the invoice date until the money is here?",
        _german_days,
    ),
    (
        "invoices",
        "Pls confirm total outstanding i.e. unpaid invoices for the accounts handled by Lena. Thanks & regards",
        _of_lena,
    ),
    (
        "invoices",
        "unpaid invoices north of 10k - give me the invoice #s",
        lambda s: names(s.due[s.due.amount > 10000], "invoice number"),
    ),
    (
        "invoices",
        "Good morning, BM-20857 was raised for which customer please?",
        lambda s: first(s.v[s.v["invoice number"] == "BM-20857"], "account"),
    ),
    (
        "payments",
        "Which month this year was our best for cash actually received on invoices?",
        lambda s: top(s.v.groupby(s.v["paid on"].dt.strftime("%Y-%m")).amount.sum()),
    ),
    (
        "subscriptions",
        "of the live subs, whos got auto renew switched off and is up for renewal before feb? just company names",
        _switched_off,
    ),
    (
        "subscriptions",
        "how much of mrr we have today in each product, only counting what is active",
        lambda s: total(s.act, "product", "mrr"),
    ),
    (
        "subscriptions",
        "I would like to know total number of seats which customers in United States have. Active subscriptions only.",
        lambda s: int(s.act[s.act.country == "United States"].seats.sum()),
    ),
    ("subscriptions", "does kitering's foresight subscription renew automatically, y/n", _renews),
]
