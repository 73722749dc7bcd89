"""What the sales floor and its managers type about deals and the stages they went through."""

from __future__ import annotations

from functools import partial
from typing import Any

from asking_gold import Question, between, low, top
from sample_frames import count, names

ask = partial(Question, "sample", "everyday_c")


def _this_year(frame: Any) -> Any:
    return frame[frame["close date"] >= "2026"]


def _exactly(frame: Any, by: str, times: int) -> set[str]:
    sizes = frame.groupby(by).size()
    return set(sizes[sizes == times].index)


def _negotiating(n: Any, team: str) -> float:
    return n.o[(n.o.stage == "Negotiation") & (n.o.team == team)].amount.sum()


def _patience(n: Any, stage: str) -> Any:
    """For each won deal, how long it stood in this stage before it moved on."""
    moves = n.h.sort_values(["deal id", "changed at"])
    stay = moves["changed at"] - moves.groupby("deal id")["changed at"].shift()
    left = moves.assign(stay=stay)[moves["from stage"] == stage].set_index("deal id").stay
    won = n.w.set_index("id").name
    return left[left.index.isin(won.index)].rename(index=won)


def _lost_per_quarter(n: Any) -> dict[str, int]:
    lost = _this_year(n.l)
    return count(lost, lost["close date"].dt.to_period("Q").map(lambda quarter: f"{quarter.year} Q{quarter.quarter}"))


def _entered(n: Any, stage: str, start: str, end: str) -> int:
    return between(n.h[n.h["to stage"] == stage], "changed at", start, end)["deal id"].nunique()


QUESTIONS = [
    ask(
        "sum",
        "whats rookhop mining worth to us in open deals all together",
        lambda n: n.o[n.o.account == "Rookhope Mining"].amount.sum(),
    ),
    ask("median", "median size of the deals we lost this year?", lambda n: _this_year(n.l).amount.median()),
    ask(
        "share",
        "Out of all the deals that are still open, what percentage are renewals? By number, not by money.",
        lambda n: float((n.o.type == "Renewal").mean()),
    ),
    ask(
        "top of each",
        "2 biggest open deals on each team pls",
        lambda n: names(n.o.sort_values("amount", ascending=False).groupby("team").head(2)),
    ),
    ask(
        "ranking",
        "who of Ingrid's people has brought in the most money from won deals in 2026?",
        lambda n: top(_this_year(n.w)[_this_year(n.w).manager == "Ingrid Solheim"].groupby("owner").amount.sum()),
    ),
    ask(
        "comparison",
        "Settle a bet for us: is Lena's open pipeline worth more than Jonas's?",
        lambda n: bool(n.o[n.o.owner == "Lena Brandt"].amount.sum() > n.o[n.o.owner == "Jonas Weidner"].amount.sum()),
    ),
    ask(
        "duration",
        "how many days does it take on average from opening a renewal to winning it",
        lambda n: n.w[n.w.type == "Renewal"].days.mean(),
    ),
    ask(
        "stages",
        "How many deals moved into Negotiation during October?",
        lambda n: _entered(n, "Negotiation", "2026-10-01", "2026-11-01"),
    ),
    ask(
        "stages",
        "on what day did the Globex - Quayside Renewal go to negotiation",
        lambda n: str(
            n.h[(n.h["deal id"] == "D-1085") & (n.h["to stage"] == "Negotiation")]["changed at"].iloc[0].date()
        ),
    ),
    ask(
        "stages",
        "how many deals did we lose even though the contract had already been sent?",
        lambda n: int(((n.h["from stage"] == "Contract Sent") & (n.h["to stage"] == "Closed Lost")).sum()),
    ),
    ask(
        "stages",
        "of the deals we won, which one sat in negotiation longest before it moved on",
        lambda n: top(_patience(n, "Negotiation")),
    ),
    ask(
        "stages",
        "Which contract has been out the longest, i.e. open deal that's been in Contract Sent for the most days",
        lambda n: top(n.o[n.o.stage == "Contract Sent"].set_index("name")["in stage"]),
    ),
    ask("exactly", "accounts w exactly 2 open deals, no more no less", lambda n: _exactly(n.o, "account", 2)),
    ask(
        "only",
        "Which accounts have nothing but renewals among their open deals?",
        lambda n: names(n.o, "account") - names(n.o[n.o.type != "Renewal"], "account"),
    ),
    ask(
        "look-up",
        "smallest deal Marcus ever won?",
        lambda n: low(n.w[n.w.owner == "Marcus Ferreira"].set_index("name").amount),
    ),
    ask("group", "lost deals per quarter this year, just the counts", _lost_per_quarter),
    ask(
        "threshold",
        "How many open deals are larger than our average won deal?",
        lambda n: int((n.o.amount > n.w.amount.mean()).sum()),
    ),
    ask(
        "absence",
        "is there anything in the product list we've never won a deal for? which ones",
        lambda n: names(n.p) - names(n.w, "product"),
    ),
    ask(
        "comparison",
        "how much more money does Enterprise have in Negotiation than Mid-Market?",
        lambda n: _negotiating(n, "Enterprise") - _negotiating(n, "Mid-Market"),
    ),
    ask(
        "period",
        "how many new deals were opened in the last three months",
        lambda n: int((n.d["created date"] >= "2026-08-20").sum()),
    ),
    ask(
        "absence",
        "which reps have not lost a single deal since july 1st? want to give them a shout out",
        lambda n: names(n.u[n.u.role == "rep"]) - names(n.l[n.l["close date"] >= "2026-07"], "owner"),
    ),
]
