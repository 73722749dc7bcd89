"""Commands about what Rapport says by itself."""

from __future__ import annotations

from bot.slack.commands.command import Command
from bot.slack.handlers import nudge_habits

COMMANDS = (
    Command(
        "nudges",
        "when I write to you by myself, and about what",
        nudge_habits.command,
        ("nudges", "nudges quiet 19:00-8:00", "nudges mute Acme until Friday", "nudges pause"),
        verbs=nudge_habits.VERBS,
    ),
)
