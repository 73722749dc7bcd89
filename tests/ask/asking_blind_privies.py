"""What the four reps, the dispatcher and the owner of a firm that rents out portable toilets type over their Close export.

Won and lost opportunities count by the day they were won or lost; a call counts whichever way it went unless told.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
from asking_gold import Question
from blind_files import one, only
from unseen_parts import TODAY, between, counts, growth, shares, total, without


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("privies", "blind_l", category, text, gold)


def won(f: Any, pipeline: str, start: str = "2026-01-01", end: str = "2026-11-21") -> Any:
    return between(f.won[f.won.pipeline_name == pipeline], "date_won", start, end)


def calls(f: Any, way: str = "outbound", start: str = "2026-10-01", end: str = "2026-11-01") -> Any:
    return between(f.v[f.v.direction == way], "date_created", start, end)


def win_rates(f: Any) -> dict[str, float]:
    found = between(pd.concat([f.won, f.lost]), "closed", "2026-01-01", "2026-11-21")
    return shares(found.assign(hit=found.status_type == "won"), "vertical", "hit")


def picked_up(f: Any) -> dict[str, float]:
    found = f.v[f.v.direction == "outbound"]
    return shares(found.assign(hit=found.disposition == "answered"), "user_name", "hit")


def talked(f: Any) -> float:
    found = between(f.v[f.v.user_name == "Deb Stroud"], "date_created", "2026-10-01", "2026-11-01")
    return float(found.duration.sum() / 3600)


def uncalled(f: Any) -> set[str]:
    """Customers with no call either way since the end of August."""
    since = f.v[f.v.date_created >= "2026-09-01"]
    return without(f.c[f.c.status_label == "Customer"].display_name, since, "lead_name")


def units(f: Any) -> float:
    now, then = (won(f, "Events", f"{year}-03-01", f"{year}-11-01").units.sum() for year in (2026, 2025))
    return growth(now, then)


def rivals(f: Any) -> dict[str, float]:
    found = won(f, "Events")
    return total(found[found.user_name.isin(["Luis Ortega", "Shawna Pickett"])], "user_name", "value")


def months(f: Any) -> dict[str, int]:
    found = won(f, "Events", "2026-03-01", "2026-11-01")
    return counts(found, found.date_won.dt.strftime("%Y-%m"))


def pestered(f: Any) -> set[str]:
    found = calls(f).groupby("lead_name").size()
    return set(found[found >= 3].index)


def slipped(f: Any) -> int:
    return int((f.open.estimated_close < TODAY).sum())


CLIENT, OTHER = "Westbrook Energy", "Highmark Builders"
QUESTIONS = [
    ask("count", "how many events did we win in october", lambda f: len(won(f, "Events", "2026-10-01", "2026-11-01"))),
    ask("sum", "monthly value of all the site rentals won so far this year, total", lambda f: int(won(f, "Site Rentals").value.sum())),
    ask("group", "active opps per rep, just the count", lambda f: counts(f.open, "user_name")),
    ask("top", "Who's rented the most units from us, adding up every deal we ever won with them?",
        lambda f: one(f.won.groupby("lead_name").units.sum())),
    ask("rate", "2026 win rate by vertical (won / won + lost)", win_rates),
    ask("group", "how come we lose event jobs? all time, count by loss reason",
        lambda f: counts(f.lost[f.lost.pipeline_name == "Events"], "loss_reason")),
    ask("list", "who's got a contract out right now?", lambda f: set(f.open[f.open.status_label == "Contract Out"].lead_name)),
    ask("count", "outbound calls cody made last month", lambda f: int((calls(f).user_name == "Cody Barnhart").sum())),
    ask("share", "what share of our outbound calls get answered, rep by rep", picked_up),
    ask("average", "avg length of an answered call, seconds", lambda f: float(f.v[f.v.disposition == "answered"].duration.mean())),
    ask("sum", "How many hours did Deb spend on the phone in October, all her calls", talked),
    ask("list", "Oilfield leads somebody marked bad fit",
        lambda f: set(f.c[(f.c.vertical == "Oilfield") & (f.c.status_label == "Bad Fit")].display_name)),
    ask("absence", "leads in customer status with no call logged since sept 1, neither in nor out", uncalled),
    ask("absence", "how many leads dont have a single opportunity", lambda f: len(without(f.c.id, f.o, "lead_id"))),
    ask("look-up", f"phone # for {CLIENT}?", lambda f: str(only(f.c[f.c.display_name == CLIENT], "primary_contact_primary_phone"))),
    ask("look-up", f"who do I ask for when I call {OTHER}", lambda f: str(only(f.c[f.c.display_name == OTHER], "primary_contact_name"))),
    ask("days", "Average days between creating an opp and winning it, events vs site rentals",
        lambda f: f.won.groupby("pipeline_name").days.mean().to_dict()),
    ask("growth", "units on events we won Mar thru Oct, % change from the same months in 2025", units),
    ask("compare", "Luis vs Shawna on events won this year, dollars", rivals),
    ask("group", "overdue tasks, how many does each person have",
        lambda f: counts(f.t[~f.t.is_complete & (f.t.due_date < TODAY)], "assigned_to_name")),
    ask("bool", "did we ever win an event with more than 60 units on it?",
        lambda f: bool((f.won[f.won.pipeline_name == "Events"].units > 60).any())),
    ask("group", "events won month by month, March to October this year", months),
    ask("ratio", "what are we getting per unit per month on site rentals won this year? total value divided by total units",
        lambda f: float(won(f, "Site Rentals").value.sum() / won(f, "Site Rentals").units.sum())),
    ask("having", "which leads did we ring three times or more in october (outbound only)", pestered),
    ask("count", "how many active opps are past there estimated close", slipped),
    ask("missing", "how many gallons did we pump last week?", None),
    ask("missing", "What's United Site Services charging for a standard unit in Waco", None),
    ask("missing", "won deals w/ Dripping Pines Ranch", None),
    ask("missing", "how many clean units are sitting in the Midland yard tonight", None),
    ask("missing", "plate number on the pump truck that does the Oilfield route", None),
    ask("missing", "how bad is next summer's hurricane season gonna hit our bookings", None),
    ask("missing", "vacation days Deb has left?", None),
]  # fmt: skip
