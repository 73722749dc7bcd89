"""What finance and customer success type about invoices, payments and subscriptions."""

from __future__ import annotations

from functools import partial
from typing import Any

from asking_gold import Question, between, top
from sample_frames import first, names, total

ask = partial(Question, "sample", "everyday_c")


def _paid(n: Any) -> Any:
    paid = n.v[n.v["paid on"].notna()]
    return paid.assign(
        late=(paid["paid on"] - paid["due date"]).dt.days, took=(paid["paid on"] - paid["issued on"]).dt.days
    )


def _always_late(n: Any) -> set[str]:
    late = (_paid(n).late > 0).groupby(_paid(n).account).all()
    return set(late[late].index)


def _users_of(n: Any, product: str) -> set[str]:
    return names(n.act[n.act["product"] == product], "account")


def _owed(n: Any) -> dict[str, float]:
    owners = n.a[["name", "owner"]].rename(columns={"name": "account"})
    return total(n.due.merge(owners, on="account"), "owner")


QUESTIONS = [
    ask(
        "sum",
        "How much money came in from invoices in September?",
        lambda n: between(n.v, "paid on", "2026-09-01", "2026-10-01").amount.sum(),
    ),
    ask(
        "ranking",
        "The auditor is asking and I have no idea where to look: which of our invoices was paid the most days after its due date? Just need the number.",
        lambda n: top(_paid(n).set_index("invoice number").late),
    ),
    ask(
        "average",
        "avg amount on an invoice to our german customers",
        lambda n: n.v[n.v.country == "Germany"].amount.mean(),
    ),
    ask(
        "count",
        "how many invoices haven't been paid yet and are due before wednesday 25 november",
        lambda n: int((n.due["due date"] < "2026-11-25").sum()),
    ),
    ask("always", "Which customers have paid every single one of their paid invoices late?", _always_late),
    ask(
        "sum",
        "what have we billed kitering toys in total so far",
        lambda n: n.v[n.v.account == "Kittering Toys"].amount.sum(),
    ),
    ask(
        "last",
        "when did Fennick Bikes last pay an invoice?",
        lambda n: str(n.v[n.v.account == "Fennick Bikes"]["paid on"].max().date()),
    ),
    ask("median", "medain mrr of actve subscriptions", lambda n: n.act.mrr.median()),
    ask(
        "list",
        "I'm planning the new year: whose active subscription renews in the first two weeks of January 2027 and isn't on "
        "auto renew?",
        lambda n: names(
            between(n.act[n.act["auto renew"] == "no"], "renewal date", "2027-01-01", "2027-01-15"), "account"
        ),
    ),
    ask(
        "ranking",
        "client with the most seats over all its active subs",
        lambda n: top(n.act.groupby("account").seats.sum()),
    ),
    ask(
        "both",
        "who's got both Tally and Foresight running at the moment",
        lambda n: _users_of(n, "Tally") & _users_of(n, "Foresight"),
    ),
    ask(
        "exactly",
        "How many accounts have exactly one active subscription?",
        lambda n: int((n.act.groupby("account").size() == 1).sum()),
    ),
    ask(
        "existence",
        "does Tessaly Group still have an unpaid invoice?",
        lambda n: "Tessaly Group" in names(n.due, "account"),
    ),
    ask(
        "ranking",
        "In which country do customers take the longest on average to pay, counted from the day we issue the invoice?",
        lambda n: top(_paid(n).groupby("country").took.mean()),
    ),
    ask("group", "average nr of seats per plan (active)", lambda n: dict(n.act.groupby("plan").seats.mean())),
    ask(
        "share",
        "what share of the paid invoices were paid on or before the due date",
        lambda n: float((_paid(n).late <= 0).mean()),
    ),
    ask(
        "look-up",
        "due date on BM-20456??",
        lambda n: str(first(n.v[n.v["invoice number"] == "BM-20456"], "due date").date()),
    ),
    ask("group", "For each account owner, how much is still unpaid on their accounts' invoices?", _owed),
]
