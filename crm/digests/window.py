"""The days that a digest is about, and those before them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from crm.digests.schedule import Schedule, instant

WEEK = 7
LONGEST = 92  # days: a quarter


@dataclass(frozen=True)
class Window:
    """`start` inclusive, `end` exclusive (the digest's own day), in a zone; `before` is as long and ends at `start`."""

    start: date
    end: date
    zone: tzinfo

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    @property
    def before(self) -> Window:
        return Window(self.start - timedelta(days=self.days), self.start, self.zone)

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """Its first moment, and that of the day after it."""
        return midnight(self.start, self.zone), midnight(self.end, self.zone)

    @property
    def said(self) -> str:
        """`9–15 Nov`, `30 Nov – 6 Dec`, `Thu 12 Nov`."""
        last = self.end - timedelta(days=1)
        if last == self.start:
            return f"{last:%a} {short(last)}"
        if (self.start.year, self.start.month) == (last.year, last.month):
            return f"{self.start.day}–{short(last)}"
        return f"{short(self.start)} – {short(last)}"

    @property
    def then(self) -> str:
        """What the days before are called."""
        return {1: "the day before", WEEK: "the week before"}.get(self.days, f"the {self.days} days before")


def window_of(now: datetime, schedule: Schedule | None) -> Window:
    """From the day of the digest before up to today; the last seven days where it has no schedule. `now` is local."""
    today = now.date()
    last = schedule.before(today) if schedule else None
    days = (today - last).days if last else WEEK
    zone = now.tzinfo or UTC
    return Window(today - timedelta(days=min(max(days, 1), LONGEST)), today, zone)


def midnight(day: date, zone: tzinfo) -> datetime:
    """The first moment of a local day; of one that a zone leaves out, that of the next."""
    found = instant(datetime.combine(day, datetime.min.time()), zone)
    return found if found is not None else midnight(day + timedelta(days=1), zone)


def short(day: date) -> str:
    return f"{day.day} {day:%b}"
