"""Questions on what was won and lost: how much, how many, why, how long it took, with whom and of which product."""

from __future__ import annotations

from functools import partial
from typing import Any

from asking_gold import Question, low, top
from sample_frames import count, names, total, won_rate
from work_deals_parts import closing, months, quarters, sized, won_share, year

ask = partial(Question, "sample", "work_deals")


def _at_least(frame: Any, by: str, times: int) -> set[str]:
    sizes = frame.groupby(by).size()
    return set(sizes[sizes >= times].index)


def _monthly(frame: Any, start: str, end: str) -> dict[str, int]:
    return count(closing(frame, start, end), months(closing(frame, start, end)))


def _foresight_share(n: Any) -> float:
    won = year(n.w)
    return float(won[won["product"] == "Foresight"].amount.sum() / won.amount.sum())


QUESTIONS = [
    ask(
        "sum",
        "What did May bring us, in won dollars?",
        lambda n: closing(n.w, "2026-05-01", "2026-06-01").amount.sum(),
    ),
    ask(
        "sum",
        "total value of the deals rivals snatched from us (lost reason competitor), all years",
        lambda n: n.l[n.l["lost reason"] == "Competitor"].amount.sum(),
    ),
    ask(
        "count",
        "so far in 2026, how many new business deals did we get over the line?",
        lambda n: int((year(n.w).type == "New Business").sum()),
    ),
    ask(
        "count",
        "We sold how many deals of the type Services this year?",
        lambda n: int((year(n.w).type == "Services").sum()),
    ),
    ask(
        "group",
        "Count the wins for each month January through June",
        lambda n: _monthly(n.w, "2026-01-01", "2026-07-01"),
    ),
    ask(
        "group",
        "closed-won value by quarter, 2026 to date",
        lambda n: total(year(n.w), quarters(year(n.w))),
    ),
    ask(
        "group",
        "For every product that won at least one deal this year tell me the number of wins",
        lambda n: count(year(n.w), "product"),
    ),
    ask(
        "ranking",
        "what's the biggest fish that got away in 2026",
        lambda n: top(sized(year(n.l))),
    ),
    ask(
        "ranking",
        "From which country did most of the won money come this year?",
        lambda n: top(year(n.w).groupby("country").amount.sum()),
    ),
    ask(
        "ranking",
        "rarest excuse people give us for saying no, across every lost deal",
        lambda n: low(n.l.groupby("lost reason").size()),
    ),
    ask(
        "list",
        "I need the deals that died this year because a budget got frozen",
        lambda n: names(year(n.l)[year(n.l)["lost reason"] == "Budget frozen"]),
    ),
    ask(
        "list",
        "who all bought Quayside from us in 2026? it's for the newsletter",
        lambda n: names(year(n.w)[year(n.w)["product"] == "Quayside"], "account"),
    ),
    ask(
        "list",
        "Accounts where we have at least one win AND at least one loss.",
        lambda n: names(n.w, "account") & names(n.l, "account"),
    ),
    ask("absence", "which accounts did we never win a deal with", lambda n: names(n.a) - names(n.w, "account")),
    ask(
        "threshold",
        "companies that turned us down two times or more",
        lambda n: _at_least(n.l, "account", 2),
    ),
    ask(
        "yes or no",
        "serious question from the new guy.. have we ever actually won anything at acme",
        lambda n: "Acme" in names(n.w, "account"),
    ),
    ask(
        "comparison",
        "In June, was the amount we lost higher than the amount we won?",
        lambda n: bool(
            closing(n.l, "2026-06-01", "2026-07-01").amount.sum()
            > closing(n.w, "2026-06-01", "2026-07-01").amount.sum()
        ),
    ),
    ask("last", "when was the last time we lost a deal", lambda n: str(n.l["close date"].max().date())),
    ask(
        "look-up",
        "What was the reason Harrow & Pike's renewal fell through?",
        lambda n: set(n.l[n.l.name == "Harrow & Pike - Tally Renewal"]["lost reason"]),
    ),
    ask(
        "duration",
        "I'm making a slide of fun facts for the offsite. Which win went fastest from being created to being closed?",
        lambda n: low(n.w.set_index("name").days),
    ),
    ask(
        "duration",
        "Which lost deal did we drag along for the longest before it was closed?",
        lambda n: top(n.l.set_index("name").days),
    ),
    ask(
        "duration",
        "a lost deal lives how many days on average, from opened until lost",
        lambda n: float(n.l.days.mean()),
    ),
    ask(
        "ratio",
        "foresight win rate pls (every closed deal, won vs lost)",
        lambda n: won_share(n.z[n.z["product"] == "Foresight"]),
    ),
    ask(
        "ratio",
        "Win rate of each team among deals that closed in the second quarter",
        lambda n: won_rate(closing(n.z, "2026-04-01", "2026-07-01"), "team"),
    ),
    ask("share", "how big a slice of this year's won amount is Foresight, in %", _foresight_share),
]
