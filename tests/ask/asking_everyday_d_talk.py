"""What the reps and customer success type about mails, calls, meetings and tickets, and about what was said in them."""

from __future__ import annotations

from functools import partial
from typing import Any

from asking_gold import Question, between
from sample_frames import count, names, said

ask = partial(Question, "sample", "everyday_d")


def _of(n: Any, kind: str, account: str | None = None) -> Any:
    found = n.i[n.i.kind == kind]
    return found if account is None else found[found.account == account]


def _since(frame: Any, start: str) -> Any:
    return frame[frame.date >= start]


def _raised(n: Any) -> dict[str, int]:
    tickets = _of(n, "ticket", "Wexcombe Hospitals")
    return count(tickets, tickets.contact.map(n.c.set_index("email").name))


def _never_wrote(n: Any, account: str) -> set[str]:
    mails = _of(n, "email", account)
    people = n.c[n.c.account == account]
    return names(people[~people.email.isin(mails[mails.direction == "in"]["from"])])


def _logged_on(n: Any, deal: str) -> dict[str, int]:
    return count(n.i[n.i["deal id"].isin(n.d[n.d.name == deal].id)], "kind")


def _own_calls(n: Any) -> float:
    calls = _since(_of(n, "call"), "2026-07-01")
    return float((calls.direction == "out").mean())


QUESTIONS = [
    ask(
        "count",
        "emails from our side to northwind logistics since the 1st of sept, how many?",
        lambda n: len(_since(_of(n, "email", "Northwind Logistics"), "2026-09-01").query("direction == 'out'")),
    ),
    ask("group", "Who at Wexcombe raises all these tickets? Each person with their number, all time.", _raised),
    ask(
        "last",
        "when was it that we last sat down with quillon for a meeting",
        lambda n: str(_of(n, "meeting", "Quillon Foods").date.max().date()),
    ),
    ask(
        "group",
        "marcus' phone calls in 2026: how many came in, how many went out",
        lambda n: count(_since(_of(n, "call"), "2026").query("rep == 'Marcus Ferreira'"), "direction"),
    ),
    ask(
        "list",
        "accounts we've had a meeting w/ this month",
        lambda n: names(_since(_of(n, "meeting"), "2026-11-01"), "account"),
    ),
    ask(
        "text",
        "Product wants to know which accounts have ever asked for a dark mode.",
        lambda n: names(said(n.i, "(?i)dark mode"), "account"),
    ),
    ask(
        "text",
        "per our notes, at which companies have we run into somebody at the trade fair?",
        lambda n: names(said(n.i, "(?i)trade fair"), "account"),
    ),
    ask(
        "last",
        "newest ticket of all - just give me its subject line",
        lambda n: _of(n, "ticket").sort_values("date").subject.iloc[-1],
    ),
    ask(
        "comparison",
        "Did Northwind Logistics open more tickets than Globex this year?",
        lambda n: (
            len(_since(_of(n, "ticket", "Northwind Logistics"), "2026"))
            > len(_since(_of(n, "ticket", "Globex"), "2026"))
        ),
    ),
    ask("absence", "any of our contacts at Globex who've never emailed us? names", lambda n: _never_wrote(n, "Globex")),
    ask(
        "group",
        "What's been logged against the Globex - Tally Renewal deal so far? Number of calls, of emails and so forth.",
        lambda n: _logged_on(n, "Globex - Tally Renewal"),
    ),
    ask(
        "absence",
        "Which reps haven't been in one single customer meeting in November so far?",
        lambda n: names(n.u[n.u.role == "rep"]) - names(_since(_of(n, "meeting"), "2026-11-01"), "rep"),
    ),
    ask(
        "average",
        "how many mails a month was it on average from july to september, both directions",
        lambda n: len(between(_of(n, "email"), "date", "2026-07-01", "2026-10-01")) / 3,
    ),
]
