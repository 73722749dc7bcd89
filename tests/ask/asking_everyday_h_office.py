"""What an executive assistant, a contracts lawyer and a credit-control clerk ask from their desks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import between, top
from sample_frames import count, first, names

Row = tuple[str, str, Callable[[Any], Any]]


def _renewing(n: Any, account: str, product: str) -> str:
    held = n.act[(n.act.account == account) & (n.act["product"] == product)]
    return str(first(held, "renewal date").date())


def _by_hand(n: Any) -> set[str]:
    return names(n.act[(n.act["auto renew"] == "no") & (n.act["renewal date"] < "2027-01-15")], "account")


def _lost_late(n: Any) -> int:
    sent = n.h[n.h["to stage"] == "Contract Sent"]["deal id"]
    return int(n.l.id.isin(sent).sum())


def _met(n: Any, rep: str, start: str, end: str) -> int:
    return len(between(n.i[(n.i.kind == "meeting") & (n.i.rep == rep)], "date", start, end))


def _takes(n: Any, account: str) -> float:
    paid = n.v[(n.v.account == account) & n.v["paid on"].notna()]
    return float((paid["paid on"] - paid["issued on"]).dt.days.mean())


ASSISTANT: list[Row] = [
    (
        "group",
        "Daniel has his one-to-ones next week. Could you tell me how many open deals each member of Enterprise has?",
        lambda n: count(n.o[n.o.team == "Enterprise"], "owner"),
    ),
    (
        "list",
        "Ingrid would like to send a Christmas card to every COO we know. Who are they, please?",
        lambda n: names(n.c[n.c["job title"] == "COO"]),
    ),
    (
        "look-up",
        "What time zone is Marcus Ferreira in? I keep ringing him at breakfast, poor man.",
        lambda n: first(n.u[n.u.name == "Marcus Ferreira"], "timezone"),
    ),
    (
        "meetings",
        "How many meetings did Lena have from July to the end of September?",
        lambda n: _met(n, "Lena Brandt", "2026-07-01", "2026-10-01"),
    ),
    (
        "tasks",
        "Which open tasks fall due on Monday the 23rd of November?",
        lambda n: names(n.t[n.t.open & (n.t["due date"] == "2026-11-23")], "task"),
    ),
    (
        "list",
        "For the seating plan: who reports to Ingrid Solheim?",
        lambda n: names(n.u[n.u.manager == "Ingrid Solheim"]),
    ),
]

LAWYER: list[Row] = [
    (
        "subscriptions",
        "Which accounts hold an active subscription, not on automatic renewal, with a renewal date before 15 Jan 2027?",
        _by_hand,
    ),
    (
        "look-up",
        "Renewal date of the Foresight subscription of Wexcombe Hospitals?",
        lambda n: _renewing(n, "Wexcombe Hospitals", "Foresight"),
    ),
    (
        "count",
        "How many of the active subscriptions renew automatically?",
        lambda n: int((n.act["auto renew"] == "yes").sum()),
    ),
    (
        "list",
        "Kindly name the deals presently at Contract Sent. I have not seen all the signature pages.",
        lambda n: names(n.o[n.o.stage == "Contract Sent"]),
    ),
    ("stages", "Of all deals that were lost, how many had at some point reached Contract Sent?", _lost_late),
]

CLERK: list[Row] = [
    (
        "invoices",
        "what invoice numbers fall due tomorrow and haven't been paid",
        lambda n: names(n.due[n.due["due date"] == "2026-11-21"], "invoice number"),
    ),
    (
        "sum",
        "Acme. How much have they got outstanding with us all told?",
        lambda n: int(n.due[n.due.account == "Acme"].amount.sum()),
    ),
    (
        "average",
        "Lowick & Hart swear blind they're prompt. Average days from us issuing an invoice to them paying it?",
        lambda n: _takes(n, "Lowick & Hart"),
    ),
    (
        "payments",
        "who's paid us anything since Monday?",
        lambda n: names(n.v[n.v["paid on"] >= "2026-11-16"], "account"),
    ),
    (
        "ranking",
        "Right then, which customer has paid after the due date most often? I've a bet on with Sheila.",
        lambda n: top(n.v[n.v["paid on"] > n.v["due date"]].account.value_counts()),
    ),
]

OFFICE = ASSISTANT + LAWYER + CLERK
