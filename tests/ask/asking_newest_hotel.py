"""What the sales office of a hotel group asks of its bookings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from unseen_parts import TODAY, best, between, counts, total, without, worst


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("hotel", "newest_exports", category, text, gold)


def arriving(frame: Any, start: str, end: str) -> Any:
    return between(frame, "arrival", start, end)


def no_visit(f: Any) -> set[str]:
    """Tentative bookings without a site inspection."""
    seen = f.t[f.t.activity_type == "Site inspection"]
    return without(f.b[f.b.booking_status == "Tentative"].post_as, seen, "post_as")


def loyal(f: Any) -> set[str]:
    found = f.b[f.b.booking_status == "Actual"].groupby("account_name").size()
    return set(found[found >= 4].index)


def more_weddings(f: Any) -> bool:
    sure = f.sure[f.sure.market_segment == "Wedding"]
    after = arriving(sure, "2026-01-01", "2027-01-01")
    return bool(after.room_revenue.sum() > arriving(sure, "2025-01-01", "2026-01-01").room_revenue.sum())


def lost_share(f: Any) -> dict[str, float]:
    """Of all bookings of an account type, how many were lost."""
    return f.b.assign(hit=f.b.booking_status == "Lost").groupby("account_type").hit.mean().to_dict()


def late_tasks(f: Any) -> dict[str, int]:
    return counts(f.t[(f.t.done == "No") & (f.t.activity_date < TODAY)], "assigned_to")


def monthly(f: Any) -> dict[str, int]:
    found = arriving(f.b[f.b.booking_status == "Actual"], "2026-06-01", "2026-09-01")
    return total(found, found.arrival.dt.strftime("%Y-%m"), "room_nights")


def planners(f: Any) -> set[str]:
    found = f.c[(f.c.position == "Event Planner") & (f.c.country == "Germany") & (f.c.mailing_opt_in == "Y")]
    return set(found.full)


QUESTIONS = [
    ask("count", "how many definite bookings do we have", lambda f: int((f.b.booking_status == "Definite").sum())),
    ask("sum", "Total room revenue of actual bookings that arrived in Q3 2026",
        lambda f: int(arriving(f.b[f.b.booking_status == "Actual"], "2026-07-01", "2026-10-01").room_revenue.sum())),
    ask("top", "Which hotel made the most F&B revenue from actual bookings?",
        lambda f: best(f.b[f.b.booking_status == "Actual"].groupby("property").f_b_revenue.sum())),
    ask("look-up", "who is the general manager of the Dockside Grand?",
        lambda f: f.p.set_index("property").general_manager["Dockside Grand"]),
    ask("group", "Why are we loosing business? lost bookings by lost reason", lambda f: counts(f.lost, "lost_reason")),
    ask("having", "Which accounts have had four or more actual bookings with us?", loyal),
    ask("without", "tentative bookings that never had a site inspection", no_visit),
    ask("period", "which definite bookings still arrive before the end of the year?",
        lambda f: set(arriving(f.b[f.b.booking_status == "Definite"], "2026-11-20", "2027-01-01").post_as)),
    ask("bool", "Did weddings bring in more room revenue in 2026 than in 2025, counting definite and actual "
        "bookings by arrival?", more_weddings),
    ask("share", "What part of bookings did we lose, by account type?", lost_share),
    ask("average", "average number of attendees per booking for each market segment",
        lambda f: f.b.groupby("market_segment").attendees.mean().to_dict()),
    ask("list", "German event planners who have opted in to mailings", planners),
    ask("group", "Overdue activities that aren't done yet, per person", late_tasks),
    ask("relation", "Room nights of actual bookings by city of the hotel",
        lambda f: total(f.b[f.b.booking_status == "Actual"], "city", "room_nights")),
    ask("worst", "What's our smallest hotel by number of bedrooms?",
        lambda f: worst(f.p.set_index("property").bedrooms)),
    ask("top", "Top 3 sales managers by room revenue on bookings that are definite or actual",
        lambda f: best(f.sure.groupby("sales_manager").room_revenue.sum(), 3)),
    ask("days", "How far ahead do weddings get booked, i.e. mean days between created and arrival?",
        lambda f: float(f.b[f.b.market_segment == "Wedding"].lead.mean())),
    ask("month", "room nights of actual bookings per arrival month, June to August 2026", monthly),
    ask("range", "How many bookings have between 100 and 150 attendees?",
        lambda f: int(f.b.attendees.between(100, 150).sum())),
    ask("count", "How many corporate accounts in the UK don't have a negotiated rate",
        lambda f: int(((f.a.account_type == "Corporate") & (f.a.country == "United Kingdom")
                       & (f.a.negotiated_rate == "No")).sum())),
    ask("missing", "What's the occupancy of Abbey Gate this weekend?", None),
    ask("missing", "Which guests complained about their room last month?", None),
    ask("missing", "How much commission do we pay the agencies?", None),
    ask("missing", "how many vegetarian menus for the Kelvin wedding", None),
    ask("missing", "Average TripAdvisor score per hotel", None),
]  # fmt: skip
