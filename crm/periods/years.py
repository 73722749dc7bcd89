"""Years and their quarters: 2016, FY25, Q3 2017, the third quarter, H1, year to date."""

from __future__ import annotations

from datetime import datetime

from crm.periods import units
from crm.periods.absolute import LAST_YEAR, full_year, year_at
from crm.periods.frame import Recurring, Stretch, yearly
from crm.periods.reader import Match, Reader
from crm.periods.words import TO_DATE

_NAMED_QUARTERS = {"quarter", "qtr", "qtrs", "quarters"}


def year(reader: Reader, i: int) -> Match | None:
    """2016; whether it counts things instead is judged where it stands."""
    j = reader.skip(i, "calendar", "cy", "year")
    token = reader.token(j)
    if token.kind != "number" or len(token.low) != 4 or not 1950 <= int(token.low) <= LAST_YEAR - 20:
        return None
    end = j + 1
    if reader.low(end) in {"ad", "ce"}:
        end += 1
    return reader.frame.whole("year", datetime(int(token.low), 1, 1)), end  # noqa: DTZ001


def fiscal_year(reader: Reader, i: int) -> Match | None:
    """FY25, FY 2025, fiscal 2025, fiscal year 2025."""
    start = reader.frame.fiscal_start
    token = reader.token(i)
    if token.kind == "fiscal":
        label, end = _spanned(reader, full_year(token.low.lstrip("fy'")), i + 1)
    elif token.low in {"fy", "fiscal"}:
        j = reader.skip(i + 1, "year", "yr")
        j = reader.skip(j, "'")
        digits = reader.token(j)
        if digits.kind != "number" or len(digits.low) not in {2, 4}:
            return None
        label, end = _spanned(reader, full_year(digits.low), j + 1)
    else:
        return None
    if label is None:
        return None
    at = units.fiscal_year(label, start)
    return Stretch(at, units.add(at, "year", 1), "year"), end


def _spanned(reader: Reader, label: int | None, end: int) -> tuple[int | None, int]:
    """FY25/26 is the year that ends in 2026."""
    if label is None or reader.low(end) not in {"/", "-"}:
        return label, end
    after = reader.token(end + 1)
    follows = after.kind == "number" and len(after.low) in {2, 4} and full_year(after.low) == label + 1
    return (label + 1, end + 2) if follows else (label, end)


def quarter(reader: Reader, i: int) -> Match | None:
    """Q3, Q3 2017, 2018Q4, third quarter, 4th qtr of 2018, H1, first half of 2017."""
    named = _quarter_name(reader, i)
    if named is None:
        return None
    months, number, label, end = named
    start = reader.frame.fiscal_start

    def make(year: int) -> Stretch:
        at = units.add(units.fiscal_year(year, start), "month", months * (number - 1))
        return Stretch(at, units.add(at, "month", months), "quarter")

    if label is None and (after := year_at(reader, reader.skip(end, "in", "-"))):
        label, end = after
    elif label is None and (fiscal := fiscal_year(reader, reader.skip(end, "of", ",", "-"))):
        return _in_fiscal(fiscal, months, number)
    if label is not None:
        return make(label), end
    return Recurring(yearly(make), "quarter" if months == 3 else "half"), end


def _in_fiscal(fiscal: Match, months: int, number: int) -> Match | None:
    whole, end = fiscal
    if not isinstance(whole, Stretch) or whole.start is None:
        return None
    at = units.add(whole.start, "month", months * (number - 1))
    return Stretch(at, units.add(at, "month", months), "quarter"), end


def _quarter_name(reader: Reader, i: int) -> tuple[int, int, int | None, int] | None:
    """Months in it, which one, the year if it is in the same word, and the index after."""
    token = reader.token(i)
    if token.kind == "quarter":
        if token.low[0] in "1234" and token.low[1] == "q":  # 1Q26
            return 3, int(token.low[0]), full_year(token.low[2:]), i + 1
        letter = "q" if "q" in token.low else "h"
        before, after = token.low.split(letter)
        number, digits = int(after[0]), before or after[1:].lstrip("'")
        if letter == "h" and number > 2:
            return None
        return (3 if letter == "q" else 6), number, full_year(digits) if digits else None, i + 1
    j = reader.skip(i, "the")
    if token.low in {"q", "quarter"} and reader.low(i + 1) in {"1", "2", "3", "4"}:
        return 3, int(reader.low(i + 1)), None, i + 2
    ordinal = reader.ordinal(j)
    if (
        ordinal
        and ordinal[0] <= 4
        and reader.low(ordinal[1]) in _NAMED_QUARTERS
        and reader.low(ordinal[1] + 1) != "last"
    ):
        return 3, ordinal[0], None, ordinal[1] + 1
    half = {"first": 1, "second": 2, "1st": 1, "2nd": 2}.get(reader.low(j))
    if half and reader.low(j + 1) == "half" and (year_at(reader, j + 2) or _half_of_year(reader, j + 2)):
        return 6, half, None, j + 2
    return None


def _half_of_year(reader: Reader, i: int) -> bool:
    if reader.low(i) != "of":
        return False
    return reader.low(reader.skip(i + 1, "the", "this", "last", "next")) in {"year", "fiscal"}


def to_date(reader: Reader, i: int) -> Match | None:
    """YTD, QTD, year to date, this quarter so far."""
    frame = reader.frame
    if (end := _fiscal_to_date(reader, i)) is not None:
        return Stretch(frame.fiscal_year().start, frame.tomorrow, "year"), end
    j = reader.skip(i, "the")
    unit = TO_DATE.get(reader.low(j))
    end = j + 1
    if unit is None:
        k = reader.skip(j, "this")
        words = tuple(reader.low(k + step) for step in range(6))
        unit = {"year": "year", "quarter": "quarter", "month": "month", "week": "week"}.get(words[0])
        if unit is None:
            return None
        if words[1:3] in {("to", "date"), ("so", "far")}:
            end = k + 3
        elif words[1:5] == ("-", "to", "-", "date"):
            end = k + 5
        else:
            return None
    start = units.floor(frame.now, unit, frame.fiscal_start)  # type: ignore[arg-type]
    return Stretch(start, frame.tomorrow, unit), end  # type: ignore[arg-type]


def _fiscal_to_date(reader: Reader, i: int) -> int | None:
    """The index after "FYTD", "FY to date", "this fiscal year so far"."""
    if reader.low(i) == "fytd":
        return i + 1
    j = reader.skip(reader.skip(i, "the"), "this")
    if reader.low(j) == "fiscal" and reader.low(j + 1) == "ytd":
        return j + 2
    end = reader.fiscal_year(j)
    if end is None:
        return None
    said = (reader.low(end), reader.low(end + 1))
    return end + 2 if said in {("to", "date"), ("so", "far")} else None
