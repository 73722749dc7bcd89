"""What people ask about bills, payments, lateness and debts."""

from __future__ import annotations

from functools import partial
from typing import Any

from asking_gold import Question, between, low, top
from sample_frames import first, names, total

ask = partial(Question, "sample", "work_books")


def _paid(n: Any) -> Any:
    paid = n.v[n.v["paid on"].notna()]
    return paid.assign(
        late=(paid["paid on"] - paid["due date"]).dt.days, took=(paid["paid on"] - paid["issued on"]).dt.days
    )


def _of(frame: Any, account: str) -> Any:
    return frame[frame.account == account]


def _owed(n: Any) -> Any:
    return n.due.groupby("account").amount.sum()


def _punctual(n: Any) -> set[str]:
    worst = _paid(n).groupby("account").late.max()
    return set(worst[worst <= 0].index)


def _slipped(n: Any) -> int:
    """How many invoices that were due in the first half of the year came in late."""
    return int((between(_paid(n), "due date", "2026-01-01", "2026-07-01").late > 0).sum())


QUESTIONS = [
    ask("sum", "hi! total of what everybody still owes us today?", lambda n: n.due.amount.sum()),
    ask(
        "threshold",
        "who is in for more than 10 grand with us, unpaid bills added up per customer",
        lambda n: set(_owed(n)[_owed(n) > 10000].index),
    ),
    ask(
        "ranking",
        "Our biggest debtor at the moment is…? I mean the account with the most unpaid money on it, one name",
        lambda n: top(_owed(n)),
    ),
    ask(
        "average",
        "Pellworm Paper never pays punctually. By how many days do they overshoot the due date on average?",
        lambda n: _of(_paid(n), "Pellworm Paper").late.mean(),
    ),
    ask(
        "list",
        "ran the bank import this morning. which invoice numbers got paid since monday (16 nov)?",
        lambda n: names(n.v[n.v["paid on"] >= "2026-11-16"], "invoice number"),
    ),
    ask(
        "sum",
        "Turnover invoiced in Q2, going by the date of issue",
        lambda n: between(n.v, "issued on", "2026-04-01", "2026-07-01").amount.sum(),
    ),
    ask(
        "group",
        "I'd need the invoiced amounts broken down by country for the tax adviser, everything to date, paid or not.",
        lambda n: total(n.v, "country"),
    ),
    ask(
        "look-up",
        "BM-21050 – how many days late did it come in",
        lambda n: int(first(_paid(n)[_paid(n)["invoice number"] == "BM-21050"], "late")),
    ),
    ask(
        "yes or no",
        "The bill Silverthread Apparel got in July: was it settled in time?",
        lambda n: bool(
            first(between(_of(_paid(n), "Silverthread Apparel"), "issued on", "2026-07-01", "2026-08-01"), "late") <= 0
        ),
    ),
    ask(
        "share",
        "of all the money we have ever invoiced, what percent is outstanding",
        lambda n: float(n.due.amount.sum() / n.v.amount.sum()),
    ),
    ask("never", "Name me the model pupils: customers who haven't paid late even once.", _punctual),
    ask(
        "ranking",
        "to whom did our heaviest single invoice go?",
        lambda n: names(n.v[n.v.amount == n.v.amount.max()], "account"),
    ),
    ask("ranking", "tiniest unpaid invoice, its no. pls", lambda n: low(n.due.set_index("invoice number").amount)),
    ask(
        "sum",
        "cash planning: what should land next week if everyone pays exactly on the due date? unpaid bills due mon 23 to sun 29",
        lambda n: between(n.due, "due date", "2026-11-23", "2026-11-30").amount.sum(),
    ),
    ask(
        "list",
        "anything unpaid that falls due this saturday or sunday? invoice nrs please",
        lambda n: names(between(n.due, "due date", "2026-11-21", "2026-11-23"), "invoice number"),
    ),
    ask(
        "count",
        "How many open invoices are sitting at accounts that belong to Lena Brandt?",
        lambda n: int(n.due.account.isin(names(n.a[n.a.owner == "Lena Brandt"])).sum()),
    ),
    ask(
        "group",
        "For Strategic, Growth and Core separately: mean number of days between issuing a bill and being paid",
        lambda n: dict(_paid(n).groupby("tier").took.mean()),
    ),
    ask(
        "ranking",
        "Controlling wants to know in which month we collected the most money, by the date invoices were paid. Can you look?",
        lambda n: top(n.v.groupby(n.v["paid on"].dt.strftime("%Y-%m")).amount.sum()),
    ),
    ask(
        "count",
        "Looking only at invoices with a due date between 1 January and 30 June – how many of those were paid too late?",
        _slipped,
    ),
    ask(
        "yes or no",
        "has Acme ever been late with a payment, even by a day",
        lambda n: bool((_of(_paid(n), "Acme").late > 0).any()),
    ),
    ask(
        "group",
        "invoiced amounts month by month, by date of issue. thx",
        lambda n: total(n.v, n.v["issued on"].dt.strftime("%Y-%m")),
    ),
    ask(
        "sum",
        "Add up the open receivables of our American customers for me, would you",
        lambda n: n.due[n.due.country == "United States"].amount.sum(),
    ),
    ask(
        "last",
        "on which date did the latest customer payment arrive?",
        lambda n: str(n.v["paid on"].max().date()),
    ),
    ask(
        "yes or no",
        "are any invoices past their due date as of today",
        lambda n: bool((n.due["due date"] < "2026-11-20").any()),
    ),
    ask(
        "comparison",
        "How much more have we billed Pinecrest Foods than Vantoor Electric, altogether?",
        lambda n: _of(n.v, "Pinecrest Foods").amount.sum() - _of(n.v, "Vantoor Electric").amount.sum(),
    ),
    ask("count", "invoices of five figures (10.000 or more), how many exist", lambda n: int((n.v.amount >= 1e4).sum())),
    ask(
        "ranking",
        "Give me the five accounts from which we've collected the most money so far.",
        lambda n: top(_paid(n).groupby("account").amount.sum(), 5),
    ),
    ask(
        "median",
        "among payments that were late: the typical delay? median in days",
        lambda n: _paid(n)[_paid(n).late > 0].late.median(),
    ),
]
