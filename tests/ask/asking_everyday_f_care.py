"""What a customer-success lead and a support lead ask about talk, tickets, moods and seats."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
from asking_gold import NOW, between, top
from sample_frames import count, first, names, said

Row = tuple[str, str, Callable[[Any], Any]]


def _tickets(s: Any) -> Any:
    return s.i[s.i.kind == "ticket"]


def _since(frame: Any, day: str) -> Any:
    return frame[frame.date >= day]


def _silent(s: Any, since: str) -> set[str]:
    return names(s.a[s.a.status == "Customer"]) - names(_since(s.i, since), "account")


def _manual_renewals(s: Any) -> set[str]:
    due = between(s.act, "renewal date", "2027-01-01", "2027-02-01")
    return names(due[due["auto renew"] == "no"], "account")


def _leavers(s: Any, account: str) -> set[str]:
    talk = _since(s.i[s.i.account == account], "2026-10-01")
    told = said(talk, r"I'm leaving|I'm moving on")
    return names(s.c[s.c.email.isin(told[told.direction == "in"].contact)])


def _last_of(frame: Any, account: str) -> Any:
    return frame[frame.account == account].sort_values("date").iloc[-1]


def _latest_by(s: Any, name: str) -> Any:
    address = first(s.c[s.c.name == name], "email")
    mails = s.i[(s.i["from"] == address) & (s.i.kind == "email")]
    return mails.sort_values("date").iloc[-1]


def _days_since_ticket(s: Any, account: str) -> int:
    return (pd.Timestamp(NOW.replace(tzinfo=None)) - _last_of(_tickets(s), account).date).days


def _monthly(s: Any) -> dict[str, int]:
    raised = between(_tickets(s), "date", "2026-08-01", "2026-11-01")
    return count(raised, raised.date.dt.strftime("%Y-%m"))


def _spoke(s: Any, rep: str, name: str) -> str:
    address = first(s.c[s.c.name == name], "email")
    talk = s.i[(s.i.rep == rep) & (s.i.kind != "ticket")]
    return str(talk[(talk.contact == address) | talk.to.str.contains(address)].date.max().date())


SUCCESS: list[Row] = [
    (
        "silence",
        (
            "Happy Friday! I'm planning check-in calls. Which paying customers (not prospects) have had no contact of any "
            "kind with us since 1 October?"
        ),
        lambda s: _silent(s, "2026-10-01"),
    ),
    (
        "subscriptions",
        (
            "January worries me. Which customers have an active subscription renewing that month that does NOT renew by "
            "itself?"
        ),
        _manual_renewals,
    ),
    (
        "sum",
        "How many seats does Wexcombe have altogether, across everything they subscribe to?",
        lambda s: s.act[s.act.account == "Wexcombe Hospitals"].seats.sum(),
    ),
    (
        "subscriptions",
        "whose subscription has been cancelled? need it for the churn slide, names are enough",
        lambda s: names(s.s[s.s.status == "Cancelled"], "account"),
    ),
    (
        "text",
        "Warepoint seem to be everywhere these days. At which accounts has their name come up this month?",
        lambda s: names(said(_since(s.i, "2026-11-01"), "Warepoint"), "account"),
    ),
    (
        "text",
        (
            "There's some sort of exodus going on at Hexley Chemicals - which people there have written to Aoife since "
            "October that they're leaving the company?"
        ),
        lambda s: _leavers(s, "Hexley Chemicals"),
    ),
    (
        "mood",
        "Is Yusuf Prescott happy in the last mail he sent us? I'd like him on stage at the user day",
        lambda s: "spot on" in _latest_by(s, "Yusuf Prescott").text,
    ),
    (
        "average",
        (
            "Average number of seats per subscription for Team, Business and Enterprise, active ones only, please and "
            "thank you"
        ),
        lambda s: dict(s.act.groupby("plan").seats.mean()),
    ),
]

SUPPORT: list[Row] = [
    ("period", "tickets raised per month, august thru october?", _monthly),
    (
        "top",
        "My team swears half of the queue is one customer. Who's opened the most tickets since September 1st?",
        lambda s: top(_since(_tickets(s), "2026-09-01").groupby("account").size()),
    ),
    (
        "existence",
        "has Cobalt Harbor logged a ticket this month or did I dream that",
        lambda s: bool((_since(_tickets(s), "2026-11-01").account == "Cobalt Harbor Shipping").any()),
    ),
    (
        "look-up",
        "What was the subject of the latest ticket Globex sent in?",
        lambda s: str(_last_of(_tickets(s), "Globex").subject),
    ),
    (
        "absence",
        "Nice-problem-to-have question for a Friday: which accounts have never opened a ticket with us, ever?",
        lambda s: names(s.a) - names(_tickets(s), "account"),
    ),
    (
        "duration",
        "Touch wood... how many days has it been since Northwind Logistics last filed a ticket?",
        lambda s: _days_since_ticket(s, "Northwind Logistics"),
    ),
    (
        "mood",
        "Grace looked rattled. Has anyone at Cobalt Harbor Shipping complained about our response times in November?",
        lambda s: bool(
            len(said(_since(s.i[s.i.account == "Cobalt Harbor Shipping"], "2026-11-01"), "about response times"))
        ),
    ),
    (
        "last",
        (
            "When did she - Grace Whitcombe I mean - last have Diana Cartledge on the phone, in a meeting or by mail? Just "
            "the date"
        ),
        lambda s: _spoke(s, "Grace Whitcombe", "Diana Cartledge"),
    ),
]

CARE = SUCCESS + SUPPORT
