"""A meeting of a calendar as an event: who was asked, when it is, and nothing of what is private."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any
from urllib.parse import unquote

from connectors.calendar.reading import Meeting
from connectors.hypertext import plain
from connectors.text import clean, one_line, subject
from crm.intake.event import KEY_LENGTH, MOST_PARTIES, Event, Party, Role, fitting, revision_of
from crm.model import Kind

BUSY = "Busy"
PRIVATE = {"PRIVATE", "CONFIDENTIAL"}
NO_PERSONS = {"ROOM", "RESOURCE"}
MOST_TEXT = 100_000  # characters of a description
MARKUP = re.compile(r"</?(?:html|body|p|br|div|span|a|b|i|u|ul|ol|li|table)\b[^>]*>", re.IGNORECASE)
STATES = {"CANCELLED": "cancelled", "TENTATIVE": "tentative"}


@dataclass(frozen=True)
class Told:
    """An event, and its revision's parts apart from how often the meeting had gone away before."""

    event: Event
    basis: str

    def revised(self, gone: int) -> Event:
        """The event with its revision; a meeting that comes back is told anew, even where it reads as before."""
        return self.event.model_copy(update={"revision": revision_of(self.basis, str(gone))})


def told(meeting: Meeting, zone: tzinfo) -> Told:
    """Raises ValueError where its start cannot be had.

    Args:
        zone: of days, and of times that name none.
    """
    event = meeting.event
    begins, ends = event.start, event.end
    at = _instant(begins, zone)
    identity = fitting(_identity(meeting)[: 4 * KEY_LENGTH])
    attributes: dict[str, str | int | float | bool | None] = {
        "duration_minutes": max(0.0, round((_instant(ends, zone) - at).total_seconds() / 60, 1))
    }
    if not isinstance(begins, datetime):
        attributes["all_day"] = True
    state = "cancelled" if meeting.cancelled else STATES.get(_text(event, "STATUS").upper())
    if state:
        attributes["status"] = state
    shown = _hidden() if _text(event, "CLASS").upper() in PRIVATE else _shown(event)
    if place := shown.pop("location", ""):
        attributes["location"] = place
    made = Event(key=identity, kind=Kind.MEETING, occurred_at=at, identity=identity, attributes=attributes, **shown)
    sequence, modified = _text(event, "SEQUENCE"), _text(event, "LAST-MODIFIED")
    if "LAST-MODIFIED" in event:
        modified = str(getattr(event["LAST-MODIFIED"], "dt", modified))
    return Told(made, revision_of(sequence, modified, made.model_dump_json()))


def gone(key: str, at: datetime, title: str, times: int) -> Event:
    """A meeting to come that the calendar has no more: called off, as far as anybody can tell."""
    return Event(
        key=key,
        revision=revision_of("gone", str(times)),
        kind=Kind.MEETING,
        occurred_at=at,
        subject=title,
        identity=key,
        attributes={"status": "cancelled"},
    )


def _identity(meeting: Meeting) -> str:
    """The UID; for one of several times also the time it was first meant for, in UTC."""
    if not meeting.recurs:
        return meeting.uid
    first = meeting.event["RECURRENCE-ID"].dt if "RECURRENCE-ID" in meeting.event else meeting.event.start
    if isinstance(first, datetime):
        first = first.astimezone(UTC) if first.tzinfo else first
        return f"{meeting.uid}/{first:%Y%m%dT%H%M%S}{'Z' if first.tzinfo else ''}"
    return f"{meeting.uid}/{first:%Y%m%d}"


def _instant(moment: date, zone: tzinfo) -> datetime:
    """A day begins at its midnight in the zone; a time without a zone is that zone's."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(0), zone)
    elif moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return moment.astimezone(UTC)


def _hidden() -> dict[str, Any]:
    return {"subject": BUSY}


def _shown(event: Any) -> dict[str, Any]:
    description = _text(event, "DESCRIPTION")[: 4 * MOST_TEXT]
    return {
        "subject": subject(_text(event, "SUMMARY")),
        "text": clean(plain(description) if MARKUP.search(description) else description, MOST_TEXT),
        "url": one_line(_text(event, "URL"), 1024),
        "location": one_line(_text(event, "LOCATION")),
        "parties": tuple(_parties(event))[:MOST_PARTIES],
    }


def _parties(event: Any) -> Iterator[Party]:
    """The host and those who were asked and did not decline, each once."""
    seen: set[str] = set()
    for role, named in (("host", "ORGANIZER"), ("attendee", "ATTENDEE")):
        found = event.get(named) or []
        for person in found if isinstance(found, list) else [found]:
            party = _party(person, "host" if role == "host" else "attendee")
            if party is not None and (party.address or party.name.casefold()) not in seen:
                seen.add(party.address or party.name.casefold())
                yield party


def _party(person: Any, role: Role) -> Party | None:
    facts = {str(name).upper(): str(value) for name, value in getattr(person, "params", {}).items()}
    if facts.get("CUTYPE", "").upper() in NO_PERSONS or facts.get("PARTSTAT", "").upper() == "DECLINED":
        return None
    address = one_line(facts.get("EMAIL") or re.sub(r"^mailto:", "", unquote(str(person)), flags=re.IGNORECASE))
    name = one_line(facts.get("CN", ""))
    if "@" not in address or " " in address:
        address = ""
    if name.casefold() == address.casefold():
        name = ""
    return Party(role=role, name=name, address=address) if name or address else None


def _text(event: Any, name: str) -> str:
    found = event.get(name, "")
    if isinstance(found, list):
        found = found[0] if found else ""
    return str(found).strip()
