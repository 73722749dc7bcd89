"""Brokers that tests reach: a real RabbitMQ, and the cluster that librdkafka, the client library of Kafka, brings for its own tests."""

from __future__ import annotations

import json
import logging
import os
import socket
import struct
import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pika
import pytest
from confluent_kafka import Consumer, Producer, TopicPartition

RABBITMQ = os.environ.get("RAPPORT_TEST_RABBITMQ", "amqp://guest:guest@127.0.0.1:5672/%2F")
SILENT = logging.getLogger("tests.kafka")
SILENT.addHandler(logging.NullHandler())
SILENT.propagate = False


class RabbitServer:
    """The RabbitMQ of this machine; what a test makes there is named apart and removed again."""

    def __init__(self) -> None:
        self.parameters = pika.URLParameters(RABBITMQ)
        try:
            self._connection = pika.BlockingConnection(self.parameters)
        except pika.exceptions.AMQPConnectionError:
            pytest.fail(
                "These tests need RabbitMQ on this machine (apt install rabbitmq-server), or RAPPORT_TEST_RABBITMQ",
                pytrace=False,
            )
        self.channel = self._connection.channel()
        self._queues: list[str] = []
        self._exchanges: list[str] = []

    @property
    def login(self) -> dict[str, Any]:
        told = self.parameters
        return {
            "host": told.host,
            "port": told.port,
            "user": told.credentials.username,
            "vhost": told.virtual_host,
            "tls": False,
        }

    @property
    def password(self) -> str:
        return self.parameters.credentials.password

    def queue(self, **arguments: Any) -> str:
        name = f"rapport-test-{uuid.uuid4().hex}"
        self.channel.queue_declare(name, durable=True, arguments=arguments)
        self._queues.append(name)
        return name

    def exchange(self) -> str:
        name = f"rapport-test-{uuid.uuid4().hex}"
        self.channel.exchange_declare(name, "topic", durable=True)
        self._exchanges.append(name)
        return name

    def made_elsewhere(self, queue: str) -> None:
        self._queues.append(queue)

    def put(self, queue: str, body: bytes | dict[str, Any], identity: str | None = None, *, exchange: str = "") -> None:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        properties = pika.BasicProperties(message_id=identity, delivery_mode=2)
        self.channel.basic_publish(exchange, queue, content, properties)

    def count(self, queue: str) -> int:
        return self.channel.queue_declare(queue, passive=True).method.message_count

    def taken(self, queue: str) -> list[tuple[Any, bytes]]:
        """All that lies in a queue, taken out of it: properties and bodies."""
        found = []
        while True:
            method, properties, body = self.channel.basic_get(queue, auto_ack=True)
            if method is None:
                return found
            found.append((properties, body))

    def close(self) -> None:
        with suppress(pika.exceptions.AMQPError):
            if not self.channel.is_open:
                self.channel = self._connection.channel()
            for queue in self._queues:
                self.channel.queue_delete(queue)
            for exchange in self._exchanges:
                self.channel.exchange_delete(exchange)
            self._connection.close()


class KafkaServer:
    """A mock cluster over real sockets, of this process; each topic that is written to comes about with four partitions."""

    def __init__(self) -> None:
        self._cluster = Producer(
            {"bootstrap.servers": "none:1", "test.mock.num.brokers": 1, "logger": SILENT, "log_level": 0}
        )
        brokers = self._cluster.list_topics(timeout=10).brokers.values()
        self.addresses = ",".join(f"{each.host}:{each.port}" for each in brokers)
        self._producer = Producer(
            {"bootstrap.servers": self.addresses, "logger": SILENT, "log_level": 0, "acks": "all"}
        )

    def topic(self) -> str:
        name = f"events-{uuid.uuid4().hex}"
        self.put(name, b"null", tombstone=True)
        return name

    def put(
        self,
        topic: str,
        body: bytes | dict[str, Any],
        identity: str | None = None,
        *,
        partition: int = 0,
        tombstone: bool = False,
    ) -> None:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = [("message-id", identity.encode())] if identity else []
        self._producer.produce(topic, None if tombstone else content, partition=partition, headers=headers)
        assert self._producer.flush(20) == 0

    def taken(self, topic: str) -> list[tuple[bytes | None, bytes | None]]:
        """All that lies in a topic: keys and values."""
        consumer = Consumer(
            {"bootstrap.servers": self.addresses, "group.id": uuid.uuid4().hex, "logger": SILENT, "log_level": 0}
        )
        try:
            partitions = consumer.list_topics(topic, timeout=10).topics[topic].partitions
            ends = {
                number: consumer.get_watermark_offsets(TopicPartition(topic, number), timeout=10)[1]
                for number in partitions
            }
            consumer.assign([TopicPartition(topic, number, 0) for number, end in ends.items() if end])
            found: list[Any] = []
            while len(found) < sum(ends.values()):
                found += consumer.consume(500, timeout=10)
            return [(each.key(), each.value()) for each in found]
        finally:
            consumer.close()

    def close(self) -> None:
        self._producer.flush(1)


def refusing_login(caller: socket.socket) -> None:
    """A Kafka that takes nobody's password: ApiVersions, SaslHandshake, SaslAuthenticate."""
    while (head := _read(caller, 4)) and (request := _read(caller, struct.unpack(">i", head)[0])):
        api, version, number = struct.unpack(">hhi", request[:8])
        answer = _refusal(api, version)
        caller.sendall(struct.pack(">ii", len(answer) + 4, number) + answer)


def _refusal(api: int, version: int) -> bytes:
    if api == 18:  # ApiVersions: the oldest form of it is spoken alone
        known = ((0, 0, 3), (1, 0, 4), (3, 0, 2), (17, 0, 1), (18, 0, 0), (36, 0, 0))
        listed = b"".join(struct.pack(">hhh", *each) for each in known)
        return struct.pack(">hi", 35 if version else 0, len(known)) + listed
    if api == 17:
        return struct.pack(">hi", 0, 1) + _text("PLAIN")
    return struct.pack(">h", 58) + _text("Authentication failed") + struct.pack(">i", 0)


def _text(words: str) -> bytes:
    return struct.pack(">h", len(words)) + words.encode()


def _read(caller: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size and (part := caller.recv(size - len(found))):
        found += part
    return found


def silent(caller: socket.socket) -> None:
    while caller.recv(65536):
        pass


Speak = Callable[[socket.socket], object]
