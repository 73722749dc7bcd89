"""What the reps, the branch managers and the service desk of a machinery dealer type over their Salesforce reports.

Won is Closed Won, in the period of the close date; a rep, a branch or a manager is that of the opportunity owner. A case is open
until its status is Closed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from blind_files import one, only
from unseen_parts import TODAY, best, between, counts, growth, shares, total


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("diggers", "blind_i", category, text, gold)


def won(f: Any, start: str = "2026-01-01", end: str = "2026-11-21") -> Any:
    return between(f.won, "close_date", start, end)


def sold(f: Any) -> Any:
    """The lines of what was won this year."""
    return between(f.lines[f.lines.stage == "Closed Won"], "close_date", "2026-01-01", "2026-11-21")


def never_sold(f: Any) -> set[str]:
    return set(f.p.product_name) - set(f.lines[f.lines.stage == "Closed Won"].product_name)


def quiet(f: Any) -> set[str]:
    """Accounts in Wisconsin that bought nothing this year."""
    return set(f.a[f.a.billing_state_province == "WI"].account_name) - set(won(f).account_name)


def pair(f: Any) -> dict[str, float]:
    found = f.won[f.won.opportunity_owner.isin(["Trent Vasquez", "Jolene Pruitt"])]
    means: dict[str, float] = found.groupby("opportunity_owner").amount.mean().to_dict()
    return means


def quarters(f: Any) -> float:
    after, before = won(f, "2026-07-01", "2026-10-01"), won(f, "2026-04-01", "2026-07-01")
    return growth(after.amount.sum(), before.amount.sum())


def rented(f: Any) -> float:
    found = won(f)
    return float(found[found.type == "Rental"].amount.sum() / found.amount.sum())


def duration(f: Any) -> dict[str, float]:
    days = (f.won.close_date - f.won.created_date).dt.days
    means: dict[str, float] = days.groupby(f.won.type).mean().to_dict()
    return means


def unresolved(f: Any) -> Any:
    return f.c[f.c.status != "Closed"]


def urgent_days(f: Any) -> float:
    found = f.c[(f.c.priority == "High") & (f.c.status == "Closed")]
    return float((found.date_closed - found.date_opened).dt.days.mean())


def busiest(f: Any) -> set[str]:
    return best(between(f.c, "date_opened", "2026-01-01", "2026-11-21").groupby("account_name").size(), 2)


def mine(f: Any) -> set[str]:
    found = f.open[(f.open.opportunity_owner == "Darnell Whitaker") & (f.open.stage == "Finance Approval")]
    return set(found.opportunity_name)


def loyal(f: Any) -> set[str]:
    found = f.won.groupby("account_name").size()
    return set(found[found >= 5].index)


def outsold(f: Any) -> bool:
    found = won(f).groupby("branch").amount.sum()
    return bool(found["Ames"] > found["Sioux Falls"])


def at_risk(f: Any) -> float:
    """What is open at accounts with an open case of high priority."""
    waiting = unresolved(f)
    accounts = set(waiting[waiting.priority == "High"].account_name)
    return float(f.open[f.open.account_name.isin(accounts)].amount.sum())


DEAL = "Dinsmore Sand & Gravel - Used Equipment 1041"

QUESTIONS = [
    ask("sum", "total closed won amount last month?", lambda f: float(won(f, "2026-10-01", "2026-11-01").amount.sum())),
    ask("relation", "Closed won amount this year by branch of the opportunity owner", lambda f: total(won(f), "branch", "amount")),
    ask("relation", "how many opps did each manager's team win in Q2 2026",
        lambda f: counts(won(f, "2026-04-01", "2026-07-01"), "manager")),
    ask("share", "win rate by lead source (closed won as a share of everything closed)",
        lambda f: shares(f.closed.assign(hit=f.closed.stage == "Closed Won"), "lead_source", "hit")),
    ask("median", "median amount of a closed won opportunity, by type", lambda f: f.won.groupby("type").amount.median().to_dict()),
    ask("top", "Top 5 accounts by closed won amount overall", lambda f: best(f.won.groupby("account_name").amount.sum(), 5)),
    ask("top", "which product family have we sold the most units of this year, on closed won opps",
        lambda f: one(sold(f).groupby("product_family").quantity.sum())),
    ask("look-up", "list price of the Telehandler TH7?", lambda f: float(only(f.p[f.p.product_name == "Telehandler TH7"], "list_price"))),
    ask("absence", "Which products have never been on a closed won opportunity?", never_sold),
    ask("absence", "accounts in WI without a closed won opportunity this year", quiet),
    ask("compare", "Trent vs Jolene, average amount of their closed won opps", pair),
    ask("growth", "closed won amount Q3 vs Q2 this year, % change", quarters),
    ask("share", "what % of this year's closed won amount was rentals", rented),
    ask("threshold", "open opportunities over $250,000, just the names please",
        lambda f: set(f.open[f.open.amount > 250000].opportunity_name)),
    ask("count", "how many open opps have a close date thats already gone by", lambda f: int((f.open.close_date < TODAY).sum())),
    ask("days", "average number of days from created date to close date for won opportunities, per type", duration),
    ask("group", "open cases by priority", lambda f: counts(unresolved(f), "priority")),
    ask("days", "How long do we take to close a high priority case on average, in days?", urgent_days),
    ask("top", "which two accounts have opened the most cases in 2026", busiest),
    ask("my", "Darnell here. Which of my opportunities are at Finance Approval?", mine),
    ask("count", "how many cases has Novotney Paving had with us", lambda f: int((f.c.account_name == "Novotny Paving").sum())),
    ask("look-up", f"what was the close date of {DEAL}", lambda f: f"{only(f.o[f.o.opportunity_name == DEAL], 'close_date'):%Y-%m-%d}"),
    ask("having", "accounts with five or more closed won opportunities", loyal),
    ask("bool", "did Ames outsell Sioux Falls this year, going by closed won amount?", outsold),
    ask("relation", "total amount of open opportunities at accounts that have an open High priority case", at_risk),
    ask("missing", "how many engine hours are on the CX220 at Jarvis Excavating?", None),
    ask("missing", "How many hydraulic filters do we have left in stock in Dubuque?", None),
    ask("missing", "show me everything we've sold to Bridgewater Aggregates", None),
    ask("missing", "what will steel prices do next year?", None),
    ask("missing", "which mechanic fixed the most machines in september", None),
    ask("missing", "what does Titan Machinery in Fargo charge for a telehandler rental", None),
    ask("missing", "how much closed won will we have in 2029", None),
]  # fmt: skip
