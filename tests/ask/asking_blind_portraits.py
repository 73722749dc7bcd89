"""What the three reps, the help desk, the scheduler and the owner of a school photography company type over HubSpot.

Photo days count where they were done, by their date; packs and sales stand on them. Days of tickets are whole days.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
from asking_gold import Question
from blind_files import one, only
from unseen_parts import TODAY, best, between, counts, growth, shares, total, without


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("portraits", "blind_n", category, text, gold)


def shot(f: Any, start: str = "2026-01-01", end: str = "2026-11-21") -> Any:
    return between(f.done, "photo_date", start, end)


def won(f: Any, line: str, start: str = "2026-01-01", end: str = "2026-11-21") -> Any:
    return between(f.won[f.won.pipeline == line], "close_date", start, end)


def take_up(f: Any) -> dict[str, float]:
    found = shot(f).groupby("sector")[["packs_sold", "students_photographed"]].sum()
    return (found.packs_sold / found.students_photographed).to_dict()


def away(f: Any) -> float:
    found = shot(f)
    return float(1 - found.students_photographed.sum() / found.students_booked.sum())


def december(f: Any) -> set[str]:
    return set(between(f.s[f.s.status == "Booked"], "photo_date", "2026-12-01", "2027-01-01").company_name)


def dropped(f: Any) -> set[str]:
    """Shot in 2025, nothing done in 2026 and nothing in the calendar."""
    then = set(shot(f, "2025-01-01", "2026-01-01").company_name)
    found = f.s[(f.s.photo_date >= "2026-01-01") & f.s.status.isin(["Done", "Booked"])]
    return then - set(found.company_name)


def win_rates(f: Any) -> dict[str, float]:
    found = between(pd.concat([f.won, f.lost]), "close_date", "2026-01-01", "2026-11-21")
    return shares(found.assign(hit=found.deal_stage == "Closed Won"), "pipeline", "hit")


def why(f: Any) -> str:
    found = f.lost[f.lost.pipeline == "New Schools"]
    return one(found.groupby("closed_lost_reason").size())


def noisy(f: Any) -> set[str]:
    found = between(f.t, "create_date", "2026-01-01", "2026-11-21").groupby("company_name").size()
    return set(found[found > 8].index)


def unbooked(f: Any) -> set[str]:
    return without(won(f, "New Schools").company_name, f.s, "company_name")


def big_catholic(f: Any) -> set[str]:
    found = f.c[(f.c.sector == "Catholic") & (f.c.number_of_students > 500)]
    return set(found.company_name)


def season(f: Any) -> float:
    now, then = (shot(f, f"{year}-02-01", f"{year}-07-01").pack_sales_aud.sum() for year in (2026, 2025))
    return growth(now, then)


def pace(f: Any) -> dict[str, float]:
    found = shot(f)
    found = found[found.photographer.isin(["Aaron Pike", "Yuki Tanabe"])]
    return found.groupby("photographer").students_photographed.mean().to_dict()


def logged(f: Any) -> dict[str, int]:
    found = between(f.t, "create_date", "2026-05-01", "2026-11-01")
    return counts(found, found.create_date.dt.strftime("%Y-%m"))


def retakes(f: Any) -> float:
    found = between(f.t, "create_date", "2026-01-01", "2026-11-21")
    return float((found.category == "Retake request").mean())


def email(f: Any) -> str:
    return str(only(f.p[(f.p.associated_company == SCHOOL) & (f.p.job_title == "Business Manager")], "email"))


def old_tickets(f: Any) -> int:
    age = (TODAY - f.t[f.t.ticket_status != "Closed"].create_date.dt.normalize()).dt.days
    assert not age.isin([29, 30, 31]).any()
    return int((age > 30).sum())


def last_day(f: Any) -> str:
    return f"{f.done[f.done.company_name == OTHER].photo_date.max():%Y-%m-%d}"


def bigger(f: Any) -> bool:
    found = shot(f).groupby("state").pack_sales_aud.sum()
    return bool(found["VIC"] > found["NSW"])


SCHOOL, OTHER, THIRD = "Holy Rosary Catholic School", "Ruyton Park Grammar School", "Saltwater Bay Primary School"
QUESTIONS = [
    ask("sum", "pack sales for march?", lambda f: float(shot(f, "2026-03-01", "2026-04-01").pack_sales_aud.sum())),
    ask("count", "how many photo days have we done this year", lambda f: len(shot(f))),
    ask("ratio", "Packs sold per student photographed by sector, 2026 photo days", take_up),
    ask("share", "what % of the kids booked this year weren't actually photographed? done days only", away),
    ask("list", "Schools with a photo day booked in December", december),
    ask("group", "pack sales by photographer YTD", lambda f: total(shot(f), "photographer", "pack_sales_aud")),
    ask("absence", "who did we shoot in 2025 but have neither a done nor a booked photo day for since january 2026", dropped),
    ask("average", "average pack sales per done photo day, primary vs secondary vs P-12, all time",
        lambda f: f.done.groupby("school_type").pack_sales_aud.mean().to_dict()),
    ask("group", "open tickets per owner (anything not closed)",
        lambda f: counts(f.t[f.t.ticket_status != "Closed"], "ticket_owner")),
    ask("days", "how many days do we take on average to close a ticket, by priority", lambda f: f.t.groupby("priority").days.mean().to_dict()),
    ask("share", "Retake requests as a share of all the tickets that came in this year", retakes),
    ask("count", "Tickets still not closed that were created over 30 days ago, how many?", old_tickets),
    ask("having", "schools with more than 8 tickets logged in 2026", noisy),
    ask("group", "tickets created each month, May - October", logged),
    ask("sum", "Renewals we've closed won this year, total amount", lambda f: int(won(f, "Renewals").amount.sum())),
    ask("rate", "win rate new schools vs renewals for deals closed this year (won out of won and lost)", win_rates),
    ask("top", "Main reason schools give us for saying no in the New Schools pipeline, ever", why),
    ask("absence", "new schools won in 2026 that still don't have any photo day in the system", unbooked),
    ask("top", "three biggest open deals", lambda f: best(f.open.set_index("deal_name").amount, 3)),
    ask("growth", "Feb to June pack sales, this year against last, % up or down", season),
    ask("compare", "Aaron v Yuki - avg number of students they get through on a photo day in 2026", pace),
    ask("list", "catholic schools with more than 500 students pls", big_catholic),
    ask("look-up", f"email for the business manager at {SCHOOL}", email),
    ask("newest", f"When was our most recent done photo day at {OTHER}?", last_day),
    ask("bool", "is VIC ahead of NSW on pack sales this year?", bigger),
    ask("missing", f"did the {THIRD} principal open our last newsletter", None),
    ask("missing", "how much do we pay Colleen per photo day", None),
    ask("missing", "What's the print lab charging us for an 8x10 these days?", None),
    ask("missing", "any tickets from Bandicoot Springs Primary", None),
    ask("missing", "which camera body was used at the last grad shoot", None),
    ask("missing", "Hours Lorraine logged on the desk last week", None),
    ask("missing", "what will enrolments in NSW look like in 2030", None),
]  # fmt: skip
