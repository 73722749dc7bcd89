"""What RabbitMQ and Kafka deliver: taken once, acknowledged when it is committed, parked where nobody can read it."""

from __future__ import annotations

import json
import threading
import time
from datetime import timedelta

import pytest
from connecting import connector, context
from contract import looked
from servers.talking import Talker, breaking_off
from sqlalchemy import select
from told import call, unkeyed

from connectors.message import LARGEST, Message, items_of
from connectors.registry import module_of, settings_of
from crm.errors import RejectedError, RetryableError
from crm.intake.event import Broken, Change, Event
from crm.intake.sources import SourceBook
from crm.intake.sync import Sync
from crm.model import InboxItem


def of_rabbit(server, clock, **settings):
    secrets = {"RABBITMQ_PASSWORD": server.password}
    return connector("rabbitmq", clock, secrets, **server.login | {"timeout": 10} | settings)


def of_kafka(server, clock, **settings):
    return connector("kafka", clock, {}, **{"servers": server.addresses, "tls": False, "timeout": 10} | settings)


def told(pages):
    return [item for page in pages for item in page.items]


def keys(pages):
    return [item.key for item in told(pages)]


# --- a message ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (call(1), ["call-1"]),
        ([call(1), call(2)], ["call-1", "call-2"]),
        (unkeyed(1), ["m1"]),
        ([unkeyed(1), call(7), unkeyed(2)], ["m1#0", "call-7", "m1#2"]),
        ([], []),
    ],
)
def test_a_key_is_the_items_own_or_the_messages_id(body, expected):
    items = items_of(Message("m1", json.dumps(body).encode()))
    assert [item.key for item in items] == expected
    assert all(isinstance(item, Event) for item in items)


def test_a_message_may_tell_a_row():
    (item,) = items_of(
        Message("m1", json.dumps({"entity": "account", "key": "7", "values": {"name": "Acme"}}).encode())
    )
    assert isinstance(item, Change)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"\xff{", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'"secret"', "an object is wanted"),
        (b'{"kind": "secret", "occurred_at": "2026-01-01T00:00:00Z"}', "kind"),
        (json.dumps([call(1), {**call(2), "occurred_at": "secret"}]).encode(), "[1] occurred_at"),
        (json.dumps([call(number) for number in range(501)]).encode(), "500 items"),
        (b" " * (LARGEST + 1), "larger"),
    ],
)
def test_what_nobody_can_read_is_one_broken_item_that_quotes_nothing(body, words):
    (item,) = items_of(Message("m1", body))
    assert isinstance(item, Broken)
    assert item.key == "m1"
    assert words in item.reason
    assert "secret" not in item.reason


def test_without_a_key_and_an_id_nobody_knows_it_again():
    (item,) = items_of(Message("", json.dumps(unkeyed(1)).encode()))
    assert isinstance(item, Broken)
    assert items_of(Message("", json.dumps(unkeyed(1)).encode())) == [item]


# --- RabbitMQ -------------------------------------------------------------------------------------------------------


def test_a_page_is_acknowledged_when_the_next_is_asked_for(rabbit, clock):
    queue = rabbit.queue()
    for number in range(450):
        rabbit.put(queue, call(number))
    source = of_rabbit(rabbit, clock, queue=queue)
    pages = source.pages({})
    first, second = next(pages), next(pages)
    assert (len(first.items), len(second.items)) == (200, 200)
    pages.close()  # as when the second could not be committed
    assert rabbit.count(queue) == 250
    assert keys(looked(source, {})) == [f"call-{number}" for number in range(200, 450)]
    assert rabbit.count(queue) == 0


