"""What the reps, the production supervisor, the accountant and the managing director of a tyre retreader in Kenya type.

Output counts by the day a job card went out, intake by the day it came in; a deal is open until it is closed won or lost.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
from asking_gold import Question
from blind_files import only
from unseen_parts import TODAY, best, between, counts, growth, shares, total, without


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("retreads", "blind_n", category, text, gold)


def out(f: Any, start: str = "2026-01-01", end: str = "2026-11-21") -> Any:
    return between(f.done, "date_out", start, end)


def scrap(f: Any) -> dict[str, float]:
    found = out(f).groupby("casing_size")[["casings_rejected", "casings_received"]].sum()
    return (found.casings_rejected / found.casings_received).to_dict()


def stuck(f: Any) -> set[str]:
    return set(f.j[f.j.date_out.isna() & (f.j.date_in < "2026-11-10")].job_card_no)


def unseen(f: Any) -> set[str]:
    since = f.v[f.v.visit_date >= "2026-07-01"]
    return without(f.a[f.a.industry == "Matatu Sacco"].account_name, since, "account_name")


def silent(f: Any) -> set[str]:
    since = between(f.j, "date_in", "2026-08-01", "2026-11-21")
    return without(f.a[f.a.depot == "Mombasa"].account_name, since, "account_name")


def win_rates(f: Any) -> dict[str, float]:
    found = between(pd.concat([f.won, f.lost]), "closing_date", "2026-01-01", "2026-11-21")
    return shares(found.assign(hit=found.stage == "Closed Won"), "deal_owner", "hit")


def december(f: Any) -> float:
    found = between(f.open, "closing_date", "2026-12-01", "2027-01-01")
    return float((found.amount * found.probability / 100).sum())


def last_visit(f: Any) -> str:
    return f"{f.v[f.v.account_name == BUSES].visit_date.max():%Y-%m-%d}"


def accepted(f: Any) -> float:
    found = f.m[f.m.decision != "Pending"]
    return float((found.decision == "Accepted").mean())


def credits_given(f: Any) -> dict[str, float]:
    found = between(f.m[f.m.decision == "Accepted"], "claim_date", "2026-01-01", "2026-11-21")
    return total(found, "casing_size", "credit_kes")


def lakeside(f: Any) -> bool:
    found = out(f, "2026-07-01", "2026-10-01").groupby("depot").casings_retreaded.sum()
    return bool(found["Kisumu"] > found["Eldoret"])


def complainers(f: Any) -> set[str]:
    found = f.m.groupby("account_name").size()
    return set(found[found >= 4].index)


def ten_months(f: Any) -> float:
    now, then = (out(f, f"{year}-01-01", f"{year}-11-01").amount_kes.sum() for year in (2026, 2025))
    return growth(now, then)


def months(f: Any) -> dict[str, int]:
    found = between(f.j, "date_in", "2026-06-01", "2026-11-01")
    return total(found, found.date_in.dt.strftime("%Y-%m"), "casings_received")


def rivals(f: Any) -> dict[str, int]:
    found = between(f.v, "visit_date", "2026-10-01", "2026-11-01")
    return counts(found[found.visited_by.isin(["Halima Abdi", "Brian Otieno"])], "visited_by")


def per_tyre(f: Any) -> float:
    found = out(f)
    found = found[found.casing_size == "315/80R22.5"]
    return float(found.amount_kes.sum() / found.casings_retreaded.sum())


def chinese(f: Any) -> int:
    found = between(f.lost, "closing_date", "2026-01-01", "2026-11-21")
    return int(found[found.reason_for_loss == "Chinese New Tyres"].amount.sum())


def big_prepaid(f: Any) -> set[str]:
    return set(f.a[(f.a.credit_days == 0) & (f.a.fleet_size > 40)].account_name)


def sacco_share(f: Any) -> float:
    found = out(f)
    return float(found[found.industry == "Matatu Sacco"].amount_kes.sum() / found.amount_kes.sum())


BUSES, TEA, LORRIES = "Savanna Cross Buses", "Limuru Leaf Growers", "Kifaru Haulage"
QUESTIONS = [
    ask("sum", "casings retreaded in october? go by date out", lambda f: int(out(f, "2026-10-01", "2026-11-01").casings_retreaded.sum())),
    ask("rate", "Rejection rate by casing size on all cards that went out in 2026 - rejected divided by received", scrap),
    ask("list", "which job cards came in before 10 November and have no date out yet", stuck),
    ask("top", "Five biggest customers this year by job card amount (date out in 2026)",
        lambda f: best(out(f).groupby("account_name").amount_kes.sum(), 5)),
    ask("group", "KES per depot for job cards out in Q3",
        lambda f: total(out(f, "2026-07-01", "2026-10-01"), "depot", "amount_kes")),
    ask("absence", "Saccos that none of us has visited since 1st July", unseen),
    ask("absence", "mombasa depot customers who have not brought us a single casing since 1 August", silent),
    ask("rate", "Kindly show each deal owner's win rate for deals closed in 2026, won over won plus lost", win_rates),
    ask("group", "open deals per stage, amount", lambda f: total(f.open, "stage", "amount")),
    ask("product", "Deals that should close in December: amount times probability, give me the total", december),
    ask("count", "how many open deals have a closing date that has already passed", lambda f: int((f.open.closing_date < TODAY).sum())),
    ask("look-up", f"how many vehicles does {TEA} run? fleet size", lambda f: int(only(f.a[f.a.account_name == TEA], "fleet_size"))),
    ask("look-up", f"contact person at {LORRIES}", lambda f: str(only(f.a[f.a.account_name == LORRIES], "contact_person"))),
    ask("newest", f"when were we last at {BUSES}?", last_visit),
    ask("group", "claims so far this year per defect",
        lambda f: counts(between(f.m, "claim_date", "2026-01-01", "2026-11-21"), "defect")),
    ask("share", "Of all the claims we have decided, what percent did we accept? Leave the pending ones out.", accepted),
    ask("relation", "credit we gave on accepted claims in 2026, split by the casing size on the job card", credits_given),
    ask("days", "average days from date in to date out, depot by depot", lambda f: f.done.groupby("depot").days.mean().to_dict()),
    ask("bool", "Did Kisumu turn out more retreaded casings than Eldoret last quarter?", lakeside),
    ask("having", "customers who have raised 4 claims or more with us, ever", complainers),
    ask("growth", "sales Jan to Oct vs Jan to Oct last year in % - job card amounts, date out", ten_months),
    ask("group", "casings coming in, month by month from June to October (date in)", months),
    ask("compare", "Halima and Otieno, how many field visits did each do last month", rivals),
    ask("ratio", "What are we getting on average per retreaded 315/80R22.5 this year, total amount over total casings retreaded?", per_tyre),
    ask("sum", "how much have we lost to chinese new tyres this year? deal amounts", chinese),
    ask("missing", "how many kilos of tread rubber are left in the Eldoret store", None),
    ask("missing", "what km do customers get from our Drive Lug before it wears out", None),
    ask("missing", "Has Wanjiru submitted her fuel receipts for October?", None),
    ask("missing", "job cards for Turkana Windfarm Logistics this year", None),
    ask("missing", "which autoclave was down in September and for how many hours", None),
    ask("missing", f"does {LORRIES} still owe us anything on last month's invoice", None),
    ask("missing", "What will a barrel of oil cost in March", None),
]  # fmt: skip
