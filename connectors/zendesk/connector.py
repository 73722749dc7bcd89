"""Zendesk's tickets, by its incremental cursor export."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field

from connectors.http import Address, Api, Json, NotThereError, basic, listed
from connectors.registry import Config, Context
from connectors.zendesk.fields import Fields
from connectors.zendesk.people import People
from connectors.zendesk.tickets import Desk, revision_of_ticket, told_of
from crm.errors import RejectedError
from crm.intake.event import Broken, Event, Item, Page, fitting, revision_of

EXPORT = "/api/v2/incremental/tickets/cursor.json"
TICKETS = 100  # a page; each may cost one more call for its comments, and a page is what a crash can cost
COMMENTS = 100  # a page; Zendesk's most
MOST_COMMENTS = 5000  # a ticket; Zendesk's most
MOST_IDLE = 5  # pages in a row that say nothing new; the next look goes on behind them
TOO_RECENT = 300  # seconds: an export may not begin within the last minute, and clocks differ
SIDELOADS = "users,organizations,comment_count"


class Settings(Config):
    url: Address = Field(description="Where your Zendesk is, such as https://acme.zendesk.com.")
    email: str = Field(min_length=3, description="The administrator whose API token it is.")
    token: str = Field(default="ZENDESK_TOKEN", description="Name of the secret that holds the API token.")
    since: date | None = Field(default=None, description="Tickets that changed from this day on; empty means all.")
    private_notes: Literal["skip", "mark"] = Field(default="skip", description="What agents wrote to each other.")
    timeout: float = Field(default=30, gt=0, le=300, description="Seconds to wait for an answer to go on.")


def connect(settings: Settings, context: Context) -> Zendesk:
    return Zendesk(settings, context)


class Zendesk:
    """Tells every ticket whole, at each of its changes: what a reader wants is the conversation, not its last line.

    Comments are read per ticket, which the plan's 200 to 2,500 calls a minute are for. The export of ticket events has
    them too, but at 10 calls a minute, and only those since a moment: what is told of a ticket replaces what stands of
    it here, so half a conversation would undo the rest.
    """

    def __init__(self, settings: Settings, context: Context) -> None:
        secret = basic(f"{settings.email}/token", context.secret(settings.token))
        self._settings, self._clock = settings, context.clock
        self._api = Api("Zendesk", settings.url, secret, context.clock, patience=settings.timeout)
        self._people = People(self._api)
        self._fields = Fields(self._api)

    def pages(self, cursor: Mapping[str, Any]) -> Iterator[Page]:
        """`cursor`: {after: Zendesk's own, time: the newest change told, told: the last page's tickets}."""
        columns = self._fields.read()
        place, idle = dict(cursor), 0
        while idle < MOST_IDLE:
            answer = self._next(place)
            tickets = _fresh(listed(answer, "tickets"), place.get("told", {}))
            idle = 0 if tickets else idle + 1
            items = self._items(tickets, answer)
            ended = _ended(answer, place)
            place = _after(answer, place, tickets)
            yield Page.of(items, place, {"ticket": columns})
            if ended:
                return

    def close(self) -> None:
        self._api.close()

    def _next(self, place: Mapping[str, Any]) -> Json:
        shared: dict[str, str | int] = {"per_page": TICKETS, "include": SIDELOADS}
        if place.get("after"):
            try:
                return self._api.get(EXPORT, {**shared, "cursor": place["after"]})
            except RejectedError:  # a cursor that it does not know any more: on from the moment it stood for
                return self._api.get(EXPORT, {**shared, "start_time": self._start(place)})
        return self._api.get(EXPORT, {**shared, "start_time": self._start(place)})

    def _start(self, place: Mapping[str, Any]) -> int:
        since = self._settings.since
        first = int(datetime.combine(since, time(), UTC).timestamp()) if since else 0
        latest = int(self._clock.now().timestamp()) - TOO_RECENT
        return max(0, min(int(place.get("time") or first), latest))

    def _items(self, tickets: list[Any], answer: Json) -> list[Item]:
        self._people.learn(answer.get("users"))
        organizations = {
            each["id"]: each for each in answer.get("organizations") or [] if isinstance(each, dict) and "id" in each
        }
        desk = Desk(
            address=self._settings.url,
            host=urlsplit(self._settings.url).netloc,
            people=self._people,
            organizations=organizations,
            fields=self._fields,
            marks_private=self._settings.private_notes == "mark",
        )
        comments = {number: self._comments(ticket) for number, ticket in enumerate(tickets)}
        self._people.meet(desk.named_in(ticket, comments[number]) for number, ticket in enumerate(tickets))
        return [self._item(desk, ticket, comments[number]) for number, ticket in enumerate(tickets)]

    def _item(self, desk: Desk, ticket: Any, comments: list[Json] | None) -> Event | Broken:
        try:
            return told_of(desk, ticket, comments)
        except (TypeError, ValueError, KeyError, AttributeError, OverflowError) as error:
            key = str(ticket["id"]) if isinstance(ticket, dict) and ticket.get("id") else revision_of(repr(ticket))
            reason = f"This ticket is not as Zendesk describes tickets ({type(error).__name__})."
            return Broken(key=fitting(key), revision=revision_of_ticket(ticket), reason=reason)

    def _comments(self, ticket: Any) -> list[Json] | None:
        """All comments, oldest first; None where the description is all there is, or all that can be had."""
        if not isinstance(ticket, dict) or not isinstance(ticket.get("id"), int) or ticket.get("status") == "deleted":
            return None
        count = ticket.get("comment_count")
        if isinstance(count, int) and count <= 1:
            return None
        found: list[Json] = []
        params: dict[str, str | int] = {"page[size]": COMMENTS, "include": "users"}
        try:
            while len(found) < MOST_COMMENTS:
                answer = self._api.get(f"/api/v2/tickets/{ticket['id']}/comments.json", params)
                self._people.learn(answer.get("users"))
                found += [each for each in listed(answer, "comments") if isinstance(each, dict)]
                further = answer.get("meta") or {}
                if not further.get("has_more") or not further.get("after_cursor"):
                    break
                params["page[after]"] = str(further["after_cursor"])
        except NotThereError:  # deleted a moment ago; the export will say so
            return None
        return found


def _fresh(tickets: list[Any], told: Mapping[str, str]) -> list[Any]:
    """Each ticket once, as it was last, oldest change first, without those that the page before told already."""
    newest: dict[str, Any] = {}
    for ticket in tickets:
        key = str(ticket.get("id")) if isinstance(ticket, dict) and ticket.get("id") else revision_of(repr(ticket))
        if key not in newest or _moment(ticket) >= _moment(newest[key]):
            newest[key] = ticket
    fresh = [each for key, each in newest.items() if told.get(key) != revision_of_ticket(each)]
    return sorted(fresh, key=_moment)


def _moment(ticket: Any) -> int:
    moment = ticket.get("generated_timestamp") if isinstance(ticket, dict) else 0
    return moment if isinstance(moment, int) else 0


def _ended(answer: Json, place: Mapping[str, Any]) -> bool:
    after = answer.get("after_cursor")
    return bool(answer.get("end_of_stream")) or not after or after == place.get("after")


def _after(answer: Json, place: Mapping[str, Any], tickets: list[Any]) -> dict[str, Any]:
    told = {str(each["id"]): revision_of_ticket(each) for each in tickets if isinstance(each, dict) and each.get("id")}
    return {
        "after": answer.get("after_cursor") or place.get("after"),
        "time": max([int(place.get("time") or 0), *map(_moment, tickets)]),
        "told": told or place.get("told", {}),
    }
