"""What the four sellers and the owner of a weighbridge maker type over their Freshsales export.

Won and lost deals count in the period of their closed date; all other deals are open. A task is overdue when it is
open and its due date is gone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from blind_files import one, only
from unseen_parts import TODAY, best, between, counts, past, shares, total, without


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("weighbridges", "blind_k", category, text, gold)


def this_year(frame: Any) -> Any:
    return between(frame, "closed_date", "2026-01-01", "2026-11-21")


def win_rates(f: Any) -> dict[str, float]:
    found = this_year(f.closed)
    return shares(found.assign(hit=found.deal_stage == "Won"), "sales_owner", "hit")


def slipped(f: Any) -> set[str]:
    """Open deals of one seller whose expected close date is gone."""
    return set(f.open[(f.open.expected_close_date < TODAY) & (f.open.sales_owner == "Prakash Iyer")].name)


def bigger(f: Any) -> bool:
    last = between(f.won, "closed_date", "2025-01-01", "2026-01-01").deal_value.mean()
    return bool(this_year(f.won).deal_value.mean() > last)


def unrung(f: Any) -> set[str]:
    found = f.a[f.a.industry_type == "Waste & Recycling"]
    assert between(found, "last_contacted_time", "2026-05-30", "2026-06-02").empty
    return set(found[found.last_contacted_time < "2026-06-01"].name)


def phoned(f: Any) -> int:
    calls = between(f.v, "start_date", "2026-10-01", "2026-11-01")
    return int(((calls.activity_type == "Phone") & (calls.owner == "Moira Tennant")).sum())


def surveyed(f: Any) -> dict[str, int]:
    found = between(f.v, "start_date", "2026-01-01", "2026-11-21")
    return counts(found[(found.activity_type == "Site visit") & (found.outcome == "Done")], "owner")


def unanswered(f: Any) -> float:
    return float((f.v[f.v.activity_type == "Phone"].outcome == "No answer").mean())


def neglected(f: Any) -> set[str]:
    """Accounts with an open deal above 40,000 and no activity in the last 60 days."""
    found = set(f.open[f.open.deal_value > 40000].sales_account) - set(past(f.v, "start_date", 60).sales_account)
    assert found
    return found


def weighted(f: Any) -> dict[str, float]:
    worth = f.open.deal_value * f.open.probability / 100
    return total(f.open.assign(worth=worth), "deal_stage", "worth")


def rentals(f: Any) -> float:
    won = this_year(f.won)
    return float(won[won.deal_type == "Rental"].deal_value.sum() / won.deal_value.sum())


def rivals(f: Any) -> dict[str, float]:
    found = this_year(f.won)
    return total(found[found.sales_owner.isin(["Moira Tennant", "Euan Baxter"])], "sales_owner", "deal_value")


FIRM, DEAL = "Wainwright Mills", "Teasel pit-mounted bridge 638"
QUESTIONS = [
    ask("count", "how many deals have we won this month?",
        lambda f: len(between(f.won, "closed_date", "2026-11-01", "2026-11-21"))),
    ask("sum", "Q3 2026 won value, total", lambda f: float(between(f.won, "closed_date", "2026-07-01", "2026-10-01").deal_value.sum())),
    ask("group", "open pipeline per rep", lambda f: total(f.open, "sales_owner", "deal_value")),
    ask("top", "our five biggest open deals", lambda f: best(f.open.set_index("name").deal_value, 5)),
    ask("rate", "win rate this year by sales owner", win_rates),
    ask("group", "why are we losing? number of lost deals per reason, 2026 only", lambda f: counts(this_year(f.lost), "lost_reason")),
    ask("list", "which of Prakash's open deals should have closed by now", slipped),
    ask("list", "deals in negociation worth more than 30k",
        lambda f: set(f.open[(f.open.deal_stage == "Negotiation") & (f.open.deal_value > 30000)].name)),
    ask("bool", "is our average won deal bigger this year than it was last year?", bigger),
    ask("list", "quarries in the Midlands we have on the books",
        lambda f: set(f.a[(f.a.industry_type == "Quarry") & (f.a.territory == "Midlands")].name)),
    ask("list", "Which waste & recycling accounts has nobody contacted since the end of May?", unrung),
    ask("count", "phone calls Moira made in october", phoned),
    ask("group", "site visits done so far this year, by owner", surveyed),
    ask("share", "what percentage of our phone calls get no answer", unanswered),
    ask("look-up", f"whats the phone number of {FIRM}", lambda f: str(only(f.a[f.a.name == FIRM], "phone"))),
    ask("look-up", f"What stage is {DEAL} in?", lambda f: str(only(f.d[f.d.name == DEAL], "deal_stage"))),
    ask("days", "how many days on average from creating a deal to winning it?", lambda f: float(f.won.days.mean())),
    ask("top", "which source brought in the most won money in 2026",
        lambda f: one(this_year(f.won).groupby("source").deal_value.sum())),
    ask("group", "overdue tasks per person",
        lambda f: counts(f.t[(f.t.status == "Open") & (f.t.due_date < TODAY)], "task_owner")),
    ask("absence", "how many acounts have never had a deal with us", lambda f: len(without(f.a.name, f.d, "sales_account"))),
    ask("list", "whose verification is due in December?",
        lambda f: set(between(f.a, "next_verification_due", "2026-12-01", "2027-01-01").name)),
    ask("compare", "moira vs euan, won value ytd", rivals),
    ask("absence", "accounts with an open deal above £40,000 and no activity at all in the last 60 days", neglected),
    ask("product", "weighted pipeline by stage (value x probability)", weighted),
    ask("share", "how much of this year's won value was rentals, in %", rentals),
    ask("missing", "what margin did we make on the axle weighers we sold this year", None),
    ask("missing", "How many lorries went over the bridge at Carlisle yesterday?", None),
    ask("missing", "won deals with Brackenfell Aggregates", None),
    ask("missing", "how many weighbridges are we going to sell in 2028?", None),
    ask("missing", "whats Avery charging for a calibration these days", None),
    ask("missing", "which customers failed their last verification", None),
    ask("missing", "mileage Glenda claimed in September?", None),
]  # fmt: skip
