"""What the owner, the sellers, the planner and the bookkeeper of an aquarium firm type over their Monday boards.

Work done is visits with the status done; deals won or lost count by the day they closed; amounts are without VAT.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from blind_files import one, only
from unseen_parts import TODAY, best, between, counts, growth, total, without


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("aquariums", "blind_m", category, text, gold)


def done(f: Any, start: str = "2026-01-01", end: str = "2026-11-21") -> Any:
    return between(f.done, "date", start, end)


def alarms(f: Any) -> float:
    found = done(f)
    return float(found[found.visit_type == "Emergency"].hours.sum())


def marks(f: Any) -> dict[str, float]:
    means: dict[str, float] = f.done.groupby("technician").client_rating.mean().to_dict()
    return means


def owing(f: Any) -> set[str]:
    found = f.n[(f.n.payment != "Paid") & (f.n.segment == "Hotel")]
    return set(found.name)


def overdue(f: Any) -> float:
    found = f.n[(f.n.payment != "Paid") & (f.n.due_date < TODAY)]
    return float(found.amount_excl_vat.sum())


def unseen(f: Any) -> set[str]:
    names = f.a[f.a.service_plan == "Premium"].name
    return without(names, done(f, "2026-09-01"), "client")


def calls(f: Any) -> set[str]:
    found = f.done[f.done.visit_type == "Emergency"].groupby("client").size()
    return set(found[found > 2].index)


def litre(f: Any) -> dict[str, float]:
    found = f.won.groupby("tank_type")[["deal_value", "volume_l"]].sum()
    ratios: dict[str, float] = (found.deal_value / found.volume_l).to_dict()
    return ratios


def rates(f: Any) -> dict[str, float]:
    found = f.o[f.o.closed_on.notna() & f.o.tank_type.isin(["Freshwater", "Reef"])]
    parts: dict[str, float] = (found.stage == "Won").groupby(found.tank_type).mean().to_dict()
    return parts


def billed(f: Any) -> float:
    now, then = (between(f.n, "issued", f"{year}-01-01", f"{year}-11-01") for year in (2026, 2025))
    return growth(now.amount_excl_vat.sum(), then.amount_excl_vat.sum())


def tardy(f: Any) -> float:
    found = between(f.n, "paid_on", "2026-01-01", "2026-11-21")
    return float((found.paid_on > found.due_date).mean())


def soon(f: Any) -> set[str]:
    found = between(f.open, "expected_close", "2026-11-21", "2027-01-01")
    return set(found[found.deal_value > 10000].name)


def fuller(f: Any) -> bool:
    found = f.open.groupby("owner").deal_value.sum()
    return bool(found["Wout Hendriks"] > found["Marieke Visser"])


def next_week(f: Any) -> set[str]:
    found = between(f.v, "date", "2026-11-23", "2026-11-28")
    assert len(found) == len(between(f.v, "date", "2026-11-21", "2026-11-30"))
    return set(found.client)


def cross(f: Any) -> set[str]:
    found = done(f, "2026-07-01")
    return set(found[found.client_rating <= 2].client)


def fish(f: Any) -> str:
    return one(done(f).groupby("technician").fish_lost.sum())


def half(f: Any) -> dict[str, int]:
    found = done(f, "2026-01-01", "2026-07-01")
    return counts(found, found.date.dt.strftime("%Y-%m"))


def newest(f: Any) -> str:
    return one(f.won.set_index("name").closed_on.rank(method="min"))


def hours_gap(f: Any) -> float:
    found = done(f, "2026-07-01", "2026-10-01").groupby("technician").hours.sum()
    return float(found["Joris"] - found["Samira"])


CLIENT, OTHER, THIRD = "Dental Beacon", "Hotel Fairbourne", "Resort Mallory"
QUESTIONS = [
    ask("count", "Joris - how many visits did he do in October?", lambda f: int((done(f, "2026-10-01", "2026-11-01").technician == "Joris").sum())),
    ask("sum", "hours that went to emergencies this year, total (done visits)", alarms),
    ask("group", "Last quarter, hours worked per technician pls", lambda f: total(done(f, "2026-07-01", "2026-10-01"), "technician", "hours")),
    ask("top", "which 3 clients ate the most technician hours in 2026", lambda f: best(done(f).groupby("client").hours.sum(), 3)),
    ask("list", "Numbers of the invoices that hotels still have to pay", owing),
    ask("sum", "how much money is overdue at this moment? unpaid and past due date, ex vat", overdue),
    ask("rate", "do we win reef tanks as often as freshwater ones? give me the win rate of both, won from won + lost", rates),
    ask("average", "What is the mean volume in litres of the tanks we sold this year?",
        lambda f: float(between(f.won, "closed_on", "2026-01-01", "2026-11-21").volume_l.mean())),
    ask("group", "average score that clients give, for every technician", marks),
    ask("absence", "Premium clients where nobody has been since 1 September (only visits that are done count)", unseen),
    ask("look-up", f"who is our contact at {CLIENT} again?", lambda f: str(only(f.a[f.a.name == CLIENT], "contact_person"))),
    ask("look-up", f"Since which date is {OTHER} a client?", lambda f: f"{only(f.a[f.a.name == OTHER], 'client_since'):%Y-%m-%d}"),
    ask("look-up", f"on which service plan is {THIRD}", lambda f: str(only(f.a[f.a.name == THIRD], "service_plan"))),
    ask("newest", "the deal we won most recently, which one was it", newest),
    ask("having", "clients who needed us for more than two emergencies that were done, ever", calls),
    ask("ratio", "Euros per litre on the won deals for each kind of tank: all the value divided by all the litres", litre),
    ask("growth", "invoiced jan till end of oct, how much % more or less than in those months of 2025?", billed),
    ask("share", "From the invoices that got paid in 2026, what part came in later than the due date?", tardy),
    ask("days", "How many days do clients take to pay, from issue to payment, averaged per segment",
        lambda f: f.n.groupby("segment").days.mean().to_dict()),
    ask("list", "open deals over 10.000 euro that should still close before new year (expected close from tomorrow on)", soon),
    ask("bool", "Is Wout's open pipeline worth more than Marieke's?", fuller),
    ask("group", "visits done in each month of the first half of 2026", half),
    ask("list", "where do we have to be next week? clients with a planned visit", next_week),
    ask("list", "clients that gave us a 1 or a 2 since July", cross),
    ask("difference", "by how many hours did Joris work more than Samira in Q3 (done visits)", hours_gap),
    ask("missing", "what is the pH of the water at the moment in the lobby tank of the hotel in Leiden", None),
    ask("missing", "How much did we pay the coral farm this year", None),
    ask("missing", "which van does Anouk take on monday?", None),
    ask("missing", "unpaid invoices of Grand Café Zeelust", None),
    ask("missing", "days off Dirk-Jan has left for this year", None),
    ask("missing", f"What is the VAT number of {CLIENT}, accountant asks", None),
    ask("missing", "how many clownfish do we have in the quarantaine tank", None),
]  # fmt: skip
