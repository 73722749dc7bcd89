"""Questions that set people, teams and periods side by side by the deals they won, lost and hold."""

from __future__ import annotations

from functools import partial
from typing import Any

from asking_gold import Question, top
from sample_frames import names, total
from work_deals_parts import by_size, closing, months, won_share, year

ask = partial(Question, "sample", "work_deals")

Q1, Q2, Q3 = ("2026-01-01", "2026-04-01"), ("2026-04-01", "2026-07-01"), ("2026-07-01", "2026-10-01")


def _won(n: Any, period: tuple[str, str]) -> int:
    return int(closing(n.w, *period).amount.sum())


def _this_quarter(n: Any) -> Any:
    return n.w[n.w["close date"] >= "2026-10"]


def _good_closers(n: Any) -> set[str]:
    rates = n.z.groupby("owner").stage.apply(lambda stages: (stages == "Closed Won").mean())
    return set(rates[rates > 0.65].index)


def _lead(n: Any) -> int:
    first, second = by_size(n.o, "owner").nlargest(2)
    return int(first - second)


def _elin(n: Any) -> float:
    team = n.o[n.o.team == "Mid-Market"]
    return float(team[team.owner == "Elin Sandberg"].amount.sum() / team.amount.sum())


def _account_managers(n: Any) -> int:
    titled = n.u[n.u.title == "Account Manager"].name
    return int(n.o[n.o.owner.isin(titled)].amount.sum())


QUESTIONS = [
    ask(
        "people",
        "Maya versus Marcus, won amount this year for the two of them",
        lambda n: total(year(n.w)[year(n.w).owner.isin(["Maya Lindqvist", "Marcus Ferreira"])], "owner"),
    ),
    ask(
        "people",
        "does grace carry more open deals than aoife?",
        lambda n: bool((n.o.owner == "Grace Whitcombe").sum() > (n.o.owner == "Aoife Brannigan").sum()),
    ),
    ask("people", "Name the reps whose all-time win rate tops 65 percent.", _good_closers),
    ask(
        "people",
        "What has Jonas let slip this year? sum of his lost deals",
        lambda n: year(n.l)[year(n.l).owner == "Jonas Weidner"].amount.sum(),
    ),
    ask(
        "people",
        "has sold the most Foresight by value since January: who",
        lambda n: top(by_size(year(n.w)[year(n.w)["product"] == "Foresight"], "owner")),
    ),
    ask(
        "people",
        "gap in $ between the rep with the largest pipeline and the runner up",
        _lead,
    ),
    ask(
        "people",
        "Which colleagues are holding at least one open deal bigger than 100 thousand?",
        lambda n: names(n.o[n.o.amount > 100000], "owner"),
    ),
    ask(
        "people",
        "1:1 with Lena in ten min!! for what reasons did she lose deals? just the different reasons",
        lambda n: set(n.l[n.l.owner == "Lena Brandt"]["lost reason"]),
    ),
    ask(
        "people",
        "Tom is juggling open deals with how many different accounts now?",
        lambda n: n.o[n.o.owner == "Tom Hargreave"].account.nunique(),
    ),
    ask(
        "people",
        "aoife, win rate on deals closed this year",
        lambda n: won_share(year(n.z)[year(n.z).owner == "Aoife Brannigan"]),
    ),
    ask(
        "people",
        "Whose wins take the longest on average, measured from creation to close?",
        lambda n: top(n.w.groupby("owner").days.mean()),
    ),
    ask(
        "people",
        "reps that still have a zero next to their name in won deals this quarter",
        lambda n: names(n.u[n.u.role == "rep"]) - names(_this_quarter(n), "owner"),
    ),
    ask("titles", "combined pipeline of folks titled Account Manager (only exactly that)", _account_managers),
    ask(
        "teams",
        "Ingrid's team, won money, Q3?",
        lambda n: closing(n.w[n.w.manager == "Ingrid Solheim"], *Q3).amount.sum(),
    ),
    ask(
        "teams",
        "For each of Daniel Okafor's reps, the total of their open deals please",
        lambda n: total(n.o[n.o.manager == "Daniel Okafor"], "owner"),
    ),
    ask(
        "teams",
        "december closings by manager: open amount due under daniel, and under ingrid",
        lambda n: total(closing(n.o, "2026-12-01", "2027-01-01"), "manager"),
    ),
    ask("teams", "what part of mid-market's pipeline value is Elin's", _elin),
    ask(
        "teams",
        "Which person landed the single biggest win Mid-Market has ever had?",
        lambda n: names(n.w[n.w.team == "Mid-Market"].nlargest(1, "amount"), "owner"),
    ),
    ask(
        "teams",
        "avg won deal, enterprise against mid market, whole history",
        lambda n: dict(n.w.groupby("team").amount.mean()),
    ),
    ask(
        "periods",
        "how much more money did we win in Q3 compared with Q2?",
        lambda n: _won(n, Q3) - _won(n, Q2),
    ),
    ask(
        "periods",
        "champagne question, in what month of 2026 did we win the most money",
        lambda n: top(by_size(year(n.w).assign(m=months), "m")),
    ),
    ask(
        "periods",
        "Were there more losses from January to June than from July until today?",
        lambda n: len(closing(n.l, "2026-01-01", "2026-07-01")) > int((n.l["close date"] >= "2026-07").sum()),
    ),
    ask(
        "periods",
        "1 oct to 20 nov: are we ahead of the same stretch last year on amount won",
        lambda n: bool(
            closing(n.w, "2026-10-01", "2026-11-21").amount.sum()
            > closing(n.w, "2025-10-01", "2025-11-21").amount.sum()
        ),
    ),
    ask(
        "sizes",
        "For the board pack I want, rep by rep, the name of the largest open deal they hold. One per head, nothing else.",
        lambda n: names(n.o.sort_values("amount", ascending=False).groupby("owner").head(1)),
    ),
    ask(
        "sizes",
        "is our typical open deal (median) larger than the typical won one",
        lambda n: bool(n.o.amount.median() > n.w.amount.median()),
    ),
]
