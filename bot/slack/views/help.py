"""What Rapport says about itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.slack.views.kit import Block, actions, context, section
from bot.slack.views.office import opener
from crm.model import Role

if TYPE_CHECKING:
    from bot.slack.commands.command import Command


def blocks(commands: Sequence[Command], *, admin: bool = False) -> list[Block]:
    """Args: commands: those that the reader may use; admin: whether they have the desk."""
    common = [each for each in commands if each.roles == frozenset(Role)]
    special = [each for each in commands if each not in common]
    drawn = [
        section(
            "*Ask me* about clients, deals, people and what was said:\n"
            "• unhappy clients last quarter\n• deals over 50k with no contact in 30 days\n• who owns Globex?"
        ),
        section(
            "*Tell me* what happened, in your own words:\n"
            "• called Jane at Acme, worried about price, follow up Friday\n"
            "I show what I would write; nothing is written before you press _Log it_, and you can undo it for a day."
        ),
        section(
            "*Let me listen*: `/rapport link Acme` in a channel keeps what is said there in Acme's record; "
            "`/rapport unlink` ends that. “Log this message” and “Log this thread” are in every message's ⋯ menu."
        ),
        context(f"{' · '.join(f'`/rapport {each.name}`' for each in common)} · or write to me directly."),
    ]
    drawn += [section("\n".join(["*For you as well*", *map(_line, special)]))] if special else []
    return drawn + ([actions(opener())] if admin else [])


def _line(command: Command) -> str:
    shown = command.usage[0] if command.usage else command.name
    return f"`/rapport {shown}` – {command.does}"
