"""Zendesk Support's API, as far as tickets go, after Zendesk's developer pages: “Incremental Exports”, “Using the
Incremental Export API” (cursor-based exports, side-loading), “Ticket Comments”, “Ticket Fields”, “Users: Show Many”,
“Pagination”, “Security and authentication”.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from servers.vendor import Answer, VendorServer

BEGAN = 1_760_000_000  # when the first ticket was made, in seconds
LOGIN = ("admin@northwind.example", "hunter2-token")


def iso(seconds: int) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class ZendeskServer(VendorServer):
    """`now` is the server's time: exports reach to a minute before it. `hidden_users` come along with no answer."""

    def __init__(self, now: int) -> None:
        self.now = now
        self.users: dict[int, dict[str, Any]] = {
            1: {"id": 1, "name": "Jane Miller", "email": "Jane@acme.com", "phone": "+49 30 1234567"},
            2: {"id": 2, "name": "Dana Reyes", "email": "dana@northwind.example", "phone": None},
            3: {"id": 3, "name": "Omar Haddad", "email": "omar@acme.com", "phone": None},
        }
        self.organizations = {7: {"id": 7, "name": "Acme", "domain_names": ["acme.com"]}}
        self.fields: list[dict[str, Any]] = [
            {"id": 11, "type": "subject", "title": "Subject", "active": True},
            {"id": 12, "type": "status", "title": "Status", "active": True},
            {
                "id": 21,
                "type": "tagger",
                "title": "Product area",
                "active": True,
                "custom_field_options": [{"name": "Pump room", "value": "pump_room"}],
            },
            {"id": 22, "type": "text", "title": "Status", "active": True},
            {"id": 23, "type": "integer", "title": "Retired", "active": False},
        ]
        self.tickets: dict[int, dict[str, Any]] = {}
        self.comments: dict[int, list[dict[str, Any]]] = {}
        self.hidden_users: set[int] = set()
        self.repeats: list[int] = []  # ids that every page tells once more
        self.repeated_pages = 0  # pages still to be told twice, each under a cursor of its own
        self.shuffled = False
        self.stuck = False  # the last page never says that it is the last
        super().__init__()

    def add(self, *comments: tuple[int, str, bool], at: int | None = None, **more: Any) -> int:
        """A new ticket whose first comment is its description; each comment as (author, words, public)."""
        identity = len(self.tickets) + 1
        made = at or BEGAN + 60 * identity
        spoken = comments or ((1, f"The pump {identity} drips.", True),)
        self.comments[identity] = [
            {
                "id": 1000 * identity + number,
                "type": "Comment",
                "author_id": author,
                "body": words,
                "plain_body": words,
                "public": public,
                "created_at": iso(made + number),
            }
            for number, (author, words, public) in enumerate(spoken)
        ]
        self.tickets[identity] = {
            "id": identity,
            "created_at": iso(made),
            "updated_at": iso(made),
            "generated_timestamp": made,
            "subject": f"Pump {identity}",
            "raw_subject": f"Pump {identity}",
            "description": spoken[0][1],
            "status": "open",
            "priority": "high",
            "type": "incident",
            "tags": ["leak", "pump"],
            "via": {"channel": "email"},
            "requester_id": 1,
            "submitter_id": 1,
            "assignee_id": 2,
            "organization_id": 7,
            "collaborator_ids": [3],
            "satisfaction_rating": {"score": "unoffered"},
            "custom_fields": [{"id": 21, "value": "pump_room"}, {"id": 22, "value": None}],
            "is_public": spoken[0][2],
            **more,
        }
        return identity

    def change(self, identity: int, at: int, **values: Any) -> None:
        self.tickets[identity].update(values, generated_timestamp=at, updated_at=iso(at))

    def allows(self, headers: Mapping[str, str]) -> bool:
        expected = base64.b64encode(f"{LOGIN[0]}/token:{LOGIN[1]}".encode()).decode()
        return headers.get("Authorization") == f"Basic {expected}"

    def answer(self, method: str, path: str, params: dict[str, str], body: Any) -> Answer:
        if path == "/api/v2/incremental/tickets/cursor.json":
            return self._export(params)
        if path.startswith("/api/v2/tickets/") and path.endswith("/comments.json"):
            return self._comments(int(path.split("/")[4]), params)
        if path == "/api/v2/ticket_fields.json":
            return 200, {"ticket_fields": self.fields, "meta": {"has_more": False}}
        if path == "/api/v2/users/show_many.json":
            wanted = [int(each) for each in params["ids"].split(",")]
            return 200, {"users": [self.users[each] for each in wanted if each in self.users]}
        return 404, {"error": "RecordNotFound"}

    def _export(self, params: dict[str, str]) -> Answer:
        """Cursors here are “generated timestamp.id.again” of the last ticket told."""
        if "cursor" in params:
            try:
                moment, last, again = map(int, params["cursor"].split("."))
            except ValueError:
                return 400, {"error": "InvalidCursor"}
        elif int(params["start_time"]) > self.now - 60:
            return 422, {"error": "StartTimeTooRecent"}
        else:
            moment, last, again = int(params["start_time"]), 0, 0
        changed = sorted(self.tickets.values(), key=lambda each: (each["generated_timestamp"], each["id"]))
        later = [each for each in changed if (each["generated_timestamp"], each["id"]) > (moment, last)]
        due = [each for each in later if each["generated_timestamp"] <= self.now - 60]
        page = due[: int(params.get("per_page", 1000))]
        ended = len(page) == len(due) and not self.stuck
        after = f"{page[-1]['generated_timestamp']}.{page[-1]['id']}.0" if page else params.get("cursor")
        if page and self.repeated_pages and not again:
            self.repeated_pages -= 1
            after, ended = f"{moment}.{last}.1", False
        told = [dict(each) for each in [*page, *(self.tickets[each] for each in self.repeats if page)]]
        if self.shuffled:
            told.reverse()
        return 200, {**self._sideloads(told, params), "tickets": told, "after_cursor": after, "end_of_stream": ended}

    def _sideloads(self, tickets: list[dict[str, Any]], params: dict[str, str]) -> dict[str, Any]:
        wanted = params.get("include", "").split(",")
        if "comment_count" in wanted:
            for ticket in tickets:
                ticket["comment_count"] = len(self.comments[ticket["id"]])
        named = {ticket[role] for ticket in tickets for role in ("requester_id", "assignee_id", "submitter_id")}
        found: dict[str, Any] = {}
        if "users" in wanted:
            found["users"] = [self.users[each] for each in sorted(named & self.users.keys() - self.hidden_users)]
        if "organizations" in wanted:
            found["organizations"] = list(self.organizations.values())
        return found

    def _comments(self, ticket: int, params: dict[str, str]) -> Answer:
        if ticket not in self.comments or self.tickets[ticket]["status"] == "deleted":
            return 404, {"error": "RecordNotFound"}
        start, size = int(params.get("page[after]", 0)), min(int(params["page[size]"]), 100)
        some = self.comments[ticket][start : start + size]
        users = [self.users[each] for each in sorted({c["author_id"] for c in some} & self.users.keys())]
        more = start + size < len(self.comments[ticket])
        return 200, {
            "comments": some,
            "users": [each for each in users if each["id"] not in self.hidden_users],
            "meta": {"has_more": more, "after_cursor": str(start + size)},
        }
