"""What the reps, their two managers and the bookkeeper of a cooperage type over their Zoho CRM export.

Won is Closed Won, lost either of the two lost stages, in the period of the closing date; the rest is open.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from blind_files import one, only
from unseen_parts import best, between, counts, past, total, without, worst


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("cooperage", "blind_d", category, text, gold)


def won_in(f: Any, start: str, end: str) -> Any:
    return between(f.won, "closing_date", start, end)


def quota(f: Any) -> dict[str, float]:
    """Won so far in 2026 over the quota."""
    made = won_in(f, "2026-01-01", "2026-11-21").groupby("deal_owner").amount.sum()
    return (made / f.r.set_index("deal_owner").quota_fy2026).to_dict()


def competed(f: Any) -> dict[str, float]:
    return (f.lost.stage == "Closed-Lost to Competition").groupby(f.lost.wood).mean().to_dict()


def barrel_price(f: Any) -> float:
    """All money of won acacia deals over all their barrels."""
    found = f.won[f.won.wood == "Acacia"]
    return float(found.amount.sum() / found.barrels.sum())


def american_only(f: Any) -> set[str]:
    """Wineries that have won deals for American oak and none for French oak."""
    found = f.won[f.won.industry == "Winery"]
    oak = set(found[found.wood == "American Oak"].account_name)
    return oak - set(found[found.wood == "French Oak"].account_name)


def orderless(f: Any) -> set[str]:
    late = won_in(f, "2026-07-01", "2026-10-01")
    found = without(late.deal_name, f.s, "deal_name")
    assert found
    return found


def long_calls(f: Any) -> int:
    return int((f.c.call_duration_in_seconds > 1800).sum())


def converted(f: Any) -> dict[str, float]:
    return (f.n.lead_status == "Converted").groupby(f.n.lead_source).mean().to_dict()


def chatty(f: Any) -> str:
    return one(f.c[f.c.deal_name.isin(f.open.deal_name)].groupby("deal_name").call_duration_in_seconds.sum())


def change(f: Any) -> set[str]:
    """Reps who won less money from January to June 2026 than from January to June 2025."""
    this = won_in(f, "2026-01-01", "2026-07-01").groupby("deal_owner").amount.sum()
    last = won_in(f, "2025-01-01", "2025-07-01").groupby("deal_owner").amount.sum()
    found = set(this[this < last].index)
    assert 0 < len(found) < 7
    return found


def heavy_cider(f: Any) -> bool:
    return bool(((f.won.industry == "Cidery") & (f.won.wood == "Hungarian Oak") & (f.won.toast == "Heavy")).any())


def since(f: Any) -> str:
    name = one(f.won.groupby("account_name").amount.sum())
    return str(only(f.a[f.a.account_name == name], "customer_since").date())


QUESTIONS = [
    ask("ratio", "quota attainment so far this year for each rep (won amount / Quota FY2026)", quota),
    ask("share", "For each wood, what part of our lost deals went to the competition?", competed),
    ask("ratio", "what did we get per barrel of acacia in won deals, total amount over total barrels", barrel_price),
    ask("without", "Wineries that bought American oak from us but never French oak", american_only),
    ask("without", "deals won in Q3 2026 that still lack a sales order", orderless),
    ask("count", "calls longer than half an hour?", long_calls),
    ask("rate", "conversion of leads by source (status Converted / all leads)", converted),
    ask("top", "on which open deal have we spent the most seconds on the phone in total", chatty),
    ask("period", "whose won amount went down in Jan-Jun 2026 vs. Jan-Jun 2025", change),
    ask("bool", "Have we ever won a deal for heavy toast Hungarian oak with a cidery?", heavy_cider),
    ask("look-up", "since when has our best customer (highest total won amount) been buying here? Customer Since", since),
    ask("group", "barrels won in 2026 by manager that the rep reports to",
        lambda f: total(won_in(f, "2026-01-01", "2026-11-21"), "reports_to", "barrels")),
    ask("days", "how long from order date to delivery on average per carrier, in days",
        lambda f: f.s.groupby("carrier").days.mean().to_dict()),
    ask("median", "median freight charge of Estes shipments", lambda f: float(f.s[f.s.carrier == "Estes"].freight_charge.median())),
    ask("range", "accounts that make between 40,000 and 60,000 cases a year and carry the tag Organic",
        lambda f: set(f.a[f.a.cases_per_year.between(40000, 60000) & (f.a.tag == "Organic")].account_name)),
    ask("count", "distilleries on the books that have been customers since before 2018",
        lambda f: int(((f.a.industry == "Distilery") & (f.a.customer_since < "2018-01-01")).sum())),
    ask("worst", "3 territories with the least open pipeline value",
        lambda f: worst(f.open.groupby("sales_territory").amount.sum(), 3)),
    ask("period", "missed calls in the past 90 days, per call owner",
        lambda f: counts(past(f.c, "call_start_time", 90).query("call_type == 'Missed'"), "call_owner")),
    ask("group", "average won deal size by industry and wood? only breweries and wineries",
        lambda f: f.won[f.won.industry.isin(["Brewery", "Winery"])].groupby(["industry", "wood"]).amount.mean().to_dict()),
    ask("top", "accounts who still buy from Radoux: top four by what they've spent with us",
        lambda f: best(f.won[f.won.still_buys_from == "Radoux"].groupby("account_name").amount.sum(), 4)),
    ask("missing", "how many staves do we have in stock", None),
    ask("missing", "Amount won from Sablemoor Meadery in 2025", None),
    ask("missing", "will Rohan Mistry make his quota by the end of next year?", None),
    ask("missing", "What was Radoux's turnover in Texas in 2025?", None),
    ask("missing", "which wine scored best in our barrels at the blind tasting", None),
]  # fmt: skip
