"""A company for years of nudges: people in forty zones with habits of their own, clients, follow-ups that get done, people
who take their consent back; and a Slack that processes are killed at."""

from __future__ import annotations

import random
from bisect import insort
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from benchmarks.nudge_watch import Truth, Watcher
from crm.clock import FixedClock
from crm.errors import RetryableError
from crm.keywords import create_keyword_index
from crm.model import (
    Account,
    Base,
    Consent,
    Contact,
    Interaction,
    Kind,
    MessageState,
    Nudge,
    NudgeHabits,
    NudgeMessage,
    NudgeState,
    Task,
    Tenant,
    User,
)  # fmt: skip
from crm.nudges.courier import Message, Posted, Recipient
from crm.nudges.nudge import Evidence
from crm.nudges.nudges import Nudges
from crm.nudges.quiet import clock_change
from crm.nudges.rounds import Rounds
from crm.store import Store

ZONES = (
    "UTC", "Europe/London", "Europe/Berlin", "Europe/Dublin", "Europe/Lisbon", "Europe/Athens", "Europe/Chisinau",
    "Europe/Istanbul", "Atlantic/Azores", "Atlantic/Reykjavik", "America/New_York", "America/Chicago", "America/Denver",
    "America/Phoenix", "America/Los_Angeles", "America/Anchorage", "America/St_Johns", "America/Halifax",
    "America/Havana", "America/Santiago", "America/Asuncion", "America/Sao_Paulo", "America/Nuuk", "America/Caracas",
    "Pacific/Honolulu", "Pacific/Marquesas", "Pacific/Auckland", "Pacific/Chatham", "Pacific/Kiritimati",
    "Australia/Sydney", "Australia/Adelaide", "Australia/Lord_Howe", "Australia/Eucla", "Asia/Kolkata",
    "Asia/Kathmandu", "Asia/Tehran", "Asia/Beirut", "Asia/Tokyo", "Africa/Cairo", "Africa/Casablanca",
)  # fmt: skip
HABITS: tuple[dict[str, Any], ...] = (
    {}, {}, {}, {"quiet": ["22:00", "06:30"]}, {"quiet": ["12:00", "13:30"]}, {"quiet": ["01:30", "02:30"]}, {"budget": 1},
    {"budget": 5}, {"brief": False}, {"days": [0, 1, 2, 3, 6]}, {"quiet": ["00:00", "00:00"], "days": [0, 1, 2, 3, 4, 5, 6]},
)  # fmt: skip
CLIENTS = 6  # of each person
MEETINGS = 0.4  # a person and day
SEVERITIES = (1, 1, 1, 2, 2, 3)
DONE_BEFORE = 0.3  # the part of follow-ups that are done before long
WITHDRAWN = 0.002  # a client and day: consent is taken back, or given again
DAY = timedelta(days=1)


class Stopped(BaseException):
    """A process is killed: nothing catches it."""


