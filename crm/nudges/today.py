"""What somebody's day holds: follow-ups that are due and meetings, as they may see them; and when they are busy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from crm.display import display_all
from crm.governance.purposes import NUDGES
from crm.governance.withheld import interactions_withheld, withheld
from crm.model import Deal, Interaction, Kind, Task, Tenant, User, interaction_contacts
from crm.nudges.quiet import day_begins, zone_named
from crm.nudges.rhythm import BEFORE_MEETING, LONGEST_MEETING
from crm.rights import look, seeing, unlimited
from crm.store import Store

MOST_TASKS = 8
MOST_MEETINGS = 12
LOOKED_AT = 50
CANCELLED = "cancelled"


@dataclass(frozen=True)
class Due:
    """A follow-up that is due today, or was before."""

    task_id: int
    what: str
    due_on: date
    account: str | None


@dataclass(frozen=True)
class Appointment:
    """A meeting of the day, in the person's own time."""

    at: datetime
    title: str
    account: str | None
    url: str | None


@dataclass(frozen=True)
class Today:
    day: date
    tasks: tuple[Due, ...] = ()
    meetings: tuple[Appointment, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.tasks or self.meetings)


def today_of(session: Session, user: User, now: datetime, zone: tzinfo) -> Today:
    """Read through the eyes that hold: to be called where the person's own do. Nothing of anybody who does not agree to
    be spoken of in nudges."""
    day = now.astimezone(zone).date()
    return Today(day, tuple(_tasks(session, user, day)), tuple(_meetings(session, user, now, day, zone)))


def as_seen(store: Store, user: User, now: datetime) -> Today:
    """Somebody's day as they may see it, whoever asks."""
    with unlimited(), store.read() as session:
        sight = look(session, user.tenant_id, [user.id])
        zone = zone_named(user.timezone or session.get_one(Tenant, user.tenant_id).timezone)
    with seeing(sight), store.read() as own:
        return today_of(own, user, now, zone)


def busy(session: Session, user: User, now: datetime) -> list[tuple[datetime, datetime]]:
    """The meetings that go on or begin within hours, from and to."""
    found = _planned(session, user, now - LONGEST_MEETING, now + LONGEST_MEETING + BEFORE_MEETING)
    return [(row.occurred_at, row.occurred_at + length) for row in found if (length := _length(row))]


def _tasks(session: Session, user: User, day: date) -> Iterator[Due]:
    query = (
        select(Task)
        .where(Task.tenant_id == user.tenant_id, Task.owner_id == user.id, Task.done_at.is_(None), Task.due_on <= day)
        .order_by(Task.due_on, Task.id)
        .limit(LOOKED_AT)
        .options(joinedload(Task.account))
    )
    found = list(session.scalars(query))
    people = _people_of(session, found)
    unsaid = withheld(session, user.tenant_id, NUDGES, {who for each in people.values() for who in each})
    shown = [task for task in found if not people[task.id] & unsaid][:MOST_TASKS]
    for task, what in zip(shown, display_all(session, user.tenant_id, [task.what for task in shown]), strict=True):
        if task.due_on is not None:
            yield Due(task.id, what, task.due_on, task.account.name if task.account else None)


def _people_of(session: Session, tasks: Sequence[Task]) -> dict[int, set[int]]:
    """The contacts each task is about: its own, its deal's, those of what it came from."""
    links = interaction_contacts.c
    deals = select(Deal.id, Deal.contact_id).where(Deal.id.in_({each.deal_id for each in tasks if each.deal_id}))
    of_deal = {row.id: row.contact_id for row in session.execute(deals)}
    rows = {each.interaction_id for each in tasks if each.interaction_id}
    met = session.execute(select(links.interaction_id, links.contact_id).where(links.interaction_id.in_(rows))).all()
    return {
        task.id: {who for who in (task.contact_id, of_deal.get(task.deal_id or 0)) if who}
        | {row.contact_id for row in met if row.interaction_id == task.interaction_id}
        for task in tasks
    }


def _meetings(session: Session, user: User, now: datetime, day: date, zone: tzinfo) -> Iterator[Appointment]:
    rows = _planned(session, user, now, day_begins(day + timedelta(days=1), zone))
    unsaid = interactions_withheld(session, user.tenant_id, NUDGES, {row.id: row.text for row in rows})
    shown = [row for row in rows if row.id not in unsaid and not row.attributes.get("all_day")][:MOST_MEETINGS]
    titles = display_all(session, user.tenant_id, [row.subject or "Meeting" for row in shown])
    for row, title in zip(shown, titles, strict=True):
        account = row.account.name if row.account else None
        yield Appointment(row.occurred_at.astimezone(zone), title, account, row.url)


def _planned(session: Session, user: User, since: datetime, until: datetime) -> list[Interaction]:
    query = (
        select(Interaction)
        .where(
            Interaction.tenant_id == user.tenant_id,
            Interaction.user_id == user.id,
            Interaction.kind == Kind.MEETING,
            Interaction.occurred_at >= since,
            Interaction.occurred_at < until,
        )
        .order_by(Interaction.occurred_at)
        .limit(LOOKED_AT)
        .options(joinedload(Interaction.account))
    )
    return [row for row in session.scalars(query) if row.attributes.get("status") != CANCELLED]


def _length(row: Interaction) -> timedelta | None:
    """How long a meeting takes; None where that is not known, and for whole days."""
    minutes = row.attributes.get("duration_minutes")
    if row.attributes.get("all_day") or not isinstance(minutes, int | float) or not 0 < minutes < 10_000:
        return None
    return timedelta(minutes=minutes)
