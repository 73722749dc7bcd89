"""What happened, as HubSpot keeps it: notes, e-mails, calls and meetings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from connectors.http import Json
from connectors.hubspot.place import moment_of
from connectors.hubspot.portal import Portal, entry
from connectors.hypertext import plain
from connectors.text import clean, one_line, subject
from crm.intake.event import MOST_PARTIES, Event, Party, Role
from crm.model import Kind

SHARED = ["hs_timestamp", "hs_createdate", "hubspot_owner_id"]
PROPERTIES = {
    "notes": [*SHARED, "hs_note_body"],
    "emails": [
        *SHARED,
        "hs_email_subject",
        "hs_email_text",
        "hs_email_html",
        "hs_email_direction",
        "hs_email_status",
        "hs_email_headers",
        "hs_email_message_id",
        "hs_email_thread_id",
    ],
    "calls": [*SHARED, "hs_call_title", "hs_call_body", "hs_call_direction", "hs_call_duration", "hs_call_status"],
    "meetings": [
        *SHARED,
        "hs_meeting_title",
        "hs_meeting_body",
        "hs_meeting_start_time",
        "hs_meeting_end_time",
        "hs_meeting_location",
        "hs_meeting_outcome",
    ],
}
KINDS = {"notes": Kind.NOTE, "emails": Kind.EMAIL, "calls": Kind.CALL, "meetings": Kind.MEETING}
UNSENT = {"SCHEDULED", "SENDING"}
INCOMING = {"INCOMING_EMAIL", "INBOUND"}
OUTGOING = {"EMAIL", "OUTBOUND"}
TYPE_IDS = {"contacts": "0-1", "companies": "0-2", "deals": "0-3"}  # as HubSpot's pages number kinds of objects


@dataclass
class Ends:
    """What engagements are about: ids by id, and those objects."""

    ids: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    objects: dict[str, dict[str, Json]] = field(default_factory=dict)

    def of(self, identity: str, kind: str) -> Iterator[tuple[str, Json]]:
        for each in self.ids.get(kind, {}).get(identity, []):
            yield each, self.objects.get(kind, {}).get(each, {})


class Engagements:
    """Reads engagements with the people, companies and deals they are about."""

    NAMED_BY: Mapping[str, list[str]] = {
        "contacts": ["firstname", "lastname", "email", "phone"],
        "companies": ["name", "domain"],
        "deals": ["dealname"],
    }

    def __init__(self, portal: Portal, about: Sequence[str]) -> None:
        self._portal = portal
        self._about = [kind for kind in self.NAMED_BY if kind in about]
        self._owners = {key: _owner(each) for key, each in portal.owners().items()}
        account = portal.account()
        domain, number = str(account.get("uiDomain") or ""), str(account.get("portalId") or "")
        is_theirs = domain == "hubspot.com" or domain.endswith(".hubspot.com")
        self._pages = f"https://{domain}/contacts/{number}/record" if is_theirs and number.isdigit() else ""

    def ends(self, kind: str, objects: Sequence[Json]) -> Ends:
        """What these engagements are about, in few calls."""
        ids = [str(each["id"]) for each in objects]
        found = Ends()
        for other in self._about if ids else ():
            found.ids[other] = self._portal.associated(kind, ids, other)
            named = {each for some in found.ids[other].values() for each in some}
            found.objects[other] = self._portal.read(other, named, self.NAMED_BY[other])
        return found

    def told(self, kind: str, of: Json, ends: Ends, changed_at: int, **more: Any) -> Event | None:
        """The event of an engagement; None for a mail that is not sent yet.

        Raises:
            TypeError, ValueError, KeyError: it is not as HubSpot describes them.
        """
        if kind == "emails" and entry(of, "hs_email_status") in UNSENT:
            return None
        identity = str(of["id"])
        contacts = [_contact(each) for _, each in ends.of(identity, "contacts")]
        company = next((each for _, each in ends.of(identity, "companies")), {})
        deal = next((each for _, each in ends.of(identity, "deals")), {})
        said: dict[str, Any] = {"revision": str(changed_at), **getattr(self, f"_{kind}")(of), **more}
        attributes = {name: value for name, value in said.pop("attributes", {}).items() if value not in (None, "")}
        owner = self._owners.get(str(entry(of, "hubspot_owner_id") or ""))
        return Event(
            key=f"{kind}/{identity}",
            kind=KINDS[kind],
            occurred_at=_moment(said.pop("at", None) or entry(of, "hs_timestamp") or of["createdAt"]),
            text=clean(said.pop("text", "")),
            subject=subject(said.pop("subject", "") or ""),
            parties=tuple(_parties(kind, said.pop("parties", []), contacts, owner, said.get("direction") == "in")),
            account=one_line(str(company.get("domain") or company.get("name") or "")),
            deal=one_line(str(deal.get("dealname") or "")),
            url=self._url(identity, ends),
            changed_at=_moment(changed_at),
            attributes=attributes,
            **said,
        )

    def _notes(self, of: Json) -> dict[str, Any]:
        return {"text": plain(str(entry(of, "hs_note_body") or ""))}

    def _emails(self, of: Json) -> dict[str, Any]:
        text = str(entry(of, "hs_email_text") or "") or plain(str(entry(of, "hs_email_html") or ""))
        status = entry(of, "hs_email_status")
        return {
            "text": text,
            "subject": entry(of, "hs_email_subject"),
            "direction": _direction(entry(of, "hs_email_direction")),
            "identity": one_line(str(entry(of, "hs_email_message_id") or "").strip("<> ")),
            "thread": one_line(str(entry(of, "hs_email_thread_id") or "")),
            "parties": _headed(entry(of, "hs_email_headers")),
            "attributes": {"status": None if status == "SENT" else str(status or "").lower()},
        }

    def _calls(self, of: Json) -> dict[str, Any]:
        length = entry(of, "hs_call_duration")
        minutes = round(float(length) / 60_000, 1) if length else None
        return {
            "text": plain(str(entry(of, "hs_call_body") or "")),
            "subject": entry(of, "hs_call_title"),
            "direction": _direction(entry(of, "hs_call_direction")),
            "attributes": {"duration_minutes": minutes, "status": str(entry(of, "hs_call_status") or "").lower()},
        }

    def _meetings(self, of: Json) -> dict[str, Any]:
        begins, ends = entry(of, "hs_meeting_start_time"), entry(of, "hs_meeting_end_time")
        minutes = round((_moment(ends) - _moment(begins)).total_seconds() / 60, 1) if begins and ends else None
        return {
            "at": begins,
            "text": plain(str(entry(of, "hs_meeting_body") or "")),
            "subject": entry(of, "hs_meeting_title"),
            "attributes": {
                "duration_minutes": minutes,
                "outcome": str(entry(of, "hs_meeting_outcome") or "").lower(),
                "location": one_line(str(entry(of, "hs_meeting_location") or "")),
            },
        }

    def _url(self, identity: str, ends: Ends) -> str:
        for kind in ("companies", "contacts", "deals"):
            for each, _ in ends.of(identity, kind):
                return f"{self._pages}/{TYPE_IDS[kind]}/{each}?engagement={identity}" if self._pages else ""
        return ""


ROLES: dict[str, tuple[Role, Role]] = {  # the owner's and the contacts'
    "notes": ("author", "mentioned"),
    "emails": ("from", "to"),
    "calls": ("from", "to"),
    "meetings": ("host", "attendee"),
}


def _parties(kind: str, headed: list[Party], contacts: list[Party], owner: Party | None, incoming: bool) -> list[Party]:
    """Those whom an e-mail names; else its owner and its contacts, in the roles that such a thing has."""
    if headed:
        return headed[:MOST_PARTIES]
    ours, theirs = reversed(ROLES[kind]) if incoming and kind in {"emails", "calls"} else ROLES[kind]
    people = [(owner, ours)] if owner else []
    people += [(each, theirs) for each in contacts]
    named = [(each, role) for each, role in people if each.name or each.address or each.phone]
    return [each.model_copy(update={"role": role}) for each, role in named][:MOST_PARTIES]


def _contact(of: Json) -> Party:
    name = one_line(" ".join(str(of.get(each) or "") for each in ("firstname", "lastname")))
    address, phone = one_line(str(of.get("email") or "")), one_line(str(of.get("phone") or ""), 64)
    return Party(role="mentioned", name=name, address=address, phone=phone)


def _owner(of: Json) -> Party:
    name = one_line(" ".join(str(of.get(each) or "") for each in ("firstName", "lastName")))
    return Party(role="mentioned", name=name, address=one_line(str(of.get("email") or "")))


def _headed(headers: Any) -> list[Party]:
    """The parties of an e-mail's headers, which are JSON within JSON."""
    try:
        said = json.loads(headers) if headers else {}
    except ValueError:
        return []
    found: list[Party] = []
    for role in ("from", "to", "cc"):
        people = said.get(role) if isinstance(said, dict) else None
        for each in people if isinstance(people, list) else [people]:
            if isinstance(each, dict) and each.get("email"):
                name = one_line(" ".join(str(each.get(part) or "") for part in ("firstName", "lastName")))
                found.append(Party(role=role, name=name, address=one_line(str(each["email"]))))
    return found


def _direction(said: Any) -> Literal["in", "out"] | None:
    return "in" if said in INCOMING else "out" if said in OUTGOING else None


def _moment(said: Any) -> datetime:
    """A moment as HubSpot writes it: ISO, or milliseconds."""
    return datetime.fromtimestamp(moment_of(said) / 1000, UTC)