class Company:
    """The record, and what is true of it: `truths` by nudge, `unwilling` contacts."""

    def __init__(self, folder: Path, clock: FixedClock, chance: random.Random, *, people: range) -> None:
        self._clock, self.chance = clock, chance
        self.store = Store(f"sqlite:///{folder / 'years.db'}")
        Base.metadata.create_all(self.store.engine)
        with self.store.engine.begin() as connection:
            create_keyword_index(connection)
        self.truths: dict[int, Truth] = {}
        self.unwilling: set[int] = set()
        self.zones: dict[int, ZoneInfo] = {}
        self.habits: dict[int, dict[str, Any]] = {}
        self.meetings: dict[int, list[tuple[datetime, datetime]]] = {}
        self._clients: dict[int, list[tuple[int, int]]] = {}
        self._ends: list[tuple[datetime, int]] = []  # when a nudge's follow-up is done
        self._newest: dict[int, list[int]] = {}
        with self.store.write() as session:
            self.tenant = self._found(session, people)

    def live(self, now: datetime, step: timedelta, rate: float) -> None:
        """What happened since the last look: things come up, are done, are planned; people change their mind."""
        days, changed = step / DAY, self.chance.random() < step / DAY * WITHDRAWN * CLIENTS * len(self.zones)
        with self.store.write() as session:
            for user in self.zones:
                for _ in range(self._count(rate * days)):
                    self._nudge(session, user, now)
                for _ in range(self._count(MEETINGS * days)):
                    self._meeting(session, user, now)
            if changed:
                self._change_mind(session, now)
            self._get_done(session, now)

    def finish_one(self, user: int) -> None:
        """The newest follow-up of somebody's is done at this very moment."""
        if self._newest.get(user):
            with self.store.write() as session:
                self._done(session, self._newest[user].pop())

    def days(self, begin: datetime, count: int, every: int) -> list[datetime]:
        """Of so many days those around a change of anybody's clock, and one in `every` of the others."""
        all_days = [begin + timedelta(days=number) for number in range(count)]
        near = {
            (change + timedelta(days=off)).date()
            for change in self.clock_changes(begin, begin + timedelta(days=count), (0,))
            for off in (-1, 0, 1)
        }
        return [day for number, day in enumerate(all_days) if day.date() in near or number % every == 0]

    def clock_changes(self, begin: datetime, end: datetime, minutes: Sequence[int]) -> list[datetime]:
        """Moments around each change of anybody's clock, in order."""
        found: list[datetime] = []
        for zone in set(self.zones.values()):
            day = begin
            while day < end:
                change = clock_change(day.date(), zone)
                if change is not None:
                    for each in minutes:
                        insort(found, change + timedelta(minutes=each))
                day += DAY
        return found

    def told(self, watcher: Watcher) -> dict[str, int]:
        """How it ended: nothing lost, nothing left open, the record says what Slack saw."""
        with self.store.read() as session:
            sent = set(session.scalars(select(Nudge.id).where(Nudge.state == NudgeState.SENT)))
            open_claims = session.scalar(
                select(func.count()).select_from(NudgeMessage).where(NudgeMessage.state == MessageState.CLAIMED)
            )
            made = session.scalar(select(func.count()).select_from(Nudge)) or 0
        return {
            "nudges": made,
            "noted as sent and never posted": len(sent - set(watcher.posted)),
            "posted and never noted": len(set(watcher.posted) - sent),
            "messages nobody settled": open_claims or 0,
        }

    def close(self) -> None:
        self.store.close()

    def _found(self, session: Session, people: range) -> int:
        now = self._clock.now()
        at = {"created_at": now, "updated_at": now}
        tenant = Tenant(name="Years", slack_team_id="T1", created_at=now)
        session.add(tenant)
        session.flush()
        for number in people:
            zone, own = ZONES[number % len(ZONES)], HABITS[number % len(HABITS)]
            user = User(tenant_id=tenant.id, name=f"Person {number}", slack_id=f"U{number}", timezone=zone, **at)
            session.add(user)
            session.flush()
            session.add(NudgeHabits(tenant_id=tenant.id, user_id=user.id, own=own, changed_at=now))
            self.zones[user.id], self.habits[user.id], self.meetings[user.id] = ZoneInfo(zone), own, []
            self._clients[user.id] = [
                self._client(session, tenant.id, user.id, f"{number}-{n}", at) for n in range(CLIENTS)
            ]
        return tenant.id

    def _client(self, session: Session, tenant: int, user: int, name: str, at: dict[str, Any]) -> tuple[int, int]:
        account = Account(tenant_id=tenant, name=f"Client {name}", owner_id=user, **at)
        session.add(account)
        session.flush()
        contact = Contact(tenant_id=tenant, name=f"Contact {name}", account_id=account.id, **at)
        session.add(contact)
        session.flush()
        return account.id, contact.id

    def _nudge(self, session: Session, user: int, now: datetime) -> None:
        account, contact = self.chance.choice(self._clients[user])
        at = {"created_at": now, "updated_at": now}
        task = Task(
            tenant_id=self.tenant, what="send the offer", owner_id=user, account_id=account, contact_id=contact, **at
        )
        session.add(task)
        session.flush()
        held = Evidence(f"task:{task.id}", "It was promised.", {"done_at": None})
        until = now + timedelta(hours=self.chance.randint(12, 120))
        row = Nudge(
            tenant_id=self.tenant, user_id=user, key=f"task:{task.id}", kind="promise_due", account_id=account,
            severity=self.chance.choice(SEVERITIES), contact_id=contact, task_id=task.id, evidence=[held.stored()],
            says="Due: send the offer", value=self.chance.random(), urgency=self.chance.random(), moment=now, made_at=now,
            due_at=now, until=until,
        )  # fmt: skip
        session.add(row)
        session.flush()
        self._newest.setdefault(user, []).append(row.id)
        self.truths[row.id] = Truth(user, account, contact, row.severity, task.id, until)
        if self.chance.random() < DONE_BEFORE:
            insort(self._ends, (now + timedelta(minutes=self.chance.randint(1, 4_000)), row.id))

    def _meeting(self, session: Session, user: int, now: datetime) -> None:
        begins = now + timedelta(minutes=self.chance.randint(10, 3_000))
        minutes = self.chance.choice((15, 30, 60, 90))
        session.add(
            Interaction(
                tenant_id=self.tenant, source="calendar", kind=Kind.MEETING, user_id=user, occurred_at=begins, text="",
                account_id=self.chance.choice(self._clients[user])[0], subject="Review", created_at=now, updated_at=now,
                external_id=f"{user}:{begins.isoformat()}:{self.chance.random()}", attributes={"duration_minutes": minutes},
            )
        )  # fmt: skip
        known = self.meetings[user]
        known[:] = [each for each in known if each[1] > now - DAY]
        known.append((begins, begins + timedelta(minutes=minutes)))

    def _change_mind(self, session: Session, now: datetime) -> None:
        _, contact = self.chance.choice(self._clients[self.chance.choice(list(self._clients))])
        given = contact in self.unwilling
        session.add(
            Consent(tenant_id=self.tenant, contact_id=contact, purpose="nudges", given=given, at=now, source="years")
        )
        (self.unwilling.discard if given else self.unwilling.add)(contact)

    def _get_done(self, session: Session, now: datetime) -> None:
        while self._ends and self._ends[0][0] <= now:
            self._done(session, self._ends.pop(0)[1])

    def _done(self, session: Session, nudge_id: int) -> None:
        truth = self.truths[nudge_id]
        truth.holds = False
        session.execute(update(Task).where(Task.id == truth.task).values(done_at=self._clock.now()))

    def _count(self, expected: float) -> int:
        whole = int(expected)
        return whole + (self.chance.random() < expected - whole)


