"""An ICS text as the meetings that take place within a window; what is malformed costs itself alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from connectors.calendar.ownzones import own_names, renamed
from connectors.calendar.reach import may_reach
from connectors.unreadable import UnreadableError
from connectors.zones import zone_of
from crm.intake.event import revision_of

MOST_EVENTS = 50_000  # in one calendar
MOST_A_DAY = 48  # times that one event may take place
OFTEN = re.compile(r"FREQ=(?:SECONDLY|MINUTELY)", re.IGNORECASE)
TOO_OFTEN_FOR_A_ZONE = re.compile(r"FREQ=(?:SECONDLY|MINUTELY|HOURLY|DAILY)", re.IGNORECASE)
PARTS = re.compile(r"(BY(?:HOUR|MINUTE|SECOND))=([^;:\r\n]*)", re.IGNORECASE)
KEPT = ("VEVENT", "VTIMEZONE")
UID = re.compile(r"^UID(?:;[^:\n]*)?:(.*(?:\n[ \t].*)*)", re.MULTILINE | re.IGNORECASE)
ZONE = re.compile(r"^X-WR-TIMEZONE(?:;[^:\n]*)?:(.*)$", re.MULTILINE | re.IGNORECASE)
STAMP = re.compile(r"^DTSTAMP(?:;[^:\n]*)?:.*\n", re.MULTILINE | re.IGNORECASE)
# What the kept libraries raise for values that they did not foresee
MALFORMED = (
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
    ArithmeticError,
    RecursionError,
    AssertionError,
)


@dataclass(frozen=True)
class Meeting:
    """One time that an event takes place. `recurs`: one of several, told apart by its recurrence id."""

    event: Any  # icalendar's
    uid: str
    recurs: bool
    cancelled: bool


@dataclass(frozen=True)
class Reading:
    """What takes place; why events by UID cannot be read; the calendar's own zone; whether its end was there."""

    meetings: list[Meeting]
    broken: dict[str, str]
    zone: ZoneInfo | None
    complete: bool


def read(text: str, start: datetime, end: datetime) -> Reading:
    """The meetings that begin, or go on, between two instants.

    Raises:
        UnreadableError: it is no calendar, or one beyond all bounds.
    """
    if not re.search(r"^BEGIN:VCALENDAR", text, re.MULTILINE | re.IGNORECASE):
        raise UnreadableError("It is no calendar: there is no BEGIN:VCALENDAR in it.")
    components, head = _split(text)
    names = own_names([lines for name, lines in components if name == "VTIMEZONE"])
    components = [(name, renamed(lines, names)) for name, lines in components]
    series = _series([lines for name, lines in components if name == "VEVENT"])
    cancels = bool(re.search(r"^METHOD:CANCEL", text, re.MULTILINE | re.IGNORECASE))
    often = {uid for uid, events in series.items() if _too_often(events)}
    broken = dict.fromkeys(often, "It repeats more often than meetings do.")
    sound = {uid: each for uid, each in series.items() if uid not in often and may_reach(each, start, end)}
    zones = [lines for name, lines in components if name == "VTIMEZONE" and _is_sound(lines)]
    zone = _zone("\n".join(head))
    named = [f"X-WR-TIMEZONE:{zone.key}"] if zone else []
    frame = "\n".join(["VERSION:2.0", *named, *("\n".join(lines) for lines in zones)])
    found, malformed = _sifted(frame, sound, start, end)
    broken |= dict.fromkeys(malformed, "Its times or its rule of repetition cannot be read.")
    meetings = [Meeting(each, uid, _recurs(sound[uid]), cancels or _is_cancelled(each)) for uid, each in found]
    return Reading(meetings, broken, zone, complete="END:VCALENDAR" in text.upper())


