"""When it was: firsts, lasts, silence, and who was in touch in a given week."""

from __future__ import annotations

from typing import Any

import pandas as pd
from asking_gold import low, top
from sample_frames import names
from work_talk_parts import ask, first_day, last_day, newest, people, sent, talk, took_part

TODAY = pd.Timestamp("2026-11-20")


def _latest(n: Any) -> Any:
    return n.i.groupby("account").date.max()


def _silent_since(n: Any, day: str) -> set[str]:
    latest = _latest(n)
    return set(latest[latest < day].index)


def _known_since(n: Any, day: str) -> set[str]:
    earliest = n.i.groupby("account").date.min()
    return set(earliest[earliest >= day].index)


def _written(n: Any, start: str) -> set[str]:
    found = talk(n, start=start, direction="in")
    return set(people(n, found[found.kind.isin(["email", "message"])]["from"]))


QUESTIONS = [
    ask(
        "last",
        "when did umber ceramics last get in touch with us, any channel",
        lambda n: last_day(talk(n, account="Umber Ceramics", direction="in")),
    ),
    ask(
        "first",
        "What's the earliest thing we have on record with Rookhope Mining? I only need the date.",
        lambda n: first_day(talk(n, account="Rookhope Mining")),
    ),
    ask(
        "last",
        "On which day did Katrin Böttcher send her most recent email?",
        lambda n: last_day(sent(n, talk(n, "email"), "Katrin Böttcher")),
    ),
    ask(
        "subject",
        "Hi! Subject line of the newest mail that Hugo Salgueiro wrote us?",
        lambda n: newest(sent(n, talk(n, "email"), "Hugo Salgueiro"), "subject"),
    ),
    ask(
        "silence",
        "how many days now since anyone phoned with Farrow Glassworks",
        lambda n: (TODAY - talk(n, "call", account="Farrow Glassworks").date.max().normalize()).days,
    ),
    ask(
        "silence",
        "Which accounts have gone dark on us, as in zero contact of any type for over two months?",
        lambda n: _silent_since(n, "2026-09-20"),
    ),
    ask(
        "silence",
        "strategic accounts with nothing logged at all since october began",
        lambda n: _silent_since(n, "2026-10") & names(n.a[n.a.tier == "Strategic"]),
    ),
    ask(
        "silence",
        "Of the accounts Marcus owns, the one left alone the longest is...?",
        lambda n: low(_latest(n)[lambda days: days.index.isin(n.a[n.a.owner == "Marcus Ferreira"].name)]),
    ),
    ask(
        "last",
        "last time April Soames sat in a meeting with us pls",
        lambda n: last_day(took_part(n, talk(n, "meeting"), "April Soames")),
    ),
    ask(
        "last",
        "who did Noah most recently call himself?",
        lambda n: set(people(n, talk(n, "call", rep="Noah Adeyemi", direction="out").sort_values("date").to.tail(1))),
    ),
    ask("subject", "Title of the very latest ticket in the system", lambda n: newest(talk(n, "ticket"), "subject")),
    ask(
        "first",
        "day ptarmigan opened their 1st ticket",
        lambda n: first_day(talk(n, "ticket", account="Ptarmigan Outdoor")),
    ),
    ask(
        "yes or no",
        "Did any of us have contact with Zephyrine this month?",
        lambda n: bool(len(talk(n, start="2026-11", account="Zephyrine Air Parts"))),
    ),
    ask(
        "yes or no",
        "any word exchanged with oakhollow since halloween or nothing?",
        lambda n: bool(len(talk(n, start="2026-11", account="Oakhollow Brewing"))),
    ),
    ask(
        "period",
        "Which companies did we have meetings with between Mon 9 and Fri 13 November?",
        lambda n: names(talk(n, "meeting", "2026-11-09", "2026-11-14"), "account"),
    ),
    ask(
        "period",
        "Give me the names of the contacts who've written us since Monday, be it mail or chat",
        lambda n: _written(n, "2026-11-16"),
    ),
    ask(
        "first",
        "with whom (company) was the first meeting of 2026",
        lambda n: {talk(n, "meeting", "2026").sort_values("date").account.iloc[0]},
    ),
    ask(
        "first",
        "how did it all start with Tessaly Retail, was the first contact a call, an email, a meeting, a message or a ticket?",
        lambda n: {talk(n, account="Tessaly Retail").sort_values("date").kind.iloc[0]},
    ),
    ask(
        "ranking",
        "busiest month for mail traffic with Globex?",
        lambda n: top(talk(n, "email", account="Globex").date.dt.strftime("%Y-%m").value_counts()),
    ),
    ask(
        "last",
        "when has Hank Sorrell phoned us the last time",
        lambda n: last_day(sent(n, talk(n, "call", direction="in"), "Hank Sorrell")),
    ),
    ask(
        "last",
        "date of 2025's final meeting with acme",
        lambda n: last_day(talk(n, "meeting", end="2026", account="Acme")),
    ),
    ask(
        "first",
        "Are there accounts we only started talking to on or after 1 June 2026? Which?",
        lambda n: _known_since(n, "2026-06"),
    ),
    ask(
        "period",
        "I was off sick on 10 November. Which clients did the team have contact with that day?",
        lambda n: names(talk(n, start="2026-11-10", end="2026-11-11"), "account"),
    ),
]
