"""What a newcomer at a firm that rents stage lighting types about companies, opportunities, rentals, gear and tasks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from blind_files import one, only
from unseen_parts import TODAY, best, between, counts, growth, past, shares, total


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("lighting", "blind_f", category, text, gold)


def hired(f: Any, start: str, end: str) -> Any:
    return between(f.r, "out_date", start, end)


def year(f: Any) -> Any:
    return hired(f, "2026-01-01", "2027-01-01")


def out(f: Any) -> set[str]:
    return set(f.r[f.r.returned.isna() & (f.r.due_back < TODAY)].hire_no)


def stale(f: Any) -> set[str]:
    current = set(f.c[f.c.contact_type == "Current Customer"].name)
    return current - set(past(f.r, "out_date", 182).name)


def often(f: Any) -> set[str]:
    found = year(f).groupby("name").size()
    return set(found[found > 4].index)


def won(f: Any) -> bool:
    value = between(f.won, "close_date", "2026-01-01", "2027-01-01").groupby("owned_by").value.sum()
    return bool(value["Callum Frith"] > value["Nerys Vaughan"])


def late(f: Any) -> int:
    return int((f.r.returned > f.r.due_back).sum())


def overdue(f: Any) -> dict[Any, int]:
    found = f.t[(f.t.status == "Open") & (f.t.due_date < TODAY)]
    return counts(found, "owned_by")


PERSON, COMPANY = "Helga Ibrahim", "Merlin Theatre"

QUESTIONS = [
    ask("sum", "hire fees for rentals that went out in October?",
        lambda f: float(hired(f, "2026-10-01", "2026-11-01").hire_fee_gbp.sum())),
    ask("group", "Rental income (hire fee) per gear category this year", lambda f: total(year(f), "category", "hire_fee_gbp")),
    ask("top", "Which 3 companies spent most on hire fees in 2026?",
        lambda f: best(year(f).groupby("name").hire_fee_gbp.sum(), 3)),
    ask("top", "what's our most hired model by quantity?", lambda f: one(f.r.groupby("model").qty.sum())),
    ask("list", "which hires are late coming back (due back already and not returned)?", out),
    ask("count", "How many hires came back after their due date?", late),
    ask("sum", "total damage fees we charged to companies in Glasgow",
        lambda f: float(f.r[f.r.city == "Glasgow"].damage_fee_gbp.sum())),
    ask("average", "average hire fee by depot", lambda f: f.r.groupby("depot").hire_fee_gbp.mean().to_dict()),
    ask("group", "pipeline value per stage", lambda f: total(f.open, "stage", "value")),
    ask("share", "win rate of each owner?",
        lambda f: shares(f.closed.assign(hit=f.closed.status == "Won"), "owned_by", "hit")),
    ask("top", "why do we mostly lose", lambda f: best(f.o.groupby("loss_reason").size())),
    ask("sum", "how much is Nerys's pipeline worth", lambda f: float(f.open[f.open.owned_by == "Nerys Vaughan"].value.sum())),
    ask("count", "opportunities closing next month - how many",
        lambda f: len(between(f.open, "close_date", "2026-12-01", "2027-01-01"))),
    ask("without", "current customers that haven't hired anything in the last 182 days", stale),
    ask("having", "who hired from us more than four times this year?", often),
    ask("look-up", f"{PERSON}'s phone number?", lambda f: only(f.p[f.p.name == PERSON], "phone_number")),
    ask("look-up", f"Which rep looks after {COMPANY}?", lambda f: only(f.c[f.c.name == COMPANY], "owned_by")),
    ask("look-up", "How many Parcan 64 do we have in stock?", lambda f: int(only(f.g[f.g.model == "Parcan 64"], "stock"))),
    ask("average", "average venue capacity of theatres... I mean of companies in Cardiff",
        lambda f: float(f.c[f.c.city == "Cardiff"].capacity.mean())),
    ask("list", "companies whose account is on stop", lambda f: set(f.c[f.c.stopped == "TRUE"].name)),
    ask("growth", "How did hire fees change from Q2 to Q3 of 2026 in percent?",
        lambda f: growth(hired(f, "2026-07-01", "2026-10-01").hire_fee_gbp.sum(),
                         hired(f, "2026-04-01", "2026-07-01").hire_fee_gbp.sum())),
    ask("bool", "has Callum won more than Nerys this year (value)?", won),
    ask("group", "overdue open tasks per person", overdue),
    ask("days", "days between creating and winning an opportunity, average",
        lambda f: float((f.won.close_date - f.won.created_at).dt.days.mean())),
    ask("missing", "Which crew chief worked the most hours last week?", None),
    ask("missing", "how much did we spend on replacement lamps", None),
    ask("missing", "what insurance does Merlin Theatre have?", None),
    ask("missing", "how many trucks are on the road today", None),
    ask("missing", "Which hires used our rigging team?", None),
    ask("missing", "expected hire income for summer 2027", None),
]  # fmt: skip
