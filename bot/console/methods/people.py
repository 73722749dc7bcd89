"""auth.*, users.* and apps.*: who is who."""

from __future__ import annotations

from typing import Any

from bot.console.errors import SlackRefusal
from bot.console.methods.registry import known_person, method, page_of, required
from bot.console.state import State

Json = dict[str, Any]


@method("api.test")
def api_test(_state: State, arguments: Json) -> Json:
    return {"args": arguments}


@method("auth.test")
def auth_test(state: State, _arguments: Json) -> Json:
    workspace = state.workspace
    return {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.name,
        "user": workspace.bot.name,
        "team_id": workspace.team_id,
        "user_id": workspace.bot.id,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


@method("bots.info")
def bots_info(state: State, arguments: Json) -> Json:
    workspace = state.workspace
    if arguments.get("bot") not in (None, workspace.bot_id):
        raise SlackRefusal("bot_not_found")
    bot = {"id": workspace.bot_id, "app_id": workspace.app_id, "user_id": workspace.bot.id}
    return {"bot": {**bot, "name": workspace.bot.real_name, "deleted": False}}


@method("team.info")
def team_info(state: State, _arguments: Json) -> Json:
    workspace = state.workspace
    return {"team": {"id": workspace.team_id, "name": workspace.name, "domain": workspace.domain}}


@method("users.info")
def users_info(state: State, arguments: Json) -> Json:
    return {"user": known_person(state, arguments.get("user")).as_user()}


@method("users.lookupByEmail")
def lookup_by_email(state: State, arguments: Json) -> Json:
    (email,) = required(arguments, "email")
    for person in state.workspace.people.values():
        if person.email.casefold() == email.casefold() and not person.is_stranger:
            return {"user": person.as_user()}
    raise SlackRefusal("users_not_found")


@method("users.list")
def users_list(state: State, arguments: Json) -> Json:
    everyone = [person.as_user() for person in state.workspace.people.values() if not person.is_stranger]
    members, cursor = page_of(everyone, {"limit": 1000, **arguments})
    return {"members": members, "cache_ts": 0, "response_metadata": {"next_cursor": cursor}}


@method("users.profile.get")
def profile_get(state: State, arguments: Json) -> Json:
    person = known_person(state, arguments.get("user") or state.workspace.bot.id)
    return {"profile": person.as_user()["profile"]}


@method("users.getPresence")
def get_presence(state: State, arguments: Json) -> Json:
    known_person(state, arguments.get("user"))
    return {"presence": "active"}


@method("users.conversations")
def users_conversations(state: State, arguments: Json) -> Json:
    person = known_person(state, arguments.get("user") or state.workspace.bot.id)
    bot = state.workspace.bot.id
    rooms = [each.as_conversation(bot) for each in state.workspace.visible_to(person)]
    channels, cursor = page_of(rooms, arguments)
    return {"channels": channels, "response_metadata": {"next_cursor": cursor}}


@method("dnd.info")
def dnd_info(state: State, arguments: Json) -> Json:
    begins, ends = known_person(state, arguments.get("user")).dnd or (1, 1)
    return {"dnd_enabled": ends > 1, "next_dnd_start_ts": begins, "next_dnd_end_ts": ends}
