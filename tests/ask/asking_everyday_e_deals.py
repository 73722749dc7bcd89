"""Questions of the eight on the sample company's deals and on the way they took through the stages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import between, top
from sample_frames import count, first, names, total

Row = tuple[str, str, Callable[[Any], Any]]


def _third_quarter(frame: Any) -> Any:
    return between(frame, "close date", "2026-07-01", "2026-10-01")


def _second_quarter(frame: Any) -> Any:
    return between(frame, "close date", "2026-04-01", "2026-07-01")


def _stage(frame: Any, stage: str) -> Any:
    return frame[frame.stage == stage]


def _ahead(s: Any) -> bool:
    sums = _third_quarter(s.w).groupby("manager").amount.sum()
    return bool(sums["Daniel Okafor"] > sums["Ingrid Solheim"])


def _without_open(s: Any) -> set[str]:
    return names(s.a[s.a.status == "Customer"]) - names(s.o, "account")


def _frozen(s: Any) -> float:
    lost = s.l[s.l["close date"] >= "2026-01-01"]
    return float(lost[lost["lost reason"] == "Budget frozen"].amount.sum() / lost.amount.sum())


def _monthly(s: Any) -> dict[str, int]:
    won = between(s.w, "close date", "2026-05-01", "2026-11-01")
    return count(won, won["close date"].dt.strftime("%Y-%m"))


def _moved(s: Any, since: str) -> set[str]:
    return names(s.d[s.d.id.isin(s.h[(s.h["changed at"] >= since) & s.h["from stage"].notna()]["deal id"])])


def _reached(s: Any, deal: str, stage: str) -> str:
    (known,) = s.d[s.d.name == deal].id
    return str(first(s.h[(s.h["deal id"] == known) & (s.h["to stage"] == stage)], "changed at").date())


DEALS: list[Row] = [
    (
        "average",
        "Afternoon - how large were the deals we've won since 1 April, on average? One figure will do, ta",
        lambda s: s.w[s.w["close date"] >= "2026-04-01"].amount.mean(),
    ),
    (
        "ranking",
        "biggest one still parked in qualified??",
        lambda s: names(_stage(s.o, "Qualified").nlargest(1, "amount")),
    ),
    (
        "list",
        "Kindly share the deals that went away from us on account of price during Jul-Sep this year.",
        lambda s: names(_third_quarter(s.l)[_third_quarter(s.l)["lost reason"] == "Price"]),
    ),
    (
        "share",
        "How many percent of the deals Jonas has closed until today did he win? Lost ones count as closed also",
        lambda s: float((s.z[s.z.owner == "Jonas Weidner"].stage == "Closed Won").mean()),
    ),
    (
        "existence",
        "Please, has any deal been closed at all this November, whether won or lost?",
        lambda s: bool((s.z["close date"] >= "2026-11-01").any()),
    ),
    (
        "group",
        "new biz, expansions, renewals - what's sitting in the open pipe under each? dollars, not how many",
        lambda s: total(s.o, "type"),
    ),
    (
        "list",
        "Please let me know open deals of more than USD 50,000 which have planned closing in January 2027.",
        lambda s: names(between(s.o[s.o.amount > 50000], "close date", "2027-01-01", "2027-02-01")),
    ),
    (
        "stages",
        "which deals have been hanging around in negotiation over 30 days now, mate it's getting silly",
        lambda s: names(_stage(s.o, "Negotiation")[lambda deals: deals["in stage"] > 30]),
    ),
    ("stages", "what changed stage since monday", lambda s: _moved(s, "2026-11-16")),
    (
        "stages",
        "On which day has the deal 'Tessaly Group - Foresight Expansion II' arrived in Proposal?",
        lambda s: _reached(s, "Tessaly Group - Foresight Expansion II", "Proposal"),
    ),
    (
        "stages",
        "Good afternoon. Please where have we reached with the Nettlebed tally expansion, which stage is it now?",
        lambda s: first(s.d[s.d.name == "Nettlebed Cosmetics - Tally Expansion"], "stage"),
    ),
    (
        "duration",
        "Which of our reps needs longest to land a deal, going by the avg days from opening it to winning it?",
        lambda s: top(s.w.groupby("owner").days.mean()),
    ),
    (
        "comparison",
        "did Daniel's team bring more deal money home than Ingrid's team in the quarter ended September?",
        _ahead,
    ),
    ("absence", "clients of ours (i dont mean prospects) that have no open deal at all today, list pls", _without_open),
    (
        "share",
        "From the amount of deals lost in this year, what ratio was lost because the customer's budget was frozen?",
        _frozen,
    ),
    (
        "difference",
        "By how much did the value of our Q3 wins beat Q2's?",
        lambda s: _third_quarter(s.w).amount.sum() - _second_quarter(s.w).amount.sum(),
    ),
    ("group", "reckon you could count our wins for each month, May thru October?", _monthly),
]
