"""views.*: modals and the Home tab."""

from __future__ import annotations

from typing import Any

from bot.console.errors import SlackRefusal
from bot.console.methods.registry import known_person, method, required
from bot.console.payloads import view_content
from bot.console.state import State

Json = dict[str, Any]


@method("views.open")
def open_view(state: State, arguments: Json) -> Json:
    payload = view_content(arguments.get("view"), "modal")
    user = state.tickets.exchange(arguments.get("trigger_id"))
    view = state.views.open(user, payload)
    state.show_modals(user)
    return {"view": state.view_api(view)}


@method("views.push")
def push_view(state: State, arguments: Json) -> Json:
    payload = view_content(arguments.get("view"), "modal")
    user = state.tickets.exchange(arguments.get("trigger_id"))
    view = state.views.push(user, payload)
    state.show_modals(user)
    return {"view": state.view_api(view)}


@method("views.update")
def update_view(state: State, arguments: Json) -> Json:
    view = state.views.find(arguments.get("view_id"), arguments.get("external_id"))
    payload = view_content(arguments.get("view"), "modal", "home")
    if view is None:
        raise SlackRefusal("not_found")
    state.views.update(view, payload, arguments.get("hash"))
    if view.type == "home":
        state.show_home(view)
    else:
        state.show_modals(view.user)
    return {"view": state.view_api(view)}


@method("views.publish")
def publish_view(state: State, arguments: Json) -> Json:
    (user,) = required(arguments, "user_id")
    payload = view_content(arguments.get("view"), "home")
    view = state.views.publish(known_person(state, user).id, payload, arguments.get("hash"))
    state.show_home(view)
    return {"view": state.view_api(view)}
