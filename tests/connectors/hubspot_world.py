"""A HubSpot account with a few clients and two hundred and forty things that happened."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from connecting import connector
from contract import Failure
from servers.hubspot import TOKEN, HubSpotServer
from servers.vendor import Fault

from connectors.hubspot.place import millis
from crm.clock import FixedClock
from crm.errors import RejectedError, RetryableError
from crm.intake.connector import BusyError, Connector, UnauthorizedError

SEARCH = "/crm/v3/objects/"
HAPPENED = ("notes", "emails", "calls", "meetings")


class HubSpotWorld:
    def __init__(self, clock: FixedClock) -> None:
        self.clock, self.server = clock, HubSpotServer(millis(clock.now()))
        self.counted = 0

    def fill(self) -> None:
        server = self.server
        company = server.add("companies", name="Acme", domain="acme.com")
        contact = server.add("contacts", firstname="Jane", lastname="Miller", email="jane@acme.com")
        deal = server.add("deals", dealname="Pumps", dealstage="qualifiedtobuy", amount="900")
        server.link("contacts", contact, "companies", company)
        server.link("deals", deal, "companies", company)
        for _ in range(240):
            note = self.happen()
            server.link(HAPPENED[(self.counted - 1) % 4], note, "contacts", contact)
        server.add("notes", hs_note_body="?", hs_timestamp="yesterday")

    def make(self, **more: object) -> Connector:
        return connector("hubspot", self.clock, {"HUBSPOT_TOKEN": TOKEN}, **self.settings(**more))

    def settings(self, **more: object) -> dict[str, object]:
        return {"url": self.server.url, "timeout": 0.5, "searches": 10_000, **more}

    def add(self) -> None:
        """Something happens now, a minute after all before it."""
        self.clock.instant += timedelta(minutes=1)
        self.server.now = millis(self.clock.now())
        self.happen(self.server.now - 1000)

    def happen(self, at: int | None = None) -> str:
        kind = HAPPENED[self.counted % 4]
        words = {"notes": "hs_note_body", "emails": "hs_email_text", "calls": "hs_call_body"}.get(
            kind, "hs_meeting_body"
        )
        self.counted += 1
        return self.server.add(kind, at, **{words: f"The pump drips {self.counted}."})

    def failures(self) -> dict[str, Failure]:
        def faults(**fault: object) -> object:
            return lambda: self.server.faults.append(Fault(**{"path": SEARCH, **fault}))

        return {
            "unauthorized": (faults(how=401), UnauthorizedError),
            "forbidden": (faults(how=403), UnauthorizedError),
            "busy": (faults(how=429, headers={"Retry-After": "10"}), BusyError),
            "unavailable": (faults(how=503, headers={"Retry-After": "7"}), BusyError),
            "broken": (faults(how=500), RetryableError),
            "hangs": (faults(how="hang"), RetryableError),
            "garbage": (faults(how="garbage"), RetryableError),
            "half": (faults(how="half"), RetryableError),
            "moved": (faults(how="redirect"), RejectedError),
            "associations": (faults(how=500, path="/crm/v4/associations/"), RetryableError),
            "gone": (self.server.close, RetryableError),
        }

    def close(self) -> None:
        if not self.server.closed:
            self.server.close()


def world(folder: Path, clock: FixedClock) -> HubSpotWorld:
    made = HubSpotWorld(clock)
    made.fill()
    return made
