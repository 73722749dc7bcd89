"""What the golds of the everyday questions are put together from; today is 20 November 2026."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
from asking_gold import Question

TODAY = pd.Timestamp("2026-11-20")


def everyday(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("sample", "everyday", category, text, gold)


def in_year(frame: Any, column: str = "close date") -> Any:
    return frame[frame[column] >= "2026-01-01"]


def by_month(frame: Any, column: str) -> Any:
    return frame.groupby(frame[column].dt.to_period("M").map(str))


def age(days: Any) -> Any:
    return (TODAY - days).dt.days


def exactly(sizes: Any, wanted: int) -> set[str]:
    return set(sizes[sizes == wanted].index)


def at_least(sizes: Any, wanted: int) -> set[str]:
    return set(sizes[sizes >= wanted].index)


def share_of_first(sums: Any, n: int) -> float:
    return float(sums.nlargest(n).sum() / sums.sum())


def reps(s: Any) -> set[str]:
    return set(s.u[s.u.role == "rep"].name)


def losing(closed: Any) -> set[str]:
    """Who lost more of these deals than they won."""
    won, lost = (closed[closed.stage == stage].owner.value_counts() for stage in ("Closed Won", "Closed Lost"))
    return {owner for owner, times in lost.items() if times > won.get(owner, 0)}


def step(s: Any, deal: str, stage: str) -> Any:
    """The times a deal came into a stage."""
    (known,) = s.d[s.d.name == deal].id
    return s.h[(s.h["deal id"] == known) & (s.h["to stage"] == stage)]


def stays(history: Any) -> Any:
    """Each step out of a stage, with the days the deal had sat there."""
    ordered = history.sort_values(["deal id", "changed at"])
    ordered = ordered.assign(days=ordered.groupby("deal id")["changed at"].diff().dt.total_seconds() / 86400)
    return ordered[ordered["from stage"].notna()]


def late(invoices: Any) -> Any:
    """Days from when an invoice was due to when it was paid; without a number where it is not paid."""
    return (invoices["paid on"] - invoices["due date"]).dt.days


def owned(frame: Any, s: Any) -> Any:
    """The rows with the owner and the status of their account."""
    places = s.a[["name", "owner", "status"]].rename(columns={"name": "account", "owner": "of"})
    return frame.merge(places, on="account")


def written(s: Any) -> Any:
    """The e-mails clients sent us, by whom."""
    mails = s.i[(s.i.kind == "email") & (s.i.direction == "in")]
    people = s.c[["email", "name"]].rename(columns={"email": "from", "name": "writer"})
    return mails.merge(people, on="from")
