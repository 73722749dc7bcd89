"""How somebody is written to, as a message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.slack.views.kit import Block, context, escape, section
from crm.nudges.habits import FOR_GOOD, Habits

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
USAGE = (
    "`/rapport nudges quiet 19:00-8:00` · `days mon-fri` · `budget 3` · `brief off` · `mute Acme until Friday` · "
    "`mute usage drop` · `unmute Acme` · `pause until Monday` · `resume`"
)


def shown(habits: Habits, zone: str, mutes: Sequence[tuple[str, datetime | None]], now: datetime) -> list[Block]:
    """Args: mutes: what is not spoken of, and until when."""
    lines = [
        f"*Quiet*: {_quiet(habits)} ({escape(zone)}); I write on {_days(habits)}",
        f"*At most* {habits.budget} {'message' if habits.budget == 1 else 'messages'} a day, one about a client",
        f"*Morning brief*: {'on' if habits.brief else 'off'}",
    ]
    if habits.paused_until and habits.paused_until > now:
        ends = habits.paused_until
        lines.append("*Paused*" if ends >= FOR_GOOD else f"*Paused* until {_day(ends.astimezone(now.tzinfo))}")
    lines += [f"*Muted*: {escape(what)}{f' until {_day(until)}' if until else ''}" for what, until in mutes[:20]]
    return [section("\n".join(lines)), context(USAGE)]


def usage() -> list[Block]:
    return [section(f"Use it like this: {USAGE}")]


def _quiet(habits: Habits) -> str:
    begins, ends = habits.quiet
    return "never" if begins == ends else f"{begins:%-H:%M} to {ends:%-H:%M}"


def _days(habits: Habits) -> str:
    days = sorted(habits.days)
    if days and days == list(range(days[0], days[-1] + 1)) and len(days) > 1:
        return f"{DAYS[days[0]]} to {DAYS[days[-1]]}"
    return ", ".join(DAYS[day] for day in days) or "no day"


def _day(at: datetime) -> str:
    return f"{at:%a %-d %b %Y}"
