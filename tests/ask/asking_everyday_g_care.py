"""What a customer-success lead asks about talk, moods, subscriptions and what has been promised."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import between
from sample_frames import names, said

Row = tuple[str, str, Callable[[Any], Any]]


def _november(n: Any) -> Any:
    return n.i[n.i.date >= "2026-11-01"]


def _kind_tickets(n: Any) -> set[str]:
    tickets = _november(n)
    return names(tickets[(tickets.kind == "ticket") & (tickets.subject == "A kind word, no problem")], "account")


def _clapped(n: Any) -> bool:
    mails = _november(n)
    mine = mails[(mails.kind == "email") & (mails["from"] == "rverstraete@tessaly-cold.example")]
    return bool(len(said(mine, "best session")))


def _last_call(n: Any, rep: str, contact: str) -> Any:
    return n.i[(n.i.kind == "call") & (n.i.rep == rep) & (n.i.contact == contact)].sort_values("date").iloc[-1]


def _insulted(n: Any) -> bool:
    mails = between(n.i[n.i["from"] == "ewan.jarrell@ironbridge-castings.example"], "date", "2026-11-04", "2026-11-05")
    return len(said(mails, "insulting|we will not pay")) == len(mails) > 0


CARE: list[Row] = [
    (
        "tickets",
        "Lovely thing I heard at lunch: some customers opened a ticket this month just to say a kind word. Which ones?",
        _kind_tickets,
    ),
    (
        "mood",
        "Did Ruud Verstraete enjoy the training session? He mailed Lena about it at the start of November, she says",
        _clapped,
    ),
    (
        "mood",
        "Was Maya's latest phone call with Jane Holloway a pleasant one, would you say?",
        lambda n: "recommended us" in _last_call(n, "Maya Lindqvist", "jane.holloway@acme.example").text,
    ),
    (
        "mood",
        "Ewan Jarrell's mails from the 4th of this month, do they sound happy? I'm short of a testimonial, ha",
        lambda n: not _insulted(n),
    ),
    (
        "text",
        "Cheeky beggars. Which clients wrote to us in November that a competitor took their COO to dinner?",
        lambda n: names(said(_november(n), "took our COO to dinner"), "account"),
    ),
    (
        "text",
        "at what accounts has Stockly been mentioned since 1 September?",
        lambda n: names(said(n.i[n.i.date >= "2026-09-01"], "(?i)stockly"), "account"),
    ),
    (
        "subscriptions",
        "Welcome-back cards, round two! Whose subscription has a start date in this month?",
        lambda n: names(n.s[n.s["start date"] >= "2026-11-01"], "account"),
    ),
    (
        "tasks",
        "Which accounts have an open task with us about an order form?",
        lambda n: names(n.t[n.t.open & n.t.task.str.contains("order form")], "account"),
    ),
]
