"""What a newcomer at a dental laboratory types about practices, work orders, opportunities and cases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from blind_files import one, only
from unseen_parts import TODAY, best, between, counts, growth, past, shares, total


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("dental", "blind_e", category, text, gold)


def received(f: Any, start: str, end: str) -> Any:
    return between(f.w, "received", start, end)


def year(f: Any) -> Any:
    return received(f, "2026-01-01", "2027-01-01")


def won(f: Any) -> Any:
    return f.o[f.o.sales_stage == "Closed Won"]


def quiet(f: Any) -> set[str]:
    ohio = f.a[(f.a.billing_state == "OH") & (f.a.account_type == "Customer")]
    return set(ohio.name) - set(past(f.w, "received", 90).practice)


def often(f: Any) -> set[str]:
    found = between(f.c, "date_created", "2026-01-01", "2027-01-01").groupby("account_name").size()
    return set(found[found >= 3].index)


def dear(f: Any) -> bool:
    price = f.w.groupby("material").price.mean()
    return bool(price["Zirconia"] > price["E.max"])


def zirconia(f: Any) -> float:
    found = year(f)
    return float(found[found.material == "Zirconia"].price.sum() / found.price.sum())


def stuck(f: Any) -> set[str]:
    return set(f.w[f.w.shipped.isna() & (f.w.due < TODAY)].wo)


def manager(f: Any) -> str:
    return str(only(f.p[(f.p.title == "Practice Manager") & (f.p.account_name == MANAGED)], "name"))


MANAGED = "Wren Orthodontics"

QUESTIONS = [
    ask("count", "How many crown orders came in last month?",
        lambda f: int((received(f, "2026-10-01", "2026-11-01").restoration == "Crown").sum())),
    ask("group", "total price of the work orders received in Q3, by material",
        lambda f: total(received(f, "2026-07-01", "2026-10-01"), "material", "price")),
    ask("top", "Which practice has sent us the most units this year?",
        lambda f: best(year(f).groupby("practice").units.sum())),
    ask("share", "what's the remake rate of each technician?",
        lambda f: shares(f.w.assign(hit=f.w.remake == "Yes"), "technician", "hit")),
    ask("days", "On average how many days pass from receiving an order to shipping it?",
        lambda f: float(f.w.took.mean())),
    ask("count", "how many orders were shipped after they were due", lambda f: int((f.w.shipped > f.w.due).sum())),
    ask("list", "Which work orders are overdue, i.e. past their due date and not shipped?", stuck),
    ask("look-up", f"who's the practice manager at {MANAGED}", manager),
    ask("group", "open opportunities: total likely by stage", lambda f: total(f.open, "sales_stage", "likely")),
    ask("sum", "How much did Ruth win this year in opportunities?",
        lambda f: float(between(won(f), "expected_close_date", "2026-01-01", "2027-01-01").pipe(
            lambda d: d[d.assigned_user_name == "Ruth Okafor"]).likely.sum())),
    ask("share", "win rate by lead source?",
        lambda f: shares(f.closed.assign(hit=f.closed.sales_stage == "Closed Won"), "lead_source", "hit")),
    ask("top", "what's the no. 1 reason we lose opportunities", lambda f: best(f.o.groupby("reason_lost").size())),
    ask("count", "how many P1 cases are still open?",
        lambda f: int((f.c.status.isin(["New", "Assigned"]) & (f.c.priority == "P1 - High")).sum())),
    ask("having", "practices that raised 3 or more cases since January", often),
    ask("without", "Ohio customers who haven't sent us anything in the last 90 days (work orders)", quiet),
    ask("average", "How many chairs does an orthodontic practice have on average?",
        lambda f: float(f.a[f.a.specialty == "Orthodontics"].chairs.mean())),
    ask("share", "What share of this year's order value is zirconia?", zirconia),
    ask("top", "who looks after the most customers?",
        lambda f: one(f.a[f.a.account_type == "Customer"].groupby("assigned_user_name").size())),
    ask("look-up", "Who owns our biggest open opportunity?",
        lambda f: f.open.sort_values("likely").assigned_user_name.iloc[-1]),
    ask("days", "average days to resolve a case, per priority", lambda f: f.c.groupby("priority").took.mean().to_dict()),
    ask("group", "units per technician shipped in October",
        lambda f: total(between(f.w, "shipped", "2026-10-01", "2026-11-01"), "technician", "units")),
    ask("bool", "do zirconia orders cost more than E.max ones on average?", dear),
    ask("growth", "By how much did order value grow from Q2 to Q3 2026?",
        lambda f: growth(received(f, "2026-07-01", "2026-10-01").price.sum(),
                         received(f, "2026-04-01", "2026-07-01").price.sum())),
    ask("relation", "number of cases per state", lambda f: counts(f.c, "billing_state")),
    ask("missing", "what is our gross margin on bridges?", None),
    ask("missing", "Which practices pay their bills late?", None),
    ask("missing", "what shade was ordered on WO-7310", None),
    ask("missing", "how many dentists came to our open day?", None),
    ask("missing", "What courier do we use for Michigan?", None),
    ask("missing", "how much will we sell in the first quarter of 2027", None),
]  # fmt: skip
