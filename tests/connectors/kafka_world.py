"""A topic with events in it, on the mock cluster of Kafka's client library."""

from __future__ import annotations

import socket
from pathlib import Path

from connecting import connector
from contract import Failure
from servers.brokers import KafkaServer, Speak, refusing_login, silent
from servers.talking import Talker
from told import call

from crm.clock import FixedClock
from crm.errors import RejectedError, RetryableError
from crm.intake.connector import Connector, UnauthorizedError


class KafkaWorld:
    """Two hundred and fifty calls and one message that nobody can read."""

    def __init__(self, clock: FixedClock) -> None:
        self.clock, self.server, self.number = clock, KafkaServer(), 0
        self.topic = self.server.topic()
        self.settings: dict[str, object] = {
            "servers": self.server.addresses,
            "topic": self.topic,
            "tls": False,
            "timeout": 10,
        }
        self._talkers: list[Talker] = []
        for _ in range(250):
            self.add()
        self.server.put(self.topic, b"\xff{")

    def make(self, **more: object) -> Connector:
        return connector("kafka", self.clock, {"KAFKA_PASSWORD": "hunter2"}, **self.settings | more)

    def add(self) -> None:
        self.number += 1
        self.server.put(self.topic, call(self.number))

    def failures(self) -> dict[str, Failure]:
        told = self.settings.update
        return {
            "refused": (lambda: told(servers=f"127.0.0.1:{_closed_port()}", timeout=1), RetryableError),
            "no such topic": (lambda: told(topic="nowhere"), RejectedError),
            "wrong password": (
                lambda: self._talk(refusing_login, user="rapport", mechanism="PLAIN"),
                UnauthorizedError,
            ),
            "certificate": (lambda: told(tls=True, timeout=1), RetryableError),
            "no such certificate": (lambda: told(tls=True, ca_file="/nowhere.pem"), RejectedError),
            "hangs": (lambda: self._talk(silent), RetryableError),
            "garbage": (lambda: self._talk(lambda caller: caller.sendall(b"SSH-2.0-OpenSSH_9.2\r\n")), RetryableError),
        }

    def close(self) -> None:
        for talker in self._talkers:
            talker.close()
        self.server.close()

    def _talk(self, speak: Speak, **more: object) -> None:
        self._talkers.append(Talker(speak))
        self.settings.update(servers=f"127.0.0.1:{self._talkers[-1].port}", timeout=2, **more)


def _closed_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def world(folder: Path, clock: FixedClock) -> KafkaWorld:
    return KafkaWorld(clock)
