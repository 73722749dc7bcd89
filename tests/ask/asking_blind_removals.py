"""What the surveyors, the office and the two owners of a removals firm type over the sheets they keep by hand.

A job is moved once its move date has passed; what is owed on it is its final price less the money in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from blind_files import one, only
from unseen_parts import best, between, counts, growth, shares, total


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("removals", "blind_g", category, text, gold)


def asked(f: Any, start: str = "2026-01-01", end: str = "2026-11-21") -> Any:
    return between(f.e, "enq_date", start, end)


def owing(f: Any) -> Any:
    return f.moved[f.moved.owed > 0]


def kath(f: Any) -> int:
    found = asked(f)
    return int(((found.surveyed_by == "Kath") & (found.outcome == "Lost - price")).sum())


def booked(f: Any) -> Any:
    return f.decided.assign(hit=lambda d: d.outcome == "Booked")


def best_month(f: Any) -> str:
    found = between(f.moved, "move_date", "2026-01-01", "2026-11-21")
    return one(found.groupby(found.move_date.dt.strftime("%Y-%m")).final.sum().astype(float))


def breakers(f: Any) -> dict[str, float]:
    return shares(f.moved, "foreman", "broke")


def baz(f: Any) -> bool:
    found = f.c.groupby("foreman").size()
    assert found["Baz"] != found["Lenny"]
    return bool(found["Baz"] > found["Lenny"])


def dear(f: Any) -> set[str]:
    pending = f.e[f.e.outcome == "Pending"]
    return set(pending[pending.quote.astype(float) > 1500].ref)


def compared(f: Any) -> dict[str, float]:
    found = f.moved[f.moved.van.isin(["Luton 1", "18 tonner"])]
    return found.groupby("van").final.mean().astype(float).to_dict()


CUSTOMER = "Lucian Bianchi"

QUESTIONS = [
    ask("group", "enquiries this year by how they heard of us", lambda f: counts(asked(f), "how_heard")),
    ask("share", "booking rate per surveyor? booked out of everything thats not pending", lambda f: shares(booked(f), "surveyed_by", "hit")),
    ask("average", "average quote on the enquiries that booked",
        lambda f: float(f.e[f.e.outcome == "Booked"].quote.astype(float).mean())),
    ask("count", "how many moves have we got in December",
        lambda f: len(between(f.j, "move_date", "2026-12-01", "2027-01-01"))),
    ask("sum", "money in for october?", lambda f: float(between(f.m, "date_rec_d", "2026-10-01", "2026-11-01").amount.sum())),
    ask("group", "Money received July to September, split by how it was paid",
        lambda f: total(between(f.m, "date_rec_d", "2026-07-01", "2026-10-01"), "how_paid", "amount")),
    ask("list", "which jobs that moved in september or october haven't paid us the full final price", lambda f: set(between(owing(f), "move_date", "2026-09-01", "2026-11-01").job_no)),
    ask("sum", "so how much are we still owed altogether on jobs that have moved (final price minus money in)",
        lambda f: float(owing(f).owed.sum())),
    ask("average", "avg actual hours by van", lambda f: f.j.groupby("van").actual_hrs.mean().astype(float).to_dict()),
    ask("top", "which foreman has done the most moves this year",
        lambda f: one(between(f.moved, "move_date", "2026-01-01", "2026-11-21").groupby("foreman").size())),
    ask("sum", "How much have we paid out on damage claims in total?", lambda f: float(f.c.paid_out.sum())),
    ask("list", "claim numbers still open please", lambda f: {str(x) for x in f.c[f.c.status == "Open"].claim}),
    ask("share", "per foreman, what proportion of moved jobs ended up with a damage claim?", breakers),
    ask("list", "who on the crew hasnt got an HGV licence? full names", lambda f: set(f.h[f.h.hgv == "N"].full_name)),
    ask("look-up", "wojtek's mobile number", lambda f: only(f.h[f.h.known_as == "Wojtek"], "mobile")),
    ask("look-up", f"What date did {CUSTOMER} move?", lambda f: f"{only(f.j[f.j.customer_name == CUSTOMER], 'move_date'):%Y-%m-%d}"),
    ask("days", "On average, how many days lie between the enquiry and the move date, for jobs that have moved?",
        lambda f: float((f.moved.move_date - f.moved.enq_date).dt.days.mean())),
    ask("median", "median cu ft per town we move people from", lambda f: f.e.groupby("from").cu_ft.median().astype(float).to_dict()),
    ask("count", "number of booked enquiries going to Bristol",
        lambda f: int(((f.e.outcome == "Booked") & (f.e.to == "Bristol")).sum())),
    ask("growth", "did enquiries go up or down from september to october, in %",
        lambda f: growth(len(asked(f, "2026-10-01", "2026-11-01")), len(asked(f, "2026-09-01", "2026-10-01")))),
    ask("top", "best month of 2026 so far for moves, going by the final prices added up?", best_month),
    ask("count", "How many jobs took longer than estimated?", lambda f: int((f.moved.actual_hrs > f.moved.est_hrs).sum())),
    ask("list", "customers from bath who needed storage", lambda f: set(f.j[(f.j["from"] == "Bath") & (f.j.storage == "Y")].customer_name)),
    ask("count", "kath here, how many of my surveys this year did we lose on price", kath),
    ask("threshold", "pending enquiries quoted over 1500 quid, just the refs", dear),
    ask("compare", "average final price: Luton 1 against the 18 tonner", compared),
    ask("sum", "total quote value we lost because of the date this year",
        lambda f: float(asked(f)[asked(f).outcome == "Lost - date"].quote.astype(float).sum())),
    ask("bool", "has Baz had more damage claims on his jobs than Lenny?", baz),
    ask("count", "how many crew started before 2016", lambda f: int((f.h.started < "2016-01-01").sum())),
    ask("top", "three customers with the highest final price",
        lambda f: best(f.j.set_index("customer_name").final.astype(float), 3)),
    ask("missing", "how many miles did the 18 tonner do last month?", None),
    ask("missing", "Which customers left us a five star review?", None),
    ask("missing", "what does the public liability insurance cost us", None),
    ask("missing", "how many cardboard boxes are left in the store", None),
    ask("missing", "when did Mrs Gwendoline Aspinall move", None),
    ask("missing", "Expected takings for summer 2027?", None),
    ask("missing", "what would Pickfords have quoted for J2210", None),
    ask("missing", "who was off sick in october?", None),
]  # fmt: skip
