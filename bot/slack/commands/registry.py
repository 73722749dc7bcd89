"""All commands. A new group is a file beside this one with a `COMMANDS` of its own, and its name in `GROUPS`."""

from __future__ import annotations

import importlib
from functools import cache

from bot.slack.commands.command import Command
from bot.slack.desk import Visit
from crm.errors import RejectedError
from crm.model import Role

GROUPS = ("talking", "nudging", "team", "people", "admin")  # in the order in which help tells of them


@cache
def commands() -> dict[str, Command]:
    """Every command, by its first word."""
    groups = (importlib.import_module(f"bot.slack.commands.{group}").COMMANDS for group in GROUPS)
    return {command.name: command for group in groups for command in group}


def allowed(role: Role) -> list[Command]:
    """The commands of a role, as help tells of them."""
    return [command for command in commands().values() if role in command.roles]


def run(visit: Visit, text: str) -> bool:
    """Does what is typed after `/rapport`; False where it is no command but a question, or something to log.

    Raises:
        RejectedError: it is a command, and not this person's to use.
    """
    first, _, rest = text.strip().partition(" ")
    command, words = commands().get(first.lower()), rest.strip()
    if command is None or not command.is_meant(words):
        return False
    if visit.user.role not in command.roles:
        raise RejectedError(command.refusal)
    return command.run(visit, words) is not False
