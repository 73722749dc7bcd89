"""How Rapport is doing, in Slack."""

from __future__ import annotations

from collections.abc import Sequence

from bot.doctor import Check
from bot.slack.views.kit import Block, context, escape, section
from crm.model import Role

MARKS = {
    "ok": ":large_green_circle:",
    "warning": ":large_yellow_circle:",
    "down": ":red_circle:",
    "off": ":white_circle:",
}


def blocks(checks: Sequence[Check], role: Role) -> list[Block]:
    """Everybody sees what is up; what to do about it is for admins."""
    lines = [f"{MARKS[check.state]} *{escape(check.name)}* {escape(check.says)}" for check in checks]
    drawn = [section("\n".join(lines))]
    if role == Role.ADMIN:
        drawn += [context(f"{escape(check.name)}: {escape(check.remedy)}") for check in checks if check.remedy]
    return drawn
