"""How somebody wants to be written to: the team's settings, and their own where they have any."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from crm.errors import RejectedError
from crm.nudges.quiet import WORKING, Hours

SETTING = "nudges"  # in a tenant's settings
FOR_GOOD = datetime(9999, 1, 1, tzinfo=UTC)
MOST = 20  # messages a day
SPAN = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(?:-|–|to|until)\s*(\d{1,2})(?:[:.h](\d{2}))?", re.IGNORECASE)
NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ON, OFF = {"on", "yes", "true"}, {"off", "no", "none", "never", "false"}


class Habits(BaseModel):
    """`quiet` are times on the wall, from and to; `days` are working days (0 is Monday). `budget` is of messages a
    day, the morning's brief one of them."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    quiet: tuple[time, time] = (time(18), time(8, 30))
    days: frozenset[int] = WORKING
    budget: int = Field(default=3, ge=0, le=MOST)
    brief: bool = True
    paused_until: datetime | None = None

    @property
    def hours(self) -> Hours:
        return Hours(*self.quiet, self.days)


def habits_of(team: Mapping[str, Any], own: Mapping[str, Any]) -> Habits:
    """Args: team: a tenant's settings; own: what the person said."""
    kept = team.get(SETTING)
    try:
        return Habits.model_validate({**(kept if isinstance(kept, dict) else {}), **own})
    except ValidationError:  # somebody wrote into the settings by hand: nobody is woken for that
        return Habits()


def read(name: str, said: str) -> Any:
    """A habit as somebody said it, as it is kept.

    Raises:
        RejectedError: it cannot be that.
    """
    words = said.strip().lower()
    match name:
        case "quiet":
            return _quiet(words)
        case "days":
            return _days(words)
        case "budget" if re.fullmatch(r"\d{1,3}", words) and int(words) <= MOST:
            return int(words)
        case "budget":
            raise RejectedError(f"Say how many messages a day, 0 to {MOST}: `budget 3`.")
        case "brief" if words in ON | OFF:
            return words in ON
        case "brief":
            raise RejectedError("The morning brief is on or off.")
    raise RejectedError("There is no such setting of nudges. There are quiet, days, budget and brief.")


def _quiet(words: str) -> list[str]:
    if words in OFF:
        return ["00:00", "00:00"]
    found = SPAN.fullmatch(words)
    hours = [int(found[1]), int(found[3])] if found else [99]
    minutes = [int(found[2] or 0), int(found[4] or 0)] if found else [99]
    if max(hours) > 23 or max(minutes) > 59:
        raise RejectedError("Say from when to when it is to be quiet: `quiet 19:00-8:00`, or `quiet off`.")
    return [f"{hour:02}:{minute:02}" for hour, minute in zip(hours, minutes, strict=True)]


def _days(words: str) -> list[int]:
    found: set[int] = set()
    for part in re.split(r"[,\s]+", words.replace(" - ", "-").replace("–", "-")):
        ends = [NAMES.index(each[:3]) if each[:3] in NAMES else -1 for each in part.split("-")]
        if -1 in ends or len(ends) > 2:
            raise RejectedError("Say which days you work: `days mon-fri`, or `days sun-thu`.")
        first, last = ends[0], ends[-1]
        found |= {each % 7 for each in range(first, last + (1 if first <= last else 8))}
    return sorted(found)


def checked(own: Mapping[str, Any]) -> Habits:
    """What somebody said, once more as a whole.

    Raises:
        RejectedError: it cannot be that.
    """
    try:
        return Habits.model_validate(dict(own))
    except ValidationError:
        raise RejectedError("That does not go together. `/rapport nudges` shows what is set.") from None


def spoken(habits: Habits) -> dict[str, str | int]:
    """Each habit by its name, in words that `read` takes again."""
    begins, ends = habits.quiet
    return {
        "quiet": "off" if begins == ends else f"{begins:%H:%M}-{ends:%H:%M}",
        "days": ",".join(NAMES[day] for day in sorted(habits.days)),
        "budget": habits.budget,
        "brief": "on" if habits.brief else "off",
    }
