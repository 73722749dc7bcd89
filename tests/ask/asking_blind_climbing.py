"""What the five sellers and the head of a climbing wall builder type over their Pipedrive export.

Money is Deal - Value in DKK. A deal counts in the period of its won (or lost) time, an activity
on its due date; blanks in a column belong to no group.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from blind_files import one, only
from unseen_parts import best, between, counts, growth, past, total, without, worst


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("climbing", "blind_c", category, text, gold)


def silent(f: Any) -> set[str]:
    """Open deals with a Hot label without an activity that is still to do."""
    found = without(f.open[f.open.label == "Hot"].title, f.v[f.v.done == "To do"], "deal")
    assert found
    return found


def lost_again(f: Any) -> set[str]:
    """Organizations with three lost deals or more and not one won."""
    lost = f.lost.groupby("organization").size()
    found = set(lost[lost >= 3].index) - set(f.won.organization)
    assert found
    return found


def ratio(f: Any) -> float:
    """Won money of Denmark for one krone won in Sweden."""
    sums = f.won.groupby("country_of_address").value.sum()
    return float(sums["Denmark"] / sums["Sweden"])


def slow(f: Any) -> int:
    spans = f.won.won_time - f.won.deal_created
    days = (f.won.won_time.dt.normalize() - f.won.deal_created.dt.normalize()).dt.days
    assert (spans.dt.days > 180).sum() == (days > 180).sum()  # by the clock and by the calendar
    return int((days > 180).sum())


def half_years(f: Any) -> float:
    first = between(f.won, "won_time", "2026-01-01", "2026-07-01")
    return growth(len(first), len(between(f.won, "won_time", "2025-07-01", "2026-01-01")))


def price_share(f: Any) -> float:
    return float((f.lost.lost_reason == "Too expensive").mean())


def phoneless(f: Any) -> int:
    return int((f.n.email_work.isna() & f.n.phone_work.isna()).sum())


def strong(f: Any) -> set[str]:
    found = f.closed.groupby("city").status.apply(lambda states: (states == "Won").mean())
    return set(found[found > 0.5].index)


def belay(f: Any) -> set[str]:
    """Schools that bought an auto belay."""
    found = f.sold[(f.sold.name == "Auto belay") & (f.sold.kind_of_customer == "School")]
    assert len(found)
    return set(found.organization)


def value_of_latest(f: Any) -> float:
    latest = f.won[f.won.won_time == f.won.won_time.max()]
    return float(only(latest, "value"))


QUESTIONS = [
    ask("top", "who of us has won the most kroner so far in 2026",
        lambda f: one(between(f.won, "won_time", "2026-01-01", "2026-11-21").groupby("owner").value.sum())),
    ask("list", "Hot open deals where there's nothing left to do (no activity with status To do)", silent),
    ask("exists", "orgs we've lost at least 3 times without ever winning", lost_again),
    ask("ratio", "Danish won value divided by Swedish won value", ratio),
    ask("days", "number of won deals that took more than 180 days from creation to win", slow),
    ask("growth", "H1 2026 against H2 2025: change in the number of deals won, as a percentage", half_years),
    ask("share", "what percent of lost deals did we lose for being too expensive", price_share),
    ask("group", "Count of lost deals by lost reason in the Outdoor towers pipeline",
        lambda f: counts(f.lost[f.lost.pipeline == "Outdoor towers"], "lost_reason")),
    ask("missing values", "How many people have neither a work e-mail nor a work phone?", phoneless),
    ask("having", "in which cities do we win more than half of the deals we close", strong),
    ask("relation", "schools that bought an auto belay", belay),
    ask("record", "value of the deal we won most recently?", value_of_latest),
    ask("sum", "total minutes Freja Toft has spent on done site inspections",
        lambda f: float(f.done[(f.done.assigned_to_user == "Freja Toft") & (f.done.type == "Site inspection")].duration_minutes.sum())),
    ask("period", "activites done in the last 30 days, by type", lambda f: counts(past(f.done, "due_date", 30), "type")),
    ask("average", "Average ceiling height of our climbing gyms in Norway",
        lambda f: float(f.g[(f.g.kind_of_customer == "Climbing gym") & (f.g.country_of_address == "Norway")].ceiling_height_m.mean())),
    ask("top", "the 4 most valuable open deals", lambda f: best(f.open.set_index("title").value, 4)),
    ask("worst", "which product has earned us the least in won deals",
        lambda f: worst(f.sold.groupby("name")["sum"].sum())),
    ask("group", "Pipeline value of open deals per stage, only indoor walls",
        lambda f: total(f.open[f.open.pipeline == "Indoor walls"], "stage", "value")),
    ask("median", "median won deal: service contracts vs. outdoor towers",
        lambda f: f.won[f.won.pipeline != "Indoor walls"].groupby("pipeline").value.median().to_dict()),
    ask("count", "organizations created in 2026 that have no deal yet – how many?",
        lambda f: len(without(between(f.g, "organization_created", "2026-01-01", "2027-01-01").name, f.d, "organization"))),
    ask("missing", "what was our gross margin on the speed lanes", None),
    ask("missing", "When did we last talk to Himmelbjerg Boulders?", None),
    ask("missing", "how much will Kasper sell next summer?", None),
    ask("missing", "How many walls has Walltopia put up in Kiel", None),
    ask("missing", "number of injuries reported on our mats", None),
]  # fmt: skip
