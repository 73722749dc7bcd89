"""Days with names that sales people plan around."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from dateutil.easter import easter

from crm.periods.feasts import FEASTS
from crm.periods.frame import Stretch


def _fixed(month: int, day: int) -> Callable[[int], datetime]:
    return lambda year: datetime(year, month, day)  # noqa: DTZ001


def _nth(count: int, weekday: int, month: int) -> Callable[[int], datetime]:
    """The count-th weekday of the month; negative counts from its end."""

    def day(year: int) -> datetime:
        days = [week[weekday] for week in calendar.monthcalendar(year, month) if week[weekday]]
        return datetime(year, month, days[count - 1 if count > 0 else count])  # noqa: DTZ001

    return day


def _easter(offset: int) -> Callable[[int], datetime]:
    def day(year: int) -> datetime:
        sunday = easter(year)
        return datetime(sunday.year, sunday.month, sunday.day) + timedelta(days=offset)  # noqa: DTZ001

    return day


def _after(base: Callable[[int], datetime], days: int) -> Callable[[int], datetime]:
    return lambda year: base(year) + timedelta(days=days)


_THANKSGIVING: Final = _nth(4, 3, 11)

_DAYS: Final[dict[tuple[str, ...], Callable[[int], datetime]]] = {
    ("christmas",): _fixed(12, 25),
    ("xmas",): _fixed(12, 25),
    ("christmas", "eve"): _fixed(12, 24),
    ("xmas", "eve"): _fixed(12, 24),
    ("boxing", "day"): _fixed(12, 26),
    ("new", "year", "eve"): _fixed(12, 31),
    ("new", "years", "eve"): _fixed(12, 31),
    ("nye",): _fixed(12, 31),
    ("new", "years"): _fixed(1, 1),
    ("new", "year", "day"): _fixed(1, 1),
    ("new", "years", "day"): _fixed(1, 1),
    ("valentine", "day"): _fixed(2, 14),
    ("valentines", "day"): _fixed(2, 14),
    ("st", "patrick", "day"): _fixed(3, 17),
    ("halloween",): _fixed(10, 31),
    ("independence", "day"): _fixed(7, 4),
    ("juneteenth",): _fixed(6, 19),
    ("veterans", "day"): _fixed(11, 11),
    ("thanksgiving",): _THANKSGIVING,
    ("thanksgiving", "day"): _THANKSGIVING,
    ("black", "friday"): _after(_THANKSGIVING, 1),
    ("cyber", "monday"): _after(_THANKSGIVING, 4),
    ("labor", "day"): _nth(1, 0, 9),
    ("labour", "day"): _nth(1, 0, 9),
    ("memorial", "day"): _nth(-1, 0, 5),
    ("mlk", "day"): _nth(3, 0, 1),
    ("martin", "luther", "king", "day"): _nth(3, 0, 1),
    ("presidents", "day"): _nth(3, 0, 2),
    ("columbus", "day"): _nth(2, 0, 10),
    ("mother", "day"): _nth(2, 6, 5),
    ("father", "day"): _nth(3, 6, 6),
    ("easter",): _easter(0),
    ("easter", "sunday"): _easter(0),
    ("easter", "monday"): _easter(1),
    ("good", "friday"): _easter(-2),
    ("ash", "wednesday"): _easter(-46),
    ("pentecost",): _easter(49),
}


def _whole_day(day: Callable[[int], datetime]) -> Callable[[int], Stretch]:
    def make(year: int) -> Stretch:
        at = day(year)
        return Stretch(at, at + timedelta(days=1), "day")

    return make


HOLIDAYS: Final = {name: _whole_day(day) for name, day in _DAYS.items()} | FEASTS
STARTERS: Final = frozenset(name[0] for name in HOLIDAYS)
