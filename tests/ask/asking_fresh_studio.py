"""What a small software house asks of the spreadsheet that is its CRM."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from unseen_parts import TODAY, best, between, counts, growth, shares, total, without

VALUE = "Est. value"


def ask(category: str, text: str, gold: Callable[[Any], Any] | None = None) -> Question:
    return Question("studio", "fresh_exports", category, text, gold)


def _decided(frame: Any) -> Any:
    return between(frame, "Decision date", "2026-01-01", "2027-01-01")


def _next_week(f: Any) -> set[str]:
    return set(between(f.leads, "Next action date", "2026-11-23", "2026-11-30").Project)


def _overdue(f: Any) -> set[str]:
    return set(f.leads[f.leads["Next action date"] < TODAY].Project)


def _hopeless(f: Any) -> set[str]:
    lost = f.lost.groupby("Client").size()
    return set(lost[lost >= 3].index) - set(f.won.Client)


def _ahead(f: Any) -> bool:
    wins = f.won.groupby("Sales person").size()
    assert wins["Dominic"] != wins["Farah"]
    return bool(wins["Dominic"] > wins["Farah"])


def _minutes(f: Any) -> dict[str, float]:
    return total(between(f.meetings, "Date", "2026-07-01", "2026-10-01"), "Our person", "Minutes")


def _often(f: Any) -> set[str]:
    found = f.meetings[f.meetings.Where == "On site"].groupby("Client").size()
    return set(found[found >= 3].index)


def _halves(f: Any) -> float:
    now = between(f.leads, "First contact", "2026-01-01", "2026-07-01")
    return growth(len(now), len(between(f.leads, "First contact", "2025-01-01", "2025-07-01")))


def _middling(f: Any) -> set[str]:
    assert not f.open[VALUE].isin([20_000, 60_000]).any()
    return set(f.open[f.open[VALUE].between(20_000, 60_000)].Project)


def _losing(f: Any) -> set[str]:
    rates = shares(_decided(f.closed), "Sales person", "won")
    assert 0.5 not in rates.values()
    return {name for name, rate in rates.items() if rate < 0.5}


def _worst_loss(f: Any) -> set[str]:
    return best(f.lost.set_index("Project")[VALUE])


def _audits(f: Any) -> float:
    return float(f.leads[f.leads["Kind of work"] == "Audit"][VALUE].mean())


QUESTIONS = [
    ask("total", "total est. value of what we won in 2026 (by decision date)?", lambda f: _decided(f.won)[VALUE].sum()),
    ask("rate", "hit rate by sales person, won out of decided", lambda f: shares(f.closed, "Sales person", "won")),
    ask("late", "which projects have a next action date thats already passed", _overdue),
    ask("period", "Which projects have a next action date next week?", _next_week),
    ask(
        "superlative",
        "Most common reason for losing this year?",
        lambda f: best(_decided(f.lost).groupby("Reason").size()),
    ),
    ask("group", "est. value lost per reason, all years", lambda f: total(f.lost, "Reason", VALUE)),
    ask("never", "clients where we lost three or more and never won anything", _hopeless),
    ask("average", "Over all leads, what's an audit worth on average?", _audits),
    ask("median", "median days from first contact to decision on won projects", lambda f: f.won.days.median()),
    ask(
        "superlative",
        "Which tech brought in the most won value this year?",
        lambda f: best(_decided(f.won).groupby("Tech")[VALUE].sum()),
    ),
    ask("group", "no. of undecided leads per lead status", lambda f: counts(f.open, "Lead status")),
    ask(
        "total",
        "how much est. value is sitting in 'Proposal sent' rn",
        lambda f: f.leads[f.leads["Lead status"] == "Proposal sent"][VALUE].sum(),
    ),
    ask("top", "top 5 clients by won value", lambda f: best(f.won.groupby("Client")[VALUE].sum(), 5)),
    ask("comparison", "has Dominic won more projects than Farah?", _ahead),
    ask("group", "Meeting minutes in Q3 2026 for each of our people", _minutes),
    ask("having", "clients we've met on site at least three times", _often),
    ask(
        "without",
        "Which clients have a lead in the sheet but no contact?",
        lambda f: without(f.leads.Client, f.contacts, "Client"),
    ),
    ask(
        "look-up",
        "whats Leonie Pereira's email",
        lambda f: f.contacts.set_index("Name")["E-mail"]["Leonie Pereira"],
    ),
    ask("count", "How many of our contacts speak Dutch?", lambda f: int((f.contacts.Speaks == "Dutch").sum())),
    ask(
        "groups",
        "won value by kind of work and sales person",
        lambda f: total(f.won, ["Kind of work", "Sales person"], VALUE),
    ),
    ask("growth", "New leads (first contact) in H1 2026 vs H1 2025, change in %?", _halves),
    ask(
        "share",
        "What fraction of our won projects found us via referral?",
        lambda f: float((f.won["How they found us"] == "Referral").mean()),
    ),
    ask("range", "list undecided projects between 20k and 60k", _middling),
    ask("having", "Who lost more projects than they won in 2026?", _losing),
    ask("superlative", "whats the biggest project we ever lost?", _worst_loss),
    ask("missing", "what hourly rate do we charge for senior devs?"),
    ask("missing", "How many of our developers are free in January?"),
    ask("missing", "total of unpaid invoices?"),
    ask("missing", "which client gave us the best NPS"),
    ask("missing", "Profit margin on rescue projects, last 12 months"),
    ask("missing", "how many bugs did we fix for Heron Clinic"),
]
