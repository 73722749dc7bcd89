"""How long Home takes to open at size: `python -m benchmarks.home [--interactions N] [--openings N]`.

A record of 2,000 clients, 10,000 deals and N interactions, with meetings of today and tomorrow, readings, signals and suggestions.
Home is opened through the console's socket, as in Slack: the time counts from the click until the view is published. Beside it the time
of the processor that drawing alone takes. Prints JSON: p50 and p95 in milliseconds by role, and the machine's load.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Literal

import structlog
from pydantic import SecretStr
from sqlalchemy import insert, select, update

from benchmarks.large_company import NOW, made
from benchmarks.speed_asking import CACHE
from bot.console.server import Console
from bot.console.workspace import Workspace
from bot.process import Process
from bot.settings import Settings
from bot.slack.desk import Visit
from bot.slack.handlers.home import page_of
from bot.slack.views import home as home_view
from bot.wiring import Rapport
from crm.model import Account, Interaction, InteractionReading, Kind, Role, Signal, Task, User

WARM = 10
SETTLES = 90  # seconds in which a bot that has just started finds what is best done next, and tells it
Taken = dict[str, dict[str, float]]
Who = Literal["rep", "manager", "admin"]


class At:
    """A clock that began at the record's own day, and goes on."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def now(self) -> datetime:
        return NOW + timedelta(seconds=time.monotonic() - self._began)


def copied(interactions: int, folder: Path) -> Path:
    """A large company of our own to change. With its vectors: a bot that indexes 100,000 rows anew opens Home beside that."""
    return Path(shutil.copytree(made(CACHE, interactions), folder / "home"))


def busy(app: Rapport) -> dict[Who, User]:
    """Meetings, readings, signals, follow-ups of today and suggestions; the people who open Home, by role."""
    tenant, stamp = app.tenants.home(), {"created_at": NOW, "updated_at": NOW}
    with app.store.write() as session:
        manager = session.scalars(select(User).where(User.role == Role.MANAGER).order_by(User.id)).first()
        if manager is None:
            raise SystemExit("The company has no manager.")
        rep = session.scalars(select(User).where(User.manager_id == manager.id).order_by(User.id)).first()
        if rep is None:
            raise SystemExit("The manager has no team.")
        admin = User(tenant_id=tenant, name="Ari Voss", email="ari@rep.example", role=Role.ADMIN, **stamp)
        session.add(admin)
        accounts = session.scalars(select(Account).where(Account.owner_id == rep.id).limit(6)).all()
        newest = session.scalars(select(Interaction.id).order_by(Interaction.id.desc())).all()
        said = {
            "summary": "They asked for a lower price and a call on Monday.",
            "themes": [],
            "intents": [],
            "asks": [],
        }
        whole = {
            **said,
            "commitments": [],
            "human": [],
            "tenant_id": tenant,
            "version": 1,
            "read_at": NOW,
            "attempts": 0,
        }
        session.execute(insert(InteractionReading), [{**whole, "interaction_id": each} for each in newest])
        for place, account in enumerate(accounts):
            session.add(
                Interaction(tenant_id=tenant, source="calendar", external_id=f"meeting-{place}", kind=Kind.MEETING,
                            occurred_at=NOW + timedelta(hours=place * 5), account_id=account.id, user_id=rep.id,
                            subject="Quarterly review", **stamp)
            )  # fmt: skip
            session.add(
                Signal(tenant_id=tenant, key=f"bench-{place}", rule="anger", severity=3, account_id=account.id,
                       says=f"{account.name} sounds angry.", evidence=[f"interaction:{newest[place]}"], detail={},
                       tell=[], noticed_at=NOW)
            )  # fmt: skip
        soon = select(Task.id).where(Task.owner_id == rep.id, Task.done_at.is_(None)).limit(12)
        session.execute(update(Task).where(Task.id.in_(soon)).values(due_on=NOW.date()))
    begun = time.perf_counter()
    found = app.nudges.gather(tenant)
    print(f"{found} suggestions in {time.perf_counter() - begun:.1f} s", file=sys.stderr)
    return {"rep": rep, "manager": manager, "admin": admin}


def drawing(app: Rapport, user: User) -> float:
    """Milliseconds of one drawing, the sight taken anew, without Slack."""
    begun = time.perf_counter()
    nothing: Any = None  # drawing asks nothing of Slack
    visit = Visit(
        app=app, post=nothing, envelope=nothing, tenant_id=user.tenant_id, team="", user=user, place=nothing,
        now=app.clock.now(), audiences=nothing,
    )  # fmt: skip
    with app.rights.seeing(user.tenant_id, user):
        home_view.blocks(page_of(visit))
    return (time.perf_counter() - begun) * 1_000


def opening(console: Console, person: str) -> float:
    """Milliseconds from the click until the view is there."""
    before = console.home(person)
    mark, begun = before.hash if before else None, time.perf_counter()
    console.open_home(person)
    while (home := console.home(person)) is None or home.hash == mark:
        if time.perf_counter() - begun > 60:
            raise SystemExit(f"Home of {person} did not come within a minute.")
        time.sleep(0.001)
    return (time.perf_counter() - begun) * 1_000


def figures(measure: Callable[[], float], times: int) -> dict[str, float]:
    for _ in range(WARM):
        measure()
    taken = sorted(measure() for _ in range(times))
    return {"p50": round(statistics.median(taken), 1), "p95": round(taken[int(len(taken) * 0.95)], 1)}


def serve(settings: Settings) -> None:
    """The bot as it runs in earnest: a process of its own."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    process = Process(Rapport(settings, At()))
    process.start()
    signal.sigwait({signal.SIGTERM})
    process.stop()


@contextmanager
def running(home: Path, people: dict[Who, User]) -> Iterator[Console]:
    """The bot over the record, with everybody who opens Home in the workspace."""
    place = Workspace()
    with Console(place) as console:
        for who, user in people.items():
            place.dm(place.add_person(who, user.name, user.email or "", role=who))
        settings = Settings(
            home=home, slack_bot_token=SecretStr(console.bot_token), slack_app_token=SecretStr(console.app_token),
            slack_api_url=f"{console.url}/api/", http_port=0,
        )  # fmt: skip
        bot = get_context("spawn").Process(target=serve, args=(settings,))
        bot.start()
        try:
            console.wait_connected()
            time.sleep(SETTLES)
            yield console
        finally:
            bot.terminate()
            bot.join()


def drawn_alone(home: Path, openings: int) -> tuple[dict[Who, User], Taken]:
    """Drawing without a running bot: milliseconds of the processor, which other work on the machine moves less."""
    app, found = Rapport(Settings(home=home), At()), {}
    people = busy(app)
    for who, user in people.items():

        def measure(user: User = user) -> float:
            begun = time.process_time()
            drawing(app, user)
            return (time.process_time() - begun) * 1_000

        found[str(who)] = figures(measure, openings)
    app.close()
    return people, found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--interactions", type=int, default=100_000)
    parser.add_argument("--openings", type=int, default=200)
    parser.add_argument("--drawn-alone", action="store_true", help="Only draw, without a bot.")
    args = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    with tempfile.TemporaryDirectory() as folder:
        home = copied(args.interactions, Path(folder))
        people, drawn = drawn_alone(home, args.openings)
        told: dict[str, Any] = {"interactions": args.interactions, "drawn_cpu_ms": drawn}
        if not args.drawn_alone:
            with running(home, people) as console:
                told["opened_ms"] = {who: figures(partial(opening, console, who), args.openings) for who in people}
    print(json.dumps(told | {"load": round(os.getloadavg()[0], 1)}))


if __name__ == "__main__":
    main()