def test_what_cannot_be_read_goes_to_the_dead_letters_and_the_rest_is_taken(rabbit, clock):
    graves = rabbit.queue()
    queue = rabbit.queue(**{"x-dead-letter-exchange": "", "x-dead-letter-routing-key": graves})
    for number, body in enumerate([b"{", call(1), b"}", call(2), b"]"]):
        rabbit.put(queue, body, f"m{number}")
    source = of_rabbit(rabbit, clock, queue=queue)
    assert [type(item) for item in told(looked(source, {}))] == [Broken, Event, Broken, Event, Broken]
    assert looked(source, {}) == []
    assert [properties.message_id for properties, _ in rabbit.taken(graves)] == ["m0", "m2", "m4"]


def test_a_queue_is_made_and_bound_where_the_settings_say_to_what(rabbit, clock):
    exchange, queue = rabbit.exchange(), "rapport-test-bound"
    rabbit.made_elsewhere(queue)
    source = of_rabbit(rabbit, clock, queue=queue, exchange=exchange, keys="call.*, note.#")
    assert looked(source, {}) == []
    for number, key in enumerate(["call.made", "mail.sent", "note.a.b"]):
        rabbit.put(key, call(number), exchange=exchange)
    assert keys(looked(source, {})) == ["call-0", "call-2"]


def test_waiting_ends_when_a_message_comes_and_takes_none(rabbit, clock):
    queue = rabbit.queue(**{"x-queue-type": "quorum"})
    source = of_rabbit(rabbit, clock, queue=queue)
    assert not source.wait(0.1)
    rabbit.put(queue, call(1))
    assert source.wait(30)
    source.close()
    ((properties, _),) = rabbit.taken(queue)
    assert not (properties.headers or {}).get("x-delivery-count")


def test_a_queue_that_goes_while_it_is_waited_for_is_told(rabbit, clock):
    queue = rabbit.queue()
    source = of_rabbit(rabbit, clock, queue=queue)
    source.wait(0)
    rabbit.channel.queue_delete(queue)
    with pytest.raises(RejectedError, match="does not know"):
        source.wait(30)
    source.close()


def test_a_connection_that_is_cut_is_told_and_made_anew(rabbit, clock):
    queue = rabbit.queue()
    between = Talker(breaking_off(rabbit.login["port"], 1 << 30))
    source = of_rabbit(rabbit, clock, queue=queue, port=between.port)
    source.wait(0)
    between.close()
    with pytest.raises(RetryableError):
        source.wait(30)
    source.close()
    again = of_rabbit(rabbit, clock, queue=queue)
    rabbit.put(queue, call(1))
    assert again.wait(30)
    again.close()


@pytest.mark.parametrize("kind", ["rabbitmq", "kafka"])
def test_a_source_that_is_told_nothing_is_refused(kind):
    with pytest.raises(RejectedError, match="not set up right"):
        settings_of(kind, {})


# --- Kafka ----------------------------------------------------------------------------------------------------------


def test_all_partitions_are_read_from_where_each_stood(kafka, clock):
    topic = kafka.topic()
    for number in range(40):
        kafka.put(topic, call(number), partition=number % 4)
    source = of_kafka(kafka, clock, topic=topic)
    pages = looked(source, {})
    assert sorted(keys(pages)) == sorted(f"call-{number}" for number in range(40))
    offsets = pages[-1].cursor["offsets"]
    assert offsets == {"0": 11, "1": 10, "2": 10, "3": 10}  # a message without content lies in the first
    kafka.put(topic, call(99), partition=2)
    assert keys(looked(source, pages[-1].cursor)) == ["call-99"]


def test_a_message_is_known_by_its_id_or_by_where_it_lies(kafka, clock):
    topic = kafka.topic()
    kafka.put(topic, unkeyed(1), "m1")
    kafka.put(topic, unkeyed(2))
    source = of_kafka(kafka, clock, topic=topic)
    named, placed = keys(looked(source, {}))
    assert named == "m1"
    assert placed.startswith(f"{topic}/0/2@")
    assert keys(looked(source, {})) == [named, placed]