def _split(text: str) -> tuple[list[tuple[str, list[str]]], list[str]]:
    """The components that matter, each with its lines, and the calendar's own lines. An unfinished one ends where the
    next begins, or with the text."""
    components: list[tuple[str, list[str]]] = []
    head: list[str] = []
    name = ""
    for line in text.split("\n"):
        mark = line.strip().upper()
        if mark.startswith("BEGIN:") and mark[6:] in KEPT:
            name = mark[6:]
            components.append((name, [f"BEGIN:{name}"]))
        elif name and mark == f"END:{name}":
            name = ""
        elif name:
            components[-1][1].append(line)
        else:
            head.append(line)
    for kept, lines in components:
        lines.append(f"END:{kept}")
    return components, head


def _zone(head: str) -> ZoneInfo | None:
    """The zone that the calendar names; none where there is no such zone."""
    named = ZONE.search(head)
    try:
        return zone_of(named[1].strip()) if named else None
    except ValueError:
        return None


def _series(events: list[list[str]]) -> dict[str, list[str]]:
    """The events by their UID; one without any gets a digest of what it says."""
    if len(events) > MOST_EVENTS:
        raise UnreadableError(f"It has more than {MOST_EVENTS:,} events.")
    found: dict[str, list[str]] = {}
    for lines in events:
        body = "\n".join(lines)
        named = UID.search(body)
        uid = re.sub(r"\n[ \t]", "", named[1]).strip() if named else ""
        if not uid:
            uid = revision_of(STAMP.sub("", body))
            body = "\n".join([lines[0], f"UID:{uid}", *lines[1:]])
        found.setdefault(uid, []).append(body)
    return found


def _is_sound(zone: list[str]) -> bool:
    """Whether a zone's rules can be read; times in one whose cannot are read by its name, or as the calendar's own."""
    from icalendar import Calendar, Timezone  # noqa: PLC0415 - heavy

    if TOO_OFTEN_FOR_A_ZONE.search("\n".join(zone)):
        return False
    try:
        for found in Calendar.from_ical("\n".join(["BEGIN:VCALENDAR", *zone, "END:VCALENDAR"])).walk("VTIMEZONE"):
            if isinstance(found, Timezone):
                found.to_tz()
    except MALFORMED:
        return False
    return True


def _sifted(
    frame: str, series: dict[str, list[str]], start: datetime, end: datetime
) -> tuple[list[tuple[str, Any]], list[str]]:
    """What takes place, and the UIDs of what cannot be read; halved until each such event stands alone."""
    try:
        return list(_between(frame, series, start, end)) if series else [], []
    except MALFORMED:
        if len(series) == 1:
            return [], list(series)
    names = list(series)
    middle = len(names) // 2
    found: list[tuple[str, Any]] = []
    malformed: list[str] = []
    for half in (names[:middle], names[middle:]):
        told, failed = _sifted(frame, {name: series[name] for name in half}, start, end)
        found += told
        malformed += failed
    return found, malformed


def _between(frame: str, series: dict[str, list[str]], start: datetime, end: datetime) -> Iterator[tuple[str, Any]]:
    import recurring_ical_events  # noqa: PLC0415 - heavy
    from icalendar import Calendar  # noqa: PLC0415

    events = "\n".join(event for each in series.values() for event in each)
    calendar = Calendar.from_ical(f"BEGIN:VCALENDAR\n{frame}\n{events}\nEND:VCALENDAR\n")
    for event in recurring_ical_events.of(calendar, skip_bad_series=False).between(start, end):
        yield str(event["UID"]).strip(), event


def _too_often(events: list[str]) -> bool:
    for event in events:
        rules = "\n".join(
            line for line in re.sub(r"\n[ \t]", "", event).split("\n") if line.upper().startswith(("RRULE", "EXRULE"))
        )
        times = 1
        for _, values in PARTS.findall(rules):
            times *= values.count(",") + 1
        if OFTEN.search(rules) or times > MOST_A_DAY:
            return True
    return False


def _recurs(events: list[str]) -> bool:
    return any(
        re.search(r"^(?:RRULE|RDATE|RECURRENCE-ID)[:;]", event, re.MULTILINE | re.IGNORECASE) for event in events
    )


def _is_cancelled(event: Any) -> bool:
    return str(event.get("STATUS", "")).strip().upper() == "CANCELLED"
