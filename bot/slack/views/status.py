"""How Rapport is doing, in Slack."""

from __future__ import annotations

from collections.abc import Sequence

from bot.check import Check
from bot.slack.views.kit import Block, context, escape, section

MARKS = {"ok": "✓", "warning": "⚠", "down": "✗", "off": "○"}  # told apart without colours too
WORST = ("down", "warning")
TOGETHER = 12  # checks in one block: their text stays under Slack's length


def blocks(checks: Sequence[Check]) -> list[Block]:
    """For admins: what is up, and what to do about what is not; the faults first."""
    ordered = sorted(checks, key=lambda check: check.state not in WORST)
    lines = [_line(check) for check in ordered]
    return [section("\n".join(lines[i : i + TOGETHER])) for i in range(0, len(lines), TOGETHER)]


def strip(checks: Sequence[Check]) -> list[Block]:
    """The same in a few lines: only what is not well."""
    bad = [check for check in checks if check.state in WORST]
    well = sum(check.state == "ok" for check in checks)
    if not bad:
        return [context(f"{MARKS['ok']} All {well} parts are well.")]
    return [section("\n".join(_line(check) for check in bad)), context(f"{MARKS['ok']} {well} other parts are well.")]


def _line(check: Check) -> str:
    told = f"{MARKS[check.state]} *{escape(check.name)}* {escape(check.says)}"
    return f"{told}\n      _{escape(check.remedy)}_" if check.remedy and check.state in WORST else told
