"""When somebody is told what: now, later, or with the morning's brief. Pure: all it knows is handed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from crm.nudges.habits import Habits
from crm.nudges.quiet import day_begins, instants

GRAVE = 3  # severities: this one is told at once, ...
SOON = 2  # ... this one during the day, ...
APART = timedelta(minutes=30)  # between messages that are not grave
ON_THE_WAY = timedelta(minutes=1)  # what is sent may take so long to come
BEFORE_MEETING = timedelta(minutes=5)
LONGEST_MEETING = timedelta(hours=8)  # what lasts longer keeps nobody from reading
MORNING = timedelta(hours=3)  # in which a brief is still the morning's
EARLIEST_BRIEF = time(7)  # whatever the quiet hours are
IN_BRIEF = 5  # nudges


@dataclass(frozen=True)
class Wish:
    """A nudge that waits: about which account, how grave."""

    nudge_id: int
    account_id: int | None
    severity: int


@dataclass(frozen=True)
class Told:
    """A message of this day of theirs, sent or just being sent. `about` has how grave it was, by account."""

    at: datetime
    brief: bool
    about: Mapping[int, int]


@dataclass(frozen=True)
class Moment:
    """Where somebody stands. `busy` are meetings and other times in which they are not to be disturbed, `told` the
    messages of this day of theirs."""

    now: datetime
    zone: tzinfo
    habits: Habits
    busy: Sequence[tuple[datetime, datetime]] = ()
    told: Sequence[Told] = ()


@dataclass(frozen=True)
class Letter:
    """What is to be sent now: one nudge, or the morning's brief with several, or none."""

    nudge_ids: tuple[int, ...]
    brief: bool = False


def letter(moment: Moment, wishes: Sequence[Wish], *, agenda: bool = False) -> Letter | None:
    """What somebody is to be sent at this moment, one message at most; None where nothing is.

    Args:
        wishes: what waits, the best first.
        agenda: whether the day holds something that a brief would tell besides.
    """
    left = moment.habits.budget - len(moment.told)
    soon_quiet = moment.habits.hours.quiet_at(moment.now + ON_THE_WAY, moment.zone)
    if left <= 0 or soon_quiet or free_from(moment) != moment.now:
        return None
    ordered = sorted((each for each in wishes if _may_be_told(moment, each)), key=lambda each: -each.severity)
    picked = _of_different_accounts(ordered)[:IN_BRIEF] if brief_is_due(moment) else []
    if brief_is_due(moment) and (agenda or len(picked) > 1 or (picked and picked[0].severity < SOON)):
        return Letter(tuple(each.nudge_id for each in picked), brief=True)
    found = next((each for each in ordered if _goes_alone(moment, each, left)), None)
    return Letter((found.nudge_id,)) if found else None


def free_from(moment: Moment) -> datetime | None:
    """The first instant from now on at which somebody may be written to at all; None where there is none to be seen."""
    at = moment.now
    while True:
        paused = moment.habits.paused_until
        awake = moment.habits.hours.opens(max(at, paused) if paused else at, moment.zone)
        if awake is None:
            return None
        free = _after_meetings(awake, moment.busy)
        if free == awake:
            return free
        at = free


def brief_is_due(moment: Moment) -> bool:
    """Whether this is somebody's morning, and they have had no brief yet."""
    if not moment.habits.brief or any(each.brief for each in moment.told):
        return False
    begins = morning(moment.now, moment.zone, moment.habits)
    return begins is not None and begins <= moment.now < begins + MORNING


def morning(at: datetime, zone: tzinfo, habits: Habits) -> datetime | None:
    """When the brief of this day of theirs is due; None on days off."""
    day = at.astimezone(zone).date()
    early = min(instants(day, EARLIEST_BRIEF, zone))
    found = habits.hours.opens(max(day_begins(day, zone), early), zone)
    return found if found is not None and found.astimezone(zone).date() == day else None


def _may_be_told(moment: Moment, wish: Wish) -> bool:
    """One a day about an account; what is grave comes after what was milder, once."""
    before = max((each.about.get(wish.account_id or 0, 0) for each in moment.told), default=0)
    return before == 0 or wish.severity == GRAVE > before


def _goes_alone(moment: Moment, wish: Wish, left: int) -> bool:
    """What can wait goes into the brief; the last message of a day is kept for what cannot."""
    if wish.severity >= GRAVE:
        return True
    if wish.severity < SOON and moment.habits.brief:
        return False
    spare = 1 if moment.habits.budget > 1 else 0
    return left > spare and all(moment.now - each.at >= APART for each in moment.told)


def _of_different_accounts(wishes: Sequence[Wish]) -> list[Wish]:
    picked: list[Wish] = []
    for wish in wishes:
        if wish.account_id is None or wish.account_id not in {each.account_id for each in picked}:
            picked.append(wish)
    return picked


def _after_meetings(at: datetime, busy: Sequence[tuple[datetime, datetime]]) -> datetime:
    """The end of the meetings that go on at this instant, or begin within minutes."""
    for begins, ends in sorted(busy):
        if begins - BEFORE_MEETING <= at < ends <= begins + LONGEST_MEETING:
            at = ends
    return at
