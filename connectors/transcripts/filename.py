"""What the name of a recording tells: when it began and what it was about."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from pathlib import Path, PurePosixPath

STAMP = re.compile(
    r"(?<!\d)(?P<gmt>GMT)?(?P<year>(?:19|20)\d\d)(?P<d>[-_.]?)(?P<month>\d\d)(?P=d)(?P<day>\d\d)"
    r"(?:[T _\-]{1,3}(?:at )?(?P<hour>[01]\d|2[0-3])[:.\-_h]?(?P<minute>[0-5]\d)(?:[:.\-_]?(?P<second>[0-5]\d))?)?"
    r"(?:\s?(?P<zone>Z(?![a-z])|(?:GMT|UTC)(?:\s?[+-]\d{1,2}(?::?\d\d)?)?|[+-]\d\d:?\d\d))?(?!\d)",
    re.IGNORECASE,
)
ENDINGS = frozenset({"vtt", "srt", "json"})
OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d\d)?")


def told_by(name: str, modified: datetime, zone: tzinfo) -> tuple[datetime, str]:
    """When what a file holds began, and its title.

    A date without a time is that day at noon, or the file's own time where it is of the same day; without a date it
    is the file's own time.

    Args:
        name: of the file.
        modified: when it was last written; aware.
        zone: of times in names that tell none.
    """
    stem = _stem(PurePosixPath(name).name)
    stamp = next((found for found in STAMP.finditer(stem) if _day(found) is not None), None)
    if stamp is None:
        return modified.astimezone(UTC), _title(stem)
    return _moment(stamp, modified, zone), _title(f"{stem[: stamp.start()]} {stem[stamp.end() :]}")


def core(name: str) -> str:
    """The name without what recorders add to it, so that the files of one recording share it."""
    parts = re.split(r"[\s_.\-]+", name.casefold())
    return " ".join(part for part in parts if part not in _file_words() and part not in ENDINGS)


def _day(stamp: re.Match[str]) -> datetime | None:
    try:
        return datetime(int(stamp["year"]), int(stamp["month"]), int(stamp["day"]), tzinfo=UTC)
    except ValueError:
        return None


def _moment(stamp: re.Match[str], modified: datetime, zone: tzinfo) -> datetime:
    within = UTC if stamp["gmt"] else _zone(stamp["zone"] or "", zone)
    day = _day(stamp) or modified
    if stamp["hour"] is None:
        local = modified.astimezone(within)
        if local.date() == day.date():
            return local.astimezone(UTC)
        return datetime.combine(day.date(), time(12), within).astimezone(UTC)
    at = time(int(stamp["hour"]), int(stamp["minute"]), int(stamp["second"] or 0))
    return datetime.combine(day.date(), at, within).astimezone(UTC)


def _zone(written: str, otherwise: tzinfo) -> tzinfo:
    if not written:
        return otherwise
    offset = OFFSET.search(written)
    if offset is None or int(offset["hours"]) > 14:
        return UTC
    ahead = timedelta(hours=int(offset["hours"]), minutes=int(offset["minutes"] or 0))
    return timezone(ahead if offset["sign"] == "+" else -ahead)


def _stem(name: str) -> str:
    while len(suffix := PurePosixPath(name).suffix) > 1 and suffix[1:].casefold() in _file_words() | ENDINGS:
        name = name[: -len(suffix)]
    return name


def _title(rest: str) -> str:
    parts = [part for part in re.split(r"[\s_]+|\s-\s|[()\[\]]", rest) if part.strip("-–. ")]
    while parts and parts[-1].strip("-–. ").casefold() in _file_words():
        parts.pop()
    return " ".join(parts).strip("-–. ")


@cache
def _file_words() -> frozenset[str]:
    words = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
    return frozenset(word for phrase in words["file_words"] for word in phrase.split())
