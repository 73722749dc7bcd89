"""A team with nudges that wait, and a courier that remembers what it was given, and fails on demand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from crm.clock import FixedClock
from crm.errors import RejectedError, RetryableError
from crm.model import Account, Nudge, NudgeMessage, Tenant, User
from crm.nudges.courier import Posted, Recipient
from crm.nudges.nudges import Nudges
from crm.nudges.rounds import Rounds

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)  # a Friday


class Killed(BaseException):
    """What stops a process in the middle: nothing that anybody catches."""


@dataclass
class Slack:
    """The one Slack that all couriers of a test post to."""

    posted: list = field(default_factory=list)  # (when, slack id, message)
    outside: set = field(default_factory=set)
    zones: dict = field(default_factory=dict)
    rests: dict = field(default_factory=dict)

    def keys(self):
        return [message.key for _, _, message in self.posted]


@dataclass
class HandCourier:
    """`fails` are taken one a call: before (nothing was heard), after (it was posted, the answer was lost), refused,
    killed-before, killed-after."""

    slack: Slack
    clock: FixedClock
    fails: list = field(default_factory=list)
    lookups_fail: bool = False
    delay: timedelta = timedelta(0)

    def recipient(self, user):
        address = user.slack_id or user.email
        return None if address in self.slack.outside else Recipient(user, address, self.slack.zones.get(address))

    def rests_until(self, recipient):
        return self.slack.rests.get(recipient.address)

    def find(self, recipient, key, since):
        if self.lookups_fail:
            raise RejectedError("Not allowed.")
        found = [
            Posted("D1", f"{at.timestamp():.6f}")
            for at, to, message in self.slack.posted
            if to == recipient.address and message.key == key and at >= since
        ]
        return found[0] if found else None

    def post(self, recipient, message):
        self.clock.instant += self.delay
        fails = self.fails.pop(0) if self.fails else ""
        if fails == "killed-before":
            raise Killed
        if fails == "before":
            raise RetryableError("Slack could not be reached.")
        if fails == "refused":
            raise RejectedError("Slack would not take it.")
        self.slack.posted.append((self.clock.now(), recipient.address, message))
        if fails == "killed-after":
            raise Killed
        if fails == "after":
            raise RetryableError("Slack could not be reached.")
        return Posted("D1", f"{self.clock.now().timestamp():.6f}")


class World:
    def __init__(self, store, clock, zone="Europe/London"):
        self.store, self.clock, self.slack = store, clock, Slack()
        at = {"created_at": clock.now(), "updated_at": clock.now()}
        with store.write() as session:
            tenant = Tenant(name="Northwind", slack_team_id="T1", created_at=clock.now())
            session.add(tenant)
            session.flush()
            dana = User(
                tenant_id=tenant.id,
                name="Dana Reyes",
                email="dana@northwind.example",
                slack_id="U1",
                timezone=zone,
                **at,
            )
            morgan = User(
                tenant_id=tenant.id, name="Morgan Hale", email="morgan@northwind.example", timezone=zone, **at
            )
            session.add_all([dana, morgan])
            session.flush()
            accounts = [Account(tenant_id=tenant.id, name=f"Client {n}", owner_id=dana.id, **at) for n in range(8)]
            session.add_all(accounts)
            session.flush()
            self.tenant, self.dana, self.morgan = tenant.id, dana.id, morgan.id
            self.accounts = [each.id for each in accounts]
        self._made = 0

    def replica(self):
        """A process of its own: rounds and a courier."""
        courier = HandCourier(self.slack, self.clock)
        return Rounds(self.store, self.clock, Nudges(self.store, self.clock, None), courier), courier

    def waits(self, account=0, severity=2, user=None, **fields):
        """Adds a nudge; returns its id."""
        self._made += 1
        now = self.clock.now()
        row = {
            "tenant_id": self.tenant, "user_id": user or self.dana, "key": f"k{self._made}", "kind": "competitor",
            "severity": severity, "account_id": None if account is None else self.accounts[account], "says": f"Nudge {self._made}",
            "value": 0.5, "urgency": 0.5, "moment": now, "made_at": now, "due_at": now, "until": now + timedelta(days=5),
        }  # fmt: skip
        with self.store.write() as session:
            nudge = Nudge(**{**row, **fields})
            session.add(nudge)
            session.flush()
            return nudge.id

    def nudge(self, nudge_id):
        with self.store.read() as session:
            return session.get_one(Nudge, nudge_id)

    def messages(self):
        with self.store.read() as session:
            return list(session.scalars(select(NudgeMessage).order_by(NudgeMessage.id)))

    def to(self, slack_id):
        return [
            tuple(each.id for each in message.suggestions) for _, to, message in self.slack.posted if to == slack_id
        ]

    def later(self, **span):
        self.clock.instant += timedelta(**span)
