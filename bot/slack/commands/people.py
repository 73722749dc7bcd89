"""Commands about people's data: what is kept of somebody, forgetting."""

from __future__ import annotations

from bot.slack.commands.command import ADMINS, Command
from bot.slack.handlers import access, consent, forgetting

COMMANDS = (
    Command(
        "access", "everything about one person, as a file", access.command, ("access jane@acme.example",), roles=ADMINS
    ),
    Command(
        "consent",
        "what a contact agreed to or took back",
        consent.command,
        ("consent jane@acme.example", "consent withdraw jane@acme.example for models: her mail of 12 November"),
    ),
    Command(
        "forget",
        "forget a person everywhere",
        forgetting.command,
        ("forget jane@acme.example", "forget list"),
        roles=ADMINS,
        dangerous=("forget jane@acme.example",),
    ),
)
