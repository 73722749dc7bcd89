"""`record.changed` for other systems: confirmed by a real RabbitMQ and by Kafka, and what goes wrong there."""

from __future__ import annotations

import json

import pytest
from connecting import connector
from servers.brokers import refusing_login, silent
from servers.talking import Talker, breaking_off

from connectors.registry import settings_of
from crm.errors import RejectedError, RetryableError
from crm.intake.announcing import Announcer, Changed
from crm.intake.connector import UnauthorizedError

CHANGES = [Changed(1, "deal", number, 2, gone=False) for number in range(20)] + [Changed(1, "account", 7, 3, gone=True)]


def of_rabbit(server, clock, password=None, **settings):
    secrets = {"RABBITMQ_PASSWORD": password or server.password}
    return connector("rabbitmq", clock, secrets, **server.login | {"timeout": 10} | settings)


def of_kafka(server, clock, **settings):
    told = {"servers": server.addresses, "tls": False, "timeout": 10} | settings
    return connector("kafka", clock, {"KAFKA_PASSWORD": "hunter2"}, **told)


def test_rabbitmq_is_told_with_ids_and_routing_keys(rabbit, clock):
    exchange, deals = rabbit.exchange(), rabbit.queue()
    rabbit.channel.queue_bind(deals, exchange, "record.changed.deal")
    source = of_rabbit(rabbit, clock, changes_to=exchange)
    assert isinstance(source, Announcer)
    source.announce(CHANGES)
    found = rabbit.taken(deals)
    assert [json.loads(body) for _, body in found] == [change.message() for change in CHANGES[:20]]
    properties = found[0][0]
    assert (properties.message_id, properties.type, properties.delivery_mode) == ("1:deal:0:2", "record.changed", 2)


def test_kafka_is_told_with_ids_and_a_key_for_each_row(kafka, clock):
    topic = kafka.topic()
    of_kafka(kafka, clock, changes_to=topic).announce(CHANGES)
    found = {key: json.loads(value) for key, value in kafka.taken(topic) if value is not None}
    assert found == {change.row.encode(): change.message() for change in CHANGES}


def test_a_source_that_only_tells_brings_nothing(rabbit, kafka, clock):
    assert list(of_rabbit(rabbit, clock, changes_to=rabbit.exchange()).pages({})) == []
    assert list(of_kafka(kafka, clock, changes_to=kafka.topic()).pages({})) == []


@pytest.mark.parametrize("kind", ["rabbitmq", "kafka"])
def test_settings_say_whether_it_tells(kind):
    entry = {"host": "mq", "user": "u", "queue": "q"} if kind == "rabbitmq" else {"servers": "k:1", "topic": "t"}
    assert not settings_of(kind, entry).announces
    assert settings_of(kind, entry | {"changes_to": "changes"}).announces


def test_an_unknown_exchange_or_topic_needs_a_person(rabbit, kafka, clock):
    with pytest.raises(RejectedError, match="does not know"):
        of_rabbit(rabbit, clock, changes_to="nowhere").announce(CHANGES)
    with pytest.raises(RejectedError, match="does not know"):
        of_kafka(kafka, clock, changes_to="nowhere").announce(CHANGES)


def test_a_refused_password_needs_a_person(rabbit, clock, kafka):
    with pytest.raises(UnauthorizedError):
        of_rabbit(rabbit, clock, password="hunter2", changes_to="any").announce(CHANGES)
    server = Talker(refusing_login)
    login = {"servers": f"127.0.0.1:{server.port}", "user": "rapport", "mechanism": "PLAIN", "timeout": 2}
    with pytest.raises(UnauthorizedError):
        of_kafka(kafka, clock, changes_to="any", **login).announce(CHANGES)
    server.close()


def test_a_broker_that_hangs_or_breaks_off_is_told_again_later(rabbit, kafka, clock):
    exchange = rabbit.exchange()
    servers = [Talker(silent), Talker(breaking_off(rabbit.login["port"], 900))]
    for server in servers:
        with pytest.raises(RetryableError):
            of_rabbit(rabbit, clock, changes_to=exchange, port=server.port, timeout=1).announce(CHANGES * 20)
    with pytest.raises(RetryableError):
        of_kafka(kafka, clock, changes_to="any", servers=f"127.0.0.1:{servers[0].port}", timeout=1).announce(CHANGES)
    for server in servers:
        server.close()
