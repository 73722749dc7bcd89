"""What scenarios play with: a small record, a workspace with its people, and somebody to talk through."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

from pydantic import SecretStr
from sqlalchemy import func, select

from bot.console.workspace import Workspace
from bot.process import Process
from bot.settings import Settings
from bot.wiring import Rapport
from crm.capture import Captured
from crm.clock import SystemClock
from crm.model import Account, Contact, Deal, Kind, Outcome, Role, Stage, Task, Tenant, User

MAIL = "We are really disappointed. The invoice is wrong again and nobody at your end answers. - Jane"


class Team:
    """What a scenario talks to."""

    def __init__(self, app, console, process):
        self.app, self.console, self.process = app, console, process

    def says(self, person, text, channel="dm"):
        """Writes a message and waits for the app's answer in the thread."""
        ts = self.console.say(person, channel, text)
        return self.console.wait_for(lambda: self.answers(person, ts), timeout=20)

    def answers(self, person, ts):
        return [m for m in self.console.messages("dm", ts, person=person) if m.bot]


@contextmanager
def at_work(home, console):
    """The app over that record, connected; gives it with its process."""
    app = Rapport(settings_of(home, console), SystemClock())
    fill(app)
    while app.indexer.run_once():
        pass
    process = Process(app)
    process.start()
    assert console.wait_connected()
    yield app, process
    process.stop()


def fill(app):
    """A company with one of everything, some of it unhappy."""
    now = app.clock.now()
    today = now.date()
    tenant = app.tenants.home()
    stamp = {"tenant_id": tenant, "created_at": now, "updated_at": now}
    with app.store.write() as session:
        always = {"quiet": ["00:00", "00:00"], "days": list(range(7)), "brief": False}  # whatever the hour of the test
        session.get_one(Tenant, tenant).settings = {"nudges": always}
        boss = User(name="Morgan Hale", email="morgan@northwind.example", role=Role.MANAGER, external_id="u1", **stamp)
        session.add(boss)
        session.flush()
        dana = User(name="Dana Reyes", email="dana@northwind.example", manager_id=boss.id, external_id="u2", **stamp)
        admin = User(name="Ari Voss", email="ari@northwind.example", role=Role.ADMIN, external_id="u3", **stamp)
        session.add_all([dana, admin])
        session.flush()
        acme = Account(name="Acme", external_id="a1", owner_id=dana.id, **stamp)
        globex = Account(name="Globex", external_id="a2", owner_id=boss.id, **stamp)
        session.add_all([acme, globex])
        session.flush()
        jane = Contact(name="Jane Miller", email="jane@acme.example", account_id=acme.id, external_id="c1", **stamp)
        session.add(jane)
        for position, (name, outcome) in enumerate(
            [
                ("Qualification", Outcome.OPEN),
                ("Negotiation", Outcome.OPEN),
                ("Won", Outcome.WON),
                ("Lost", Outcome.LOST),
            ]
        ):
            session.add(Stage(tenant_id=tenant, name=name, position=position, outcome=outcome))
        session.add(
            Deal(
                name="Acme renewal",
                account_id=acme.id,
                owner_id=dana.id,
                stage="Negotiation",
                amount=80000,
                external_id="d1",
                opened_on=today - timedelta(days=90),
                close_date=today + timedelta(days=20),
                **stamp,
            )
        )
        session.add(
            Deal(
                name="Globex pilot",
                account_id=globex.id,
                owner_id=boss.id,
                stage="Won",
                outcome=Outcome.WON,
                amount=30000,
                external_id="d2",
                opened_on=today - timedelta(days=200),
                close_date=date(today.year, 1, 15),
                **stamp,
            )
        )
        session.add(
            Task(
                what="send the contract", due_on=today, owner_id=dana.id, account_id=acme.id, external_id="t1", **stamp
            )
        )
        session.flush()
        app.capture.add(
            session,
            tenant,
            [
                Captured(
                    "mail",
                    "m1",
                    Kind.EMAIL,
                    last_quarter(now),
                    text=MAIL,
                    subject="Invoice",
                    direction="in",
                    account_id=acme.id,
                    contact_ids=[jane.id],
                ),
                Captured(
                    "mail",
                    "m2",
                    Kind.EMAIL,
                    last_quarter(now),
                    text="The pricing per seat is fine for us, thank you!",
                    direction="in",
                    account_id=globex.id,
                ),
            ],
        )


def last_quarter(now):
    first = datetime(now.year, (now.month - 1) // 3 * 3 + 1, 1, 12, tzinfo=UTC)
    return first - timedelta(days=20)


def staffed():
    """A workspace with the record's people, a colleague the record does not know, a guest and a stranger."""
    place = Workspace()
    dana = place.add_person("dana", "Dana Reyes", "dana@northwind.example", tz="Europe/London")
    boss = place.add_person("morgan", "Morgan Hale", "morgan@northwind.example", role="manager")
    admin = place.add_person("ari", "Ari Voss", "ari@northwind.example", role="admin")
    new = place.add_person("nia", "Nia Cole", "nia@northwind.example")
    guest = place.add_person("tom", "Tom Becker", "tom@agency.example", role="guest")
    stranger = place.add_person("lena", "Lena Fischer", "lena@acme.example", stranger=True)
    place.add_channel("sales", [dana, boss, admin, guest])
    place.add_channel("shared", [dana, boss, stranger], ext_shared=True)
    for person in (dana, boss, admin, new, guest):
        place.dm(person)
    return place


def settings_of(home, console):
    return Settings(
        home=home,
        slack_bot_token=SecretStr(console.bot_token),
        slack_app_token=SecretStr(console.app_token),
        slack_api_url=f"{console.url}/api/",
        http_port=0,
    )


def rows(team, table):
    with team.app.store.read() as session:
        return session.scalar(select(func.count()).select_from(table))
