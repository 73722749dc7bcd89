"""A small company of everything that a backup holds, a hundred questions about it, and people who go on logging."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from pydantic import SecretStr
from sqlalchemy import func, select

from bot.backup.restoring import Given, Restore, Restored
from bot.backup.taking import Backup, Made, Wishes
from bot.settings import Settings
from bot.wiring import Rapport
from crm.clock import FixedClock
from crm.intake.event import Event, Page, Party
from crm.model import Interaction, Kind, ProposalState, ProposedEntry

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
CLIENTS = 20
TALKS = 120
TOPICS = ("pricing", "the invoice", "delivery", "the renewal", "training")
SAID = (
    "Honestly we are furious, {topic} is wrong again and nobody answers.",
    "Thanks, we are very happy with how you handled {topic}.",
    "Could you send us something about {topic} by Friday?",
    "We talked about {topic} and will decide next month.",
)
PDF = b"%PDF-1.4 minutes of the meeting about the renewal"
LOADED = "Loadwell"  # the client that people log calls about meanwhile
CALL = "Called Loadwell about crate {number}"

WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from bot.settings import Settings
from bot.wiring import Rapport
from crm.clock import FixedClock
now = datetime(2026, 11, 20, 15, tzinfo=UTC)
app = Rapport(Settings(home=Path(sys.argv[1]), database_url=sys.argv[2]), FixedClock(now))
tenant, number = app.tenants.home(), 0
while True:
    number += 1
    said = app.logbook.propose(tenant, f"Called Loadwell about crate {number}", user=None, now=now)
    app.logbook.confirm(tenant, said.entry_id, None)
    if number == 3:
        print("ready", flush=True)
"""


def number_of(said: str) -> int:
    return int(said.partition("crate ")[2].split()[0].rstrip("."))


def name(number: int) -> str:
    return f"{('Amber', 'Birch', 'Cedar', 'Delta', 'Ember')[number % 5]} {('Works', 'Mills', 'Foods', 'Labs')[number // 5]}"


class World:
    """The application on a data folder and a database."""

    def __init__(self, home: Path, url: str = "", key: str = "") -> None:
        home.mkdir(exist_ok=True, mode=0o700)
        self.home, self.url = home, url
        self.app = Rapport(Settings(home=home, database_url=url, backup_key=SecretStr(key)), FixedClock(NOW))

    @property
    def tenant(self) -> int:
        return self.app.tenants.home()

    def fill(self, talks: int = TALKS) -> World:
        self.app.jobs.enqueue_intake = lambda _tenant_id: True  # type: ignore[method-assign]
        self._import(talks)
        self._hear()
        self.index()
        return self

    def index(self) -> None:
        while self.app.indexer.run_once(self.tenant):
            pass

    def _import(self, talks: int) -> None:
        random, folder = Random(5), self.home.with_name(f"{self.home.name}-export")
        folder.mkdir()
        clients = [name(number) for number in range(CLIENTS)]
        _csv(
            folder / "users.csv",
            "Name,Email,Role",
            ["Dana Reyes,dana@northwind.example,rep", "Lee Park,lee@northwind.example,rep"],
        )
        owners = ("Dana Reyes", "Lee Park")
        _csv(
            folder / "accounts.csv", "Account Name,Industry,Owner,Parent Account",
            [f"{each},{random.choice(('Retail', 'Energy'))},{owners[place % 2]},{clients[place + 1] if place % 7 == 0 else ''}"
             for place, each in enumerate(clients)] + [f"{LOADED},Energy,Dana Reyes,"],
        )  # fmt: skip
        _csv(
            folder / "contacts.csv",
            "Name,Email,Phone,Account",
            [
                f"Kim {each.split()[0]}{place},kim{place}@c{place}.example,+44 7911 12{place:04},{each}"
                for place, each in enumerate(clients)
            ],
        )
        stages = ("Qualification", "Negotiation", "Closed Won", "Closed Lost")
        _csv(
            folder / "opportunities.csv", "Opportunity,Account,Owner,Stage,Amount,Created,Close Date",
            [f"Deal {place},{clients[place % CLIENTS]},{owners[place % 2]},{stages[place % 4]},{1000 + 37 * place}.50,2026-0{1 + place % 8}-03,2026-1{place % 3}-11"
             for place in range(60)],
        )  # fmt: skip
        _csv(
            folder / "emails.csv", "Message Id,Date,Kind,Account,Contact,Direction,Subject,Body",
            [f'm{place},{(NOW - timedelta(days=2 + 2 * place)):%Y-%m-%d} 10:00,email,{clients[place % CLIENTS]},Kim {clients[place % CLIENTS].split()[0]}{place % CLIENTS},in,About {random.choice(TOPICS)},"{random.choice(SAID).format(topic=TOPICS[place % 5])} Ref {place}."'
             for place in range(talks)],
        )  # fmt: skip
        self.app.importer.run(self.tenant, folder)

    def _hear(self) -> None:
        """A document whose original is kept, one that waits in the inbox, and an original that redaction sealed."""
        app, tenant = self.app, self.tenant
        source = app.sources.add(tenant, "papers", "webhook", {}, timedelta(hours=1))
        us = Party(role="from", name="Kim Amber0", address="kim0@c0.example")
        for key, done in (("documents/a1", True), ("documents/b2", False)):
            app.objects.put(tenant, key, PDF)
            event = Event(key=key[-2:], kind=Kind.NOTE, occurred_at=NOW - timedelta(days=9), text=f"Minutes, call +44 7911 123456. {key}", parties=(us,), document=key)  # fmt: skip
            app.sync.hear(source, Page.of([event], {}))
            if done:
                app.chain.run(tenant)

    def backup(self, place: Path, **wishes: Any) -> Made:
        return Backup(self.app).make(place, Wishes(**wishes))

    def restore(self, path: Path, **given: Any) -> Restored:
        return Restore(self.app).run(path, Given(**{"ledger": "backup", **given}))

    def logged(self) -> dict[int, str]:
        """The calls that were logged meanwhile by their numbers; each must be there as a whole."""
        with self.app.store.read() as session:
            said = session.scalars(select(Interaction.text).where(Interaction.text.contains("crate"))).all()
            entries = session.scalar(
                select(func.count()).select_from(ProposedEntry).where(ProposedEntry.state == ProposalState.CONFIRMED)
            )
        assert entries == len(said)
        return {number_of(each): each for each in said}

    def go_back(self, logged: dict[int, str]) -> None:
        """Has of the calls that were logged meanwhile these alone, with these words."""
        with self.app.store.write() as session:
            for row in session.scalars(select(Interaction).where(Interaction.text.contains("crate"))):
                if number_of(row.text) in logged:
                    row.text = logged[number_of(row.text)]
                else:
                    session.delete(row)
        self.index()
        self.app.indexer.sweep(self.tenant)

    def answers(self) -> list[dict[str, Any]]:
        found = []
        for question in questions():
            told = self.app.asker.ask(self.tenant, question, user=None, now=NOW).model_dump()
            found.append({key: value for key, value in told.items() if key not in {"took_ms", "usage"}})
        return found

    def close(self) -> None:
        self.app.close()


