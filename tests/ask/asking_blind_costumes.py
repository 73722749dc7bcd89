"""What the four people of a costume hire firm type over the sheets they keep.

A hire counts on the day it goes out; booked ones go out later than today. "This year" is up to today.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from blind_files import one, only
from unseen_parts import TODAY, best, between, counts, growth, shares, total, without


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("costumes", "blind_k", category, text, gold)


def out(f: Any, start: str = "2026-01-01", end: str = "2026-11-21") -> Any:
    return between(f.h, "goes_out", start, end)


def missing(f: Any) -> set[str]:
    """Hires that should be back and are not."""
    return set(f.h[f.h.came_back.isna() & (f.h.due_back < TODAY)].hire_no)


def owed(f: Any) -> float:
    """Deposits of hires that came back, not given back yet."""
    return float(f.h[f.h.came_back.notna() & (f.h.deposit_given_back == "n")].deposit.sum())


def decided(f: Any) -> Any:
    return f.q[f.q.result != "Waiting"].assign(hit=lambda q: q.result == "Booked")


def waiting(f: Any) -> set[str]:
    found = f.q[f.q.result == "Waiting"]
    age = (TODAY - found.asked_on).dt.days
    assert not age.isin([29, 30, 31]).any()
    return set(found[age > 30].quote_no)


def fitted(f: Any) -> dict[str, float]:
    return total(between(f.v, "day", "2026-09-01", "2026-11-01"), "fitter", "hours")


def damages(f: Any) -> float:
    return float(between(f.i, "goes_out", "2026-01-01", "2026-11-21").damage_charge.sum())


def unseen(f: Any) -> set[str]:
    """Amateur societies with no hire since new year."""
    societies = f.c[f.c.sort_of_customer == "Amateur society"].customer
    found = without(societies, out(f), "customer")
    assert found == without(societies, f.h[f.h.goes_out >= "2025-12-29"], "customer")
    return found


def october(f: Any) -> float:
    now, then = (out(f, f"{year}-10-01", f"{year}-11-01").charge.sum() for year in (2026, 2025))
    return growth(now, then)


def latest(f: Any) -> str:
    """Who hired one costume most recently."""
    found = f.i[(f.i.costume_no == COSTUME) & (f.i.goes_out < TODAY)].sort_values("goes_out")
    assert len(found) == len(f.i[f.i.costume_no == COSTUME]) > 1
    return str(found.customer.iloc[-1])


def regulars(f: Any) -> set[str]:
    found = out(f).groupby("customer").size()
    return set(found[found >= 5].index)


CUSTOMER, HIRE, COSTUME = "Umber Playhouse", "H3042", "C214"

QUESTIONS = [
    ask("count", "how many hires went out last month?", lambda f: len(out(f, "2026-10-01", "2026-11-01"))),
    ask("list", "what's overdue - should be back by now but hasnt come back? hire numbers", missing),
    ask("group", "hire charges so far this year by sort of customer", lambda f: total(out(f), "sort_of_customer", "charge")),
    ask("top", "Top 5 customers by total charge, all time", lambda f: best(f.h.groupby("customer").charge.sum(), 5)),
    ask("average", "average charge when a school hires from us",
        lambda f: float(f.h[f.h.sort_of_customer == "School"].charge.mean())),
    ask("count", "how many victorian costumes do we have in L",
        lambda f: int(((f.k.era == "Victorian") & (f.k["size"] == "L")).sum())),
    ask("list", "tudor costumes that need mending", lambda f: set(f.k[(f.k.era == "Tudor") & (f.k.state == "Needs mending")].costume_no)),
    ask("sum", "how much deposit money do we still have to give back for hires that have come back", owed),
    ask("count", "hires booked to go out in december?", lambda f: len(out(f, "2026-12-01", "2027-01-01"))),
    ask("share", "booking rate of quotes per person who quoted, waiting ones left out", lambda f: shares(decided(f), "quoted_by", "hit")),
    ask("list", "quotes still waiting that were asked for more than 30 days ago", waiting),
    ask("group", "Why do people turn our quotes down? how many for each reason",
        lambda f: counts(f.q[f.q.result == "Turned down"], "why_not")),
    ask("group", "no shows at fittings, per fitter", lambda f: counts(f.v[f.v.turned_up == "no"], "fitter")),
    ask("group", "fitting hours of each fitter in Sept and Oct this year together", fitted),
    ask("absence", "how many costumes have never been hired?", lambda f: len(without(f.k.costume_no, f.i, "costume_no"))),
    ask("sum", "damage charges on hires that went out this year, total", damages),
    ask("count", "how many of the hires that went out in 2026 came back late", lambda f: int((out(f).late > 0).sum())),
    ask("average", "when hires come back late, how many days late are they on avarage?", lambda f: float(f.h[f.h.late > 0].late.mean())),
    ask("look-up", f"phone no of {CUSTOMER}", lambda f: str(only(f.c[f.c.customer == CUSTOMER], "phone"))),
    ask("look-up", f"which show was {HIRE} for", lambda f: str(only(f.h[f.h.hire_no == HIRE], "show"))),
    ask("look-up", f"who had {COSTUME} last?", latest),
    ask("growth", "october hire charges compared with october last year, % up or down", october),
    ask("absence", "Amateur societies that haven't hired anything since new year", unseen),
    ask("top", "who of us has taken the most hires so far this year", lambda f: one(out(f).groupby("taken_by").size())),
    ask("having", "customers with five or more hires so far this year", regulars),
    ask("missing", "what did the dry cleaner charge us in October?", None),
    ask("missing", "how many costumes will go out in panto season 2027", None),
    ask("missing", "What does Angels ask per week for a Tudor gown?", None),
    ask("missing", "hires by Pendlebury Light Opera this year", None),
    ask("missing", "who sewed C140?", None),
    ask("missing", "what do we pay Priya an hour", None),
    ask("missing", "how many tickets did Oliver sell at the schools", None),
]  # fmt: skip
