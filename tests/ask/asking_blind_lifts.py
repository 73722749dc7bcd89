"""What the account managers and directors of a lift maintenance firm type about tenders, contracts and call-outs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from unseen_parts import TODAY, best, between, growth, total, without


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("lifts", "blind_a", category, text, gold)


def reported(f: Any, start: str, end: str) -> Any:
    return between(f.c, "reported", start, end)


def units(f: Any) -> dict[str, float]:
    ended = between(f.closed, "actual_close_date", "2026-01-01", "2027-01-01")
    return (ended.status == "Won").groupby(ended.business_unit).mean().to_dict()


def busy(f: Any) -> set[str]:
    found = f.c.groupby("engineer").size()
    return set(found[found > 40].index)


def lost_last_quarter(f: Any) -> int:
    lost = f.closed[f.closed.status == "Lost"]
    return int(between(lost, "actual_close_date", "2026-07-01", "2026-10-01").est__revenue.sum())


def hot(f: Any) -> set[str]:
    return set(f.open[(f.open.rating == "Hot") & (f.open.est__revenue >= 30_000)].topic)


def sites(f: Any) -> float:
    after = len(reported(f, "2026-07-01", "2026-10-01"))
    return growth(after, len(reported(f, "2026-04-01", "2026-07-01")))


def fuller(f: Any) -> bool:
    worth = f.live.groupby("contract_type").annual_value.sum()
    return bool(worth["Comprehensive"] > worth["Basic"] + worth["Inspection Only"])


def slow(f: Any) -> float:
    return float((f.c.response__min > 90).mean())


QUESTIONS = [
    ask("sum", "Whats the annual value of all active contracts", lambda f: int(f.live.annual_value.sum())),
    ask("list", "Which active contracts have an end date in the first half of 2027?",
        lambda f: set(between(f.live, "end_date", "2027-01-01", "2027-07-01").contract_no)),
    ask("average", "avg response time in mins by engineer",
        lambda f: f.c.groupby("engineer").response__min.mean().to_dict()),
    ask("top", "Which customer has called us out most often in 2026?",
        lambda f: best(reported(f, "2026-01-01", "2027-01-01").groupby("account_name").size())),
    ask("count", "Number of entrapments reported in September 2026, please.",
        lambda f: int((reported(f, "2026-09-01", "2026-10-01").entrapment == "Yes").sum())),
    ask("without", "accounts w/o any active service contract",
        lambda f: without(f.a.account_name, f.live, "account_name")),
    ask("average", "For the active contracts: mean annual value for each contract type",
        lambda f: f.live.groupby("contract_type").annual_value.mean().to_dict()),
    ask("win rate", "what's our win rate by business unit on opps closed in 2026 (won out of won + lost)", units),
    ask("sum", "how much estimated revenue did we lose last quarter?", lost_last_quarter),
    ask("relation", "Open pipeline (est. revenue) by manager of the opportunity owner",
        lambda f: total(f.open, "manager", "est__revenue")),
    ask("range", "hot open opps of 30k or more est revenue - which ones", hot),
    ask("look-up", "How many lifts does Kingsway Tower have?",
        lambda f: int(f.a.set_index("account_name").number_of_lifts["Kingsway Tower"])),
    ask("median", "median actual revenue of the opportunities we won",
        lambda f: float(f.d[f.d.status == "Won"].actual_revenue.median())),
    ask("share", "what % of callouts is chargeable", lambda f: float((f.c.chargeable == "Y").mean())),
    ask("top", "Most frequent fault at healthcare customers?",
        lambda f: best(f.c[f.c.industry == "Healthcare"].groupby("fault").size())),
    ask("having", "Which engineers attended more than 40 call-outs?", busy),
    ask("growth", "did call outs go up or down in Q3 2026 compared with the quarter before, and by what percentage?", sites),
    ask("overdue", "count of open opportunities whose est. close date is already behind us",
        lambda f: int((f.open.est_close_date < TODAY).sum())),
    ask("bool", "Are our active comprehensive contracts worth more per year than active basic and inspection only ones together?",
        fuller),
    ask("share", "share of call-outs where we needed longer than 90 minutes to respond?", slow),
    ask("missing", "what's the rated load of the goods lift at Union Mill?", None),
    ask("missing", "Spend on spare parts at Priory Hospital this year", None),
    ask("missing", "which lifts failed their LOLER inspection in August", None),
    ask("missing", "How many days of holiday has Kofi Mensah left?", None),
    ask("missing", "whats the NPS of our retail customers", None),
]  # fmt: skip