class Post:
    """Slack, as both processes reach it: it hangs up, is slow to be asked, and processes die at it."""

    def __init__(
        self, company: Company, clock: FixedClock, chance: random.Random, watcher: Watcher, *, kills: float,
        interrupt: Callable[[], None],
    ) -> None:  # fmt: skip
        self._company, self._clock, self._chance, self._watcher = company, clock, chance, watcher
        self._kills, self._interrupt = kills, interrupt

    def recipient(self, user: User) -> Recipient:
        """In the time this takes, the other process may work, and what a nudge rests on may change."""
        if self._chance.random() < 0.1:
            self._interrupt()
        return Recipient(user, user.slack_id or "", user.timezone)

    def rests_until(self, recipient: Recipient) -> datetime | None:
        if self._chance.random() < 0.02:
            self._company.finish_one(recipient.user.id)
        return None

    def find(self, recipient: Recipient, key: str, since: datetime) -> Posted | None:
        posted = self._watcher.keys.get(key)
        return Posted(recipient.address, f"{posted.timestamp():.6f}") if posted and posted >= since else None

    def post(self, recipient: Recipient, message: Message) -> Posted:
        if self._chance.random() < self._kills:
            raise Stopped
        if self._chance.random() < self._kills:
            raise RetryableError("Slack could not be reached.")
        if self._chance.random() < 0.05:
            self._interrupt()
        self._watcher.comes(recipient.user.id, message, self._clock.now())
        if self._chance.random() < self._kills:
            raise Stopped
        if self._chance.random() < self._kills:
            raise RetryableError("Slack's answer was lost.")
        return Posted(recipient.address, f"{self._clock.now().timestamp():.6f}")


class Replica:
    """One process: whatever it remembers is gone when it is killed."""

    def __init__(self, company: Company, clock: FixedClock, post: Post) -> None:
        self._company, self._clock, self._post = company, clock, post
        self.restart()

    def restart(self) -> None:
        redactor: Any = None  # nothing is answered in these years
        self._rounds = Rounds(
            self._company.store, self._clock, Nudges(self._company.store, self._clock, redactor), self._post
        )  # fmt: skip

    def run(self) -> None:
        self._rounds.run(self._company.tenant)
