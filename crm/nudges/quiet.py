"""When somebody is not to be written to: hours of the clock on their wall, and the days they do not work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

WORKING = frozenset(range(5))  # Monday to Friday
LOOKED_AHEAD = 15  # days; a week and what a clock change may swallow would do
MIDNIGHT = time(0)


@dataclass(frozen=True)
class Hours:
    """Quiet from `begins` to `ends` as the clock on the wall shows it (over midnight where `begins` is the later one;
    not at all where both are the same), and all day on days other than `days` (0 is Monday).

    A clock change needs no care that way: hours that come twice are quiet twice or open twice, hours that are left out
    are neither.
    """

    begins: time = time(18)
    ends: time = time(8, 30)
    days: frozenset[int] = WORKING

    def quiet(self, wall: datetime) -> bool:
        if wall.weekday() not in self.days:
            return True
        shown = wall.time()
        if self.begins <= self.ends:
            return self.begins <= shown < self.ends
        return shown >= self.begins or shown < self.ends

    def quiet_at(self, at: datetime, zone: tzinfo) -> bool:
        return self.quiet(at.astimezone(zone))

    def opens(self, at: datetime, zone: tzinfo) -> datetime | None:
        """The first instant from `at` on that is not quiet; None where none is."""
        today = at.astimezone(zone).date()
        for ahead in range(LOOKED_AHEAD):
            turns = sorted({at, *self._turns(today + timedelta(days=ahead), zone)})
            found = next((turn for turn in turns if turn >= at and not self.quiet_at(turn, zone)), None)
            if found is not None:
                return found
        return None

    def _turns(self, day: date, zone: tzinfo) -> Iterator[datetime]:
        """All instants of a day at which quiet may end."""
        for shown in (MIDNIGHT, self.ends):
            yield from instants(day, shown, zone)
        change = clock_change(day, zone)
        if change is not None:
            yield change


def instants(day: date, shown: time, zone: tzinfo) -> list[datetime]:
    """When clocks show this: once, twice where the hour comes twice; about when they would, where it is left out."""
    both = {datetime.combine(day, shown, zone).replace(fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sorted(both)


def day_begins(day: date, zone: tzinfo) -> datetime:
    """The first instant of a day; days begin after midnight where midnight is left out."""
    first = min(instants(day, MIDNIGHT, zone))
    change = clock_change(day, zone)
    if change is not None and first.astimezone(zone).date() != day:
        return change
    return first


def clock_change(day: date, zone: tzinfo) -> datetime | None:
    """The instant at which clocks are changed on this day, to the second; None on most days."""
    low = min(instants(day, MIDNIGHT, zone))
    high = min(instants(day + timedelta(days=1), MIDNIGHT, zone))  # a midnight that comes twice begins the next day
    after = _offset(high, zone)
    if _offset(low, zone) == after:
        return None
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        low, high = (low, middle) if _offset(middle, zone) == after else (middle, high)
    return high.replace(microsecond=0)


def _offset(at: datetime, zone: tzinfo) -> timedelta | None:
    return at.astimezone(zone).utcoffset()


@cache
def zone_named(name: str) -> tzinfo:
    """The zone; UTC where there is none of this name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
