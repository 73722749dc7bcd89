"""What a sales manager asks before the Monday meeting, and a founder on a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import between, top
from sample_frames import names, total, won_rate

Row = tuple[str, str, Callable[[Any], Any]]


def _third_quarter(frame: Any) -> Any:
    return between(frame, "close date", "2026-07-01", "2026-10-01")


def _second_quarter(frame: Any) -> Any:
    return between(frame, "close date", "2026-04-01", "2026-07-01")


def _without_win(s: Any, since: str) -> set[str]:
    return names(s.u[s.u.role == "rep"]) - names(s.w[s.w["close date"] >= since], "owner")


def _most_lost(s: Any) -> set[str]:
    lost = s.l[(s.l.manager == "Ingrid Solheim") & (s.l["close date"] >= "2026-01-01")]
    return top(lost.groupby("owner").size())


def _share_of_top(s: Any, n: int) -> float:
    sums = s.act.groupby("account").mrr.sum().sort_values(ascending=False)
    return float(sums.iloc[:n].sum() / sums.sum())


def _last_contact(s: Any, account: str) -> str:
    return str(s.i[s.i.account == account].date.max().date())


MANAGER: list[Row] = [
    (
        "group",
        "Prep for Monday. Open pipeline value per rep please, everybody who has any.",
        lambda s: total(s.o, "owner"),
    ),
    (
        "stages",
        "I want to embarrass nobody, but: which open deals have been sitting in the same stage for more than 60 days?",
        lambda s: names(s.o[s.o["in stage"] > 60]),
    ),
    (
        "sum",
        "How much money are we carrying with a December 2026 close date? I suspect it's far too rosy",
        lambda s: between(s.o, "close date", "2026-12-01", "2027-01-01").amount.sum(),
    ),
    (
        "existence",
        "Did Elin win anything at all between July and September?",
        lambda s: bool((_third_quarter(s.w).owner == "Elin Sandberg").any()),
    ),
    ("top", "and who in Ingrid's group has lost the most deals this year", _most_lost),
    (
        "absence",
        (
            "I need to have a word with some people before the meeting, not during it. Which reps haven't won a single "
            "deal since 1 August?"
        ),
        lambda s: _without_win(s, "2026-08-01"),
    ),
    (
        "rate",
        "Daniel's people against Ingrid's: what's the win rate of each on what closed in 2026?",
        lambda s: won_rate(s.z[s.z["close date"] >= "2026-01-01"], "manager"),
    ),
    (
        "tasks",
        "What has Lena still got on her to-do list for Northwind Logistics?",
        lambda s: names(s.t[s.t.open & (s.t.owner == "Lena Brandt") & (s.t.account == "Northwind Logistics")], "task"),
    ),
]

FOUNDER: list[Row] = [
    ("subscriptions", "total mrr today?", lambda s: s.act.mrr.sum()),
    ("top", "whats the bigest deal thats still open", lambda s: top(s.o.set_index("name").amount)),
    (
        "count",
        "on the train to an investor so quick: how many diferent companies have an active subscription w us",
        lambda s: s.act.account.nunique(),
    ),
    (
        "comparison",
        "did we win more in q3 than in q2? in money not in number",
        lambda s: bool(_third_quarter(s.w).amount.sum() > _second_quarter(s.w).amount.sum()),
    ),
    ("share", "what share of mrr hangs on our 3 biggest customers (biggest by mrr)", lambda s: _share_of_top(s, 3)),
    ("last", "last contact w pinecrest foods was when", lambda s: _last_contact(s, "Pinecrest Foods")),
    (
        "top",
        "Which product makes us the most recurring money every month. Someone here claims its foresight",
        lambda s: top(s.act.groupby("product").mrr.sum()),
    ),
    (
        "sum",
        "lena's wins in q3 in $ pls, want to congratulate her w the right figure",
        lambda s: _third_quarter(s.w)[_third_quarter(s.w).owner == "Lena Brandt"].amount.sum(),
    ),
]

LEADS = MANAGER + FOUNDER
