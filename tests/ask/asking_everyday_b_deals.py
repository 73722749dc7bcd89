"""Everyday questions on the sample company's deals, won, lost and open, and on the stages they went through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import between, top
from sample_frames import count, first, names, total

Row = tuple[str, str, Callable[[Any], Any]]


def _year(frame: Any) -> Any:
    return frame[frame["close date"] >= "2026-01-01"]


def _of(frame: Any, owner: str) -> Any:
    return frame[frame.owner == owner]


def _largest_each(n: Any) -> Any:
    return names(n.o.loc[n.o.groupby("owner").amount.idxmax()])


def _never_won(n: Any) -> Any:
    losses = n.l.groupby("account").size()
    return set(losses[losses > 1].index) - names(n.w, "account")


def _slower(n: Any) -> Any:
    days = n.w.groupby("type").days.mean()
    return bool(days["New Business"] > days["Renewal"])


def _quarter_before_last(n: Any) -> Any:
    return between(n.w, "close date", "2026-04-01", "2026-07-01").amount.sum()


def _entered(n: Any, stage: str, start: str, end: str) -> Any:
    return between(n.h[n.h["to stage"] == stage], "changed at", start, end)


def _lost_from(n: Any, stage: str) -> Any:
    steps = n.h[(n.h["from stage"] == stage) & (n.h["to stage"] == "Closed Lost")]
    return names(n.d[n.d.id.isin(steps["deal id"])])


def _stay(n: Any, stage: str) -> Any:
    steps = n.h.sort_values(["deal id", "changed at"])
    left = steps.groupby("deal id")["changed at"].shift(-1)
    stays = (left - steps["changed at"])[steps["to stage"] == stage].dropna()
    return float(stays.dt.total_seconds().mean() / 86400)


def _quiet_reps(n: Any) -> Any:
    return names(n.u[n.u.role == "rep"]) - names(n.w[n.w["close date"] >= "2026-09-01"], "owner")


def _without_meeting(n: Any) -> Any:
    seen = n.i[(n.i.kind == "meeting") & (n.i.date >= "2026-09-01")]
    return names(n.o[(n.o.amount > 50000) & ~n.o.account.isin(seen.account)])


def _deal(n: Any, name: str) -> Any:
    return n.d[n.d.name == name]


def _largest(frame: Any) -> Any:
    return names(frame.nlargest(1, "amount"))


def _most(n: Any, by: str) -> Any:
    return top(_year(n.l).groupby(by).size())


def _unsold(n: Any) -> Any:
    return names(n.p) - names(n.w, "product")


def _drag(n: Any) -> Any:
    return float(n.l.days.mean())


DEALS: list[Row] = [
    (
        "sum",
        "morning! just the open ones: what's everything that should close between now and new year's eve worth?",
        lambda n: between(n.o, "close date", "2026-11-20", "2027-01-01").amount.sum(),
    ),
    ("median", "whats the median deal we win worth? not the average", lambda n: n.w.amount.median()),
    (
        "sum",
        "how much have we won off Pinecrest since they came on board, all told",
        lambda n: n.w[n.w.account == "Pinecrest Foods"].amount.sum(),
    ),
    ("ranking", "Aoife - the biggest deal she ever lost?", lambda n: _largest(_of(n.l, "Aoife Brannigan"))),
    ("ranking", "Which of our two managers' teams has lost more deals this year?", lambda n: _most(n, "manager")),
    ("top per group", "For every rep, show me the one biggest deal they've got open right now", _largest_each),
    (
        "share",
        "what percentage of the money in our open pipeline is Lena carrying?",
        lambda n: _of(n.o, "Lena Brandt").amount.sum() / n.o.amount.sum(),
    ),
    (
        "comparison",
        "this year's losses: how many went to a competitor and how many were about price?",
        lambda n: count(_year(n.l)[_year(n.l)["lost reason"].isin(["Competitor", "Price"])], "lost reason"),
    ),
    ("comparison", "do new business deals take us longer to win than renewals do, on average?", _slower),
    ("absence", "Products on our price list that we have never won a deal for", _unsold),
    ("absence", "which reps havent won anything since the start of september", _quiet_reps),
    ("absence", "accounts where weve lost more than one deal and never won any", _never_won),
    (
        "absence",
        "Open deals above 50k at accounts where we haven't had one single meeting since the first of September, please",
        _without_meeting,
    ),
    (
        "existence",
        "did grace win anything at all last quarter?",
        lambda n: bool(len(between(_of(n.w, "Grace Whitcombe"), "close date", "2026-07-01", "2026-10-01"))),
    ),
    (
        "busiest",
        "which month of 2026 have we won the most money in so far?",
        lambda n: top(_year(n.w).groupby(_year(n.w)["close date"].dt.strftime("%Y-%m")).amount.sum()),
    ),
    ("sum", "what did we win in the quarter before last, moneywise?", _quarter_before_last),
    (
        "duration",
        "when we lose, how many days has it dragged on from creation to close, on average?",
        _drag,
    ),
    (
        "group",
        "money lost this year because of a missing feature, by product",
        lambda n: total(_year(n.l)[_year(n.l)["lost reason"] == "Missing feature"], "product"),
    ),
    (
        "stages",
        "how many deals went into negotiation in October?",
        lambda n: int(_entered(n, "Negotiation", "2026-10-01", "2026-11-01")["deal id"].nunique()),
    ),
    (
        "stages",
        "What moved to Contract Sent this month?",
        lambda n: names(n.d[n.d.id.isin(_entered(n, "Contract Sent", "2026-11-01", "2026-12-01")["deal id"])]),
    ),
    ("stages", "deals we lost straight out of Proposal", lambda n: _lost_from(n, "Proposal")),
    (
        "stages",
        "how long do deals usually sit in Proposal before they move on (avg days)",
        lambda n: _stay(n, "Proposal"),
    ),
    (
        "stages",
        "on what day did the Vantoor Electric - Foresight Expansion deal get to Negotiation?",
        lambda n: str(first(_deal(n, "Vantoor Electric - Foresight Expansion"), "entered").date()),
    ),
    (
        "stages",
        "Acme - Tally Renewal: how many days has it been stuck in the stage it's in?",
        lambda n: int(first(_deal(n, "Acme - Tally Renewal"), "in stage")),
    ),
]
