"""What the account owners and finance people of a software firm ask of its CRM and its payment provider."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from unseen_parts import best, between, counts, growth, past, total, without


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("billing", "last_exports", category, text, gold)


def starts(f: Any) -> dict[str, int]:
    begun = between(f.s, "start_date", "2026-01-01", "2026-11-01")
    return counts(begun, begun.start_date.dt.strftime("%Y-%m"))


def lifetimes(f: Any) -> dict[str, float]:
    days = (f.gone.canceled_at - f.gone.start_date).dt.days
    return days.groupby(f.gone.plan).mean().to_dict()


def late(f: Any) -> Any:
    return f.owed[f.owed.due_date < "2026-11-20"]


def receipts_growth(f: Any) -> float:
    after = between(f.paid, "paid_at", "2026-07-01", "2026-10-01").amount.sum()
    return growth(after, between(f.paid, "paid_at", "2025-07-01", "2025-10-01").amount.sum())


def several(f: Any) -> set[str]:
    found = f.live.groupby("account_name").size()
    return set(found[found > 1].index)


def red_and_paying(f: Any) -> set[str]:
    return set(f.live[f.live.health == "Red"].account_name)


def quiet(f: Any) -> set[str]:
    """Enterprise accounts nobody met since the start of July."""
    return without(f.a[f.a.segment == "Enterprise"].account_name, f.m[f.m.held_on >= "2026-07-01"], "account_name")


def enterprise_share(f: Any) -> float:
    return float(f.live[f.live.segment == "Enterprise"].mrr.sum() / f.live.mrr.sum())


def paid_late_share(f: Any) -> float:
    return float((f.paid.paid_at > f.paid.due_date).mean())


def basic_beats_team(f: Any) -> bool:
    mrr = f.live.groupby("plan").mrr.sum()
    return bool(mrr["Basic"] > mrr["Team"])


QUESTIONS = [
    ask("sum", "What's the total MRR of our active subscriptions?", lambda f: float(f.live.mrr.sum())),
    ask("days", "Average days between start and cancellation of canceled subscriptions, by plan", lifetimes),
    ask("relation", "MRR of active subscriptions per account segment", lambda f: total(f.live, "segment", "mrr")),
    ask("top", "Give me the 5 accounts with the highest total MRR on active subscriptions",
        lambda f: best(f.live.groupby("account_name").mrr.sum(), 5)),
    ask("count", "How many subscriptions were canceled this quarter?",
        lambda f: int((f.gone.canceled_at >= "2026-10-01").sum())),
    ask("top", "which cancellation reason cost us the most MRR in 2026?",
        lambda f: best(f.gone[f.gone.canceled_at >= "2026-01-01"].groupby("cancellation_reason").mrr.sum())),
    ask("time", "Number of subscriptions started per month, January to October 2026", starts),
    ask("days", "On average how many days go by between the date of an invoice and its payment?",
        lambda f: float(f.paid.days.mean())),
    ask("count", "How many open invoices are past their due date?", lambda f: len(late(f))),
    ask("sum", "how much money is outstanding on open invoices per account owner?",
        lambda f: total(f.owed, "account_owner", "amount")),
    ask("top", "Which account owes us the most on open invoices?",
        lambda f: best(f.owed.groupby("account_name").amount.sum())),
    ask("list", "Accounts with Red health that have an active subscription", red_and_paying),
    ask("period", "How many meetings-log entries did each person hold in the last 60 days?",
        lambda f: counts(past(f.m, "held_on", 60), "held_by")),
    ask("share", "What fraction of active MRR comes from Enterprise accounts?", enterprise_share),
    ask("growth", "growth of the amount of invoices paid (by payment date) in Q3 2026 vs Q3 2025", receipts_growth),
    ask("without", "Which Enterprise accounts have had no meeting or call logged since 1 July 2026?", quiet),
    ask("group", "How many entries of each kind does the meetings log have for last month?",
        lambda f: counts(between(f.m, "held_on", "2026-10-01", "2026-11-01"), "kind")),
    ask("average", "avg minutes per topic in the meetngs log", lambda f: f.m.groupby("topic").minutes.mean().to_dict()),
    ask("look-up", "Who is the account owner for Granite Media?",
        lambda f: f.a.set_index("account_name").account_owner["Granite Media"]),
    ask("having", "Which accounts have more than one active subscription?", several),
    ask("median", "What is the median amount of the invoices dated 2026?",
        lambda f: float(f.i[f.i.date >= "2026-01-01"].amount.median())),
    ask("bool", "Do active Basic subscriptions bring in more MRR than active Team ones?", basic_beats_team),
    ask("groups", "active MRR by region and segment", lambda f: total(f.live, ["region", "segment"], "mrr")),
    ask("share", "What share of paid invoices was paid after the due date?", paid_late_share),
    ask("missing", "What is the NPS of our Enterprise accounts?", None),
    ask("missing", "How much did we refund last quarter?", None),
    ask("missing", "Which customers' credit cards expire this month?", None),
    ask("missing", "how many support tickets did Monarch Assurance open this year", None),
    ask("missing", "What does it cost us to acquire a new customer?", None),
    ask("missing", "Which accounts got a discount coupon?", None),
]  # fmt: skip
