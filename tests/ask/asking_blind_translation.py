"""What a newcomer at a translation bureau types about clients, linguists, projects, invoices and feedback."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from blind_files import one
from unseen_parts import TODAY, best, between, counts, past, shares, total, without


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("translation", "blind_e", category, text, gold)


def year(f: Any) -> Any:
    return between(f.d, "delivered_on", "2026-01-01", "2027-01-01")


def late(f: Any) -> dict[str, float]:
    return shares(f.d, "linguist", "late")


def overdue(f: Any) -> float:
    return float(f.unpaid[f.unpaid.due < TODAY].amount.sum())


def big(f: Any) -> set[str]:
    words = year(f).groupby("client").words.sum()
    return set(words[words > 50000].index)


def running(f: Any) -> Any:
    return f.p[f.p.status.isin(["In translation", "In review"])]


def both(f: Any) -> bool:
    fees = year(f).groupby("into").fee.sum()
    return bool(fees["ES"] > fees["FR"])


def rush(f: Any) -> float:
    return float((f.p.rush == "Yes").mean())


def idle(f: Any) -> set[str]:
    return without(f.g.name, past(f.p, "started", 182), "linguist")


CLIENT, PROJECT = "Kestrel Medical", "P-26031"

QUESTIONS = [
    ask("sum", "How many words did we deliver in September?",
        lambda f: int(between(f.d, "delivered_on", "2026-09-01", "2026-10-01").words.sum())),
    ask("group", "fees of delivered projects this year by target language (into)",
        lambda f: total(year(f), "into", "fee")),
    ask("top", "Top 5 clients by fees on delivered projects", lambda f: best(f.d.groupby("client").fee.sum(), 5)),
    ask("sum", "how much money is overdue on our invoices?", overdue),
    ask("average", "what's the average star rating per linguist", lambda f: f.b.groupby("linguist").stars.mean().to_dict()),
    ask("share", "share of delivered projects that were late, for each linguist", late),
    ask("days", "how many days do clients take to pay after we issue an invoice, on average?",
        lambda f: float(f.i.wait.mean())),
    ask("list", "Which sworn linguists live in Berlin?",
        lambda f: set(f.g[(f.g.sworn == "Yes") & (f.g.lives_in == "Berlin")].name)),
    ask("look-up", f"who translated {PROJECT}?", lambda f: f.p.set_index("project").linguist[PROJECT]),
    ask("look-up", "Who is the cheapest linguist into German (DE)?",
        lambda f: one(-f.g[f.g.mother_tongue == "DE"].set_index("name").rate)),
    ask("count", "how many projects are in translation or review right now", lambda f: len(running(f))),
    ask("relation", "number of projects started this year per sector",
        lambda f: counts(between(f.p, "started", "2026-01-01", "2027-01-01"), "sector")),
    ask("having", "Clients with more than 50k words delivered in 2026", big),
    ask("without", "linguists who have not had a project in the last 182 days", idle),
    ask("bool", "Did we bill more fees into ES than into FR for projects delivered this year?", both),
    ask("share", "what percentage of projects are rush jobs", rush),
    ask("top", "what do clients complain about most?", lambda f: best(f.b.groupby("complaint_about").size())),
    ask("relation", "average stars by PM", lambda f: f.b.groupby("pm").stars.mean().to_dict()),
    ask("count", "How many tier A clients haven't signed an NDA?",
        lambda f: int(((f.c.tier == "A") & (f.c.nda_signed == "No")).sum())),
    ask("median", "median fee of a German project (into DE)", lambda f: float(f.p[f.p["into"] == "DE"].fee.median())),
    ask("look-up", f"since when is {CLIENT} a client", lambda f: str(f.c.set_index("name").client_since[CLIENT].date())),
    ask("group", "invoiced amount per month this year, issued date",
        lambda f: total(between(f.i, "issued", "2026-01-01", "2027-01-01").assign(
            month=lambda d: d.issued.dt.strftime("%Y-%m")), "month", "amount")),
    ask("top", "Which CAT tool do most of our linguists work with?", lambda f: best(f.g.groupby("cat_tool").size())),
    ask("having", "projects that took longer than 21 days from start to delivery", lambda f: set(f.d[f.d.took > 21].project)),
    ask("missing", "what is the hourly rate of our interpreters?", None),
    ask("missing", "Which linguist is on holiday next week?", None),
    ask("missing", "how many pages did we proofread for Legal clients", None),
    ask("missing", "what's the phone number of the buyer at Kestrel Medical", None),
    ask("missing", "How many visitors did our website have in October?", None),
    ask("missing", "which translation memory is used for P-26010?", None),
]  # fmt: skip
