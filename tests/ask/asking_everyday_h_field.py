"""What a presales engineer and an inside-sales rep, whose English is young, ask between two demos and two calls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import between
from sample_frames import first, names, said

Row = tuple[str, str, Callable[[Any], Any]]


def _tickets(n: Any) -> Any:
    return n.i[n.i.kind == "ticket"]


def _integrator(n: Any, account: str) -> str:
    people = n.c[(n.c.account == account) & (n.c["job title"] == "Integration Developer")]
    return str(first(people, "phone"))


def _demos(n: Any) -> set[str]:
    ahead = between(n.t[n.t.open], "due date", "2026-11-23", "2026-11-30")
    return names(ahead[ahead.task.str.contains("demo")], "task")


def _idle_prospects(n: Any) -> set[str]:
    return names(n.a[n.a.status == "Prospect"]) - names(n.o, "account")


def _last_met(n: Any, account: str) -> str:
    return str(n.i[(n.i.account == account) & (n.i.kind == "meeting")].date.max().date())


def _whisper(n: Any) -> str:
    told = said(n.i[n.i.account == "Globex"], "Peter is talking to Warepoint")
    return str(first(n.c[n.c.email.isin(told["from"])], "name"))


PRESALES: list[Row] = [
    (
        "look-up",
        "phone no of the integration developer at fennick bikes?",
        lambda n: _integrator(n, "Fennick Bikes"),
    ),
    (
        "list",
        "prepping sizing sheets - quayside deals currently in proposal, which ones are they",
        lambda n: names(n.o[(n.o["product"] == "Quayside") & (n.o.stage == "Proposal")]),
    ),
    (
        "tickets",
        "got a zebra label printer on loan to test with. which accounts ever sent in a ticket about a zebra printer?",
        lambda n: names(said(_tickets(n), "(?i)zebra"), "account"),
    ),
    ("tasks", "open tasks due next week that are about a demo", _demos),
    (
        "tickets",
        "number of tickets about the order sync since 1 jan 2026 (orders lost, orders missing, all of those)",
        lambda n: int((_tickets(n).subject.str.contains("after sync") & (_tickets(n).date >= "2026")).sum()),
    ),
    (
        "look-up",
        "ptarmigan tally expansion, when was that deal created? feels like it's been in discovery since the ice age",
        lambda n: str(first(n.d[n.d.name == "Ptarmigan Outdoor - Tally Expansion"], "created date").date()),
    ),
]

INSIDE: list[Row] = [
    (
        "list",
        "Hello, which accounts are still only prospect and not customer?",
        lambda n: names(n.a[n.a.status == "Prospect"]),
    ),
    (
        "look-up",
        "please give me email address to Georgia Lockyer",
        lambda n: first(n.c[n.c.name == "Georgia Lockyer"], "email"),
    ),
    ("absence", "Is there prospects where nobody has open deal at the moment? I want to call to them", _idle_prospects),
    ("last", "When was last meeting with Umber Ceramics, which date?", lambda n: _last_met(n, "Umber Ceramics")),
    ("text", "Noah asks: who at Globex told us that Peter is talking to Warepoint?", _whisper),
    (
        "list",
        "Which accounts belong to Grace? I start to help her from Monday",
        lambda n: names(n.a[n.a.owner == "Grace Whitcombe"]),
    ),
]

FIELD = PRESALES + INSIDE
