"""Commands about what holds for the team: its words."""

from __future__ import annotations

from bot.slack.commands.command import MANAGERS, Command
from bot.slack.handlers import digest, teaching

COMMANDS = (
    Command(
        "words",
        "the team's own words; admins teach them",
        teaching.command,
        ("words", "words add whale = account with revenue over 1m", "words remove whale"),
    ),
    Command(
        "digest",
        "what you want to read at a time of yours",
        digest.command,
        (
            "digest",
            "digest preview weekly",
            "digest schedule weekly Mondays 8:30 for #sales",
            "digest add weekly: themes",
        ),
        roles=MANAGERS,
        dangerous=("digest delete NAME",),
    ),
)
