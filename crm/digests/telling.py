"""A digest's schedule and state in words."""

from __future__ import annotations

from crm.digests.listing import Listed
from crm.digests.schedule import zone_named
from crm.digests.window import short
from crm.errors import RejectedError

DAYS = ("Sundays", "Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
SHORT = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
NTH = ("", "first", "second", "third", "fourth", "fifth")
MONTHS = {"*": "month", "1,4,7,10": "quarter", "3,6,9,12": "quarter"}
STATES = {"sent": "sent", "missed": "left out", "refused": "not sent"}


def stated(digest: Listed) -> str:
    """`Mondays 08:30 (Europe/Berlin) for #sales, by Dana; next Mon 23 Nov`."""
    where = f"for #{digest.channel_name or digest.channel}" if digest.channel else "by direct message"
    whose = f"{where}, {digest.owner}'s" if digest.owner else where
    when = f"{worded(digest.cron)} ({digest.zone})" if digest.cron else "not scheduled"
    last = ""
    if digest.last_day and digest.last_state:
        last = f"; {short(digest.last_day)} {STATES.get(digest.last_state, digest.last_state)}"
        last += f": {digest.last_reason}" if digest.last_reason and digest.last_state != "sent" else ""
    return f"{when} {whose}{_next(digest)}{last}"


def _next(digest: Listed) -> str:
    if digest.paused:
        return "; paused" if digest.cron else ""
    if digest.next_at is None or not digest.zone:
        return "; never again"
    try:
        local = digest.next_at.astimezone(zone_named(digest.zone))
    except RejectedError:
        return ""
    return f"; next {local:%a} {short(local.date())}"


def worded(cron: str) -> str:
    """`30 8 * * MON` as `Mondays 08:30`; one that has no such words as it is."""
    minute, hour, day, months, weekday = cron.split(" ")
    time = f"{int(hour):02}:{int(minute):02}" if hour.isdecimal() and minute.isdecimal() else ""
    said = _days(day, months, weekday)
    return f"{said} {time}" if said and time else cron


def _days(day: str, months: str, weekday: str) -> str:
    if day == "*" and months == "*":
        if weekday in {"*", "1-5", "0,6"}:
            return {"*": "every day", "1-5": "every weekday", "0,6": "every weekend day"}[weekday]
        names = weekday.split(",")
        if all(name in SHORT for name in names):
            told = [DAYS[SHORT.index(name)] for name in names]
            return f"{', '.join(told[:-1])} and {told[-1]}" if len(told) > 1 else told[0]
    period = MONTHS.get(months)
    if (
        period
        and day == "*"
        and len(weekday) == 3
        and weekday[1] == "#"
        and weekday[0] in "0123456"
        and weekday[2] in "12345"
    ):
        return f"{NTH[int(weekday[2])]} {DAYS[int(weekday[0])][:-1]} of the {period}"
    if period and day == "*" and len(weekday) == 2 and weekday[1] == "L" and weekday[0] in "0123456":
        return f"last {DAYS[int(weekday[0])][:-1]} of the {period}"
    if period and weekday == "*" and (day in {"L", "LW"} or day.isdecimal()):
        named = {"L": "last day", "LW": "last weekday"}.get(day, f"day {day}")
        return f"{named} of the {period}"
    return ""
