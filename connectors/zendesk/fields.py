"""What the fields of tickets are called, and what their values mean."""

from __future__ import annotations

from typing import Any

from connectors.http import Api, Json, listed
from connectors.text import one_line

FIELDS = 100  # a page
LONGEST = 1000  # characters of an attribute
OURS = {
    "status",
    "priority",
    "tags",
    "type",
    "satisfaction",
    "channel",
    "automatic",
}  # told of every ticket, or not ours
BUILT_IN = {"subject", "description", "status", "tickettype", "priority", "group", "assignee", "custom_status"}

Value = str | int | float | bool | None


class Fields:
    """A Zendesk's ticket fields, as they are now."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._titles: dict[int, str] = {}
        self._options: dict[int, dict[str, str]] = {}

    def read(self) -> dict[str, str]:
        """Titles and types of all fields in use."""
        columns: dict[str, str] = {}
        for field in sorted(self._all(), key=lambda each: each["id"]):
            title = one_line(str(field.get("title") or field.get("raw_title") or f"field {field['id']}"), 150)
            custom = field.get("type") not in BUILT_IN
            if title in columns or (custom and title.casefold() in OURS):
                title = f"{title} ({field['id']})"
            columns[title] = str(field.get("type") or "unknown")[:64]
            if custom:
                self._titles[field["id"]] = title
                self._options[field["id"]] = _options(field)
        return columns

    def attributes(self, ticket: Json) -> dict[str, Value]:
        """A ticket's own fields that are filled in, by title, choices in words."""
        found: dict[str, Value] = {}
        for each in ticket.get("custom_fields") or []:
            identity, value = each.get("id"), each.get("value")
            if value not in (None, "", [], False):
                found[self._titles.get(identity, f"field {identity}")] = self._said(identity, value)
        return found

    def _said(self, identity: Any, value: Any) -> Value:
        options = self._options.get(identity, {})
        if isinstance(value, list):
            return one_line(", ".join(options.get(str(each), str(each)) for each in value), LONGEST)
        if isinstance(value, bool | int | float):
            return value
        return one_line(options.get(str(value), str(value)), LONGEST)

    def _all(self) -> list[Json]:
        found: list[Json] = []
        params: dict[str, str | int] = {"page[size]": FIELDS}
        while True:
            answer = self._api.get("/api/v2/ticket_fields.json", params)
            page = listed(answer, "ticket_fields")
            found += [each for each in page if isinstance(each, dict) and isinstance(each.get("id"), int)]
            further = answer.get("meta") or {}
            if not page or not further.get("has_more") or not further.get("after_cursor"):
                return [each for each in found if each.get("active", True)]
            params["page[after]"] = str(further["after_cursor"])


def _options(field: Json) -> dict[str, str]:
    options = field.get("custom_field_options")
    return {
        str(each.get("value")): str(each.get("name") or each.get("value"))
        for each in (options if isinstance(options, list) else [])
        if isinstance(each, dict)
    }