def questions() -> list[str]:
    """A hundred: of rows, of sums, of moods and of meaning, none of what is logged meanwhile."""
    each = [
        *(f"who owns {name(number)}?" for number in range(CLIENTS)),
        *(f"deals of {name(number)}" for number in range(CLIENTS)),
        *(f"what did {name(number)} say about {TOPICS[number % 5]}?" for number in range(CLIENTS)),
        *(f"what was said about {topic} in {month}?" for topic in TOPICS for month in ("September", "October", "July")),
        *(f"deals {way} in {year}" for way in ("won", "lost", "created") for year in ("2026", "October 2026", "Q3 2026")),
        *("total amount of won deals", "won deals by owner", "open deals by stage", "average amount of lost deals"),
        *("clients in retail", "how many contacts are there?", "largest open deal", "unhappy clients last quarter"),
        *("happy clients in October", "clients without deals", "top 5 clients by won amount", "deals over 2000"),
        *("phone of Kim Amber0", "subsidiaries of Birch Works", "emails in October by client", "who is angry about delivery?"),
    ]  # fmt: skip
    assert len(each) == 100 == len(set(each)), len(each)
    return each


@contextmanager
def others_log(world: World) -> Iterator[None]:
    """Another process logs calls one after the other, until this ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(world.home), world.url], stdout=subprocess.PIPE, cwd=ROOT
    )
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == b"ready\n"
        yield
    finally:
        process.kill()
        process.communicate()


@contextmanager
def all_goes_on(world: World) -> Iterator[None]:
    """Within this process calls are logged, texts change and everything is indexed, as while the bot runs."""
    ended = threading.Event()
    failed: list[BaseException] = []

    def guarded(work: Callable[[int], None]) -> None:
        try:
            number = 0
            while not ended.is_set():
                number += 1
                work(number)
        except BaseException as error:  # noqa: BLE001 - told by the test
            failed.append(error)

    def log(number: int) -> None:
        said = world.app.logbook.propose(world.tenant, CALL.format(number=number), user=None, now=NOW)
        assert said.entry_id is not None
        world.app.logbook.confirm(world.tenant, said.entry_id, None)

    def change(number: int) -> None:
        with world.app.store.write() as session:
            last = (
                select(Interaction).where(Interaction.text.contains("crate")).order_by(Interaction.id.desc()).limit(3)
            )
            for row in session.scalars(last):
                row.text = f"{row.text.split(' again')[0]} again {number}"

    works: list[Callable[[int], None]] = [log, change, lambda _: world.index()]
    threads = [threading.Thread(target=guarded, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ended.set()
        for thread in threads:
            thread.join()
    assert failed == []


def _csv(path: Path, head: str, lines: list[str]) -> None:
    path.write_text("\n".join([head, *lines]) + "\n", "utf-8")
