"""What the reps and the head of sales of a firm with software for shifts type over their Pipedrive export.

Won and lost are the deal statuses of those names, in the period of the won or lost time; a rep's deals are those whose owner
they are. An activity is overdue that is to be done and was due before today.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from blind_files import one, only
from unseen_parts import TODAY, best, between, counts, growth, shares, total


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("rosters", "blind_i", category, text, gold)


def won(f: Any, start: str = "2026-01-01", end: str = "2026-11-21") -> Any:
    return between(f.won, "won_time", start, end)


def decided(f: Any) -> Any:
    """Deals closed this year, with whether they were won."""
    found = between(f.closed, "deal_closed_on", "2026-01-01", "2026-11-21")
    return found.assign(hit=found.status == "Won")


def priced_out(f: Any) -> float:
    return float((f.lost.lost_reason == "Too expensive").mean())


def pair(f: Any) -> dict[str, int]:
    found = won(f)
    return counts(found[found.owner.isin(["Lotte Vermeulen", "Callum Strachan"])], "owner")


def half(f: Any, year: int) -> float:
    return float(won(f, f"{year}-01-01", f"{year}-07-01").value.sum())


def slowest(f: Any) -> str:
    days = (f.won.won_time.dt.normalize() - f.won.deal_created.dt.normalize()).dt.days
    return one(days.groupby(f.won.plan).mean())


def calls(f: Any) -> int:
    found = between(f.a, "due_date", "2026-07-01", "2026-11-21")
    hers = (found.assigned_to_user == "Inês Valadares") & (found.type == "Call") & (found.done == "Done")
    return int(hers.sum())


def overdue(f: Any) -> Any:
    return f.a[(f.a.done == "To do") & (f.a.due_date < TODAY)]


def december(f: Any) -> float:
    return float(between(f.open, "expected_close_date", "2026-12-01", "2027-01-01").value.sum())


def renewals(f: Any) -> float:
    found = won(f)
    return float(found[found.pipeline == "Renewals"].value.sum() / found.value.sum())


def hospitality(f: Any) -> float:
    found = won(f, "2026-03-01")
    return float(found[found.sector == "Hospitalty"].value.sum())


def repeat(f: Any) -> set[str]:
    found = f.won.groupby("organization").size()
    return set(found[found >= 4].index)


ORGANIZATION, PERSON = "Kilwick Supermarkets", "Imani Grimaldi"

QUESTIONS = [
    ask("count", "how many deals are open rn", lambda f: len(f.open)),
    ask("sum", "Total value of the deals we won in Q3 2026?", lambda f: float(won(f, "2026-07-01", "2026-10-01").value.sum())),
    ask("average", "avg value of a won deal on the enterprise plan", lambda f: float(f.won[f.won.plan == "Enterprise"].value.mean())),
    ask("share", "Of all the deals we lost, what percentage has Too expensive as the lost reason?", priced_out),
    ask("top", "top 3 reps by value won this year", lambda f: best(won(f).groupby("owner").value.sum(), 3)),
    ask("compare", "Lotte vs Callum, number of deals won in 2026", pair),
    ask("growth", "value won in the first half of 2026 against the first half of 2025 - how much growth in %?",
        lambda f: growth(half(f, 2026), half(f, 2025))),
    ask("having", "organizations with 4 or more won deals", repeat),
    ask("absence", "How many of our open deals have no next activity date?",
        lambda f: int(f.open.next_activity_date.isna().sum())),
    ask("look-up", f"who is the owner of the organization {ORGANIZATION}?", lambda f: only(f.g[f.g.name == ORGANIZATION], "owner")),
    ask("look-up", f"work email of {PERSON} pls", lambda f: only(f.p[f.p.name == PERSON], "email_work")),
    ask("list", "list the open deals that are at the Legal stage", lambda f: set(f.open[f.open.stage == "Legal"].title)),
    ask("relation", "Value of won deals by country of the organization, all time",
        lambda f: total(f.won, "country", "value")),
    ask("group", "number of open deals per stage", lambda f: counts(f.open, "stage")),
    ask("days", "which plan takes us the longest on average from deal created to won?", slowest),
    ask("share", "win rate per rep for deals closed this year, i.e. won out of won + lost",
        lambda f: shares(decided(f), "owner", "hit")),
    ask("my", "timo here: whats the total value of my open deals", lambda f: float(f.open[f.open.owner == "Timo Aalto"].value.sum())),
    ask("count", "How many deals were created in May this year?",
        lambda f: len(between(f.d, "deal_created", "2026-05-01", "2026-06-01"))),
    ask("sum", "seats sold year to date (won deals)", lambda f: float(won(f).seats.sum())),
    ask("sum", "how much has Saorise Branigan won altogether, in value?",
        lambda f: float(f.won[f.won.owner == "Saoirse Brannigan"].value.sum())),
    ask("relation", "value won from hospitality organizations since 1 March", hospitality),
    ask("count", "number of calls Ines has done with a due date since 1 July", calls),
    ask("group", "overdue activities still to do, how many per user", lambda f: counts(overdue(f), "assigned_to_user")),
    ask("sum", "open deals expected to close in december - total value?", december),
    ask("share", "What share of this year's won value comes from the Renewals pipeline?", renewals),
    ask("missing", f"how many support tickets has {ORGANIZATION} raised this month", None),
    ask("missing", "Which customers haven't paid their invoice yet?", None),
    ask("missing", "how much did we win with Marriott Copenhagen", None),
    ask("missing", "what value of deals will we win in 2028?", None),
    ask("missing", "how many seats has Deputy sold in Germany", None),
    ask("missing", "What is Radek's commission so far this year?", None),
    ask("missing", "who won the rugby world cup in 2019", None),
]  # fmt: skip
