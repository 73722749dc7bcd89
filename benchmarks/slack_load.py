"""Slack's events at a pace, over Socket Mode and over signed HTTP, against a real `rapport run`: how soon each was
acknowledged, and whether any was lost or answered twice. A tenth is delivered twice, a twentieth again as a retry.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import create_engine, text

from bot.console.delivery import Ack, Kind, Transport
from bot.console.http_events import HttpTransport
from bot.console.server import Console
from bot.console.workspace import Person, Workspace
from bot.settings import Settings
from bot.wiring import Rapport
from crm.model import Account, Deal, Role, User

Json = dict[str, Any]
SECRET = "slack-load-signing-secret"
DUPLICATES, RETRIES = 0.10, 0.05
MIX = {"question": 30, "log": 15, "home": 35, "button": 20}  # of a hundred
QUESTIONS = (
    "open deals over 10k",
    "who owns Client {n}?",
    "how many deals did we win this year?",
    "my open follow-ups",
    "deals of Client {n}",
    "total amount of open deals by owner",
)
LOGS = (
    "called Client {n} about the renewal, follow up next week",
    "met Client {n} today, they want {n} more seats",
    "emailed Client {n} about the invoice",
)
CLIENTS = 120


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--rate", type=float, default=50, help="events a second")
    parser.add_argument("--people", type=int, default=40)
    parser.add_argument("--face", choices=["socket", "http", "both"], default="both")
    parser.add_argument("--drain", type=float, default=900, help="seconds that answers may take after the last event")
    chosen = parser.parse_args()
    for face in ["socket", "http"] if chosen.face == "both" else [chosen.face]:
        measured = measure(face, chosen.seconds, chosen.rate, chosen.people, chosen.drain)
        print(json.dumps(measured), flush=True)


@dataclass
class Sent:
    """What went out and how it was taken. `answers` counts the app's messages by the message they answer."""

    acks: list[float] = field(default_factory=list)  # seconds, one a delivery
    refused: int = 0
    keys: set[str] = field(default_factory=set)
    questions: list[str] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    cards: deque[tuple[str, str]] = field(default_factory=deque)  # who has one, and its timestamp
    sorts: Counter[str] = field(default_factory=Counter)
    late: float = 0.0  # seconds that the last event went out behind its time
    lock: threading.Lock = field(default_factory=threading.Lock)


class Timed:
    """A transport that notes how long each acknowledgement took."""

    def __init__(self, inner: Transport, sent: Sent) -> None:
        self._inner, self._sent = inner, sent

    def deliver(self, kind: Kind, payload: Json, attempt: int, reason: str) -> Ack:
        began = time.perf_counter()
        ack = self._inner.deliver(kind, payload, attempt, reason)
        took = time.perf_counter() - began
        with self._sent.lock:
            self._sent.acks.append(took)
            self._sent.refused += not ack.ok
        return ack


def measure(face: str, seconds: float, rate: float, people: int, drain: float) -> Json:
    """One face under load."""
    place, staff = _workspace(people)
    with (
        tempfile.TemporaryDirectory() as folder,
        Console(place, signing_secret=SECRET, retry_delays=(1.0, 2.0)) as slack,
    ):
        home = Path(folder)
        _fill(home, staff)
        with _running(home, slack, face) as port:
            transport: Transport = (
                slack.socket if face == "socket" else HttpTransport(f"http://127.0.0.1:{port}/slack/events", SECRET)
            )
            sent = Sent()
            slack.delivery.transport = Timed(transport, sent)
            _listen(slack, sent)
            load = os.getloadavg()[0]
            _send(slack, staff, sent, seconds, rate)
            ended = time.perf_counter()
            drained = _drained(home, slack, sent, drain)
            found = _figures(home, sent) | {"inside_ms": _inside(port)}
            answering = round(time.perf_counter() - ended, 1)
    given = {"face": face, "rate": rate, "seconds": seconds, "load_before": round(load, 1)}
    return given | found | {"answered_after_s": answering, "drained": drained}


def _workspace(people: int) -> tuple[Workspace, list[Person]]:
    place = Workspace("Northwind", "northwind")
    staff = [place.add_person(f"rep{n}", f"Rep Number{n}", f"rep{n}@northwind.example") for n in range(people)]
    for person in staff:
        place.dm(person)
    return place, staff


def _fill(home: Path, staff: list[Person]) -> None:
    """A team with clients and deals, without texts: what is measured is the way in."""
    app = Rapport(Settings(home=home))
    tenant, now = app.tenants.home(), app.clock.now()
    stamp = {"tenant_id": tenant, "created_at": now, "updated_at": now}
    with app.store.write() as session:
        users = [User(name=p.real_name, email=p.email, role=Role.REP, external_id=p.name, **stamp) for p in staff]
        session.add_all(users)
        session.flush()
        for n in range(CLIENTS):
            client = Account(name=f"Client {n}", external_id=f"a{n}", owner_id=users[n % len(users)].id, **stamp)
            session.add(client)
            session.flush()
            deal = Deal(name=f"Deal {n}", external_id=f"d{n}", account_id=client.id, stage="Open", **stamp)
            deal.amount, deal.owner_id = 1_000 * n, client.owner_id
            session.add(deal)
    app.close()


