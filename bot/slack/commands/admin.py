"""The admin's commands: the desk, and each of its sections."""

from __future__ import annotations

from bot.slack.commands.command import ADMINS, Command
from bot.slack.commands.desk import sections
from bot.slack.desk import Visit
from bot.slack.handlers import office
from crm.model import Role


def _open(visit: Visit, _words: str) -> None:
    office.opened(visit)


COMMANDS = (
    Command("admin", "the desk: all of this by buttons", _open, ("admin",), roles=ADMINS, verbs=frozenset()),
    *(section.command() for section in sections(Role.ADMIN) if section.typed),
)
