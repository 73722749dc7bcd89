"""Questions of the eight on the sample company's meetings, calls, mails and tickets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import between, top
from sample_frames import count, first, names

Row = tuple[str, str, Callable[[Any], Any]]


def _kind(s: Any, kind: str) -> Any:
    return s.i[s.i.kind == kind]


def _prospects(s: Any) -> dict[str, int]:
    here = s.i[s.i.account.isin(names(s.a[s.a.status == "Prospect"]))]
    return count(here[here.date >= "2026-01-01"], "account")


def _mailed(s: Any, writer: str) -> str:
    address = first(s.c[s.c.name == writer], "email")
    return str(_kind(s, "email")[lambda mails: mails["from"] == address].date.max().date())


TALK: list[Row] = [
    (
        "meetings",
        "Please how many times have we sat down in a meeting with the Rookhope people since the year began?",
        lambda s: len(_kind(s, "meeting").query("account == 'Rookhope Mining' and date >= '2026-01-01'")),
    ),
    (
        "calls",
        "which account rings us the most? inbound calls only, going back as far as you have",
        lambda s: top(_kind(s, "call")[lambda calls: calls.direction == "in"].account.value_counts()),
    ),
    (
        "emails",
        "When did we get the last mail from Hugh Prescott? Only mails that he wrote to us",
        lambda s: _mailed(s, "Hugh Prescott"),
    ),
    ("interactions", "Prospect wise count of all interactions in calendar year 2026 pls", _prospects),
    (
        "silence",
        "Has there been any contact whatsoever with Umber Ceramics in the past 30 days?",
        lambda s: bool((s.i[s.i.account == "Umber Ceramics"].date >= "2026-10-21").any()),
    ),
    (
        "tickets",
        "who bombarded support the most in Q3? customer with the highest number of tickets",
        lambda s: top(between(_kind(s, "ticket"), "date", "2026-07-01", "2026-10-01").account.value_counts()),
    ),
]
