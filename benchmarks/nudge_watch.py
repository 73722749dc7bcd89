"""Looks at each message as it comes, and counts what must not be. It shares nothing with what decides when to send."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from crm.nudges.courier import Message

if TYPE_CHECKING:
    from benchmarks.nudge_world import Company

GRAVE = 3
BEFORE_MEETING = timedelta(minutes=5)
MUST_BE_NONE = (
    "in quiet hours", "over budget", "twice about an account", "sent twice", "nothing held any more", "without consent",
    "in a meeting", "two briefs a day", "past its time",
)  # fmt: skip


@dataclass
class Truth:
    """What a nudge is about, and whether it still holds."""

    user: int
    account: int
    contact: int
    severity: int
    task: int
    until: datetime
    holds: bool = True


class Watcher:
    def __init__(self, company: Company) -> None:
        self._company = company
        self.posted: Counter[int] = Counter()
        self.keys: dict[str, datetime] = {}
        self._days: dict[tuple[int, date], list[tuple[bool, dict[int, int]]]] = defaultdict(list)
        self._wrong: Counter[str] = Counter()
        self._right: Counter[str] = Counter()

    def comes(self, user: int, message: Message, now: datetime) -> None:
        wall = now.astimezone(self._company.zones[user])
        habits = self._company.habits[user]
        day = self._days[user, wall.date()]
        self._see("in quiet hours", _is_quiet(wall, habits))
        self._see("over budget", len(day) >= habits.get("budget", 3))
        self._see("two briefs a day", message.brief and any(brief for brief, _ in day))
        self._see("sent twice", message.key in self.keys)
        self._see("in a meeting", any(a - BEFORE_MEETING <= now < b for a, b in self._company.meetings[user]))
        about: dict[int, int] = {}
        for each in message.suggestions:
            truth = self._company.truths[each.id]
            self._one(each.id, truth, now, [told for _, told in day])
            about[truth.account] = max(truth.severity, about.get(truth.account, 0))
        self._see("twice about an account", len(about) < len(message.suggestions))
        day.append((message.brief, about))
        self.keys[message.key] = now
        self._right["messages"] += 1
        self._right["briefs"] += message.brief

    def told(self) -> dict[str, Any]:
        wrong = {f"wrong: {name}": self._wrong[name] for name in MUST_BE_NONE}
        return {"nudges sent": self.posted.total(), **self._right, **wrong}

    def _one(self, nudge: int, truth: Truth, now: datetime, day: list[dict[int, int]]) -> None:
        self.posted[nudge] += 1
        self._see("sent twice", self.posted[nudge] > 1)
        self._see("nothing held any more", not truth.holds)
        self._see("past its time", now >= truth.until)
        self._see("without consent", truth.contact in self._company.unwilling)
        before = max((told.get(truth.account, 0) for told in day), default=0)
        self._see("twice about an account", before > 0 and not truth.severity == GRAVE > before)
        self._right["grave after milder, of one account"] += before > 0
        self._right["grave"] += truth.severity == GRAVE

    def _see(self, name: str, wrong: object) -> None:
        self._wrong[name] += bool(wrong)


def _is_quiet(wall: datetime, habits: dict[str, Any]) -> bool:
    """By the figures on the wall, to the minute."""
    begins, ends = (int(at[:2]) * 60 + int(at[3:]) for at in habits.get("quiet", ["18:00", "08:30"]))
    shown = wall.hour * 60 + wall.minute
    off = wall.weekday() not in habits.get("days", [0, 1, 2, 3, 4])
    over_night = begins > ends
    return off or (shown >= begins or shown < ends if over_night else begins <= shown < ends)
