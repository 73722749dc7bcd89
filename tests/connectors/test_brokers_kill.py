"""`rapport sync` is killed while messages come in and changes go out: none is lost, none is doubled, none is invented."""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from nursery import Nursery
from servers.brokers import KafkaServer, RabbitServer
from sqlalchemy import func, select
from told import call

from bot.settings import Settings
from bot.wiring import Rapport
from crm.model import Account, InboxItem, Interaction

KILLS = 4
A_ROUND = 60  # messages


class OfRabbit:
    def __init__(self) -> None:
        self.server = RabbitServer()
        self.queue, self.told, self.exchange = self.server.queue(), self.server.queue(), self.server.exchange()
        self.server.channel.queue_bind(self.told, self.exchange, "record.changed.*")
        self.settings = {**self.server.login, "queue": self.queue, "changes_to": self.exchange}
        self.secrets = {"RABBITMQ_PASSWORD": self.server.password}

    def put(self, body: dict[str, object]) -> None:
        self.server.put(self.queue, body)

    def changes(self) -> list[dict[str, object]]:
        return [json.loads(body) for _, body in self.server.taken(self.told)]


class OfKafka:
    def __init__(self) -> None:
        self.server = KafkaServer()
        self.topic, self.told = self.server.topic(), self.server.topic()
        self.settings = {"servers": self.server.addresses, "topic": self.topic, "tls": False, "changes_to": self.told}
        self.secrets: dict[str, str] = {}

    def put(self, body: dict[str, object]) -> None:
        self.server.put(self.topic, body, partition=len(json.dumps(body)) % 4)

    def changes(self) -> list[dict[str, object]]:
        return [json.loads(value) for _, value in self.server.taken(self.told) if value is not None]


def fill(broker: OfRabbit | OfKafka, number: int) -> None:
    for part in range(A_ROUND):
        broker.put({"entity": "account", "key": f"{number}-{part}", "values": {"name": f"Client {number} {part}"}})
        broker.put(call(number * A_ROUND + part))


def rows(app: Rapport, model: type) -> int:
    with app.store.read() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def kill_in_the_middle(nursery: Nursery, app: Rapport, rng: random.Random) -> bool:
    """Kills a look when so much of what waits has come in, or become a row; whether it was still at work."""
    model, more = rng.choice([(InboxItem, 1), (InboxItem, 80), (Account, 1), (Account, 20), (Interaction, 30)])
    wanted = rows(app, model) + more
    process, ends = nursery.begin(), time.monotonic() + 60
    while rows(app, model) < wanted and time.monotonic() < ends and Path(f"/proc/{process}").exists():
        time.sleep(0.005)
    time.sleep(rng.choice((0, 0.01, 0.05, 0.2)))
    return nursery.kill(process)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("kind", ["rabbitmq", "kafka"])
def test_kills_lose_double_and_invent_nothing(tmp_path, kind):
    rng, broker = random.Random(20261122), OfRabbit() if kind == "rabbitmq" else OfKafka()
    app = Rapport(Settings(home=tmp_path))
    tenant = app.tenants.home()
    app.sources.add(tenant, "bus", kind, broker.settings, timedelta(seconds=300), announces=True)
    nursery = Nursery(tmp_path, "bus", broker.secrets)
    kills, rounds = 0, 0
    try:
        while kills < KILLS and rounds < 3 * KILLS:
            fill(broker, rounds)
            rounds += 1
            kills += kill_in_the_middle(nursery, app, rng)
            app.sources.resume(tenant, "bus")  # the lease of the dead look ends now, not in minutes
        assert kills == KILLS
        for _ in range(2):  # the second tells what the first brought
            nursery.begin()
            assert nursery.ended() == 0
        changes = broker.changes()
    finally:
        nursery.close()
        broker.server.close()
    with app.store.read() as session:
        calls = Counter(session.scalars(select(Interaction.external_id)))
        accounts = dict(session.execute(select(Account.id, Account.version)).all())
        names = Counter(session.scalars(select(Account.name)))
    app.close()
    assert calls == Counter(f"call-{number}" for number in range(rounds * A_ROUND))
    assert names == Counter(f"Client {number} {part}" for number in range(rounds) for part in range(A_ROUND))
    told = [(each["id"], each["version"]) for each in changes if each["kind"] == "account"]
    assert {row: max(version for id_, version in told if id_ == row) for row, _ in told} == accounts
