"""What reps and customer success type about calls, mails, meetings, messages and tickets, and who had them."""

from __future__ import annotations

from functools import partial
from typing import Any

from asking_gold import Question, between, low, top
from sample_frames import met, names

ask = partial(Question, "sample", "everyday_c")


def _of(n: Any, kind: str, account: str | None = None, direction: str | None = None) -> Any:
    found = n.i[n.i.kind == kind]
    found = found if account is None else found[found.account == account]
    return found if direction is None else found[found.direction == direction]


def _people(n: Any, addresses: Any) -> Any:
    """The names behind these addresses, in their order."""
    return addresses.map(n.c.set_index("email").name)


def _busiest_deal(n: Any) -> set[str]:
    return top(n.i["deal id"].map(n.o.set_index("id").name).dropna().value_counts())


def _meetings_by_month(n: Any) -> Any:
    meetings = _of(n, "meeting")
    meetings = meetings[meetings.date >= "2026"]
    return meetings.groupby(meetings.date.dt.strftime("%Y-%m")).size()


QUESTIONS = [
    ask(
        "count",
        "how many tickets came in over the last 30 days",
        lambda n: int((_of(n, "ticket").date >= "2026-10-21 15:00").sum()),
    ),
    ask(
        "ranking",
        "Who has had the most meetings with clients this quarter?",
        lambda n: top(_of(n, "meeting")[_of(n, "meeting").date >= "2026-10"].groupby("rep").size()),
    ),
    ask(
        "last",
        "when was our last call with Kittering Toys",
        lambda n: str(_of(n, "call", "Kittering Toys").date.max().date()),
    ),
    ask(
        "last",
        "who at Quillon Foods sent us the most recent email?",
        lambda n: {_people(n, _of(n, "email", "Quillon Foods", "in").sort_values("date")["from"]).iloc[-1]},
    ),
    ask(
        "share",
        "what portion of all our emails are incoming ones",
        lambda n: float((_of(n, "email").direction == "in").mean()),
    ),
    ask(
        "ranking",
        "which contact has written us the most emails, ever",
        lambda n: top(_people(n, _of(n, "email", direction="in")["from"]).value_counts()),
    ),
    ask(
        "absence",
        "accounts that haven't raised a ticket since the first of August",
        lambda n: names(n.a) - names(_of(n, "ticket")[_of(n, "ticket").date >= "2026-08"], "account"),
    ),
    ask(
        "list",
        "Who from Tessaly Cold Chain has ever sat in a meeting with us?",
        lambda n: names(n.c[n.c.email.isin(met(n.i[n.i.account == "Tessaly Cold Chain"]))]),
    ),
    ask(
        "silence",
        "I have a free afternoon and want to be useful, so tell me which account we have gone the longest without any contact whatsoever",
        lambda n: low(n.i.groupby("account").date.max()),
    ),
    ask(
        "count",
        "nr of messages (not mails) lowick and hart have sent us",
        lambda n: len(_of(n, "message", "Lowick & Hart", "in")),
    ),
    ask("ranking", "Which open deal has the most interactions logged against it?", _busiest_deal),
    ask(
        "first",
        "date of the very first ticket from Globex?",
        lambda n: str(_of(n, "ticket", "Globex").date.min().date()),
    ),
    ask(
        "count",
        "How many different accounts has Aoife had a meeting with this year?",
        lambda n: _of(n, "meeting")[
            (_of(n, "meeting").rep == "Aoife Brannigan") & (_of(n, "meeting").date >= "2026")
        ].account.nunique(),
    ),
    ask(
        "ranking",
        "which month this year had the most meetings",
        lambda n: top(_meetings_by_month(n)),
    ),
    ask(
        "comparison",
        "did we make more outgoing calls in Q3 than in Q2 this year",
        lambda n: (
            len(between(_of(n, "call", direction="out"), "date", "2026-07-01", "2026-10-01"))
            > len(between(_of(n, "call", direction="out"), "date", "2026-04-01", "2026-07-01"))
        ),
    ),
]
