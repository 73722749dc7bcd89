"""What a financial controller and a revenue analyst ask about money owed and paid, and for their sheets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import top
from sample_frames import names, total

Row = tuple[str, str, Callable[[Any], Any]]


def _very_late(n: Any) -> int:
    paid = n.v[n.v["paid on"].notna()]
    return int(((paid["paid on"] - paid["due date"]).dt.days > 10).sum())


def _created_by_quarter(n: Any) -> dict[str, int]:
    created = n.d[n.d["created date"] >= "2026"]["created date"]
    return dict(created.map(lambda day: f"{day.year} Q{day.quarter}").value_counts())


def _british_it(n: Any) -> int:
    british = names(n.a[n.a.country == "United Kingdom"])
    return int(((n.c["job title"] == "IT Manager") & n.c.account.isin(british)).sum())


CONTROLLER: list[Row] = [
    (
        "invoices",
        "Please list me by number the invoices which Northwind Logistics has not paid yet.",
        lambda n: names(n.due[n.due.account == "Northwind Logistics"], "invoice number"),
    ),
    (
        "payments",
        "How much money was paid on invoices in the week from 9 to 15 November 2026?",
        lambda n: n.v[n.v["paid on"].between("2026-11-09", "2026-11-15")].amount.sum(),
    ),
    (
        "group",
        "The sum of all invoices still unpaid, but divided by tier of the customer. Thank you.",
        lambda n: total(n.due, "tier"),
    ),
    (
        "threshold",
        "How many invoices have been paid more than ten days after their due date, until now?",
        _very_late,
    ),
    (
        "ranking",
        "To which customer did we invoice the highest amount in 2026, paid and unpaid together?",
        lambda n: top(n.v[n.v["issued on"] >= "2026"].groupby("account").amount.sum()),
    ),
]

ANALYST: list[Row] = [
    (
        "average",
        "Hi team, kindly share average MRR of an active subscription, product wise.",
        lambda n: dict(n.act.groupby("product").mrr.mean()),
    ),
    ("group", "Need quarter wise count of deals created in 2026, by created date", _created_by_quarter),
    (
        "count",
        "how many different job titles are there in our contacts list?",
        lambda n: int(n.c["job title"].nunique()),
    ),
    ("count", "One doubt: IT Managers known to us at UK companies are how many?", _british_it),
    (
        "tasks",
        "Who has closed the highest number of tasks since 1st Oct 2026? Planning a small gift voucher.",
        lambda n: top(n.t[n.t["completed at"] >= "2026-10-01"].owner.value_counts()),
    ),
]

BOOKS = CONTROLLER + ANALYST
