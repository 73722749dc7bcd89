"""What the reps, their manager and the founder type about deals, how they moved, and how they ended."""

from __future__ import annotations

from functools import partial
from typing import Any

from asking_gold import Question, between, low, top
from sample_frames import count, first, names, total, won_rate

ask = partial(Question, "sample", "everyday_d")


def _this_year(frame: Any) -> Any:
    return frame[frame["close date"] >= "2026"]


def _signing_days(n: Any) -> float:
    """From the day the contract went out until the deal was won, where one went out."""
    sent = n.h[n.h["to stage"] == "Contract Sent"].set_index("deal id")["changed at"]
    won = n.h[n.h["to stage"] == "Closed Won"].set_index("deal id")["changed at"]
    return float((won - sent).dropna().dt.total_seconds().mean() / 86400)


def _never_proposed(n: Any) -> int:
    return int((~n.l.id.isin(n.h[n.h["to stage"] == "Proposal"]["deal id"])).sum())


def _moves_in_october(n: Any) -> int:
    return len(between(n.h[n.h["from stage"].notna()], "changed at", "2026-10-01", "2026-11-01"))


def _new_business_share(n: Any) -> float:
    won = _this_year(n.w)
    return float(won[won.type == "New Business"].amount.sum() / won.amount.sum())


def _smaller_when_lost(n: Any) -> bool:
    lost, won = n.l[n.l.type == "Renewal"], n.w[n.w.type == "Renewal"]
    return bool(lost.amount.mean() < won.amount.mean())


def _lead(n: Any) -> float:
    largest = n.o.amount.nlargest(2)
    return float(largest.iloc[0] - largest.iloc[1])


def _cheap(n: Any) -> int:
    priced = n.w.merge(n.p, left_on="product", right_on="name")
    return int((priced.amount < priced.price).sum())


def _by_family(n: Any) -> dict[str, float]:
    return total(n.o.merge(n.p.rename(columns={"name": "product"}), on="product"), "family")


QUESTIONS = [
    ask(
        "last",
        "latest win, whole company, which deal was it",
        lambda n: names(n.w.nlargest(1, "close date")),
    ),
    ask(
        "sum",
        "Contracts that are out with the client and not signed yet – what are all of those worth put together?",
        lambda n: n.o[n.o.stage == "Contract Sent"].amount.sum(),
    ),
    ask(
        "comparison",
        "Foresight or Quayside, which of the two has more money riding on it in open deals?",
        lambda n: top(n.o[n.o["product"].isin(["Foresight", "Quayside"])].groupby("product").amount.sum()),
    ),
    ask("comparison", "are the renewals we lose smaller than the ones we win, on avg?", _smaller_when_lost),
    ask(
        "count",
        "jonas - nr of deals he has on the go rn",
        lambda n: len(n.o[n.o.owner == "Jonas Weidner"]),
    ),
    ask(
        "stages",
        "How many of our lost ones, all time, died on us before they even made it to a proposal?",
        _never_proposed,
    ),
    ask(
        "stages",
        "when a contract does come back and we win it, how many days has it been since we sent it out, on average",
        _signing_days,
    ),
    ask(
        "stages",
        "For my pipeline review: how many stage changes did the team make on deals in October in total, closings included?",
        _moves_in_october,
    ),
    ask(
        "period",
        "Which open deals are we supposed to close in Christmas week, so the 21st through the 24th of December?",
        lambda n: names(between(n.o, "close date", "2026-12-21", "2026-12-25")),
    ),
    ask(
        "share",
        "Of the money we've won in 2026, what percentage came out of new business deals?",
        _new_business_share,
    ),
    ask(
        "top",
        "three smallest things we won this calendar year, deal names, order doesnt matter",
        lambda n: low(_this_year(n.w).set_index("name").amount, 3),
    ),
    ask(
        "list",
        "all deals with Hugo Salgueiro as the contact pls - open, won, lost, i want the lot",
        lambda n: names(n.d[n.d.contact == first(n.c[n.c.name == "Hugo Salgueiro"], "email")]),
    ),
    ask(
        "existence",
        "has elin ever won one above 30 grand?",
        lambda n: bool((n.w[n.w.owner == "Elin Sandberg"].amount > 30000).any()),
    ),
    ask(
        "ranking",
        "whats the freshest deal still in the pipe, the one that was created last",
        lambda n: top(n.o.set_index("name")["created date"]),
    ),
    ask(
        "group",
        "Sofia's lost deals: give me the reasons and how often each one came up.",
        lambda n: count(n.l[n.l.owner == "Sofia Carranza"], "lost reason"),
    ),
    ask(
        "both",
        "Accounts where 2026 has brought us a win and also a loss, please.",
        lambda n: names(_this_year(n.w), "account") & names(_this_year(n.l), "account"),
    ),
    ask(
        "count",
        "How many of the renewals still open won't be closing until after New Year, as per their close date?",
        lambda n: int(((n.o.type == "Renewal") & (n.o["close date"] >= "2027")).sum()),
    ),
    ask(
        "look-up",
        "when did marcus create the onboarding package deal for rookhope",
        lambda n: str(first(n.d[n.d.id == "D-1118"], "created date").date()),
    ),
    ask("comparison", "By how many dollars does our largest open deal beat the runner-up?", _lead),
    ask(
        "absence",
        "Reps who have no contract out for signature at the moment?",
        lambda n: names(n.u[n.u.role == "rep"]) - names(n.o[n.o.stage == "Contract Sent"], "owner"),
    ),
    ask("group", "Open pipeline in $, software products against service products.", _by_family),
    ask("threshold", "how many deals have we ever won for less than the list price of the product in them?", _cheap),
    ask(
        "share",
        "What was Mid-Market's win rate in Q3, and what was Enterprise's? Deals closed in that quarter, by number.",
        lambda n: won_rate(between(n.z, "close date", "2026-07-01", "2026-10-01"), "team"),
    ),
]
