"""Modals and Home tabs: what is open in front of whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.console.errors import SlackRefusal
from bot.console.ids import new_id, new_secret

Json = dict[str, Any]
_MODAL_DEPTH = 3


@dataclass
class View:
    """A modal or a Home tab as one person has it open."""

    id: str
    user: str
    payload: Json
    root_view_id: str
    previous_view_id: str | None = None
    hash: str = field(default_factory=lambda: new_secret(16))
    errors: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, Json]] = field(default_factory=dict)

    @property
    def type(self) -> str:
        return str(self.payload.get("type", "modal"))

    @property
    def blocks(self) -> list[Json]:
        return list(self.payload.get("blocks", []))

    def replace(self, payload: Json) -> None:
        """Take a new content; values of inputs that are gone are forgotten."""
        self.payload, self.hash, self.errors = payload, new_secret(16), {}
        kept = {block.get("block_id") for block in self.blocks}
        self.values = {block: values for block, values in self.values.items() if block in kept}

    def as_api(self, team_id: str, app_id: str, bot_id: str) -> Json:
        """The view object as Slack sends it."""
        plain = {"private_metadata": "", "callback_id": "", "clear_on_close": False, "notify_on_close": False}
        return {
            "close": None,
            "submit": None,
            "external_id": "",
            **plain,
            **self.payload,
            "id": self.id,
            "team_id": team_id,
            "app_id": app_id,
            "app_installed_team_id": team_id,
            "bot_id": bot_id,
            "hash": self.hash,
            "root_view_id": self.root_view_id,
            "previous_view_id": self.previous_view_id,
            "state": {"values": self.values},
        }

    def as_page(self) -> Json:
        return {"id": self.id, "user": self.user, "hash": self.hash, "errors": self.errors, **self.payload}


class Views:
    """Each person's stack of modals, and their Home tab."""

    def __init__(self) -> None:
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}

    def open(self, user: str, payload: Json) -> View:
        self._check_external_id(payload, None)
        view = _fresh(user, payload)
        self.stacks[user] = [view]
        return view

    def push(self, user: str, payload: Json) -> View:
        stack = self.stacks.get(user) or []
        if not stack:
            raise SlackRefusal("not_found")
        if len(stack) >= _MODAL_DEPTH:
            raise SlackRefusal("push_limit_reached")
        self._check_external_id(payload, None)
        view = _fresh(user, payload)
        view.root_view_id, view.previous_view_id = stack[0].id, stack[-1].id
        stack.append(view)
        return view

    def publish(self, user: str, payload: Json, expected_hash: str | None) -> View:
        home = self.homes.get(user)
        if home is None:
            home = self.homes[user] = _fresh(user, payload)
            return home
        _check_hash(home, expected_hash)
        home.replace(payload)
        return home

    def update(self, view: View, payload: Json, expected_hash: str | None) -> View:
        _check_hash(view, expected_hash)
        self._check_external_id(payload, view)
        view.replace(payload)
        return view

    def find(self, view_id: str | None = None, external_id: str | None = None) -> View | None:
        for view in [*self.homes.values(), *(each for stack in self.stacks.values() for each in stack)]:
            if view_id and view.id == view_id:
                return view
            if external_id and view.payload.get("external_id") == external_id:
                return view
        return None

    def close(self, view: View) -> None:
        """Take the topmost modal away; what lies under it shows again."""
        stack = self.stacks.get(view.user, [])
        if view in stack:
            stack.remove(view)

    def clear(self, user: str) -> list[View]:
        return self.stacks.pop(user, [])

    def _check_external_id(self, payload: Json, current: View | None) -> None:
        external_id = payload.get("external_id")
        other = self.find(external_id=external_id) if external_id else None
        if other is not None and other is not current:
            raise SlackRefusal("duplicate_external_id")


def _fresh(user: str, payload: Json) -> View:
    view_id = new_id("V")
    return View(view_id, user, payload, view_id)


def _check_hash(view: View, expected: str | None) -> None:
    if expected and expected != view.hash:
        raise SlackRefusal("hash_conflict")
