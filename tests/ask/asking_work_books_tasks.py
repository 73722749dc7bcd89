"""What people ask about tasks: whose they are, when they are due, what is overdue and what got done."""

from __future__ import annotations

from functools import partial
from typing import Any

from asking_gold import NOW, Question, between, top
from pandas import Timestamp
from sample_frames import count, first, names

ask = partial(Question, "sample", "work_books")

TODAY = Timestamp(NOW.date())


def _open(n: Any, owner: str | None = None, account: str | None = None) -> Any:
    found = n.t[n.t.open]
    found = found if owner is None else found[found.owner == owner]
    return found if account is None else found[found.account == account]


def _overdue(n: Any) -> Any:
    return n.t[n.t.overdue]


def _next_week(n: Any) -> dict[str, int]:
    return count(between(_open(n), "due date", "2026-11-23", "2026-11-30"), "owner")


def _done_by_month(n: Any) -> dict[str, int]:
    done = n.t[n.t["completed at"].notna()]
    return count(done, done["completed at"].dt.strftime("%Y-%m"))


def _slack(n: Any) -> int:
    """Overdue tasks at accounts with a running subscription that will not renew by itself."""
    return int(_overdue(n).account.isin(n.act[n.act["auto renew"] == "no"].account).sum())


QUESTIONS = [
    ask("count", "How many to-dos has Noah not ticked off yet?", lambda n: len(_open(n, "Noah Adeyemi"))),
    ask(
        "list",
        "Sofia's on holiday from tonight; what has she left lying past its due date?",
        lambda n: names(_overdue(n)[_overdue(n).owner == "Sofia Carranza"], "task"),
    ),
    ask(
        "ranking",
        "who's furthest behind, i.e. has the most overdue tasks",
        lambda n: top(_overdue(n).owner.value_counts()),
    ),
    ask(
        "absence",
        "Any of the reps without one overdue task? They deserve a beer.",
        lambda n: names(n.u[n.u.role == "rep"]) - names(_overdue(n), "owner"),
    ),
    ask("group", "next week's workload: open tasks due 23-29 november, per owner", _next_week),
    ask(
        "list",
        "which tasks should've been done on the 9th of November but are still open",
        lambda n: names(_open(n)[_open(n)["due date"] == "2026-11-09"], "task"),
    ),
    ask(
        "list",
        "I take over Ironbridge Castings from Aoife, what tasks are open there?",
        lambda n: names(_open(n, account="Ironbridge Castings"), "task"),
    ),
    ask("count", "How many unfinished tasks hang on no deal at all?", lambda n: int(_open(n)["deal id"].isna().sum())),
    ask(
        "look-up",
        "whose job is it to send the revised quote to Ewan?",
        lambda n: {first(n.t[n.t.task == "Send revised quote to Ewan"], "owner")},
    ),
    ask(
        "ranking",
        "At which account have the most tasks piled up (open ones)?",
        lambda n: top(_open(n).account.value_counts()),
    ),
    ask(
        "list",
        "were there tasks someone finished ahead of the due date? name them",
        lambda n: names(n.t[n.t["completed at"] < n.t["due date"]], "task"),
    ),
    ask(
        "teams",
        "Daniel asks how many overdue tasks his Enterprise reps have between them",
        lambda n: int(_overdue(n).owner.isin(names(n.u[n.u.manager == "Daniel Okafor"])).sum()),
    ),
    ask(
        "average",
        "by how many days are overdue tasks overdue, on average, counted up to today",
        lambda n: (TODAY - _overdue(n)["due date"]).dt.days.mean(),
    ),
    ask(
        "list",
        "which of marcus' open tasks carry a due date from mon 23 to fri 27 november",
        lambda n: names(between(_open(n, "Marcus Ferreira"), "due date", "2026-11-23", "2026-11-28"), "task"),
    ),
    ask(
        "yes or no",
        "Does Elin have a task that's due today?",
        lambda n: bool((_open(n, "Elin Sandberg")["due date"] == TODAY).any()),
    ),
    ask(
        "count",
        "on how many open deals is at least one task overdue",
        lambda n: int(n.o.id.isin(_overdue(n)["deal id"]).sum()),
    ),
    ask(
        "last",
        "when did Marcus Ferreira last finish a task?",
        lambda n: str(n.t[n.t.owner == "Marcus Ferreira"]["completed at"].max().date()),
    ),
    ask(
        "list",
        "all open tasks with the word demo in them",
        lambda n: names(_open(n)[_open(n).task.str.contains("demo")], "task"),
    ),
    ask(
        "share",
        "we talked about task hygiene in the standup; what proportion of the open tasks is overdue by now?",
        lambda n: float(_open(n).overdue.mean()),
    ),
    ask("group", "completed tasks, a count for every month", _done_by_month),
    ask(
        "both",
        "Risky combo: overdue tasks at customers with an active subscription that is NOT set to auto renew. how many such tasks?",
        _slack,
    ),
    ask(
        "count",
        "how many open tasks do we have at accounts which also have an unpaid invoice",
        lambda n: int(_open(n).account.isin(n.due.account).sum()),
    ),
]
