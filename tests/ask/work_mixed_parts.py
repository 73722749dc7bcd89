"""What the golds of the mixed questions share: cuts of the sample company's frames."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
from asking_gold import Question
from sample_frames import names

ask = partial(Question, "sample", "work_mixed")


def year(frame: Any) -> Any:
    """Deals closed in 2026."""
    return frame[frame["close date"] >= "2026"]


def of(n: Any, kind: str, since: str = "2025", until: str = "2027") -> Any:
    """The interactions of one kind in a span of time."""
    return n.i[(n.i.kind == kind) & (n.i.date >= since) & (n.i.date < until)]


def often(frame: Any, by: str, least: int) -> set[str]:
    """The groups with at least so many rows."""
    sizes = frame.groupby(by).size()
    return set(sizes[sizes >= least].index)


def above(series: Any, floor: float) -> set[str]:
    return set(series[series > floor].index)


def more(left: Any, right: Any) -> set[str]:
    """The groups with more on the left than on the right, where nothing at all counts as nought."""
    both = pd.concat([left, right], axis=1, keys=["left", "right"]).fillna(0)
    return set(both[both.left > both.right].index)


def clients(n: Any) -> set[str]:
    return names(n.a[n.a.status == "Customer"])


def prospects(n: Any) -> set[str]:
    return names(n.a[n.a.status == "Prospect"])


def owned(n: Any, frame: Any) -> Any:
    """Rows of an account together with who owns that account."""
    return frame.assign(owner=frame.account.map(n.a.set_index("name").owner))


def paid(n: Any) -> Any:
    """Paid invoices, with the days past their due date and the days since they were issued."""
    done = n.v[n.v["paid on"].notna()]
    return done.assign(
        late=(done["paid on"] - done["due date"]).dt.days, took=(done["paid on"] - done["issued on"]).dt.days
    )


def edge(frame: Any, by: str, column: str, count: int = 1, *, least: bool = False) -> Any:
    """The rows with the most (or least) of a column within each group."""
    return frame.sort_values(column, ascending=least).groupby(by).head(count)
