"""What a phrase can mean, before and after it is put into the calendar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal, TypeVar

from crm.periods import units
from crm.periods.period import Counted, Grain, Prefer

T = TypeVar("T")
Sense = Literal["past", "future", "last", "next"]


@dataclass(frozen=True)
class Stretch:
    """A piece of the calendar; naive local times, `end` exclusive."""

    start: datetime | None
    end: datetime | None
    grain: Grain
    due: date | None = None


@dataclass(frozen=True)
class Recurring:
    """Something that comes again ("Friday", "March 3", "Q3"); `near` lists its stretches around an instant, in order.

    `strict` things never mean the present one: on a Friday, "Friday" is not today.
    """

    near: Callable[[datetime], list[Stretch]]
    kind: Literal["day", "monthday", "weekday", "month", "quarter", "half", "holiday", "season"]
    strict: bool = False
    day: int | None = None

    def inside(self, frame: Frame, whole: Stretch) -> Stretch | None:
        """The first of its stretches that starts within `whole`."""
        if whole.start is None or whole.end is None:
            return None
        if self.kind in {"quarter", "half"} and whole.grain == "year":
            whole = frame.fiscal_year_of(whole)
        first, last = whole.start or frame.now, whole.end or frame.now
        return next((s for s in self.near(first) if s.start and first <= s.start < last), None)


Value = Stretch | Recurring


@dataclass(frozen=True)
class Frame:
    """Where the asker stands: local time, leaning, fiscal year, and how "last 3 months" is counted."""

    now: datetime
    prefer: Prefer = "past"
    fiscal_start: int = 1
    counted: Counted = "rolling"

    @property
    def today(self) -> datetime:
        return units.midnight(self.now)

    @property
    def tomorrow(self) -> datetime:
        return self.today + timedelta(days=1)

    def whole(self, unit: Grain, at: datetime, count: int = 1) -> Stretch:
        """The unit that `at` lies in, or `count` of them from there on."""
        start = units.floor(at, unit, self.fiscal_start)
        return Stretch(start, units.add(start, unit, count), unit)

    def day(self, at: datetime) -> Stretch:
        return self.whole("day", at)

    def fiscal_year(self, offset: int = 0, count: int = 1) -> Stretch:
        """The fiscal year of now, or one so many years from it; `count` of them from there on."""
        start = units.fiscal_year(units.fiscal_label(self.now, self.fiscal_start) + offset, self.fiscal_start)
        return Stretch(start, units.add(start, "year", count), "year")

    def fiscal_year_of(self, year: Stretch) -> Stretch:
        """The fiscal year that is meant by a calendar year around a quarter: last year's Q2 is last fiscal year's."""
        if year.start is None or self.fiscal_start == 1 or year.start.month != 1:
            return year
        start = units.fiscal_year(year.start.year, self.fiscal_start)
        return Stretch(start, units.add(start, "year", 1), "year")

    def resolve(self, value: Value, sense: Sense | None = None) -> Stretch | None:
        if isinstance(value, Stretch):
            return value
        sense = sense or self.prefer
        strict = value.strict or sense in {"last", "next"}
        stretches = [s for s in value.near(self.now) if s.start and s.end]
        if sense in {"past", "last"}:
            before = [s for s in stretches if (s.end if strict else s.start) <= self.now]  # type: ignore[operator]
            return before[-1] if before else None
        after = [s for s in stretches if (s.start if strict else s.end) > self.now]  # type: ignore[operator]
        return after[0] if after else None


def due(stretch: Stretch, day: datetime) -> Stretch:
    return replace(stretch, due=day.date())


def yearly(make: Callable[[int], Stretch | None], reach: int = 2) -> Callable[[datetime], list[Stretch]]:
    """Stretches made once a year, around an instant."""

    def near(at: datetime) -> list[Stretch]:
        made = (_tried(make, year) for year in range(at.year - reach, at.year + reach + 1))
        return [stretch for stretch in made if stretch]

    return near


def monthly(make: Callable[[datetime], Stretch | None], reach: int = 14) -> Callable[[datetime], list[Stretch]]:
    """Stretches made once a month, around an instant."""

    def near(at: datetime) -> list[Stretch]:
        first = units.floor(at, "month")
        made = (_tried(make, units.add(first, "month", step)) for step in range(-reach, reach + 1))
        return [stretch for stretch in made if stretch]

    return near


def weekly(weekday: int) -> Callable[[datetime], list[Stretch]]:
    def near(at: datetime) -> list[Stretch]:
        monday = units.floor(at, "week") + timedelta(days=weekday)
        days = (monday + timedelta(weeks=step) for step in range(-2, 7))
        return [Stretch(day, day + timedelta(days=1), "day") for day in days]

    return near


def _tried(make: Callable[[T], Stretch | None], at: T) -> Stretch | None:
    try:
        return make(at)
    except ValueError:  # the year or month has no such day
        return None
