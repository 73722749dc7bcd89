"""A kind of nudge: where it comes from, what it is worth, how its urgency runs, what it says. All kinds are data."""

from __future__ import annotations

import tomllib
from bisect import bisect_left
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from crm.errors import RejectedError
from crm.nudges.nudge import Form

DAY = timedelta(days=1)


class When(BaseModel):
    """The terms of a finder, in days where nothing else is said; each finder says which of them it takes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rules: tuple[str, ...] = ()  # of signals
    unanswered: bool = False  # only while nobody of ours has spoken with the client since
    ahead: int = 0
    late: int = 0
    quiet: int = 0
    near: int = 0
    moved: int = 0
    lately: int = 0
    deep: int = 0
    drop: float = 0.0  # a part of what was before
    least: int = 0  # of what is counted, in a period
    periods: int = 0


class NudgeKind(BaseModel):
    """`urgency` are points (days, level 0..1) of a line; days `counts` from its moment, or until it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: str
    finder: str
    group: str = ""
    base: float = Field(gt=0, le=1)
    severity: int = Field(default=1, ge=1, le=3)
    counts: Literal["since", "until"]
    urgency: tuple[tuple[float, float], ...]
    useful: int
    says: str = ""
    when: When = When()
    form: Form
    subject: str = ""
    draft: str
    above: str = ""  # the draft of whoever is above the client's owner: a message to the owner

    @property
    def family(self) -> str:
        return self.group or self.name

    def urgent(self, moment: datetime, at: datetime) -> float:
        """How urgent it is at a time, 0..1."""
        days = (at - moment) / DAY if self.counts == "since" else (moment - at) / DAY
        points = self.urgency
        place = bisect_left([point[0] for point in points], days)
        if place == 0:
            return points[0][1]
        if place == len(points):
            return points[-1][1]
        (before, low), (after, high) = points[place - 1], points[place]
        return low + (high - low) * (days - before) / (after - before)

    def until(self, moment: datetime) -> datetime:
        """When it is of no use any more."""
        return moment + timedelta(days=self.useful)


@cache
def kinds() -> dict[str, NudgeKind]:
    """All kinds by name, in the order of their file."""
    said = tomllib.loads(Path(__file__).with_name("kinds.toml").read_text(encoding="utf-8"))["kind"]
    return {each["name"]: NudgeKind.model_validate(each) for each in said}


def kind_named(name: str) -> NudgeKind:
    """Raises RejectedError: there is no such kind."""
    found = kinds().get(name)
    if found is None:
        raise RejectedError(f"No suggestion is called {name!r}. There are: {', '.join(kinds())}.")
    return found


def kind_of(name: str) -> NudgeKind | None:
    """The kind of a stored nudge; None where an update took it away."""
    return kinds().get(name)
