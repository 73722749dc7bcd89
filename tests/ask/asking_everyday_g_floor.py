"""What the three who sell type: a terse account executive, a young rep, and an account manager near retirement."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import low
from sample_frames import first, met, names

Row = tuple[str, str, Callable[[Any], Any]]


def _deal(n: Any, name: str) -> Any:
    return n.d[n.d.name == name]


def _person(n: Any, emails: Any) -> set[str]:
    return names(n.c[n.c.email.isin(set(emails))])


def _busy(n: Any, owner: str) -> set[str]:
    sizes = n.o[n.o.owner == owner].groupby("account").size()
    return set(sizes[sizes >= 2].index)


def _into(n: Any, deal: str, stage: str) -> str:
    moves = n.h[n.h["deal id"].isin(_deal(n, deal).id) & (n.h["to stage"] == stage)]
    return str(first(moves, "changed at").date())


def _uncalled(n: Any, owner: str, since: str) -> set[str]:
    calls = n.i[(n.i.kind == "call") & (n.i.date >= since)]
    return names(n.a[n.a.owner == owner]) - names(calls, "account")


def _never_met(n: Any, account: str) -> set[str]:
    people = n.c[n.c.account == account]
    return names(people[~people.email.isin(met(n.i))])


def _at_the_table(n: Any, account: str, day: str) -> set[str]:
    meetings = n.i[(n.i.account == account) & (n.i.date.dt.strftime("%Y-%m-%d") == day)]
    return _person(n, met(meetings))


TERSE: list[Row] = [
    (
        "look-up",
        "cobalt harbor quayside renewal, close date?",
        lambda n: str(first(_deal(n, "Cobalt Harbor Shipping - Quayside Renewal"), "close date").date()),
    ),
    (
        "look-up",
        "contact on fennick's tally expansion = who",
        lambda n: first(
            n.c[n.c.email.isin(_deal(n, "Fennick Bikes - Tally Expansion").contact)],
            "name",
        ),
    ),
    (
        "list",
        "sofia's open ones w close date before dec 20",
        lambda n: names(n.o[(n.o.owner == "Sofia Carranza") & (n.o["close date"] < "2026-12-20")]),
    ),
    ("at least", "lena - accts where she's got 2 or more deals open", lambda n: _busy(n, "Lena Brandt")),
    (
        "stages",
        "ironbridge tally renewal: went to negotiation when",
        lambda n: _into(n, "Ironbridge Castings - Tally Renewal", "Negotiation"),
    ),
]

YOUNG: list[Row] = [
    (
        "look-up",
        "heyy missed a call from +351 234 552 443 and i'm too scared to ring back blind lol. whose number is that?",
        lambda n: first(n.c[n.c.phone == "+351 234 552 443"], "name"),
    ),
    (
        "ranking",
        "ok my deals take foreverrr. which deal did we win the fastest this year, from created to closed",
        lambda n: low(n.w[n.w["close date"] >= "2026"].set_index("name").days),
    ),
    (
        "tasks",
        "who's down to chase kittering toys for the security questionnaire? pls not me",
        lambda n: first(n.t[n.t.task == "Chase the security questionnaire for Kittering Toys"], "owner"),
    ),
    (
        "absence",
        "am covering for noah next week 😅 which of his accounts haven't had a single call, in or out, since oct 1",
        lambda n: _uncalled(n, "Noah Adeyemi", "2026-10-01"),
    ),
    (
        "subscriptions",
        "what is dunmore dairy actually using from us? like which products, only what's active",
        lambda n: names(n.act[n.act.account == "Dunmore Dairy"], "product"),
    ),
]

OLD_HAND: list[Row] = [
    (
        "last",
        "Good afternoon. On what date did anything last come in from Galloway Seeds, be it a mail, a call or a message?",
        lambda n: str(n.i[(n.i.account == "Galloway Seeds") & (n.i.direction == "in")].date.max().date()),
    ),
    (
        "absence",
        "I like to put a face to a name. Whom among our contacts at Zephyrine have we never had in a meeting?",
        lambda n: _never_met(n, "Zephyrine Air Parts"),
    ),
    (
        "look-up",
        "Remind an old man, what reason did we put down for losing the Calder Mill Foresight renewal?",
        lambda n: first(_deal(n, "Calder Mill - Foresight Renewal"), "lost reason"),
    ),
    (
        "tasks",
        "Ingrid would like to know what I've been up to. Which tasks has Tom Hargreave completed since 1 October?",
        lambda n: names(n.t[(n.t.owner == "Tom Hargreave") & (n.t["completed at"] >= "2026-10-01")], "task"),
    ),
    (
        "meetings",
        "Which of the Cobalt Harbor people sat in the meeting on the 10th of November, please?",
        lambda n: _at_the_table(n, "Cobalt Harbor Shipping", "2026-11-10"),
    ),
]

FLOOR = TERSE + YOUNG + OLD_HAND
