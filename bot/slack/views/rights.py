"""Who sees what, as messages."""

from __future__ import annotations

from bot.slack.views.kit import Block, context, escape, section
from crm.rights import Policy
from crm.rights.office import Restricted

MOST = 40
USAGE = (
    "`/rapport rights accounts everyone | team | owner` · `/rapport rights restrict Globex to Dana Reyes, North` · "
    "`/rapport rights release Globex` · `/rapport rights field account.annual_revenue managers`"
)
ACCESS = {
    "everyone": "Everyone in the team sees every account",
    "team": "An account is seen by its owner, the owner's team, the managers above and the admins",
    "owner": "An account is seen by its owner, the managers above and the admins",
}


def listed(policy: Policy, kept: list[Restricted]) -> list[Block]:
    lines = [f"{ACCESS[policy.accounts.value]}."]
    lines += [f"• `{escape(ref)}` is seen by {role.value}s and above" for ref, role in policy.fields.items()]
    lines += [f"• {_line(each)}" for each in kept[:MOST]]
    more = len(kept) - MOST
    notes = [f"{more} more: `rapport rights` at the command line."] if more > 0 else []
    return [section("\n".join(lines)), context(*notes, USAGE)]


def restricted(kept: Restricted) -> list[Block]:
    return [section(_line(kept))]


def said(text: str) -> list[Block]:
    return [section(escape(text))]


def usage() -> list[Block]:
    return [section(f"Use it like this: {USAGE}")]


def _line(kept: Restricted) -> str:
    who = [*kept.people, *(f"team {team}" for team in kept.teams)]
    return f"*{escape(kept.account)}* is kept to {escape(', '.join(who) or 'nobody')} and the admins."
