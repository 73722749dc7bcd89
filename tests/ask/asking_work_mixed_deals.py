"""Deals under several conditions at once: both, only, every, shares, per head, and against other teams and years."""

from __future__ import annotations

from typing import Any

from asking_gold import between, top
from sample_frames import names, total, won_rate
from work_mixed_parts import above, ask, edge, more, often, year


def _share_of_money(n: Any) -> float:
    won, lost = (between(each, "close date", "2026-07-01", "2026-10-01").amount.sum() for each in (n.w, n.l))
    return float(won / (won + lost))


def _grown(n: Any) -> set[str]:
    won = n.w.groupby("account").amount.sum()
    hoped = n.o.groupby("account").amount.sum().reindex(won.index).fillna(0)
    return set(won[hoped > won].index)


def _better(n: Any) -> set[str]:
    everyone = len(n.w) / len(n.z)
    return {name for name, rate in won_rate(n.z, "owner").items() if rate > everyone}


def _mean_gap(n: Any) -> float:
    means = year(n.w).groupby("team").amount.mean()
    return float(means["Enterprise"] - means["Mid-Market"])


def _unbeaten(n: Any) -> set[str]:
    return often(n.w, "account", 2) - names(n.l, "account")


def _early(n: Any) -> Any:
    return n.o[n.o.stage.isin(["Discovery", "Qualified"])]


def _opened(n: Any, start: str, end: str) -> int:
    return len(between(n.d, "created date", start, end))


def _new_business(frame: Any) -> int:
    return int((year(frame).type == "New Business").sum())


def _straight_in(n: Any) -> int:
    return len(names(n.w, "id") - names(n.h[n.h["to stage"] == "Contract Sent"], "deal id"))


def _unready(n: Any) -> float:
    soon = n.o[(n.o["close date"] >= "2026-12-01") & (n.o["close date"] < "2027-01-01")]
    return float(soon[soon.stage.isin(["Discovery", "Qualified", "Proposal"])].amount.sum())


def _several(n: Any) -> set[str]:
    return above(n.o.groupby("account")["product"].nunique(), 1)


def _priced_out(n: Any) -> float:
    return float((n.l[n.l["lost reason"] == "Price"].team == "Mid-Market").mean())


def _halves(n: Any) -> float:
    first = between(n.w, "close date", "2026-01-01", "2026-07-01").amount.sum()
    return float(between(n.w, "close date", "2026-07-01", "2026-10-01").amount.sum() / first)