def test_a_look_may_begin_behind_what_is_there(kafka, clock):
    topic = kafka.topic()
    kafka.put(topic, call(1))
    source = of_kafka(kafka, clock, topic=topic, begin="latest")
    pages = looked(source, {})
    assert keys(pages) == []
    kafka.put(topic, call(2))
    assert keys(looked(source, pages[-1].cursor)) == ["call-2"]


def test_a_topic_that_was_made_anew_is_read_anew(kafka, clock):
    topic = kafka.topic()
    kafka.put(topic, call(1))
    source = of_kafka(kafka, clock, topic=topic)
    assert keys(looked(source, {"topic": topic, "offsets": {"0": 500}})) == ["call-1"]
    assert keys(looked(source, {"topic": "another", "offsets": {"0": 2}})) == ["call-1"]


def test_waiting_for_kafka_ends_when_a_message_comes(kafka, clock):
    topic = kafka.topic()
    source = of_kafka(kafka, clock, topic=topic)
    assert source.wait(0)  # whatever came before is looked at
    assert not source.wait(0.2)
    kafka.put(topic, call(1), partition=3)
    assert source.wait(30)
    source.close()


# --- into the inbox -------------------------------------------------------------------------------------------------


def syncing(record, kind, settings, secrets):
    store, clock, tenant_id = record
    book = SourceBook(store, clock)
    source = book.add(tenant_id, "bus", kind, settings, timedelta(seconds=5))

    def connect(row):
        return module_of(row.kind).connect(settings_of(row.kind, row.settings), context(clock, secrets))

    return Sync(store, clock, sources=book, connect=connect, wake=lambda _: None), source.id


def received(store):
    with store.read() as session:
        return sorted(session.scalars(select(InboxItem.key)))


def test_what_is_delivered_twice_is_taken_once(store, tenant_id, clock, rabbit):
    queue = rabbit.queue()
    settings = {**rabbit.login, "queue": queue}
    sync, source = syncing((store, clock, tenant_id), "rabbitmq", settings, {"RABBITMQ_PASSWORD": rabbit.password})
    for identity in ("m1", "m1", "m2"):
        rabbit.put(queue, unkeyed(1), identity)
    rabbit.put(queue, b"{", "odd")
    found = sync.run(source)
    assert (found.error, found.new, found.broken) == (None, 3, 1)
    rabbit.put(queue, unkeyed(1), "m2")
    found = sync.run(source)
    assert (found.new, found.known) == (0, 1)
    assert received(store) == ["b:odd", "e:m1", "e:m2"]


def test_what_is_not_committed_is_delivered_again(store, tenant_id, clock, rabbit, monkeypatch):
    queue = rabbit.queue()
    settings = {**rabbit.login, "queue": queue}
    sync, source = syncing((store, clock, tenant_id), "rabbitmq", settings, {"RABBITMQ_PASSWORD": rabbit.password})
    rabbit.put(queue, call(1))

    def fails(*_):
        raise RetryableError("The database did not answer.")

    with monkeypatch.context() as patch:
        patch.setattr(sync._inbox, "receive_all", fails)
        assert sync.run(source).error == "The database did not answer."
    assert received(store) == []
    assert until(lambda: rabbit.count(queue) == 1)
    assert sync.run(source).new == 1
    assert received(store) == ["e:call-1"]


def test_the_place_in_a_topic_is_committed_with_what_was_read(store, tenant_id, clock, kafka):
    topic = kafka.topic()
    settings = {"servers": kafka.addresses, "topic": topic, "tls": False}
    sync, source = syncing((store, clock, tenant_id), "kafka", settings, {})
    kafka.put(topic, call(1))
    assert sync.run(source).new == 1
    kafka.put(topic, call(2))
    found = sync.run(source)
    assert (found.new, found.known) == (1, 0)
    assert received(store) == ["e:call-1", "e:call-2"]


def until(holds) -> bool:
    ends = time.monotonic() + 20
    while not holds() and time.monotonic() < ends:
        threading.Event().wait(0.02)
    return bool(holds())
