"""When a digest is due: a cron expression in a time zone, through clock changes, at most once a local day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError

from crm.errors import RejectedError

MINUTE = timedelta(minutes=1)
ONE_NUMBER = re.compile(r"\d{1,2}")
OFTEN = "A digest goes out once a day at most: give one minute and one hour, such as 30 8 * * MON."
UNREAD = "I cannot read {said!r} as a cron expression. It has five parts, such as 30 8 * * MON for Mondays at 8:30."
NEVER = "That day never comes. Please give one that does, such as 30 8 * * MON."


@dataclass(frozen=True)
class Occurrence:
    """`day` is the local day it is of, `at` the moment (UTC)."""

    day: date
    at: datetime


@dataclass(frozen=True)
class Schedule:
    """A cron expression of five parts, in a zone.

    A time that the clocks leave out is due at the next minute there is; where that would be the next day, at the last
    minute before. A time that comes twice is due the first time. A day that a zone leaves out has none.
    """

    cron: str
    zone: tzinfo

    @classmethod
    def of(cls, cron: str, zone_name: str) -> Schedule:
        """Reads an expression.

        Raises:
            RejectedError: it is none, is due more than once a day or never, or there is no such zone.
        """
        said = " ".join(cron.split())
        parts = said.split(" ")
        if len(parts) != 5:
            raise RejectedError(UNREAD.format(said=said[:60]))
        made = cls(said, zone_named(zone_name))
        try:
            found = next(made.days(date(2024, 1, 1)), None)  # a leap year: any day that comes at all is near
        except CronSimError:
            raise RejectedError(UNREAD.format(said=said[:60])) from None
        if not all(ONE_NUMBER.fullmatch(part) for part in parts[:2]):
            raise RejectedError(OFTEN)
        if found is None:
            raise RejectedError(NEVER)
        return made

    def after(self, moment: datetime) -> Occurrence | None:
        """The next one after a moment."""
        return next(self.occurrences(moment), None)

    def occurrences(self, moment: datetime) -> Iterator[Occurrence]:
        """All after a moment, in order."""
        began = moment.astimezone(self.zone).date() - timedelta(days=2)
        for naive in self.days(began):
            at = instant(naive, self.zone)
            if at is not None and at > moment:
                yield Occurrence(naive.date(), at)

    def before(self, day: date, within: int = 400) -> date | None:
        """The local day of the one before a day, within so many days."""
        found = None
        for naive in self.days(day - timedelta(days=within)):
            if naive.date() >= day:
                return found
            found = naive.date()
        return found

    def days(self, first: date) -> Iterator[datetime]:
        """Local times without a zone, from a day on: cron's calendar knows no clock changes here, `instant` does."""
        return iter(CronSim(self.cron, datetime.combine(first, time()) - timedelta(seconds=1)))


def instant(local: datetime, zone: tzinfo) -> datetime | None:
    """The moment of a local time of that day; None where the zone has no such day."""
    first = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if _naive(first, zone) == local:
        return first
    change = _change(local.replace(tzinfo=zone, fold=1).astimezone(UTC), first, zone)
    for moment in (change, change - MINUTE):
        if _naive(moment, zone).date() == local.date():
            return moment
    return None


def _change(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    """The first minute of the new time, between two moments of which only one has it."""
    new = after.astimezone(zone).utcoffset()
    while after - before > MINUTE:
        middle = before + MINUTE * (int((after - before) / MINUTE) // 2)
        if middle.astimezone(zone).utcoffset() == new:
            after = middle
        else:
            before = middle
    return after


def _naive(moment: datetime, zone: tzinfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def zone_named(name: str) -> ZoneInfo:
    """Raises RejectedError: there is no such time zone."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise RejectedError("There is no such time zone. Name one such as Europe/Berlin or UTC.") from None
