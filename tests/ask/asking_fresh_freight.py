"""What the people of a forwarder ask of their Zoho export."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from unseen_parts import TODAY, best, between, counts, growth, shares, total, without


def ask(category: str, text: str, gold: Callable[[Any], Any] | None = None) -> Question:
    return Question("freight", "fresh_exports", category, text, gold)


def _won(f: Any, start: str, end: str) -> Any:
    return between(f.won, "Closing Date", start, end)


def _year(f: Any) -> Any:
    return _won(f, "2026-01-01", "2027-01-01")


def _due_december(f: Any) -> set[str]:
    due = between(f.open, "Closing Date", "2026-12-01", "2027-01-01")
    return set(due["Potential Name"])


def _speed(f: Any) -> float:
    done = f.cases[(f.cases.Priority == "High") & f.cases["Closed Time"].notna()]
    return float((done["Closed Time"] - done["Created Time"]).dt.days.mean())


def _customs(f: Any) -> float:
    year = between(f.cases, "Created Time", "2026-01-01", "2027-01-01")
    return float((year["Case Reason"] == "Customs hold").mean())


def _outbound(f: Any) -> int:
    calls = between(f.calls, "Call Start Time", "2026-10-01", "2026-11-01")
    return len(calls[(calls["Call Owner"] == "Rosa Delgado") & (calls["Call Type"] == "Outbound")])


def _crowded(f: Any) -> set[str]:
    found = f.accounts[f.accounts["Account Type"] == "Customer"].groupby("Billing City").size()
    return set(found[found > 8].index)


def _halves(f: Any) -> float:
    now, then = _won(f, "2026-01-01", "2026-07-01"), _won(f, "2025-01-01", "2025-07-01")
    return growth(now.Amount.sum(), then.Amount.sum())


def _busiest(f: Any) -> set[str]:
    return best(_won(f, "2026-07-01", "2026-10-01").groupby("Potential Owner").Amount.sum())


def _versus(f: Any) -> bool:
    found = _year(f).groupby("Service").Amount.sum()
    return bool(found["Groupage"] > found["Container"])


def _quiet_germans(f: Any) -> set[str]:
    german = f.accounts[f.accounts["Billing Country"] == "Germany"]["Account Name"]
    return without(german, f.cases, "Account Name")


def _pallets(f: Any) -> int:
    food = f.accounts[f.accounts.Industry == "Food & Beverage"]
    return int(food["Pallets per Month"].sum())


QUESTIONS = [
    ask("total", "how much have we won this year so far?", lambda f: _year(f).Amount.sum()),
    ask("superlative", "Who won the biggest total amount in Q3 2026?", _busiest),
    ask("rate", "win rate per potential owner pls", lambda f: shares(f.closed, "Potential Owner", "won")),
    ask("top", "top 3 lanes by won amount, all time", lambda f: best(f.won.groupby("Lane").Amount.sum(), 3)),
    ask("total", "whats everything still open worth in total", lambda f: f.open.Amount.sum()),
    ask("custom", "And the expected revenue of all open potentials?", lambda f: f.open["Expected Revenue"].sum()),
    ask("period", "List the open potentials with a closing date this December", _due_december),
    ask(
        "late",
        "any open deals whose closing date has already slipped past? names please",
        lambda f: set(f.open[f.open["Closing Date"] < TODAY]["Potential Name"]),
    ),
    ask(
        "superlative",
        "What's the reason we lose on most often?",
        lambda f: best(f.lost.groupby("Reason For Loss").size()),
    ),
    ask("group", "lost amount per reason for loss", lambda f: total(f.lost, "Reason For Loss", "Amount")),
    ask("count", "How many outbound calls did Rosa Delgado make last month?", _outbound),
    ask(
        "average",
        "average length of an inbound call, in minutes",
        lambda f: f.calls[f.calls["Call Type"] == "Inbound"]["Call Duration (in minutes)"].mean(),
    ),
    ask("never", "Which accounts in Germany have never opened a case with us?", _quiet_germans),
    ask(
        "without",
        "acounts without a single contact on file",
        lambda f: without(f.accounts["Account Name"], f.contacts, "Account Name"),
    ),
    ask("group", "# of accounts per preferred mode", lambda f: counts(f.accounts, "Preferred Mode")),
    ask(
        "look-up",
        "who looks after Marigold Motors?",
        lambda f: f.accounts.set_index("Account Name")["Account Owner"]["Marigold Motors"],
    ),
    ask(
        "median",
        "Median number of employees of our accounts in Poland?",
        lambda f: f.accounts[f.accounts["Billing Country"] == "Poland"].Employees.median(),
    ),
    ask(
        "group",
        "cases opened in 2026, split by case reason",
        lambda f: counts(between(f.cases, "Created Time", "2026-01-01", "2027-01-01"), "Case Reason"),
    ),
    ask("duration", "how many days does it take us on average to close a high prio case", _speed),
    ask("share", "What share of the cases created this year were customs holds?", _customs),
    ask("growth", "By what percentage did won amount grow from H1 2025 to H1 2026?", _halves),
    ask("comparison", "Did groupage win us more money than container this year?", _versus),
    ask("having", "cities where we have more than 8 accounts of type Customer", _crowded),
    ask(
        "groups",
        "won amount by billing country and service",
        lambda f: total(f.won, ["Billing Country", "Service"], "Amount"),
    ),
    ask("custom", "total pallets per month of the accounts in the Food & Beverage industry", _pallets),
    ask("missing", "what fuel surcharge did we bill in October?"),
    ask("missing", "How many trucks do we have on the road today?"),
    ask("missing", "customer satisfaction score per case owner"),
    ask("missing", "gross margin on Antwerp-Lyon this year?"),
    ask("missing", "which accounts pay their invoices late"),
    ask("missing", "How much CO2 did our sea shipments cause in 2026?"),
]
