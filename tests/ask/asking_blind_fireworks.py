"""What the three in the office, the crew chief and the bookkeeper of a firm that shoots fireworks type over their sheets.

Shows count where they were fired, by their date; an invoice is open while no day of payment stands beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from blind_files import only
from unseen_parts import TODAY, best, between, counts, growth, shares, total, without


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("fireworks", "blind_n", category, text, gold)


def fired(f: Any, start: str = "2026-01-01", end: str = "2026-11-21") -> Any:
    return between(f.fired, "show_date", start, end)


def stale(f: Any) -> set[str]:
    found = f.q[f.q.status == "Waiting"]
    age = (TODAY - found.sent_on).dt.days
    assert not age.isin([29, 30, 31]).any()
    return set(found[age > 30].quote)


def yes_rates(f: Any) -> dict[str, float]:
    found = between(f.q[f.q.status.isin(["Accepted", "Declined"])], "sent_on", "2026-01-01", "2026-11-21")
    return shares(found.assign(hit=found.status == "Accepted"), "sent_by", "hit")


def overdue(f: Any) -> float:
    return float(f.owed[f.owed.due < TODAY].amount.sum())


def long_overdue(f: Any) -> set[str]:
    age = (TODAY - f.owed.due).dt.days
    assert not age.isin([59, 60, 61]).any()
    return set(f.owed[age > 60].inv)


def risky(f: Any) -> set[str]:
    """Shows to come whose deposit was billed and is not paid."""
    found = f.owed[f.owed.what_for == "Deposit"]
    return set(f.coming.show) & set(found.show)


def gone(f: Any) -> set[str]:
    """Towns with a show fired in 2025, none fired in 2026 and none to come."""
    towns = f.s[f.s.type == "Municipality"]
    then = set(between(towns[towns.outcome == "Fired"], "show_date", "2025-01-01", "2026-01-01").client)
    now = set(fired(f).client) | set(f.coming.client)
    return then - now


def quiet(f: Any) -> set[str]:
    since = f.v[f.v.date >= "2026-09-01"]
    return without(f.c[f.c.type == "Festival"].client, since, "client")


def july(f: Any) -> float:
    now, then = (fired(f, f"{year}-07-01", f"{year}-09-01").price.sum() for year in (2026, 2025))
    return growth(now, then)


def per_minute(f: Any) -> dict[str, float]:
    found = fired(f).groupby("type")[["price", "minutes"]].sum()
    return (found.price / found.minutes).to_dict()


def drones(f: Any) -> int:
    found = between(f.q, "sent_on", "2026-01-01", "2026-11-21")
    return int(found[found.why_not == "Going with drones"].quoted.sum())


def rivals(f: Any) -> dict[str, float]:
    found = between(f.q, "sent_on", "2026-07-01", "2026-10-01")
    return total(found[found.sent_by.isin(["Joanne", "Tyler"])], "sent_by", "quoted")


def water(f: Any) -> float:
    return float((fired(f).barge == "Y").mean())


def regulars(f: Any) -> set[str]:
    found = f.fired.groupby("client").size()
    return set(found[found >= 5].index)


def billed(f: Any) -> dict[str, float]:
    found = between(f.n, "issued", "2026-06-01", "2026-11-01")
    return total(found, found.issued.dt.strftime("%Y-%m"), "amount")


def big_quebec(f: Any) -> set[str]:
    found = fired(f)
    return set(found[(found.prov == "QC") & (found.price > 15000)].show)


def quebec(f: Any) -> bool:
    found = fired(f).groupby("prov").price.mean()
    return bool(found["QC"] > found["ON"])


def late(f: Any) -> int:
    """How many invoices of this year were paid after their due date."""
    found = between(f.n, "issued", "2026-01-01", "2026-11-21")
    return int((found.paid_on > found.due).sum())


CLIENT, OTHER, SHOW = "Muskie Days", "Grand Chute Casino", "F-837"
QUESTIONS = [
    ask("count", "How many shows did we fire in July?", lambda f: len(fired(f, "2026-07-01", "2026-08-01"))),
    ask("sum", "total $ of fired shows 2026 so far", lambda f: float(fired(f).price.sum())),
    ask("group", "shows fired this year per lead pyro", lambda f: counts(fired(f), "lead_pyro")),
    ask("list", "which upcoming shows don't have a lead pyro yet?", lambda f: set(f.coming[f.coming.lead_pyro.isna()].show)),
    ask("sum", "what's overdue? unpaid invoices past their due date, in dollars", overdue),
    ask("list", "invoice numbers more than 60 days past due and still not paid", long_overdue),
    ask("list", "Show numbers still to come where the deposit is invoiced but hasn't been paid", risky),
    ask("list", "quotes sent over 30 days ago still on Waiting", stale),
    ask("rate", "acceptance rate by who sent the quote, quotes sent in 2026, accepted / (accepted + declined)", yes_rates),
    ask("group", "why do people say no to us, count of quotes by reason, all years",
        lambda f: counts(f.q[f.q.why_not.notna()], "why_not")),
    ask("sum", "How much money in quotes did we lose to drones this year (by date sent)?", drones),
    ask("absence", "Municipalities we fired for in 2025 that have had no fired show in 2026 and have nothing coming up", gone),
    ask("absence", "festivals with nothing in the call log since Sept 1", quiet),
    ask("ratio", "dollars per minute by client type, fired shows this year, total price over total minutes", per_minute),
    ask("growth", "July and August together, revenue from fired shows, % change vs last year", july),
    ask("compare", "total quoted by Joanne and by Tyler in Q3", rivals),
    ask("share", "What share of this year's fired shows were off a barge", water),
    ask("top", "top 3 clients by fired show revenue since the beginning of 2025",
        lambda f: best(fired(f, "2025-01-01").groupby("client").price.sum(), 3)),
    ask("having", "who's had five or more shows fired with us, going back as far as the sheet goes", regulars),
    ask("group", "amounts invoiced by month of issue june thru october", billed),
    ask("list", "Quebec shows we fired in 2026 priced above $15,000 - show #s", big_quebec),
    ask("bool", "is the average fired show in Quebec pricier than in Ontario this year?", quebec),
    ask("count", "how many of the invoices issued in 2026 got paid after the due date", late),
    ask("look-up", f"cell number for {CLIENT}", lambda f: str(only(f.c[f.c.client == CLIENT], "cell"))),
    ask("look-up", f"who's the lead on {SHOW}", lambda f: str(only(f.s[f.s.show == SHOW], "lead_pyro"))),
    ask("missing", "how many 4 inch shells are left in the magazine", None),
    ask("missing", "Is Sukhi's display supervisor card still valid in the spring?", None),
    ask("missing", f"wind speed the night we shot for {OTHER}", None),
    ask("missing", "anything booked with the Town of Frenchman's Elbow?", None),
    ask("missing", "what do we pay Werner a night", None),
    ask("missing", "how many people came to watch on Canada Day", None),
    ask("missing", "what did the liability insurance cost us this year vs last", None),
]  # fmt: skip
