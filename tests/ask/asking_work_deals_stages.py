"""Questions on the stages deals went through, how long they took and how old they are."""

from __future__ import annotations

from functools import partial
from typing import Any

from asking_gold import Question, between, low, top
from sample_frames import count, names
from work_deals_parts import TODAY, aged, day_of, moves, quarters, won_share

ask = partial(Question, "sample", "work_deals")


def _from_to(n: Any, start: str, end: str) -> Any:
    return n.h[(n.h["from stage"] == start) & (n.h["to stage"] == end)].merge(n.d, left_on="deal id", right_on="id")


def _stage_on(n: Any, name: str, day: str) -> set[str]:
    """The stage a deal stood in at the end of a day before this one."""
    (deal,) = n.d[n.d.name == name].id
    past = n.h[(n.h["deal id"] == deal) & (n.h["changed at"] < day)].sort_values("changed at")
    return {past["to stage"].iloc[-1]}


def _decided_after_contract(n: Any) -> float:
    return won_share(n.z[n.z.id.isin(moves(n, "Contract Sent")["deal id"])])


def _fast_to_proposal(n: Any) -> set[str]:
    took = moves(n, "Proposal").set_index("name")["changed at"] - moves(n, "Discovery").set_index("name")["changed at"]
    return low(took.dropna())


def _of_november(n: Any, owner: str) -> set[str]:
    moved = n.h[n.h["changed at"] >= "2026-11"]["deal id"]
    return names(n.d[n.d.id.isin(moved) & (n.d.owner == owner)])


def _ages(n: Any) -> dict[str, float]:
    return dict(n.o.assign(age=(TODAY - n.o["created date"]).dt.days).groupby("team").age.mean())


QUESTIONS = [
    ask(
        "moves",
        "how often did something jump from Proposal right to won",
        lambda n: len(_from_to(n, "Proposal", "Closed Won")),
    ),
    ask(
        "moves",
        "Which deals went straight from Qualified to lost this year?",
        lambda n: names(_from_to(n, "Qualified", "Closed Lost").query("`close date` >= '2026'")),
    ),
    ask(
        "moves",
        "deals that hit Contract Sent in 2026, how many different ones",
        lambda n: moves(n, "Contract Sent", "2026")["deal id"].nunique(),
    ),
    ask(
        "moves",
        "What got moved into Proposal in the week of 9 to 15 November?",
        lambda n: names(moves(n, "Proposal", "2026-11-09", "2026-11-16")),
    ),
    ask(
        "moves",
        "since the first of november which of Jonas' deals have changed stage",
        lambda n: _of_november(n, "Jonas Weidner"),
    ),
    ask(
        "moves",
        "who has pushed most deals into Negotiation so far this year?",
        lambda n: top(moves(n, "Negotiation", "2026").groupby("changed by").size()),
    ),
    ask(
        "moves",
        "Of the deals that ended up lost, how many had made it to negotiation at some point?",
        lambda n: int(n.l.id.isin(moves(n, "Negotiation")["deal id"]).sum()),
    ),
    ask(
        "moves",
        "at what stage do deals drop dead most often? the one they were in right before being lost",
        lambda n: top(n.h[n.h["to stage"] == "Closed Lost"].groupby("from stage").size()),
    ),
    ask(
        "moves",
        "Qualified: entries per quarter over 2026, deal count",
        lambda n: count(moves(n, "Qualified", "2026"), quarters(moves(n, "Qualified", "2026"), "changed at")),
    ),
    ask(
        "moves",
        "What fraction of all deals we've ever opened got as far as the proposal stage?",
        lambda n: moves(n, "Proposal")["deal id"].nunique() / len(n.d),
    ),
    ask(
        "moves",
        "among deals whose contract was sent and that are closed by now, what share was won",
        _decided_after_contract,
    ),
    ask(
        "moves",
        "which deal raced from Discovery to Proposal in the shortest time, ever?",
        _fast_to_proposal,
    ),
    ask(
        "date",
        "Wexcombe's Tally expansion entered proposal on which date?",
        lambda n: day_of(n, "Wexcombe Hospitals - Tally Expansion", "Proposal"),
    ),
    ask(
        "date",
        "day we won the foresight renewal at globex",
        lambda n: day_of(n, "Globex - Foresight Renewal", "Closed Won"),
    ),
    ask(
        "as of",
        "In what stage was Vantoor Electric - Foresight Expansion back on 1 October?",
        lambda n: _stage_on(n, "Vantoor Electric - Foresight Expansion", "2026-10-02"),
    ),
    ask(
        "stagnation",
        "open deals whose stage hasnt changed since before sept 1",
        lambda n: names(n.o[n.o.entered < "2026-09"]),
    ),
    ask(
        "stagnation",
        "Which one has been gathering dust in Proposal for longest?",
        lambda n: top(n.o[n.o.stage == "Proposal"].set_index("name")["in stage"]),
    ),
    ask("age", "how old are our open deals on average, days since they were created", lambda n: aged(n.o).mean()),
    ask(
        "age",
        "Mid-Market's oldest open deal",
        lambda n: top(aged(n.o[n.o.team == "Mid-Market"])),
    ),
    ask("age", "any idea how many open deals are over 130 days old?", lambda n: int((aged(n.o) > 130).sum())),
    ask("age", "newest baby in the crm: whats the name of the deal we created last", lambda n: low(aged(n.d))),
    ask(
        "age",
        "Compare the average age of what's open in Enterprise and in Mid-Market.",
        _ages,
    ),
    ask(
        "age",
        "came to life in the second quarter and still hanging around: list",
        lambda n: names(between(n.o, "created date", "2026-04-01", "2026-07-01")),
    ),
    ask(
        "duration",
        "Per rep, the average number of days from opening a deal to winning it",
        lambda n: dict(n.w.groupby("owner").days.mean()),
    ),
]
