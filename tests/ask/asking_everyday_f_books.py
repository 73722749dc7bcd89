"""What an accounts clerk who chases money and an operations analyst ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import NOW, between, top
from sample_frames import count, first, names

Row = tuple[str, str, Callable[[Any], Any]]

NUMBER = "invoice number"


def _late(s: Any) -> Any:
    return s.v[s.v["paid on"] > s.v["due date"]]


def _days_to_pay(s: Any, country: str) -> float:
    paid = s.v[(s.v.status == "Paid") & (s.v.country == country)]
    return float((paid["paid on"] - paid["issued on"]).dt.days.mean())


def _age(s: Any) -> float:
    return float((NOW.replace(hour=0, tzinfo=None) - s.o["created date"]).dt.days.median())


def _lost_late(s: Any) -> int:
    return len(set(s.h[s.h["to stage"] == "Negotiation"]["deal id"]) & names(s.l, "id"))


def _october_calls(s: Any) -> dict[str, int]:
    return count(between(s.i[s.i.kind == "call"], "date", "2026-10-01", "2026-11-01"), "rep")


def _several(s: Any) -> set[str]:
    held = s.act.groupby("account").size()
    return set(held[held > 1].index)


def _best_countries(s: Any, n: int) -> set[str]:
    return top(s.w[s.w["close date"] >= "2026-01-01"].groupby("country").amount.sum(), n)


CLERK: list[Row] = [
    ("invoices", "Morning. What is the total of all unpaid invoices as it stands today?", lambda s: s.due.amount.sum()),
    (
        "invoices",
        "Acme are querying their statement again. How much do they owe us at the moment?",
        lambda s: s.due[s.due.account == "Acme"].amount.sum(),
    ),
    (
        "payments",
        "Who is our worst payer, i.e. which customer has most often paid an invoice after its due date?",
        lambda s: top(_late(s).groupby("account").size()),
    ),
    (
        "look-up",
        "on what date did BM-20414 get paid? Bank rec is out by exactly that one",
        lambda s: str(first(s.v[s.v[NUMBER] == "BM-20414"], "paid on").date()),
    ),
    (
        "invoices",
        "Which invoices fall due this coming Monday, the 23rd? Invoice numbers please, I'll do the reminders tonight",
        lambda s: names(s.due[s.due["due date"] == "2026-11-23"], NUMBER),
    ),
    (
        "existence",
        "Is there any unpaid invoice already past its due date, or may I go home on time for once?",
        lambda s: bool((s.due["due date"] < "2026-11-20").any()),
    ),
    (
        "sum",
        "Total invoiced in October 2026, for the ledger.",
        lambda s: between(s.v, "issued on", "2026-10-01", "2026-11-01").amount.sum(),
    ),
    (
        "payments",
        (
            "Boss has a theory that the Germans pay on the dot. For customers in Germany, how many days on average between "
            "issuing the invoice and getting the money?"
        ),
        lambda s: _days_to_pay(s, "Germany"),
    ),
]

ANALYST: list[Row] = [
    ("group", "Number of open deals broken down by the account's country.", lambda s: count(s.o, "country")),
    ("median", "Median age in days of the deals currently open, counted from their created date?", _age),
    (
        "stages",
        "Funnel sanity check - of everything we've lost, how many deals had got as far as Negotiation at some point?",
        _lost_late,
    ),
    (
        "tasks",
        "Overdue open tasks by owner, count. Leave out whoever has none",
        lambda s: count(s.t[s.t.overdue], "owner"),
    ),
    ("calls", "how many calls did each rep log in Oct 2026 (only reps with at least one)", _october_calls),
    ("at least", "List the accounts that hold two or more active subscriptions", _several),
    (
        "ranking",
        "For the regional slide: top three countries by amount won, 2026 to date.",
        lambda s: _best_countries(s, 3),
    ),
    (
        "count",
        "Which tier do the deals we lost this year come from? Count of lost deals for each tier",
        lambda s: count(s.l[s.l["close date"] >= "2026-01-01"], "tier"),
    ),
]

BOOKS = CLERK + ANALYST
