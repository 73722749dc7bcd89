"""What a class of analysts and the wholesaler's managers type over the star schema of an electric bike wholesaler.

Sales and revenue are net_sales_eur by order date; margin is net sales less landed cost. A contract runs while it has no end.
Order lines of the web portal have no agent and belong to no agent, team lead or region.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from blind_files import one, only
from unseen_parts import between, counts, growth, total, without, worst


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("ebikes", "blind_d", category, text, gold)


def sold(f: Any, start: str, end: str) -> Any:
    return between(f.s, "order_date", start, end)


def margins(f: Any) -> dict[str, float]:
    sums = sold(f, "2026-01-01", "2026-11-21").groupby("series")[["margin", "net_sales_eur"]].sum()
    return (sums.margin / sums.net_sales_eur).to_dict()


def ten_months(f: Any) -> float:
    this = sold(f, "2026-01-01", "2026-11-01").net_sales_eur.sum()
    return growth(this, sold(f, "2025-01-01", "2025-11-01").net_sales_eur.sum())


def no_tandem(f: Any) -> set[str]:
    """Gold dealers without any order of the Tandem Duo."""
    return without(f.r[f.r.tier == "Gold"].dealer_name, f.s[f.s.model_name == "Tandem Duo"], "dealer_name")


def asleep(f: Any) -> set[str]:
    """Dealers with orders in 2025 and none in the second half of 2026."""
    before = set(sold(f, "2025-01-01", "2026-01-01").dealer_name)
    found = before - set(sold(f, "2026-07-01", "2026-11-21").dealer_name)
    assert found
    return found


def dutch(f: Any) -> float:
    found = f.s[f.s.country.isin(["Netherlands", "The Netherlands"])]
    return float(between(found, "order_date", "2025-01-01", "2026-01-01").net_sales_eur.sum())


def web_share(f: Any) -> float:
    found = sold(f, "2026-01-01", "2026-11-21")
    return float(found[found.channel == "Web portal"].units.sum() / found.units.sum())


def accepted(f: Any) -> dict[str, float]:
    """Of the claims that were decided."""
    done = f.c[f.c.accepted.notna()]
    return (done.accepted == "Y").groupby(done.fault).mean().to_dict()


def claims_per_unit(f: Any) -> dict[str, float]:
    """Claims per hundred units sold, over all years, of the Metro models."""
    units = f.s[f.s.series == "Metro"].groupby("model_name").units.sum()
    found = f.c[f.c.series == "Metro"].groupby("model_name").size()
    return (found / units * 100).to_dict()


def per_head(f: Any) -> float:
    """Average of the agents' sales in the third quarter of 2026 on Roel's team."""
    found = sold(f, "2026-07-01", "2026-10-01")
    return float(found[found.team_lead == "Roel Bastiaans"].groupby("agent_name").net_sales_eur.sum().mean())


def big_tickets(f: Any) -> set[str]:
    found = f.s.groupby("dealer_name").net_sales_eur.sum()
    assert (found > 400000).any()
    return set(found[found > 400000].index)


def gold_or_silver(f: Any) -> bool:
    mean = f.s.groupby("tier").units.mean()
    return bool(mean["Gold"] > mean["Silver"])


QUESTIONS = [
    ask("ratio", "gross margin % per model series for 2026 (net sales minus landed cost, over net sales)", margins),
    ask("growth", "Jan–Oct 2026 net sales vs the same ten months of 2025, growth rate", ten_months),
    ask("without", "which gold tier dealers have never ordered a Tandem Duo", no_tandem),
    ask("absence", "Dealers that ordered in 2025 but placed no order since 1 July 2026", asleep),
    # "Netherlands" and "The Netherlands" are one country
    ask("sum", "net sales to dealers in the Netherlands in 2025?", dutch),
    ask("share", "portion of 2026 units that came in through the web portal", web_share),
    ask("rate", "claim acceptance rate by fault, settled claims only", accepted),
    ask("ratio", "How many claims per 100 units sold do we see for each Metro model?", claims_per_unit),
    ask("average", "avrage net sales per agent on Roel Bastiaans' team in Q3 2026", per_head),
    ask("having", "dealers with lifetime net sales above 400k", big_tickets),
    ask("bool", "do gold dealers order more units per order line than silver ones on average?", gold_or_silver),
    ask("group", "running contracts: total monthly fee by plan", lambda f: total(f.running, "plan", "monthly_fee_eur")),
    ask("top", "Contracts that ended in 2025: which end reason took the most monthly fee with it?",
        lambda f: one(between(f.k, "ended_on", "2025-01-01", "2026-01-01").groupby("end_reason").monthly_fee_eur.sum())),
    ask("days", "how many days did ended Demo Fleet contracts last, median",
        lambda f: float(f.k[f.k.plan == "Demo Fleet"].days.median())),
    ask("top", "best selling model by units among independent dealers",
        lambda f: one(f.s[f.s.segment == "Independant"].groupby("model_name").units.sum())),
    ask("worst", "Which agent brought in the least last month?",
        lambda f: worst(sold(f, "2026-10-01", "2026-11-01").groupby("agent_name").net_sales_eur.sum())),
    ask("count", "number of different dealers each sales region sold to in Q2 2026",
        lambda f: sold(f, "2026-04-01", "2026-07-01").groupby("sales_region").dealer_name.nunique().to_dict()),
    ask("look-up", "battery Wh of the Haul Family?",
        lambda f: int(only(f.m[f.m.model_name == "Haul Family"], "battery_wh"))),
    ask("group", "motor claims still unsettled, per country",
        lambda f: counts(f.c[(f.c.fault == "Motor") & f.c.settled_on.isna()], "country")),
    ask("average", "mean dealer rating of rejected vs accepted claims",
        lambda f: f.c.groupby("accepted").dealer_rating.mean().to_dict()),
    ask("missing", "average age of the riders of our Foldy bikes", None),
    ask("missing", "How many units has Kruisweg Fietsen taken this year?", None),
    ask("missing", "which model will be our bestseller in 2028", None),
    ask("missing", "what did VanMoof sell in Belgium in 2025", None),
    ask("missing", "warehouse stock of the Ridge 200 right now?", None),
]  # fmt: skip
