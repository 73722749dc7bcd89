"""What everybody types about tasks, contacts, accounts and colleagues."""

from __future__ import annotations

from functools import partial
from typing import Any

from asking_gold import Question, low, top
from sample_frames import count, first, names

ask = partial(Question, "sample", "everyday_c")


def _title(n: Any, account: str, title: str) -> str:
    return first(n.c[(n.c.account == account) & (n.c["job title"] == title)], "name")


def _unplanned(n: Any) -> set[str]:
    """Big open deals on which nobody has anything left to do."""
    return names(n.o[(n.o.amount > 50000) & ~n.o.id.isin(n.t[n.t.open]["deal id"])])


def _finished(n: Any) -> Any:
    return n.t[n.t["completed at"] >= "2026-10"].groupby("owner").size()


def _known(n: Any, least: int) -> set[str]:
    sizes = n.c.groupby("account").size()
    return set(sizes[sizes >= least].index)


QUESTIONS = [
    ask(
        "tasks",
        "how many tasks are overdue by more than 5 days?",
        lambda n: int((n.t.open & (n.t["due date"] < "2026-11-15")).sum()),
    ),
    ask("tasks", "who ticked off the most tasks since the start of october", lambda n: top(_finished(n))),
    ask(
        "tasks",
        "Does anything fall due today? Which tasks?",
        lambda n: names(n.t[n.t.open & (n.t["due date"] == "2026-11-20")], "task"),
    ),
    ask("tasks", "open deals over 50k that have no open task on them", _unplanned),
    ask("at least", "at which companies do we know five people or more", lambda n: _known(n, 5)),
    ask("look-up", "whos the it manager at dunmore diary", lambda n: _title(n, "Dunmore Dairy", "IT Manager")),
    ask("count", "How many COOs are there among our contacts?", lambda n: int((n.c["job title"] == "COO").sum())),
    ask(
        "teams",
        "how many accounts do daniels people own between them",
        lambda n: int(n.a.owner.isin(names(n.u[n.u.manager == "Daniel Okafor"])).sum()),
    ),
    ask(
        "group",
        "number of accounts per tier, leave out the prospects",
        lambda n: count(n.a[n.a.status == "Customer"], "tier"),
    ),
    ask(
        "average",
        "What's the average annual revenue of the companies that are still prospects?",
        lambda n: n.a[n.a.status == "Prospect"]["annual revenue"].mean(),
    ),
    ask(
        "first",
        "Writing anniversary cards tonight, so quick one - who has been our customer for the longest time?",
        lambda n: low(n.a.set_index("name")["customer since"]),
    ),
    ask(
        "absence",
        "how many of our contacts aren't the contact on any deal",
        lambda n: int((~n.c.email.isin(n.d.contact)).sum()),
    ),
]
