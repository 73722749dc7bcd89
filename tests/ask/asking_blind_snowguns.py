"""What the four sellers, the service desk and the owner of a snowmaking dealer type over their Dynamics 365 export.

Won and lost opportunities count by their actual close date, won money is actual revenue, open money is estimated revenue.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from blind_files import one, only
from unseen_parts import TODAY, best, between, counts, growth, shares, total


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("snowguns", "blind_l", category, text, gold)


def closed(frame: Any, start: str = "2026-01-01", end: str = "2026-11-21") -> Any:
    return between(frame, "actual_close_date", start, end)


def opened(frame: Any, start: str = "2026-01-01", end: str = "2026-11-21") -> Any:
    return between(frame, "created_on", start, end)


def win_rates(f: Any) -> dict[str, float]:
    found = closed(f.closed)
    return shares(found.assign(hit=found.status == "Won"), "owner", "hit")


def beaten(f: Any) -> dict[str, int]:
    found = closed(f.lost)
    found = found[found.status_reason == "Out-Sold"]
    assert found.competitor.notna().all()
    return counts(found, "competitor")


def slipped(f: Any) -> set[str]:
    return set(f.open[(f.open.owner == "Aimée Tremblay") & (f.open.est_close_date < TODAY)].topic)


def hot(f: Any) -> set[str]:
    found = between(f.o, "est_close_date", "2026-12-01", "2027-01-01")
    assert (found.status == "Open").all()
    return set(found[found.rating.isin(["Hot", "Warm"])].topic)


def ahead(f: Any) -> bool:
    then = closed(f.won, "2025-01-01", "2025-11-21").actual_revenue.sum()
    return bool(closed(f.won).actual_revenue.sum() > then)


def idle(f: Any) -> set[str]:
    """Ski resorts of one province without an open opportunity."""
    resorts = f.a[(f.a.segment == "Ski Resort") & (f.a.province == "BC")]
    return set(resorts.account_name) - set(f.open.account)


def rung(f: Any) -> int:
    """Phone calls of one owner completed in the week before this one; nothing lies on its weekends."""
    found = f.v[
        (f.v.activity_type == "Phone Call") & (f.v.owner == "Dale Hutchins") & (f.v.activity_status == "Completed")
    ]
    week = between(found, "actual_end", "2026-11-09", "2026-11-14")
    assert len(week) == len(between(found, "actual_end", "2026-11-07", "2026-11-16"))
    return len(week)


def vermont(f: Any) -> dict[str, float]:
    found = f.won[f.won.province.isin(["Vermont", "Quebec"])]
    means: dict[str, float] = found.groupby("province").actual_revenue.mean().to_dict()
    return means


def old(f: Any) -> int:
    age = (TODAY - f.s[f.s.status == "Active"].created_on.dt.normalize()).dt.days
    assert not age.isin([29, 30, 31]).any()
    return int((age > 30).sum())


def visits(f: Any) -> dict[str, int]:
    found = f.v[(f.v.activity_type == "Appointment") & (f.v.activity_status == "Completed")]
    found = between(found, "actual_end", "2026-06-01", "2026-11-01")
    return counts(found, found.actual_end.dt.strftime("%Y-%m"))


def troubled(f: Any) -> set[str]:
    found = opened(f.s).groupby("customer").size()
    return set(found[found >= 4].index)


ACCOUNT, OTHER = "Halberd Alpine", "Camberwell Mountain Resort"
QUESTIONS = [
    ask("count", "how many opps did we win in September?", lambda f: len(closed(f.won, "2026-09-01", "2026-10-01"))),
    ask("sum", "Jul-Sep 2026, won deals: actual revenue all together?",
        lambda f: float(closed(f.won, "2026-07-01", "2026-10-01").actual_revenue.sum())),
    ask("group", "whats everybody sitting on? open pipeline by owner, est. revenue", lambda f: total(f.open, "owner", "est_revenue")),
    ask("top", "the three biggest ones still open (estimated revenue)", lambda f: best(f.open.set_index("topic").est_revenue, 3)),
    ask("rate", "win % for each of us this year, won out of won+lost", win_rates),
    ask("group", "Who beat us in 2026? Number of deals we got out-sold on, per competitor", beaten),
    ask("list", "Aimee's open opportunities where the est close date has already gone by", slipped),
    ask("list", "anything hot or warm that's due to close in december?", hot),
    ask("bool", "are we ahead of last year? actual revenue won since Jan 1 vs Jan 1 to Nov 20 of 2025", ahead),
    ask("list", "names of the municipal hills in québec",
        lambda f: set(f.a[(f.a.segment == "Municipal Hill") & (f.a.province == "Quebec")].account_name)),
    ask("absence", "which BC ski resorts have no open opportunity at the moment", idle),
    ask("count", "How many phone calls did Dale complete last week", rung),
    ask("days", "days to resolve a case on average, split by product line", lambda f: f.s.groupby("product_line").days.mean().to_dict()),
    ask("share", "out of the cases opened in 2026, what share was high prio", lambda f: float((opened(f.s).priority == "High").mean())),
    ask("look-up", f"main phone {ACCOUNT}", lambda f: str(only(f.a[f.a.account_name == ACCOUNT], "main_phone"))),
    ask("look-up", f"Heading over to {OTHER} tomorrow, who is our primary contact there?",
        lambda f: str(only(f.a[f.a.account_name == OTHER], "primary_contact"))),
    ask("days", "for fan guns only - how long from creating the opp to winning it, avg days",
        lambda f: float(f.won[f.won.product_line == "Fan guns"].days.mean())),
    ask("top", "which segment brought us the most won revenue in 2025?",
        lambda f: one(closed(f.won, "2025-01-01", "2026-01-01").groupby("segment").actual_revenue.sum())),
    ask("compare", "Vermont vs Quebec: average actual revenue of a won deal", vermont),
    ask("count", "active cases more than 30 days old, how many have we got", old),
    ask("group", "appointments completed, by month, June thru October", visits),
    ask("growth", "New opportunities created in Q3 against Q3 a year before, how many % up or down?",
        lambda f: growth(len(opened(f.o, "2026-07-01", "2026-10-01")), len(opened(f.o, "2025-07-01", "2025-10-01")))),
    ask("having", "customers who logged four or more cases with us this year", troubled),
    ask("ratio", "on everything won this year, what percent of the estimated revenue did we actually get",
        lambda f: float(closed(f.won).actual_revenue.sum() / closed(f.won).est_revenue.sum())),
    ask("sum", "how many snow guns do our Colorado accounts have alltogether?",
        lambda f: int(f.a[f.a.province == "Colorado"].number_of_snow_guns.sum())),
    ask("missing", "how many cm of snow fell at Whistler last week", None),
    ask("missing", "What's the factory lead time on lances right now?", None),
    ask("missing", "open opps with Kettle Creek Ski Area", None),
    ask("missing", "which resorts are going to cut their snowmaking budget next season", None),
    ask("missing", "list price of a TechnoAlpin TR10 please", None),
    ask("missing", "Dale's commission for October?", None),
    ask("missing", "how many kWh does one fan gun use per night", None),
]  # fmt: skip
