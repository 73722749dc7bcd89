"""Clients of Kafka: bounded in time, each failure told as what the caller does next."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crm.errors import RapportError, RejectedError, RetryableError
from crm.intake.announcing import Changed
from crm.intake.connector import UnauthorizedError

if TYPE_CHECKING:
    from confluent_kafka import Consumer

DOWN = "Kafka does not answer. Is it running, and are servers and tls right?"
REFUSED = "Kafka does not take this user and password, or lets it not read or write the topic."
QUIET = logging.getLogger("rapport.librdkafka")  # what the library tells of each try is told once, as an error
QUIET.addHandler(logging.NullHandler())
QUIET.propagate = False


@dataclass(frozen=True)
class Servers:
    """Where Kafka is and who enters it; `timeout` in seconds. Without a user nobody is asked for."""

    addresses: str
    user: str
    password: str
    mechanism: str = "SCRAM-SHA-512"
    tls: bool = True
    ca_file: str = ""
    timeout: float = 30.0

    def config(self) -> dict[str, Any]:
        secure = "SSL" if self.tls else "PLAINTEXT"
        told: dict[str, Any] = {
            "bootstrap.servers": self.addresses,
            "security.protocol": f"SASL_{secure}" if self.user else secure,
            "client.id": "rapport",
            "socket.connection.setup.timeout.ms": max(1000, int(self.timeout * 1000)),
            "reconnect.backoff.max.ms": 1000,
            "logger": QUIET,
        }
        if self.user:
            told |= {"sasl.mechanism": self.mechanism, "sasl.username": self.user, "sasl.password": self.password}
        return told | ({"ssl.ca.location": self.ca_file} if self.tls and self.ca_file else {})


@dataclass
class Troubles:
    """What the library told in the background: the reason of a call that later runs out of time."""

    codes: set[str] = field(default_factory=set)

    def __call__(self, error: Any) -> None:
        self.codes.add(error.name())


@contextmanager
def consuming(servers: Servers, group: str) -> Iterator[Consumer]:
    """A consumer whose place is told to it; closed at the end.

    Raises:
        UnauthorizedError: Kafka does not take the user, or lets it not read.
        RetryableError: it is down or slow.
        RejectedError: the settings cannot work.
    """
    from confluent_kafka import Consumer  # noqa: PLC0415 - a connector that is not used loads no library

    troubles = Troubles()
    own = {
        "group.id": group,
        "enable.auto.commit": False,
        "enable.partition.eof": True,
        "auto.offset.reset": "error",
        "isolation.level": "read_committed",
        "allow.auto.create.topics": False,
        "error_cb": troubles,
    }
    with told(troubles):
        consumer = Consumer(servers.config() | own)
        try:
            try:
                yield consumer
            except RapportError:
                raise
            except Exception:  # whatever it was goes on, once the library has told what it knows of the reason
                consumer.poll(0)
                raise
        finally:
            consumer.close()


def write(servers: Servers, topic: str, changes: Sequence[Changed]) -> None:
    """Returns once all of them are acknowledged.

    Raises:
        As `consuming`.
    """
    from confluent_kafka import KafkaException, Producer  # noqa: PLC0415

    troubles, failed = Troubles(), list[Any]()

    def note(error: Any, _message: Any) -> None:
        if error is not None:
            failed.append(error)

    own = {
        "enable.idempotence": True,  # a try that is made again doubles nothing
        "acks": "all",
        "delivery.timeout.ms": int(servers.timeout * 1000),
        "allow.auto.create.topics": False,
        "error_cb": troubles,
    }
    with told(troubles):
        producer = Producer(servers.config() | own)
        try:
            _known(producer, topic, servers.timeout)
            for change in changes:
                headers: dict[str, str | bytes | None] = {"message-id": change.identity}
                body = json.dumps(change.message())
                producer.produce(topic, body, change.row, headers=headers, on_delivery=note)
            left = producer.flush(servers.timeout + 1)
        except KafkaException:
            producer.poll(0)  # has what the library knows of the reason told
            raise
        if failed or left:
            raise translated(failed[0], troubles) if failed else RetryableError(DOWN)


def _known(client: Any, topic: str, timeout: float) -> None:
    found = client.list_topics(topic, timeout=timeout).topics[topic]
    if found.error is not None:
        raise translated(found.error, Troubles())


@contextmanager
def told(troubles: Troubles) -> Iterator[None]:
    """Kafka's errors as ours."""
    from confluent_kafka import KafkaException  # noqa: PLC0415

    try:
        yield
    except KafkaException as error:
        raise translated(error.args[0], troubles) from error


def translated(error: Any, troubles: Troubles) -> RapportError:
    name = error.name()
    if {"_AUTHENTICATION", "SASL_AUTHENTICATION_FAILED"} & (troubles.codes | {name}) or "AUTHORIZATION_FAILED" in name:
        return UnauthorizedError(REFUSED)
    if name in {"UNKNOWN_TOPIC_OR_PART", "_UNKNOWN_TOPIC", "_UNKNOWN_PARTITION", "TOPIC_EXCEPTION"}:
        return RejectedError("Kafka does not know this topic. Make it there, or put right the settings.")
    if name in {"_INVALID_ARG", "_CONFLICT"}:
        return RejectedError("These settings do not fit together for Kafka: look at servers, mechanism and ca_file.")
    return RetryableError(DOWN)
