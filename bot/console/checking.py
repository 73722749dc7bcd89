"""Collecting what is wrong with a Block Kit payload, in Slack's wording and with Slack's pointers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass
class Faultfinder:
    """Complaints about one payload."""

    complaints: list[str] = field(default_factory=list)

    def say(self, pointer: str, complaint: str) -> None:
        self.complaints.append(f"{complaint} [json-pointer:{pointer}]")

    def string(self, holder: Json, key: str, pointer: str, *, most: int, required: bool = False) -> None:
        value = holder.get(key)
        if value is None:
            if required:
                self.say(pointer, f"missing required field: {key}")
        elif not isinstance(value, str):
            self.say(f"{pointer}/{key}", "must be a string")
        elif required and not value:
            self.say(f"{pointer}/{key}", "must be more than 0 characters")
        elif len(value) > most:
            self.say(f"{pointer}/{key}", f"must be less than {most + 1} characters")

    def listing(self, holder: Json, key: str, pointer: str, *, most: int, least: int = 1) -> list[Any]:
        """The list under a key, if it is one; its size is checked."""
        value = holder.get(key)
        if value is None:
            self.say(pointer, f"missing required field: {key}")
            return []
        if not isinstance(value, list):
            self.say(f"{pointer}/{key}", "must be an array")
            return []
        if len(value) < least:
            self.say(f"{pointer}/{key}", f"no less than {least} items allowed")
        if len(value) > most:
            self.say(f"{pointer}/{key}", f"no more than {most} items allowed")
        return value

    def text(
        self, holder: Json, key: str, pointer: str, *, most: int, required: bool = True, plain: bool = False
    ) -> None:
        """A text object under a key."""
        if holder.get(key) is None:
            if required:
                self.say(pointer, f"missing required field: {key}")
            return
        self.text_object(holder[key], f"{pointer}/{key}", most=most, plain=plain)

    def text_object(self, value: Any, pointer: str, *, most: int, plain: bool = False) -> None:
        kinds = ("plain_text",) if plain else ("plain_text", "mrkdwn")
        if not isinstance(value, dict):
            self.say(pointer, "must provide an object")
            return
        if value.get("type") not in kinds:
            self.say(f"{pointer}/type", f"unsupported type: {value.get('type')}")
        allowed = {"type", "text", "emoji"} if value.get("type") == "plain_text" else {"type", "text", "verbatim"}
        for extra in sorted(set(value) - allowed):
            self.say(pointer, f"invalid additional property: {extra}")
        self.string(value, "text", pointer, most=most, required=True)

    def unique(self, values: list[tuple[str, str]], what: str) -> None:
        """No value twice; pairs of value and pointer."""
        seen: set[str] = set()
        for value, pointer in values:
            if value in seen:
                self.say(pointer, f"{what} must be unique, found twice: {value}")
            seen.add(value)