QUESTIONS = [
    ask(
        "both",
        "accounts where one deal ended Closed Won and some other one Closed Lost, closing dates in 2026 only",
        lambda n: names(year(n.w), "account") & names(year(n.l), "account"),
    ),
    ask(
        "share",
        "Morning! Building the board slide and finance wants it by value, not by head count. Of the deals that closed "
        "between July and September this year, won and lost together, what fraction of the dollars did we win?",
        _share_of_money,
    ),
    ask(
        "than own",
        "Which accounts that have bought before now have more sitting in open deals than the sum of all we ever won there?",
        _grown,
    ),
    ask(
        "above average",
        "random q while my coffee brews, reps w/ a win rate better than the whole company's, all time?",
        _better,
    ),
    ask(
        "teams",
        "hey, sorry, me again. Daniel and Ingrid are teasing each other over lunch, so: by how many dollars is the avg deal "
        "won in 2026 by Enterprise above the Mid-Market one?",
        _mean_gap,
    ),
    ask(
        "only",
        "who has only ever talked Tally with us? i mean accounts that have deals, and all of those deals, won lost or open, "
        "are Tally ones",
        lambda n: names(n.d, "account") - names(n.d[n.d["product"] != "Tally"], "account"),
    ),
    ask(
        "every",
        "I would like to ask some happy clients for a reference and we don't want surprises. So two or more deals won and "
        "not a single one lost, which accounts is it?",
        _unbeaten,
    ),
    ask(
        "top n",
        "okay I'm driving so this is dictated please excuse the mess um I would need the three reps with the largest open "
        "pipeline in dollars thank you",
        lambda n: top(n.o.groupby("owner").amount.sum(), 3),
    ),
    ask(
        "top of each",
        "Largest win per product, deal names will do.",
        lambda n: names(edge(n.w, "product", "amount")),
    ),
    ask(
        "share",
        "rep by rep: what portion of their open deals (number) is in Negotiation or Contract Sent?",
        lambda n: dict(n.o.stage.isin(["Negotiation", "Contract Sent"]).groupby(n.o.owner).mean()),
    ),
    ask(
        "per head",
        "how many deals were opened this year per rep? total / 10 basically",
        lambda n: len(n.d[n.d["created date"] >= "2026"]) / n.d.owner.nunique(),
    ),
    ask(
        "more than",
        "Been wondering who could use some coaching, nothing official. Which of the reps lost more deals than they won, "
        "over the whole history?",
        lambda n: more(n.l.groupby("owner").size(), n.w.groupby("owner").size()),
    ),
    ask(
        "either",
        "deals > 20k that slipped away because of price or a competitor, how many were there",
        lambda n: int((n.l["lost reason"].isin(["Price", "Competitor"]) & (n.l.amount > 20000)).sum()),
    ),
    ask(
        "comparison",
        "I keep saying we lose the big ones and win the small ones. Am I right, is the average lost deal larger than the "
        "average won deal?",
        lambda n: bool(n.l.amount.mean() > n.w.amount.mean()),
    ),
    ask(
        "share",
        "jonas thinks germany carries us, I have my doubts :D what's germany's slice of the total open pipeline value in %",
        lambda n: float(n.o[n.o.country == "Germany"].amount.sum() / n.o.amount.sum()),
    ),
    ask(
        "years",
        "How many more deals did we create in Q3 2026 than in Q3 2025",
        lambda n: _opened(n, "2026-07-01", "2026-10-01") - _opened(n, "2025-07-01", "2025-10-01"),
    ),
    ask(
        "stuck",
        "Cleaning up before the holidays and some of these look fossilised to me :) Can you list the open deals created "
        "before 1 August which still are in Discovery or Qualified?",
        lambda n: names(_early(n)[_early(n)["created date"] < "2026-08"]),
    ),
    ask(
        "first",
        "writing the Globex case study and drawing a blank... what was the first deal they ever gave us, as in won?",
        lambda n: names(n.w[n.w.account == "Globex"].sort_values("close date").head(1)),
    ),
    ask(
        "group",
        "Value of the deals lost in 2026 under each manager, and no, I am not going to name and shame",
        lambda n: total(year(n.l), "manager"),
    ),
    ask(
        "ratio",
        "won-to-lost ratio on new business closed this year, by count e.g. 1.5",
        lambda n: _new_business(n.w) / _new_business(n.l),
    ),
    ask(
        "last of each",
        "the most recent win of each Mid-Market rep plz, just deal names",
        lambda n: names(edge(n.w[n.w.team == "Mid-Market"], "owner", "close date")),
    ),
    ask(
        "all but",
        "Hello, please which is the biggest open deal that is not from Lena, not from Jonas and also not from Marcus? I must "
        "know who I invite to the dinner",
        lambda n: top(
            n.o[~n.o.owner.isin(["Lena Brandt", "Jonas Weidner", "Marcus Ferreira"])].set_index("name").amount
        ),
    ),
    ask(
        "none",
        "Doing the map for the kick-off, the one with the pins. Which countries on our account list get no pin, because no "
        "deal has ever been won there?",
        lambda n: names(n.a, "country") - names(n.w, "country"),
    ),
    ask(
        "stages",
        "how many of our won deals never passed through contract sent at all",
        _straight_in,
    ),
    ask(
        "sum",
        "Forecast call in ten minutes, help. What's the total value of deals with a December close date that have not made "
        "it to Negotiation yet?",
        _unready,
    ),
    ask(
        "above average",
        "my average looks weird, must be a few whales in there. show the open deals that are more than double the mean open deal",
        lambda n: above(n.o.set_index("name").amount, 2 * n.o.amount.mean()),
    ),
    ask("share", "Of the losses blamed on price, what percent were Mid-Market's?", _priced_out),
    ask(
        "correction",
        "how many renewals did we win this year. no wait, wrong verb, I meant how many did we LOSE this year",
        lambda n: int((year(n.l).type == "Renewal").sum()),
    ),
    ask(
        "at least",
        "any rep having 3 or more deals in negotiation rn? names",
        lambda n: often(n.o[n.o.stage == "Negotiation"], "owner", 3),
    ),
    ask(
        "several",
        "Thinking out loud here, bundles might be the way to go next year, so who'd be a candidate... Which accounts have "
        "open deals on at least two different products?",
        _several,
    ),
    ask(
        "ratio",
        "sanity check on something the CEO said in the lift: q3 won revenue divided by the won revenue of the whole first "
        "half, both 2026, what does that give",
        _halves,
    ),
]
