"""A ticket as an event: who said what, in order."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from connectors.http import Json
from connectors.text import clean, one_line, subject
from connectors.zendesk.fields import Fields, Value
from connectors.zendesk.people import People
from crm.intake.event import MOST_PARTIES, Event, Party, Role
from crm.model import Kind

DELETED = "deleted"


@dataclass(frozen=True)
class Desk:
    """What is needed to read tickets of one Zendesk. `address` is of its pages, `host` sets its threads apart."""

    address: str
    host: str
    people: People
    organizations: Mapping[Any, Json]
    fields: Fields
    marks_private: bool

    def named_in(self, ticket: Any, comments: list[Json] | None) -> list[Any]:
        """The ids of everyone in a ticket; none of one that cannot be read."""
        try:
            return [identity for identity, _ in _roles(ticket, comments)]
        except (AttributeError, TypeError):
            return []


def revision_of_ticket(ticket: Any) -> str:
    """Zendesk's own count of changes: it moves with those of the system too, such as a ticket that was emptied."""
    if not isinstance(ticket, dict):
        return ""
    return str(ticket.get("generated_timestamp") or ticket.get("updated_at") or "")[:24]


def told_of(desk: Desk, ticket: Json, comments: list[Json] | None) -> Event:
    """The event of a ticket; without comments its description is all that was said.

    Raises:
        TypeError, ValueError, KeyError, AttributeError, OverflowError: it is not as Zendesk describes tickets.
    """
    identity = int(ticket["id"])
    return Event(
        key=str(identity),
        revision=revision_of_ticket(ticket),
        kind=Kind.TICKET,
        occurred_at=datetime.fromisoformat(ticket["created_at"]),
        subject=subject(str(ticket.get("subject") or ticket.get("raw_subject") or "")),
        text=clean("\n\n".join(_words(desk, ticket, comments))),
        parties=tuple(_parties(desk, ticket, comments)),
        thread=f"{desk.host}/{identity}"[-191:],
        account=_account(desk, ticket),
        url=f"{desk.address}/agent/tickets/{identity}",
        attributes=_attributes(desk, ticket),
        changed_at=_changed_at(ticket),
    )


def _changed_at(ticket: Json) -> datetime | None:
    moment = ticket.get("generated_timestamp")
    return datetime.fromtimestamp(moment, UTC) if isinstance(moment, int) else None


def _words(desk: Desk, ticket: Json, comments: list[Json] | None) -> Iterator[str]:
    described = {
        "author_id": ticket.get("requester_id"),
        "body": ticket.get("description"),
        "public": ticket.get("is_public", True),
    }
    for comment in comments or [described]:
        is_private = comment.get("public") is False
        said = clean(html.unescape(str(comment.get("plain_body") or comment.get("body") or "")).replace("\xa0", " "))
        if not said or (is_private and not desk.marks_private):
            continue
        person = desk.people.get(comment.get("author_id"))
        name = person.name if person and person.name else "Somebody"
        yield f"{name} (private note): {said}" if is_private else f"{name}: {said}"


def _roles(ticket: Json, comments: list[Json] | None) -> Iterator[tuple[Any, Role]]:
    yield ticket.get("requester_id"), "from"
    yield ticket.get("assignee_id"), "to"
    for comment in comments or []:
        yield comment.get("author_id"), "author"
    for name in ("email_cc_ids", "collaborator_ids", "follower_ids"):
        for identity in ticket.get(name) or []:
            yield identity, "cc"


def _parties(desk: Desk, ticket: Json, comments: list[Json] | None) -> Iterator[Party]:
    """Everyone once, in their first role."""
    seen: set[Any] = set()
    for identity, role in _roles(ticket, comments):
        person = desk.people.get(identity)
        if person is None or identity in seen or not (person.name or person.address):
            continue
        seen.add(identity)
        yield Party(role=role, name=person.name, address=person.address, phone=person.phone)
        if len(seen) >= MOST_PARTIES:
            return


def _account(desk: Desk, ticket: Json) -> str:
    organization = desk.organizations.get(ticket.get("organization_id"))
    return one_line(str(organization.get("name") or "")) if organization else ""


def _attributes(desk: Desk, ticket: Json) -> dict[str, Value]:
    rating = ticket.get("satisfaction_rating")
    score = rating.get("score") if isinstance(rating, dict) else None
    via = ticket.get("via")
    told: dict[str, Any] = {
        "status": ticket.get("status"),
        "priority": ticket.get("priority"),
        "type": ticket.get("type"),
        "tags": ", ".join(map(str, ticket.get("tags") or [])),
        "satisfaction": None if score == "unoffered" else score,
        "channel": via.get("channel") if isinstance(via, dict) else None,
    }
    own = {} if told["status"] == DELETED else desk.fields.attributes(ticket)
    return {**{name: one_line(str(value), 1000) for name, value in told.items() if value}, **own}