@contextlib.contextmanager
def _running(home: Path, slack: Console, face: str) -> Iterator[int]:
    """A process of its own, as an installation runs it; yields its port once it is ready."""
    given = {
        "RAPPORT_HOME": str(home),
        "RAPPORT_SLACK_BOT_TOKEN": slack.bot_token,
        "RAPPORT_SLACK_APP_TOKEN": slack.app_token if face == "socket" else "",
        "RAPPORT_SLACK_SIGNING_SECRET": SECRET,
        "RAPPORT_SLACK_API_URL": f"{slack.url}/api/",
        "RAPPORT_HTTP_PORT": "0",
        "RAPPORT_METRICS": "on",
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RAPPORT_")}
    command = [sys.executable, "-c", "from bot.cli import main; main()", "run", "--json"]
    with subprocess.Popen(command, env=kept | given, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            port = int(json.loads(process.stdout.readline())["port"])
            _wait(lambda: _ready(port), 300)
            yield port
        finally:
            process.terminate()
            process.wait(60)


def _ready(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=10) as answer:
            return bool(answer.status == 200)
    except URLError:
        return False


def _listen(slack: Console, sent: Sent) -> None:
    """Counts the app's answers by what they answer, and keeps cards that can be pressed."""
    heard = slack.state.on_app_message

    def spoke(kind: str, message: Any) -> None:
        if kind == "posted" and message.thread_ts:
            with sent.lock:
                sent.answers[message.thread_ts] += 1
            if "log_discard" in json.dumps(message.blocks):
                who = next(each for each in slack.workspace.channels[message.channel].members if each != message.user)
                sent.cards.append((who, message.ts))
        heard(kind, message)

    slack.state.on_app_message = spoke


def _send(slack: Console, staff: list[Person], sent: Sent, seconds: float, rate: float) -> None:
    """Each event at its time, whether or not earlier ones are acknowledged."""
    chance = random.Random(7)
    begun = time.perf_counter()
    with ThreadPoolExecutor(32) as pool:
        for number in range(int(seconds * rate)):
            wait = begun + number / rate - time.perf_counter()
            if wait > 0:
                time.sleep(wait)
            sent.late = max(sent.late, -wait)
            kind = chance.choices(list(MIX), list(MIX.values()))[0]
            if chance.random() < DUPLICATES:
                slack.faults.add_event_fault("duplicate")
            if chance.random() < RETRIES:
                slack.faults.add_event_fault("lose_ack")
            _one(slack, chance.choice(staff), kind, sent, pool)


def _one(slack: Console, person: Person, kind: str, sent: Sent, pool: ThreadPoolExecutor) -> None:
    if kind == "button" and sent.cards:
        who, card = sent.cards.popleft()
        sent.sorts["button"] += 1
        pool.submit(slack.press, who, card, "log_discard")
    elif kind in {"home", "button"}:
        sent.sorts["home"] += 1
        slack.open_home(person)
    else:
        said = random.choice(QUESTIONS if kind == "question" else LOGS).format(n=random.randrange(CLIENTS))
        sent.sorts[kind] += 1
        sent.questions.append(slack.say(person, "dm", said))


def _drained(home: Path, slack: Console, sent: Sent, seconds: float) -> bool:
    """Waits until everything is acknowledged, and answered."""

    def done() -> bool:
        with sent.lock:
            missing = sum(1 for ts in sent.questions if not sent.answers[ts])
        return slack.delivery.idle() and not missing and not _states(home).get("received")

    return _wait(done, seconds, pause=1.0)


def _figures(home: Path, sent: Sent) -> Json:
    acks = sorted(sent.acks)
    states = _states(home)
    unanswered = sum(1 for ts in sent.questions if not sent.answers[ts])
    return {
        "events": sum(sent.sorts.values()),
        "sorts": dict(sent.sorts),
        "deliveries": len(acks),
        "refused": sent.refused,
        "ack_ms": {name: round(_at(acks, share) * 1_000, 1) for name, share in _SHARES},
        "in_inbox": sum(states.values()),
        "lost": sum(sent.sorts.values()) - sum(states.values()),
        "unanswered": unanswered,
        "doubled": sum(1 for ts in sent.questions if sent.answers[ts] > 1),
        "parked": states.get("parked", 0),
        "sender_late_s": round(sent.late, 2),
    }


def _inside(port: int) -> dict[str, float]:
    """What the process itself counted, at the buckets' upper ends: without what Slack's side of this machine took."""
    with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=30) as answer:
        families = text_string_to_metric_families(answer.read().decode())
    buckets = [
        (float(sample.labels["le"]), sample.value)
        for family in families
        for sample in family.samples
        if sample.name == "rapport_slack_ack_seconds_bucket"
    ]
    total = max((count for _, count in buckets), default=0)
    return {
        name: round(1_000 * next((end for end, count in buckets if count >= share * total), 0), 1)
        for name, share in _SHARES[:3]
    }


_SHARES = (("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("most", 1.0))


def _at(values: list[float], share: float) -> float:
    return values[min(len(values) - 1, int(len(values) * share))] if values else 0.0


def _states(home: Path) -> dict[str, int]:
    """The inbox of the running process, read beside it."""
    engine = create_engine(f"sqlite:///{home / 'rapport.db'}")
    try:
        with engine.connect() as connection:
            rows = connection.execute(text("SELECT state, count(*) FROM inbox WHERE source = 'slack' GROUP BY state"))
            return {str(state): int(count) for state, count in rows}
    finally:
        engine.dispose()


def _wait(condition: Callable[[], bool], seconds: float, pause: float = 0.2) -> bool:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        if condition():
            return True
        time.sleep(pause)
    return False


if __name__ == "__main__":
    main()
