"""A working Rapport behind a real socket, on a Tuesday at noon in London: its clock runs on, and is moved at will."""

from __future__ import annotations

import json
import sys
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

sys.path.insert(0, str(Path(__file__).parents[1] / "scenarios"))

from scene import fill, settings_of, staffed

from bot.console.server import Console
from bot.slack.runner import SlackFace
from bot.wiring import Rapport
from crm.errors import RapportError
from crm.model import Account, Contact, Deal, InboxItem, InboxState, Nudge, NudgeEvent, Tenant, User
from crm.nudges.nudge import Draft, Evidence

TUESDAY = datetime(2026, 11, 24, 12, tzinfo=UTC)


class Wall:
    """A clock that goes on by itself, and can be moved."""

    def __init__(self, instant):
        self.instant, self._since = instant, time.monotonic()

    def now(self):
        return self.instant + timedelta(seconds=time.monotonic() - self._since)

    def move(self, instant):
        self.instant, self._since = instant, time.monotonic()

    def later(self, **span):
        self.instant += timedelta(**span)


class Scene:
    def __init__(self, home):
        self.wall = Wall(TUESDAY)
        self.console = Console(staffed(), clock=self.wall).start()
        for person in self.console.workspace.people.values():
            person.tz = "Europe/London"
        self.app = Rapport(settings_of(home, self.console), self.wall)
        fill(self.app)
        self.tenant = self.app.tenants.home()
        self.face = SlackFace(self.app)
        self.face.start()
        assert self.console.wait_connected()
        self._ended = threading.Event()
        self._desk = threading.Thread(target=self._work, daemon=True)
        self._desk.start()
        for person in ("dana", "morgan", "ari"):
            self.console.open_home(person)
            assert self.console.wait_for(lambda who=person: self.console.home(who), timeout=20)
        self._made = 0
        self.set_team(brief=False)

    def close(self):
        self._ended.set()
        self._desk.join()
        self.face.stop()
        self.app.close()
        self.console.stop()

    def _work(self):
        """Answers what comes in, as a job does."""
        while not self._ended.wait(0.02):
            for item in self._open():
                with suppress(RapportError):
                    self.face.desk.process(item)

    def _open(self):
        with self.app.store.read() as session:
            return list(session.scalars(select(InboxItem.id).where(InboxItem.state == InboxState.RECEIVED)))

    def idle(self):
        """Waits until all that came in is answered."""
        self.until(lambda: not self._open())

    def set_team(self, **habits):
        with self.app.store.write() as session:
            tenant = session.get_one(Tenant, self.tenant)
            tenant.settings = {**tenant.settings, "nudges": habits}

    def user(self, name):
        with self.app.store.read() as session:
            return session.scalars(select(User).where(User.name.startswith(name))).one()

    def suggest(self, name="Dana", client="Acme", severity=3, **fields):
        """A nudge about an open deal of the client; returns its id."""
        self._made += 1
        user, now = self.user(name), self.wall.now()
        with self.app.store.write() as session:
            account = session.scalars(select(Account).where(Account.name == client)).one()
            contact = session.scalars(select(Contact).where(Contact.account_id == account.id)).first()
            deal = session.scalars(select(Deal).where(Deal.account_id == account.id)).first()
            held = Evidence(f"deal:{deal.id}", "The deal is open.", {"outcome": deal.outcome.value})
            draft = Draft(
                "mail",
                "Hi Jane,\n\nshall we speak on Thursday?\n\nDana",
                "Your renewal",
                contact.id if contact else None,
            )
            row = {
                "kind": "competitor", "says": f"{client} speaks of Initech ({self._made})", "value": 0.8, "urgency": 0.9,
                "evidence": [held.stored()], "draft": draft.stored(), "moment": now, "made_at": now, "due_at": now,
                "until": now + timedelta(days=5), "contact_id": contact.id if contact else None, "deal_id": deal.id,
            }  # fmt: skip
            nudge = Nudge(
                tenant_id=self.tenant, user_id=user.id, key=f"scene:{self._made}", account_id=account.id, severity=severity,
                **{**row, **fields},
            )  # fmt: skip
            session.add(nudge)
            session.flush()
            return nudge.id

    def round(self):
        return self.app.nudge_rounds.run(self.tenant)

    def nudge(self, number):
        with self.app.store.read() as session:
            return session.get_one(Nudge, number)

    def events(self, number):
        with self.app.store.read() as session:
            rows = session.scalars(select(NudgeEvent).where(NudgeEvent.nudge_id == number).order_by(NudgeEvent.id))
            return {row.what.value: row.detail for row in rows}

    def message(self, number, person="dana"):
        """The message that holds a nudge's buttons, or held them."""
        row = self.nudge(number)
        found = [m for m in self.console.messages("dm", person=person) if m.ts == row.ts]
        return found[0] if found else None

    def shown(self, number, person="dana"):
        return drawn(self.message(number, person))

    def sent(self, number, person="dana"):
        """Has it sent; returns the message's ts."""
        self.round()
        self.console.wait_for(lambda: self.message(number, person), timeout=20)
        return self.nudge(number).ts

    def told(self, person, *words):
        """The messages to somebody that hold the words, by threads and all."""
        found = [m for m in self.console.messages("dm", person=person) if m.bot]
        return [m for m in found if all(word in drawn(m) for word in words)]

    def whispered(self, person, *words):
        return [m for m in self.console.ephemerals(person) if all(word in drawn(m) for word in words)]

    def until(self, predicate):
        assert self.console.wait_for(predicate, timeout=20)

    def form(self, person="dana"):
        self.until(lambda: self.console.views(person))
        return self.console.views(person)[-1]

    def tomorrow(self):
        """Noon of the next working day: budgets begin anew."""
        day = self.wall.now().replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=1)
        while day.weekday() > 4:
            day += timedelta(days=1)
        self.wall.move(day)


def drawn(message):
    return json.dumps(message.blocks, ensure_ascii=False) if message is not None else ""
