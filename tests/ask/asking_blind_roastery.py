"""What the four people of a coffee roastery type about their cafés, standing orders, deliveries and tastings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from unseen_parts import best, between, counts, growth, past, shares, total, without


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("roastery", "blind_a", category, text, gold)


def sent(f: Any, start: str, end: str) -> Any:
    return between(f.d, "sent", start, end)


def hosts(f: Any) -> dict[str, float]:
    return shares(f.t.assign(hit=f.t.result == "Ordered"), "host", "hit")


def heavy(f: Any) -> set[str]:
    found = sent(f, "2026-01-01", "2027-01-01").groupby("café").kg.sum()
    return set(found[found > 250].index)


def october(f: Any) -> float:
    return growth(sent(f, "2026-10-01", "2026-11-01").kg.sum(), sent(f, "2026-09-01", "2026-10-01").kg.sum())


def dark(f: Any) -> bool:
    kilos = f.d.groupby("roast").kg.sum()
    return bool(kilos["Dark"] > kilos["Light"])


def dry(f: Any) -> set[str]:
    return without(f.c.name, past(f.d, "sent", 60), "café")


QUESTIONS = [
    ask("sum", "kg per week on running standing orders, all in?", lambda f: float(f.running.kg_per_week.sum())),
    ask("group", "Kilos delivered per blend this year", lambda f: total(sent(f, "2026-01-01", "2027-01-01"), "blend", "kg")),
    ask("top", "best cafe by invoiced € since january?",
        lambda f: best(sent(f, "2026-01-01", "2027-01-01").groupby("café").euros.sum())),
    ask("sum", "How many € are still unpaid on deliveries to Denmark?",
        lambda f: float(f.unpaid[f.unpaid.country == "Denmark"].euros.sum())),
    ask("count", "how many deliveries were invoiced in DKK", lambda f: int((f.d.currency == "DKK").sum())),
    ask("share", "Share of tastings that ended in an order, per host", hosts),
    ask("without", "who have we never held a tasting for? (cafes)", lambda f: without(f.c.name, f.t, "café")),
    ask("without", "any cafés w no delivery in the last 60 days? list them", dry),
    ask("look-up", "which roast is Slow Sunday", lambda f: f.b.set_index("blend").roast["Slow Sunday"]),
    ask("look-up", "When did Wild Rye become a customer?",
        lambda f: str(f.c.set_index("name").customer_since["Wild Rye"].date())),
    ask("having", "Which cafés took more than 250 kg from us in 2026?", heavy),
    ask("growth", "kg delivered october vs september 2026, % change", october),
    ask("average", "average kg per delivery for each courier", lambda f: f.d.groupby("courier").kg.mean().to_dict()),
    ask("days", "Standing orders that ended: how many days did they last on average?", lambda f: float(f.s.lasted.mean())),
    ask("top", "what is the most common reason a standing order ended", lambda f: best(f.s.groupby("why_ended").size())),
    ask("bool", "do we deliver more kilos of dark roasts than light ones?", dark),
    ask("list", "Restaurants in Ireland that have a grinder on loan",
        lambda f: set(f.c[(f.c.kind == "Restaurant") & (f.c.country == "Ireland") & f.c.grinder_on_loan.notna()].name)),
    ask("range", "deliveries of 50 kg or more that arent paid - how many?", lambda f: int((f.unpaid.kg >= 50).sum())),
    ask("relation", "tastings per country in the past 365 days", lambda f: counts(past(f.t, "held", 365), "country")),
    ask("median", "median number of seats of our cafés", lambda f: float(f.c.seats.median())),
    ask("missing", "how many bags went stale before they were shipped", None),
    ask("missing", "What does the Lighthouse cost us in green coffee freight?", None),
    ask("missing", "email of the barista at Tin Roof?", None),
    ask("missing", "which machine model does Fennel use", None),
    ask("missing", "Which cafés have signed the sustainability pledge?", None),
]  # fmt: skip
