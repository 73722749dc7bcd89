"""What people ask about subscriptions, renewals, recurring revenue and the products that customers run."""

from __future__ import annotations

from functools import partial
from typing import Any

from asking_gold import Question, between, low, top
from pandas import Timestamp
from sample_frames import count, first, names, total

ask = partial(Question, "sample", "work_books")


def _per_owner(n: Any) -> dict[str, float]:
    owners = n.a[["name", "owner"]].rename(columns={"name": "account"})
    return total(n.act.merge(owners, on="account"), "owner", "mrr")


def _running(n: Any, product: str) -> set[str]:
    return names(n.act[n.act["product"] == product], "account")


def _several(n: Any) -> set[str]:
    sizes = n.act.groupby("account").size()
    return set(sizes[sizes >= 2].index)


def _abroad(n: Any) -> Any:
    return n.act[n.act.country != "United States"].groupby("country").mrr.sum()


def _next_year(n: Any) -> dict[str, int]:
    due = between(n.act, "renewal date", "2027-01-01", "2028-01-01")
    return count(due, due["renewal date"].dt.to_period("Q").map(lambda quarter: f"{quarter.year} Q{quarter.quarter}"))


def _one(n: Any, account: str, column: str, product: str = "") -> Any:
    found = n.s[n.s.account == account]
    return first(found[found["product"] == product] if product else found, column)


def _family(n: Any) -> float:
    tessaly = n.act[n.act.account.isin(["Tessaly Group", "Tessaly Retail", "Tessaly Cold Chain"])].mrr.sum()
    return float(tessaly)


QUESTIONS = [
    ask("sum", "MRR as of now, just the one figure", lambda n: n.act.mrr.sum()),
    ask(
        "sum",
        "The investors want our annual recurring revenue. Twelve times the monthly figure of the active subscriptions, what's that?",
        lambda n: 12 * n.act.mrr.sum(),
    ),
    ask(
        "group",
        "recurring revenue by product please, only subs that are alive",
        lambda n: total(n.act, "product", "mrr"),
    ),
    ask(
        "sum",
        "how many quayside licences (seats) are active across the whole customer base",
        lambda n: n.act[n.act["product"] == "Quayside"].seats.sum(),
    ),
    ask(
        "list",
        "Which clients have cancelled their subscription with us?",
        lambda n: names(n.s[n.s.status == "Cancelled"], "account"),
    ),
    ask(
        "sum",
        "how much MRR went down the drain with the cancelled subscriptions, added together?",
        lambda n: n.s[n.s.status == "Cancelled"].mrr.sum(),
    ),
    ask(
        "list",
        "subscription renewals left before new year's – with which customers?",
        lambda n: names(n.act[n.act["renewal date"] < "2027"], "account"),
    ),
    ask(
        "sum",
        "What monthly revenue is up for renewal in February 2027, leaving out the cancelled ones",
        lambda n: between(n.act, "renewal date", "2027-02-01", "2027-03-01").mrr.sum(),
    ),
    ask(
        "count",
        "Count the active subscriptions where auto renew is switched off.",
        lambda n: int((n.act["auto renew"] == "no").sum()),
    ),
    ask("ranking", "id of the sub with the fattest mrr", lambda n: top(n.act.set_index("subscription id").mrr)),
    ask(
        "without",
        "cross-sell idea: everybody who runs Foresight at present without having Tally as well",
        lambda n: _running(n, "Foresight") - _running(n, "Tally"),
    ),
    ask(
        "look-up",
        "Since when has Pinecrest Foods subscribed to Foresight?",
        lambda n: str(_one(n, "Pinecrest Foods", "start date", "Foresight").date()),
    ),
    ask("look-up", "marlowe dental suply, what plan r they on", lambda n: _one(n, "Marlowe Dental Supply", "plan")),
    ask("look-up", "Seats at Yarrow Print?", lambda n: int(_one(n, "Yarrow Print", "seats"))),
    ask(
        "yes or no",
        "does the Hexley Chemicals subscription renew by itself or do we have to chase them? yes = automatic",
        lambda n: bool(_one(n, "Hexley Chemicals", "auto renew") == "yes"),
    ),
    ask("group", "Account owners and the live MRR each one looks after", _per_owner),
    ask(
        "share",
        "Enterprise plan – what part of total active MRR does it make up?",
        lambda n: float(n.act[n.act.plan == "Enterprise"].mrr.sum() / n.act.mrr.sum()),
    ),
    ask(
        "ranking",
        "Leaving the USA aside, from which country do we get the most active MRR?",
        lambda n: top(_abroad(n)),
    ),
    ask(
        "count",
        "subs with a start date in october this year: how many?",
        lambda n: len(between(n.s, "start date", "2026-10-01", "2026-11-01")),
    ),
    ask("at least", "customers holding more than one live subscription, list them", _several),
    ask(
        "absence",
        "is there anyone with customer status who doesn't have a single active subscription? who",
        lambda n: names(n.a[n.a.status == "Customer"]) - names(n.act, "account"),
    ),
    ask("ranking", "Whose active subscription has the fewest seats?", lambda n: low(n.act.set_index("account").seats)),
    ask(
        "sum",
        "Lena here. Tessaly Group, Tessaly Retail and Tessaly Cold Chain taken together, what active MRR do they give us?",
        _family,
    ),
    ask(
        "group",
        "Active subscriptions due to renew in 2027, counted quarter by quarter",
        _next_year,
    ),
    ask(
        "ranking",
        "what product is most widespread among current subscribers, by number of active subs",
        lambda n: top(n.act.groupby("product").size()),
    ),
    ask(
        "comparison",
        "Do German customers bring more active MRR than Canadian and French ones put together?",
        lambda n: bool(
            n.act[n.act.country == "Germany"].mrr.sum() > n.act[n.act.country.isin(["Canada", "France"])].mrr.sum()
        ),
    ),
    ask(
        "threshold",
        "who subscribes to a package of over 100 seats (one single subscription, still active)",
        lambda n: names(n.act[n.act.seats > 100], "account"),
    ),
    ask(
        "ranking",
        "whose subscription will be the very next one to renew (customer name)",
        lambda n: low(n.act.set_index("account")["renewal date"]),
    ),
    ask(
        "duration",
        "how many days are left until Acme's Tally subscription renews",
        lambda n: int((_one(n, "Acme", "renewal date", "Tally") - Timestamp("2026-11-20")).days),
    ),
    ask(
        "list",
        "which of our products has Ridgeback Tools subscribed to?",
        lambda n: names(n.act[n.act.account == "Ridgeback Tools"], "product"),
    ),
    ask("list", "quayside users at the mo = ?", lambda n: _running(n, "Quayside")),
]
