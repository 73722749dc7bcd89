"""What the reps, the foremen and the founder of a builder of playgrounds type over their Insightly export.

Won and lost are the opportunity states of those names, in the period of the actual close date. A task is undone until it
is completed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from blind_files import one, only
from unseen_parts import TODAY, best, between, counts, growth, past, shares, total


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("playgrounds", "blind_g", category, text, gold)


def won(f: Any, start: str = "2026-01-01", end: str = "2026-11-21") -> Any:
    return between(f.won, "actual_close_date", start, end)


def ended(f: Any) -> Any:
    return between(f.ended, "actual_close_date", "2026-01-01", "2026-11-21")


def slipped(f: Any) -> set[str]:
    """Open bids of Marisol's whose forecast close lies behind us."""
    found = f.open[(f.open.responsible_user == "Marisol Quintana") & (f.open.forecast_close_date < TODAY)]
    return set(found.opportunity_name)


def never(f: Any) -> set[str]:
    """School districts in Colorado without any opportunity."""
    found = f.g[(f.g.organization_type == "School District") & (f.g.billing_state == "CO")]
    return set(found.organization_name) - set(f.o.organization)


def both(f: Any) -> set[str]:
    found = set(f.won[f.won.category == "New Build"].organization)
    return found & set(f.won[f.won.category == "Safety Audit"].organization)


def repeat(f: Any) -> set[str]:
    found = f.won.groupby("organization").size()
    return set(found[found >= 3].index)


def monthly(f: Any) -> dict[str, float]:
    found = won(f, "2026-05-01", "2026-11-01")
    return total(found, found.actual_close_date.dt.strftime("%Y-%m"), "bid_amount")


def pair(f: Any) -> dict[str, int]:
    found = won(f)
    return counts(found[found.responsible_user.isin(["Bo Halvorsen", "Tricia Wynn"])], "responsible_user")


def thinner(f: Any) -> bool:
    mean = f.won.groupby("organization_type").bid_amount.mean()
    return bool(mean["HOA"] > mean["Daycare"])


def weighted(f: Any) -> float:
    return float((f.open.bid_amount * f.open.probability.astype(float) / 100).sum())


def resurfaced(f: Any) -> float:
    found = won(f)
    return float(found[found.category == "Resurfacing"].bid_amount.sum() / found.bid_amount.sum())


def gus(f: Any) -> Any:
    mine = f.undone[f.undone.assigned_to == "Gus Petrakis"]
    return mine[(mine.priority == "HIGH") & (mine.due_date < TODAY)]


def rubber(f: Any) -> float:
    done = f.j[f.j.status == "COMPLETED"]
    return float(done[done.surface == "Poured Rubber"].took.median())


PERSON = "Carmen Pereira"

QUESTIONS = [
    ask("count", "how many bids do we have open right now?", lambda f: len(f.open)),
    ask("sum", "Total $ we've won so far this year", lambda f: float(won(f).bid_amount.sum())),
    ask("list", "marisol here - which of my open opportunities have a forecast close date that's already passed", slipped),
    ask("share", "win rate per rep this year pls (won / won+lost, by actual close date)",
        lambda f: shares(ended(f).assign(hit=lambda d: d.opportunity_state == "WON"), "responsible_user", "hit")),
    ask("top", "Which three organizations have given us the most won business overall, in dollars?",
        lambda f: best(f.won.groupby("organization").bid_amount.sum(), 3)),
    ask("group", "open pipeline $ by stage", lambda f: total(f.open, "pipeline_stage", "bid_amount")),
    ask("average", "whats the avg size of a new build we win",
        lambda f: float(f.won[f.won.category == "New Build"].bid_amount.mean())),
    ask("median", "Median bid amount of lost opportunities, by category, please.",
        lambda f: f.lost.groupby("category").bid_amount.median().to_dict()),
    ask("days", "How long from creating an opportunity to winning it, in days, on average?",
        lambda f: float((f.won.actual_close_date - f.won.date_created).dt.days.mean())),
    ask("growth", "won dollars Q3 2026 vs Q3 2025, % change",
        lambda f: growth(won(f, "2026-07-01", "2026-10-01").bid_amount.sum(),
                         won(f, "2025-07-01", "2025-10-01").bid_amount.sum())),
    ask("top", "what reason comes up most when we lose?", lambda f: one(f.lost.groupby("state_reason").size())),
    ask("absence", "Colorado school districts we've never had a single opportunity with", never),
    ask("relation", "which customers bought both a new build and a safety audit from us (both won)", both),
    ask("having", "Organizations with three or more wins", repeat),
    ask("group", "won amount per month, May through October 2026", monthly),
    ask("compare", "Bo vs Tricia: number of wins this year", pair),
    ask("bool", "are the deals we win with HOAs bigger on average than the ones with daycares?", thinner),
    ask("sum", "probability-weighted value of the open pipeline?", weighted),
    ask("share", "What fraction of this year's won dollars is resurfacing?", resurfaced),
    ask("days", "median days from start to completion for completed poured rubber projects", rubber),
    ask("count", "how many completed projects went over their budgeted hours", lambda f: int(f.j.over.sum())),
    ask("group", "average punch list items per foreman",
        lambda f: f.j.groupby("foreman").punch_list_items.mean().astype(float).to_dict()),
    ask("list", "Gus Petrakis' HIGH priority tasks that are overdue and not completed - just give me the task ids",
        lambda f: {str(x) for x in gus(f).task_id}),
    ask("group", "Gus wants to know how many uncompleted tasks everybody has on their plate, per assignee",
        lambda f: counts(f.undone, "assigned_to")),
    ask("look-up", "who's the foreman on P-2110?", lambda f: only(f.j[f.j.project_id == "P-2110"], "foreman")),
    ask("look-up", f"which organization does {PERSON} work for?", lambda f: only(f.p[f.p.name == PERSON], "organization")),
    ask("count", "Number of opportunities created in the last 60 days", lambda f: len(past(f.o, "date_created", 60))),
    ask("top", "biggest open opportunity in Utah?",
        lambda f: one(f.open[f.open.billing_state == "UT"].set_index("opportunity_name").bid_amount)),
    ask("threshold", "how many open bids are worth over 50k and at least 75% likely",
        lambda f: int(((f.open.bid_amount > 50000) & (f.open.probability >= 75)).sum())),
    ask("relation", "crew hours on completed projects for parks departments, total",
        lambda f: float(f.j[f.j.organization_type == "Parks Department"].crew_hours.sum())),
    ask("missing", "How many kids got hurt on our playgrounds this year?", None),
    ask("missing", "what margin did we make on the resurfacing jobs", None),
    ask("missing", "Who's our steel supplier for swing sets?", None),
    ask("missing", "how much do we expect to win in 2028", None),
    ask("missing", "show me everything we sold to Bexley Unified", None),
    ask("missing", "what did PlayPower bid on the Pueblo jobs?", None),
    ask("missing", "hourly wage of each foreman", None),
    ask("missing", "which trucks are due for an oil change?", None),
]  # fmt: skip
