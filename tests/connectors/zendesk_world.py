"""A help desk with two hundred and fifty tickets."""

from __future__ import annotations

from pathlib import Path

from connecting import connector
from contract import Failure
from servers.vendor import Fault
from servers.zendesk import LOGIN, ZendeskServer

from crm.clock import FixedClock
from crm.errors import RejectedError, RetryableError
from crm.intake.connector import BusyError, Connector, UnauthorizedError

EXPORT = "/api/v2/incremental/"


class ZendeskWorld:
    def __init__(self, clock: FixedClock) -> None:
        self.clock, self.server = clock, ZendeskServer(int(clock.now().timestamp()))
        for _ in range(249):
            self.add()
        self.server.add(created_at="yesterday")

    def make(self, **more: object) -> Connector:
        secrets = {"ZENDESK_TOKEN": LOGIN[1]}
        settings = {"url": self.server.url, "email": LOGIN[0], "timeout": 0.5, **more}
        return connector("zendesk", self.clock, secrets, **settings)

    def add(self) -> None:
        self.server.add()

    def failures(self) -> dict[str, Failure]:
        def faults(**fault: object) -> object:
            return lambda: self.server.faults.append(Fault(**{"path": EXPORT, **fault}))

        return {
            "unauthorized": (faults(how=401), UnauthorizedError),
            "forbidden": (faults(how=403), UnauthorizedError),
            "busy": (faults(how=429, headers={"Retry-After": "41"}), BusyError),
            "unavailable": (faults(how=503, headers={"Retry-After": "7"}), BusyError),
            "broken": (faults(how=500), RetryableError),
            "hangs": (faults(how="hang"), RetryableError),
            "garbage": (faults(how="garbage"), RetryableError),
            "half": (faults(how="half"), RetryableError),
            "moved": (faults(how="redirect"), RejectedError),
            "fields": (faults(how=500, path="/api/v2/ticket_fields.json"), RetryableError),
            "gone": (self.server.close, RetryableError),
        }

    def close(self) -> None:
        if not self.server.closed:
            self.server.close()


def world(folder: Path, clock: FixedClock) -> ZendeskWorld:
    return ZendeskWorld(clock)
