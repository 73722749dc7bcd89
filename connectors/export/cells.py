"""Cells become values: each distinct text of a column is read once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from connectors.export.columns import DATES, EMPTY, NUMERIC, Column
from crm import values

LARGEST = 1e15  # an amount that still fits its column
LARGEST_COUNT = 2**31 - 1
NOON = time(12)  # a day without a time of day is taken at noon: the same day in nearly every zone

Reading = Callable[[str], Any]


class Unread:
    """A cell that does not read as its column does."""


UNREAD = Unread()


def read(column: Column, reading: Reading) -> dict[str, Any]:
    """What each distinct text means; UNREAD where it means nothing, None where it stands for nothing."""
    meanings: dict[str, Any] = {"": False if _ticked(column) else None}
    for text in column.counts:
        meanings[text] = None if text.casefold() in EMPTY else _or_unread(reading(text))
    return meanings


def _ticked(column: Column) -> bool:
    """Whether only what is so is marked: a box is ticked, or the cell stays empty."""
    return column.type == "boolean" and bool(column.counts) and all(map(values.boolean, column.counts))


def _or_unread(value: Any) -> Any:
    return UNREAD if value is None else value


def as_text(length: int = 191) -> Reading:
    return lambda text: text[:length]


def as_amount(column: Column) -> Reading:
    def amount(text: str) -> float | None:
        found = values.money(text, column.decimal)
        return round(found.value, 2) if found is not None and abs(found.value) < LARGEST else None

    return amount


def as_count(column: Column) -> Reading:
    def count(text: str) -> int | None:
        found = values.number(text, column.decimal)
        return round(found) if found is not None and abs(found) <= LARGEST_COUNT else None

    return count


def as_moment(column: Column) -> Callable[[str], date | datetime | None]:
    """Reads dates the way that the column writes them."""
    if column.spread == "epoch":
        return values.epoch
    if column.spread == "serial":
        return values.excel_serial
    return lambda text: values.moment(text, column.order)


def as_day(column: Column, zone: ZoneInfo) -> Reading:
    moment = as_moment(column)

    def day(text: str) -> date | None:
        found = moment(text)
        if isinstance(found, datetime):
            return (found.astimezone(zone) if found.tzinfo else found).date()
        return found

    return day


def as_instant(column: Column, zone: ZoneInfo) -> Reading:
    moment = as_moment(column)

    def instant(text: str) -> datetime | None:
        found = moment(text)
        return None if found is None else at(found, zone)

    return instant


def at(found: date | datetime, zone: ZoneInfo) -> datetime:
    """The instant in UTC; what carries no zone is local to the tenant."""
    if not isinstance(found, datetime):
        found = datetime.combine(found, NOON)
    return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)


def as_attribute(column: Column) -> Reading:
    """A custom attribute's value: numbers as numbers, booleans as booleans, dates as ISO strings."""
    if column.type == "boolean":
        return values.boolean
    if column.type in NUMERIC:
        return _as_number(column)
    if column.type in DATES:
        return _as_iso(column)
    return lambda text: text


def _as_number(column: Column) -> Reading:
    def number(text: str) -> float | int | None:
        body = text[:-1].rstrip() if text.endswith("%") else text
        found = values.money(body, column.decimal)
        if found is None or abs(found.value) >= LARGEST:
            return None
        return int(found.value) if found.value.is_integer() and column.type == "integer" else found.value

    return number


def _as_iso(column: Column) -> Reading:
    moment = as_moment(column)
    timed = column.type == "datetime"

    def iso(text: str) -> str | None:
        found = moment(text)
        if found is None:
            return None
        if timed and not isinstance(found, datetime):
            found = datetime.combine(found, time())
        return found.isoformat()

    return iso
