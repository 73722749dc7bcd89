"""Who sees what, as messages."""

from __future__ import annotations

from bot.slack.views.kit import Block, escape, section
from crm.rights.office import Restricted

ACCESS = {
    "everyone": "Everyone in the team sees every account",
    "team": "An account is seen by its owner, the owner's team, the managers above and the admins",
    "owner": "An account is seen by its owner, the managers above and the admins",
}


def restricted(kept: Restricted) -> list[Block]:
    return [section(line(kept))]


def line(kept: Restricted) -> str:
    who = [*kept.people, *(f"team {team}" for team in kept.teams)]
    return f"*{escape(kept.account)}* is kept to {escape(', '.join(who) or 'nobody')} and the admins."
