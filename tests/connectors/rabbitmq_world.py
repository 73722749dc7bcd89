"""A queue with events in it, on a real RabbitMQ."""

from __future__ import annotations

import socket
from pathlib import Path

from connecting import connector
from contract import Failure
from servers.brokers import RabbitServer, Speak, silent
from servers.talking import Talker, breaking_off
from told import call

from crm.clock import FixedClock
from crm.errors import RejectedError, RetryableError
from crm.intake.connector import Connector, UnauthorizedError


class RabbitWorld:
    """Two hundred and fifty calls and one message that nobody can read."""

    def __init__(self, clock: FixedClock) -> None:
        self.clock, self.server, self.number = clock, RabbitServer(), 0
        self.queue, self.password = self.server.queue(), self.server.password
        self.settings: dict[str, object] = {**self.server.login, "queue": self.queue, "timeout": 10}
        self._talkers: list[Talker] = []
        for _ in range(250):
            self.add()
        self.server.put(self.queue, b"\xff{", "odd")

    def make(self, **more: object) -> Connector:
        return connector("rabbitmq", self.clock, {"RABBITMQ_PASSWORD": self.password}, **self.settings | more)

    def add(self) -> None:
        self.number += 1
        self.server.put(self.queue, call(self.number), f"m{self.number}")

    def failures(self) -> dict[str, Failure]:
        told = self.settings.update
        return {
            "refused": (lambda: told(port=_closed_port()), RetryableError),
            "wrong password": (lambda: setattr(self, "password", "hunter2"), UnauthorizedError),
            "no such vhost": (lambda: told(vhost="nowhere"), UnauthorizedError),
            "no such queue": (lambda: told(queue="nowhere"), RejectedError),
            "no such exchange": (lambda: told(exchange="nowhere"), RejectedError),
            "certificate": (lambda: told(tls=True), RetryableError),
            "no such certificate": (lambda: told(tls=True, ca_file="/nowhere.pem"), RejectedError),
            "hangs": (lambda: self._talk(silent), RetryableError),
            "garbage": (lambda: self._talk(lambda caller: caller.sendall(b"SSH-2.0-OpenSSH_9.2\r\n")), RetryableError),
            "broken off in login": (lambda: self._behind(300), RetryableError),
            "broken off in a message": (lambda: self._behind(9_000), RetryableError),
        }

    def close(self) -> None:
        for talker in self._talkers:
            talker.close()
        self.server.close()

    def _talk(self, speak: Speak) -> None:
        self._talkers.append(Talker(speak))
        self.settings.update(port=self._talkers[-1].port, timeout=1)

    def _behind(self, after: int) -> None:
        port = self.settings["port"]
        assert isinstance(port, int)
        self._talk(breaking_off(port, after))


def _closed_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def world(folder: Path, clock: FixedClock) -> RabbitWorld:
    return RabbitWorld(clock)
