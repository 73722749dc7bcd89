"""Messages of brokers: how fast they come in and changes go out, and what noting changes costs whoever writes.

    python -m benchmarks.brokers [--messages 4000]

A real RabbitMQ (RAPPORT_TEST_RABBITMQ, else this machine's), the mock cluster of Kafka's client library, SQLite. Processor
seconds are those of this process: the brokers' own are not in them, but for the mock cluster, which runs in it.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import pika
from confluent_kafka import Producer
from pydantic import SecretStr
from sqlalchemy import insert

from bot.settings import Settings
from bot.wiring import Rapport
from connectors.kafka import connector as kafka
from connectors.rabbitmq import connector as rabbitmq
from crm.intake.triggers import install
from crm.model import Account

RABBITMQ = os.environ.get("RAPPORT_TEST_RABBITMQ", "amqp://guest:guest@127.0.0.1:5672/%2F")
QUIET = {"logger": logging.getLogger("benchmarks.quiet"), "log_level": 0}


def message(number: int) -> bytes:
    told = {
        "key": f"call-{number}",
        "kind": "call",
        "occurred_at": "2026-01-05T08:00:00Z",
        "text": "They called. " * 20,
    }
    return json.dumps(told).encode()


@contextmanager
def rabbit() -> Iterator[tuple[dict[str, Any], Callable[[int], None]]]:
    told: Any = pika.URLParameters(RABBITMQ)
    connection = pika.BlockingConnection(told)
    channel: Any = connection.channel()
    name = f"rapport-bench-{uuid.uuid4().hex}"
    channel.queue_declare(name, durable=True)
    channel.exchange_declare(name, "topic")
    entry = {
        "host": told.host,
        "port": told.port,
        "vhost": told.virtual_host,
        "user": told.credentials.username,
        "tls": False,
    }

    def put(count: int) -> None:
        for number in range(count):
            channel.basic_publish("", name, message(number), pika.BasicProperties(delivery_mode=2))

    try:
        yield {**entry, "queue": name, "changes_to": name}, put
    finally:
        channel.queue_delete(name)
        channel.exchange_delete(name)
        connection.close()


@contextmanager
def mock_kafka() -> Iterator[tuple[dict[str, Any], Callable[[int], None]]]:
    cluster = Producer({"bootstrap.servers": "none:1", "test.mock.num.brokers": 1, **QUIET})
    servers = ",".join(f"{each.host}:{each.port}" for each in cluster.list_topics(timeout=10).brokers.values())
    producer, topic = Producer({"bootstrap.servers": servers, **QUIET}), f"bench-{uuid.uuid4().hex}"

    def put(count: int) -> None:
        for number in range(count):
            producer.produce(topic, message(number), partition=number % 4)
            producer.poll(0)
        producer.flush(30)

    put(0)
    producer.list_topics(topic, timeout=10)
    yield {"servers": servers, "topic": topic, "tls": False, "changes_to": topic}, put


def looked(app: Rapport, kind: str, settings: dict[str, Any]) -> tuple[Any, float, float]:
    """One look at a source of these settings: what it found, wall and processor seconds."""
    tenant = app.tenants.home()
    name = f"bus-{uuid.uuid4().hex[:8]}"
    source = app.sources.add(tenant, name, kind, settings, timedelta(hours=1), announces="changes_to" in settings)
    began, busy = perf_counter(), process_time()
    found = app.sync.run(source.id)
    took = perf_counter() - began, process_time() - busy
    app.sources.remove(tenant, name)
    assert found is not None
    assert found.error is None, found.error
    return found, *took


def comes_in(app: Rapport, kind: str, broker: Any, count: int, page: int) -> None:
    module: Any = rabbitmq if kind == "rabbitmq" else kafka
    module.MOST_ITEMS, module.MOST_PAGES = page, 1_000_000
    with broker() as (settings, put):
        put(count)
        found, wall, busy = looked(app, kind, {key: value for key, value in settings.items() if key != "changes_to"})
        assert found.new + found.known == count
    print(
        f"{kind} in, {page} a transaction: {count / wall:,.0f} a second, {1000 * busy / count:.2f} ms of processor each"
    )


def added(app: Rapport, tenant: int, count: int) -> float:
    now = app.clock.now()
    row = {"tenant_id": tenant, "attributes": {}, "version": 1, "created_at": now, "updated_at": now}
    busy = process_time()
    for start in range(0, count, 500):
        with app.store.write() as session:
            session.execute(insert(Account), [{"name": f"Client {start + number}", **row} for number in range(500)])
    return process_time() - busy


def goes_out(app: Rapport, kind: str, broker: Any, count: int) -> None:
    tenant = app.tenants.home()
    with broker() as (settings, _):
        own = {key: value for key, value in settings.items() if key not in {"queue", "topic"}}
        source = app.sources.add(tenant, "out", kind, own, timedelta(hours=1), announces=True)
        added(app, tenant, count)
        began, busy = perf_counter(), process_time()
        found = app.sync.run(source.id)
        wall, spent = perf_counter() - began, process_time() - busy
        app.sources.remove(tenant, "out")
        assert found is not None
        assert found.announced == count, found
    print(f"{kind} out: {count / wall:,.0f} changes a second, {1000 * spent / count:.2f} ms of processor each")


def notes(app: Rapport, count: int) -> None:
    """A bulk insert of rows without triggers, with them and nobody to tell, and with somebody to tell."""
    tenant = app.tenants.home()
    app.store.engine.connect().close()
    plain = min(added(app, tenant, count) for _ in range(3))
    install(app.store)
    idle = min(added(app, tenant, count) for _ in range(3))
    app.sources.add(tenant, "told", "rabbitmq", {}, timedelta(hours=1), announces=True)
    told = min(added(app, tenant, count) for _ in range(3))
    app.sources.remove(tenant, "told")
    each = [1e6 * value / count for value in (plain, idle, told)]
    print(
        "a row inserted in bulk: {:.0f} us; with triggers, nobody to tell {:.0f}; with one source to tell {:.0f}".format(
            *each
        )
    )


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--messages", type=int, default=4000)
    count = options.parse_args().messages
    print(f"{count} messages of 300 characters; load of the machine {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        told: Any = pika.URLParameters(RABBITMQ)
        password = SecretStr(told.credentials.password)
        app = Rapport(Settings(home=Path(folder), secret={"rabbitmq_password": password}))
        notes(app, count)
        for kind, broker in (("rabbitmq", rabbit), ("kafka", mock_kafka)):
            for page in (200, 1):
                comes_in(app, kind, broker, count if page > 1 else count // 10, page)
            goes_out(app, kind, broker, count // 500 * 500)
        app.close()


if __name__ == "__main__":
    main()
