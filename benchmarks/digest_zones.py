"""Forty time zones with all that clocks do, the worst time of each, and when a day's digest is due, minute by minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

ZONES = (
    "Europe/London", "Europe/Berlin", "Europe/Dublin", "Europe/Lisbon", "Europe/Chisinau", "Europe/Moscow",
    "America/New_York", "America/Los_Angeles", "America/St_Johns", "America/Santiago", "America/Havana",
    "America/Asuncion", "America/Nuuk", "America/Scoresbysund", "America/Sao_Paulo", "America/Phoenix",
    "America/Mexico_City", "America/Caracas", "America/Halifax", "Africa/Cairo", "Africa/Casablanca", "Africa/Lagos",
    "Asia/Beirut", "Asia/Jerusalem", "Asia/Tehran", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Kabul", "Asia/Yangon",
    "Asia/Tokyo", "Asia/Gaza", "Australia/Sydney", "Australia/Adelaide", "Australia/Lord_Howe", "Australia/Eucla",
    "Pacific/Auckland", "Pacific/Chatham", "Pacific/Marquesas", "Pacific/Kiritimati", "Antarctica/Troll",
)  # fmt: skip
PLAIN = ((0, 0), (0, 30), (1, 30), (2, 0), (2, 30), (3, 0), (8, 30), (23, 30), (23, 59))  # where nothing changes
MINUTE = timedelta(minutes=1)


def worst(zone: str, first: date, last: date, random: Random) -> tuple[int, int]:
    """The middle of what the clocks of a zone leave out, or bring twice."""
    place = ZoneInfo(zone)
    changes = list(_changes(place, first, last))
    if not changes:
        return random.choice(PLAIN)
    gaps = [wall for wall, shift in changes if shift > timedelta(0)]
    twice = [wall for wall, shift in changes if shift < timedelta(0)]
    wall = random.choice(gaps or twice) if random.random() < 0.6 else random.choice(twice or gaps)
    return wall.hour, wall.minute


def _changes(zone: ZoneInfo, first: date, last: date) -> list[tuple[datetime, timedelta]]:
    """The wall time in the middle of each change of the clocks, and by how much they are moved."""
    found = []
    moment = datetime(first.year, first.month, first.day, tzinfo=UTC)
    until = datetime(last.year, last.month, last.day, tzinfo=UTC)
    while moment < until:
        after = moment + timedelta(minutes=30)
        shift = _offset(after, zone) - _offset(moment, zone)
        if shift:
            middle = (after.astimezone(zone).replace(tzinfo=None) - abs(shift) / 2).replace(second=0)
            found.append((middle if shift > timedelta(0) else middle + abs(shift), shift))
        moment = after
    return found


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta(0)


def oracle(zone: ZoneInfo, day: date, hour: int, minute: int) -> datetime | None:
    """When a digest of that local day is due, minute by minute: the first minute of the day that is not before its
    time; the last of the day where there is none; None where there is no such day."""
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=15)
    if _offset(start, zone) == _offset(start + timedelta(hours=54), zone):
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).astimezone(UTC)
    minutes = [start + MINUTE * step for step in range(54 * 60)]
    walls = [(moment, moment.astimezone(zone).replace(tzinfo=None)) for moment in minutes]
    own = [(moment, wall) for moment, wall in walls if wall.date() == day]
    if not own:
        return None
    wanted = datetime(day.year, day.month, day.day, hour, minute)  # noqa: DTZ001 - a wall's time
    return next((moment for moment, wall in own if wall >= wanted), own[-1][0])
