"""A team at work in a local Slack, with Rapport's processes and everything that they stand on."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from benchmarks.chaos.program import PYTHON, Program
from benchmarks.chaos.proxy import Proxy
from benchmarks.chaos.replica import DIAL, Dial
from bot.console.server import Console
from bot.console.workspace import Person, Workspace
from bot.settings import Settings
from bot.wiring import Rapport
from crm.model import Account, Role, Tenant, User

ROOT = Path(__file__).parents[2]
SOURCE = "harbour-desk"  # the source that other systems post to
SECRET = "whsec_Y2hhb3MgY2hhb3MgY2hhb3MgY2hhb3MgY2hhb3MgY2g="
RETRIES = (0.5, 10.0, 30.0, 60.0)  # seconds before Slack's repetitions; Slack itself takes up to five minutes
DISK = "1g"  # of the data folder's own disk
CLIENTS = 40
PEOPLE = 12
MODEL = "tiny"


@dataclass
class World:
    """Everything that can be broken, and the way to look at it."""

    home: Path
    folder: Path  # logs, outside of the data folder
    url: str  # the record, without a proxy in between; "" for SQLite in the data folder
    slack: Console
    staff: list[Person]
    ollama: Any
    model_door: Proxy
    database_door: Proxy | None
    dial: Dial
    own_disk: bool
    programs: list[Program]
    environment: dict[str, str]

    def doctor(self, seconds: float = 60) -> list[dict[str, str]]:
        """What `rapport doctor` says now; nothing where it says nothing in time."""
        command = [*PYTHON, "benchmarks.chaos.replica", "doctor", "--json"]
        try:
            done = subprocess.run(
                command, env=self.environment, capture_output=True, check=False, timeout=seconds, text=True
            )
            checks: list[dict[str, str]] = json.loads(done.stdout.splitlines()[-1])["checks"]
        except (subprocess.TimeoutExpired, ValueError, IndexError, KeyError):
            return []
        return checks

    def ready(self) -> int:
        return sum(program.ready() for program in self.programs)

    def app(self) -> Rapport:
        """The record as it is, whatever stands in between for others."""
        vectors = self.environment.get("RAPPORT_VECTORS", "")
        return Rapport(Settings(home=self.home, database_url=self.url, vectors=vectors))


@contextlib.contextmanager
def built(replicas: int, database: str | None, settings: Mapping[str, str] | None = None) -> Iterator[World]:
    """A world with everything up.

    Args:
        replicas: how many `rapport run` share the work.
        database: a PostgreSQL server on which a database of its own is made; None for SQLite.
        settings: further variables of Rapport's.
    """
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="rapport-chaos-")))
        home, own_disk = _disk(stack, folder)
        url = stack.enter_context(_database(database)) if database else ""
        door = _door(stack, url) if url else None
        staff, slack = _slack(stack)
        ollama = _ollama()
        stack.callback(ollama.close)
        model = Proxy("127.0.0.1", int(ollama.url.rpartition(":")[2]))
        stack.callback(model.close)
        dial = Dial(folder / "dial")
        _fill(home, url, staff)
        through = make_url(url).set(port=door.port).render_as_string(hide_password=False) if door else ""
        environment = _environment(home, through, slack, model, folder) | dict(settings or {})
        programs = [Program(f"rapport-{n + 1}", environment, folder) for n in range(replicas)]
        for program in programs:
            stack.callback(program.stop)
        world = World(
            home, folder, url, slack, staff, ollama, model, door, dial, own_disk, programs, environment
        )  # fmt: skip
        if not until(lambda: world.ready() == replicas, 300):
            raise SystemExit(_why(folder))
        yield world


def _ollama() -> Any:
    """The server of the tests, which speaks Ollama's API."""
    sys.path.insert(0, str(ROOT / "tests"))
    return importlib.import_module("ollama_server").OllamaServer()


def until(condition: Callable[[], object], seconds: float, pause: float = 0.3) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(pause)
    return False


def _why(folder: Path) -> str:
    logs = [f"{log.name}: {log.read_text(errors='replace')[-1500:]}" for log in sorted(folder.glob("*.log"))]
    return "Rapport did not get ready.\n" + "\n".join(logs)


def _disk(stack: contextlib.ExitStack, folder: Path) -> tuple[Path, bool]:
    """A data folder on a small disk of its own where this user may mount one."""
    home = folder / "home"
    home.mkdir(mode=0o700)
    options = ["-t", "tmpfs", "-o", f"size={DISK},mode=700", "tmpfs", str(home)]
    done = subprocess.run(["mount", *options], capture_output=True, check=False)
    if done.returncode == 0:
        stack.callback(subprocess.run, ["umount", "-l", str(home)], capture_output=True, check=False)
    return home, done.returncode == 0


@contextlib.contextmanager
def _database(server: str) -> Iterator[str]:
    """A database of its own on a shared server; nobody else's is touched."""
    name = f"chaos_{uuid.uuid4().hex[:10]}"
    url = make_url(server).set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield url.set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        engine.dispose()


def _door(stack: contextlib.ExitStack, url: str) -> Proxy:
    parsed = make_url(url)
    door = Proxy(parsed.host or "127.0.0.1", parsed.port or 5432)
    stack.callback(door.close)
    return door


def _slack(stack: contextlib.ExitStack) -> tuple[list[Person], Console]:
    place = Workspace("Northwind", "northwind")
    staff = [place.add_person(f"rep{n}", f"Rep Number{n}", f"rep{n}@northwind.example") for n in range(PEOPLE)]
    for person in staff:
        place.dm(person)
    return staff, stack.enter_context(Console(place, retry_delays=RETRIES))


def _fill(home: Path, url: str, staff: list[Person]) -> None:
    """A team with clients, and a source that other systems post to."""
    app = Rapport(Settings(home=home, database_url=url))
    tenant, now = app.tenants.home(), app.clock.now()
    stamp = {"tenant_id": tenant, "created_at": now, "updated_at": now}
    with app.store.write() as session:
        session.get_one(Tenant, tenant).settings = {"nudges": {"brief": False}}
        users = [User(name=p.real_name, email=p.email, role=Role.REP, external_id=p.name, **stamp) for p in staff]
        session.add_all(users)
        session.flush()
        for n in range(CLIENTS):
            owner = users[n % len(users)].id
            session.add(Account(name=f"Client {n}", external_id=f"a{n}", owner_id=owner, **stamp))
    app.sources.add(tenant, SOURCE, "webhook", {}, timedelta(minutes=5))
    app.close()


def _environment(home: Path, url: str, slack: Console, model: Proxy, folder: Path) -> dict[str, str]:
    given = {
        "RAPPORT_HOME": str(home),
        "RAPPORT_DATABASE_URL": url,
        "RAPPORT_SLACK_BOT_TOKEN": slack.bot_token,
        "RAPPORT_SLACK_APP_TOKEN": slack.app_token,
        "RAPPORT_SLACK_API_URL": f"{slack.url}/api/",
        "RAPPORT_HTTP_PORT": "0",
        "RAPPORT_SECRET__EVENTS_SECRET": SECRET,
        "RAPPORT_OLLAMA_HOST": f"http://127.0.0.1:{model.port}",
        "RAPPORT_OLLAMA_CHAT_MODEL": MODEL,
        "RAPPORT_MODEL_BUDGET": "5",
        "RAPPORT_THREADS": "1",
        DIAL: str(folder / "dial"),
        "PYTHONPATH": str(ROOT),
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RAPPORT_")}
    return kept | given
