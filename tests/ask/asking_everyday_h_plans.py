"""What a marketer, a vice-president who dictates in the car and a product manager ask for what they plan."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import between, low, top
from sample_frames import count, names, said, total, won_rate

Row = tuple[str, str, Callable[[Any], Any]]


def _year(frame: Any) -> Any:
    return frame[frame["close date"] >= "2026"]


def _expansions(n: Any) -> float:
    won = _year(n.w)
    return float(won[won.type == "Expansion"].amount.mean())


def _race(n: Any) -> dict[str, float]:
    won = _year(n.w)
    return total(won[won.owner.isin(["Marcus Ferreira", "Lena Brandt"])], "owner")


def _stuck(n: Any) -> set[str]:
    return names(n.o[(n.o.amount > 100000) & (n.o["in stage"] > 10)])


def _both(n: Any) -> set[str]:
    tally, foresight = (names(n.act[n.act["product"] == product], "account") for product in ("Tally", "Foresight"))
    return tally & foresight


MARKETER: list[Row] = [
    (
        "ranking",
        "Anniversary reel time! Which three customers have been with us the longest?",
        lambda n: low(n.a.set_index("name")["customer since"].dropna(), 3),
    ),
    (
        "list",
        "sending invites for the London breakfast, need the names of our UK customers (prospects get their own do)",
        lambda n: names(n.a[(n.a.country == "United Kingdom") & (n.a.status == "Customer")]),
    ),
    (
        "text",
        "So apparently people pin our dashboards up in the canteen?? At which accounts has a canteen ever come up",
        lambda n: names(said(n.i, "(?i)canteen"), "account"),
    ),
    ("ranking", "Which of our accounts employs the most people?", lambda n: top(n.a.set_index("name").employees)),
    (
        "list",
        "New-joiner spotlight for the December issue! Which customers only came on board this year?",
        lambda n: names(n.a[n.a["customer since"] >= "2026"]),
    ),
]

DICTATING: list[Row] = [
    (
        "sum",
        "ok what is the total of all open deals with a close date in december",
        lambda n: int(between(n.o, "close date", "2026-12-01", "2027-01-01").amount.sum()),
    ),
    (
        "average",
        "and just the expansions we won this year how big were they on average period",
        _expansions,
    ),
    ("comparison", "give me money won this year Marcus against Lena", _race),
    (
        "stages",
        "keep it short I'm driving which open deals over a hundred thousand have sat in their stage more than ten days",
        _stuck,
    ),
    (
        "rate",
        "win rate this year by team number of deals not dollars",
        lambda n: won_rate(_year(n.z), "team"),
    ),
    (
        "count",
        "how many did we lose on price this year question mark",
        lambda n: int((_year(n.l)["lost reason"] == "Price").sum()),
    ),
]

PRODUCT: list[Row] = [
    ("group", "Lost deals 2026, count per product.", lambda n: count(_year(n.l), "product")),
    (
        "sum",
        "Foresight: total seats, active subscriptions only?",
        lambda n: int(n.act[n.act["product"] == "Foresight"].seats.sum()),
    ),
    (
        "average",
        "Sanity-checking the plan limits. Average seats per active subscription for Team, Business and Enterprise?",
        lambda n: dict(n.act.groupby("plan").seats.mean()),
    ),
    ("both", "Which accounts have Tally and Foresight both active right now? Thinking about a bundle.", _both),
    ("look-up", "list price of data migration?", lambda n: int(n.p.set_index("name").price["Data Migration"])),
]

PLANS = MARKETER + DICTATING + PRODUCT
