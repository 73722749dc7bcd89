"""What a new rep in her first week and an old hand who abbreviates ask of the record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import top
from sample_frames import count, first, met, names

Row = tuple[str, str, Callable[[Any], Any]]


def _won_this_year(s: Any) -> Any:
    return s.w[s.w["close date"] >= "2026-01-01"]


def _people(s: Any, account: str) -> set[str]:
    return names(s.c[s.c.account == account])


def _address(s: Any, name: str) -> str:
    return str(first(s.c[s.c.name == name], "email"))


def _sizes(s: Any) -> dict[str, float]:
    won = _won_this_year(s)
    return dict(won[won.type.isin(["New Business", "Renewal"])].groupby("type").amount.mean())


def _without_win(s: Any, country: str) -> set[str]:
    customers = s.a[(s.a.status == "Customer") & (s.a.country == country)]
    return names(customers) - names(_won_this_year(s), "account")


def _meetings_with(s: Any, name: str) -> int:
    meetings = s.i[(s.i.kind == "meeting") & (s.i.date >= "2026-01-01")]
    return sum(_address(s, name) in met(meetings.loc[[place]]) for place in meetings.index)


def _last_meeting(s: Any, account: str) -> str:
    held = s.i[(s.i.kind == "meeting") & (s.i.account == account)]
    return str(held.date.max().date())


NEW_REP: list[Row] = [
    (
        "look-up",
        (
            "hiya! sorry if this is a silly one (day three, still finding the coffee machine) - who looks after "
            "Pellworm Paper on our side?"
        ),
        lambda s: first(s.a[s.a.name == "Pellworm Paper"], "owner"),
    ),
    (
        "look-up",
        (
            "I've got Katrin Böttcher from Northwind Logistics ringing back this afternoon and I'd rather not put my foot "
            "in it. What's her job title?"
        ),
        lambda s: first(s.c[s.c.name == "Katrin Böttcher"], "job title"),
    ),
    (
        "look-up",
        "Nobody's shown me an org chart yet :) who does Aoife report to?",
        lambda s: first(s.u[s.u.name == "Aoife Brannigan"], "manager"),
    ),
    (
        "list",
        (
            "Ingrid found out I speak German and now I'm apparently the German desk, haha. Which of our accounts are "
            "actually in Germany?"
        ),
        lambda s: names(s.a[s.a.country == "Germany"]),
    ),
    (
        "list",
        "Could you tell me which companies on our books are still prospects, so not customers yet?",
        lambda s: names(s.a[s.a.status == "Prospect"]),
    ),
    (
        "contacts",
        "Reading up on Orrin Robotics tonight. Who do we know there? Just the names is perfect, thank you!!",
        lambda s: _people(s, "Orrin Robotics"),
    ),
    (
        "duration",
        (
            "One for my own understanding: of the deals we've won this year, how many days did it take on average from "
            "the deal being created to it closing?"
        ),
        lambda s: _won_this_year(s).days.mean(),
    ),
    (
        "meetings",
        (
            "Maya says she practically lives with Jane Holloway. How many meetings has Jane sat in with us in 2026, out "
            "of curiosity?"
        ),
        lambda s: _meetings_with(s, "Jane Holloway"),
    ),
]

OLD_HAND: list[Row] = [
    (
        "threshold",
        "opps in neg > 50k, names",
        lambda s: names(s.o[(s.o.stage == "Negotiation") & (s.o.amount > 50000)]),
    ),
    (
        "sum",
        "tot open pipe, enterprise team?",
        lambda s: s.o[s.o.team == "Enterprise"].amount.sum(),
    ),
    (
        "group",
        "lost since 1 sep - cnt by reason",
        lambda s: count(s.l[s.l["close date"] >= "2026-09-01"], "lost reason"),
    ),
    ("last", "nettlebed, last mtg when", lambda s: _last_meeting(s, "Nettlebed Cosmetics")),
    (
        "top",
        "biggest one we dropped ytd? deal name",
        lambda s: top(s.l[s.l["close date"] >= "2026-01-01"].set_index("name").amount),
    ),
    (
        "look-up",
        "vantoor data migration expansion. what stage r we at",
        lambda s: first(s.o[s.o.name == "Vantoor Electric - Data Migration Expansion"], "stage"),
    ),
    ("average", "avg deal sz won 2026, new biz vs renewals", _sizes),
    (
        "absence",
        "uk custs we havent won anything at this yr? (customers not prospects). gonna take a few of em to lunch",
        lambda s: _without_win(s, "United Kingdom"),
    ),
]

FLOOR = NEW_REP + OLD_HAND
