"""What the golds on deals and stages share: stretches of time, ages, and moves from stage to stage."""

from __future__ import annotations

from typing import Any

import pandas as pd
from asking_gold import between

TODAY = pd.Timestamp("2026-11-20")


def year(frame: Any) -> Any:
    """What closed this year."""
    return frame[frame["close date"] >= "2026"]


def closing(frame: Any, start: str, end: str) -> Any:
    """What closed, or is to close, from one day up to but not on another."""
    return between(frame, "close date", start, end)


def months(frame: Any, column: str = "close date") -> Any:
    return frame[column].dt.strftime("%Y-%m")


def quarters(frame: Any, column: str = "close date") -> Any:
    return frame[column].dt.to_period("Q").map(lambda quarter: f"{quarter.year} Q{quarter.quarter}")


def sized(frame: Any) -> Any:
    """The deals' amounts by their names."""
    return frame.set_index("name").amount


def aged(frame: Any) -> Any:
    """The deals' days since they were opened, by their names."""
    return (TODAY - frame["created date"]).dt.days.set_axis(frame.name)


def by_size(frame: Any, by: str, column: str = "amount") -> Any:
    return frame.groupby(by)[column].sum()


def won_share(frame: Any) -> float:
    return float((frame.stage == "Closed Won").mean())


def moves(n: Any, to: str, start: str = "2025", end: str = "2027") -> Any:
    """The moves into a stage, with what is known of each deal."""
    moved = between(n.h[n.h["to stage"] == to], "changed at", start, end)
    return moved.merge(n.d, left_on="deal id", right_on="id")


def day_of(n: Any, name: str, to: str) -> str:
    (moved,) = moves(n, to).set_index("name").loc[[name], "changed at"]
    return str(moved.date())
