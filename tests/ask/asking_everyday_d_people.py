"""What all six type about to-dos, contacts, accounts and colleagues."""

from __future__ import annotations

from functools import partial
from typing import Any

from asking_gold import Question, top
from sample_frames import first, names

ask = partial(Question, "sample", "everyday_d")


def _in_time(n: Any) -> set[str]:
    return top(n.t[n.t.open & ~n.t.overdue].groupby("owner").size())


def _abroad(n: Any) -> set[str]:
    large = n.a[(n.a.tier == "Growth") & (n.a.employees > 300)]
    return names(large[~large.country.isin(["United States", "United Kingdom"])])


QUESTIONS = [
    ask(
        "tasks",
        "strategic accounts that have something overdue on our to do list",
        lambda n: names(n.t[n.t.overdue], "account") & names(n.a[n.a.tier == "Strategic"]),
    ),
    ask("tasks", "Which rep has the most open tasks that aren't late yet?", _in_time),
    ask(
        "tasks",
        "How many tasks did people tick off ahead of the due date?",
        lambda n: int((n.t["completed at"] < n.t["due date"]).sum()),
    ),
    ask(
        "tasks",
        "by when is marcus meant to have visited rookhope mining?",
        lambda n: str(first(n.t[n.t.open & n.t.task.str.startswith("Visit Rookhope")], "due date").date()),
    ),
    ask(
        "look-up",
        "mail address of the head of supply chain at wexcombe?",
        lambda n: first(
            n.c[(n.c.account == "Wexcombe Hospitals") & (n.c["job title"] == "Head of Supply Chain")], "email"
        ),
    ),
    ask(
        "count",
        "How many persons do we know at irish companies?",
        lambda n: int(n.c.account.isin(names(n.a[n.a.country == "Ireland"])).sum()),
    ),
    ask(
        "existence",
        "I want to send a reminder: have we a finance manager at Pellworm Paper in the contacts?",
        lambda n: bool(((n.c.account == "Pellworm Paper") & (n.c["job title"] == "Finance Manager")).any()),
    ),
    ask(
        "at least",
        "who here has five or more accounts to look after?",
        lambda n: set(n.a.groupby("owner").size()[lambda sizes: sizes >= 5].index),
    ),
    ask(
        "period",
        "Who have we gained as a customer this year?",
        lambda n: names(n.a[n.a["customer since"] >= "2026"]),
    ),
    ask(
        "sum",
        "What's the annual revenue of all the companies Marcus looks after, added up?",
        lambda n: int(n.a[n.a.owner == "Marcus Ferreira"]["annual revenue"].sum()),
    ),
    ask("combined", "Growth tier, over 300 staff, and neither in the US nor in the UK: which accounts?", _abroad),
]
