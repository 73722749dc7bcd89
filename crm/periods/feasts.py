"""Feasts that follow the moon and keep offices closed: they begin on the eve of their first day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

from dateutil.easter import easter

from crm.periods.frame import Stretch

_HEBREW_EPOCH: Final = -1373427  # in days of our calendar
_ISLAMIC_EPOCH: Final = 227015


def _elapsed(year: int) -> int:
    """Days from the Hebrew epoch to the mean new moon that opens the year, kept off three weekdays."""
    months = (235 * year - 234) // 19
    day = months * 29 + (12084 + 13753 * months) // 25920
    return day + 1 if 3 * (day + 1) % 7 < 3 else day


def _hebrew_new_year(year: int) -> int:
    before, here, after = (_elapsed(other) for other in (year - 1, year, year + 1))
    delay = 2 if after - here == 356 else 1 if here - before == 382 else 0
    return _HEBREW_EPOCH + here + delay


def _rosh_hashanah(year: int) -> int:
    return _hebrew_new_year(year + 3761)


def _hanukkah(year: int) -> int:
    """The 25th of Kislev, after a month of 30 days and one of 29 or 30."""
    long_month = (_hebrew_new_year(year + 3762) - _rosh_hashanah(year)) % 10 == 5
    return _rosh_hashanah(year) + 83 + long_month


def _islamic(month: int, day: int) -> Callable[[int], int]:
    """The first such day of the tabular calendar in one of our years; the sighted moon may differ by a day."""

    def ordinal(year: int) -> int:
        opening = date(year, 1, 1).toordinal()
        turn = (opening - _ISLAMIC_EPOCH) * 30 // 10631
        days = (_islamic_day(other, month, day) for other in range(turn - 1, turn + 3))
        return next(found for found in days if found >= opening)

    return ordinal


def _islamic_day(year: int, month: int, day: int) -> int:
    return day + 29 * (month - 1) + month // 2 + (year - 1) * 354 + (3 + 11 * year) // 30 + _ISLAMIC_EPOCH - 1


def _lasting(first: Callable[[int], int], days: int, *, eve: bool = True) -> Callable[[int], Stretch]:
    def make(year: int) -> Stretch:
        start = datetime.fromordinal(first(year))
        return Stretch(start - timedelta(days=1) if eve else start, start + timedelta(days=days), "day")

    return make


_NEW_YEAR: Final = _lasting(_rosh_hashanah, 2)
_PASSOVER: Final = _lasting(lambda year: _rosh_hashanah(year) - 163, 8)
_SHAVUOT: Final = _lasting(lambda year: _rosh_hashanah(year) - 113, 2)
_SUKKOT: Final = _lasting(lambda year: _rosh_hashanah(year) + 14, 8)
_LIGHTS: Final = _lasting(_hanukkah, 8)
_RAMADAN: Final = _lasting(_islamic(9, 1), 30, eve=False)

FEASTS: Final[dict[tuple[str, ...], Callable[[int], Stretch]]] = {
    **dict.fromkeys((("rosh", "hashanah"), ("rosh", "hashana"), ("rosh", "hashanna")), _NEW_YEAR),
    ("yom", "kippur"): _lasting(lambda year: _rosh_hashanah(year) + 9, 1),
    **dict.fromkeys((("passover",), ("pesach",)), _PASSOVER),
    **dict.fromkeys((("shavuot",), ("shavuos",)), _SHAVUOT),
    **dict.fromkeys((("sukkot",), ("sukkoth",), ("succot",), ("succos",)), _SUKKOT),
    **dict.fromkeys((("hanukkah",), ("chanukah",), ("hanukah",), ("chanukkah",), ("hannukkah",)), _LIGHTS),
    ("ramadan",): _RAMADAN,
    **dict.fromkeys((("eid",), ("eid", "al-fitr"), ("eid", "al", "fitr")), _lasting(_islamic(10, 1), 3, eve=False)),
    ("lent",): _lasting(lambda year: easter(year).toordinal() - 46, 46, eve=False),
}
