"""A host that serves a calendar, as RFC 5545 writes one and RFC 9110 has conditional requests."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from connecting import connector
from contract import Failure

from crm.clock import FixedClock
from crm.errors import RejectedError, RetryableError
from crm.intake.connector import BusyError, Connector, UnauthorizedError

SECRETS = {"CALENDAR": "hunter2"}


def stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def calendar(*events: str, head: str = "") -> str:
    body = "\r\n".join(f"BEGIN:VEVENT\r\nDTSTAMP:20261101T000000Z\r\n{event.strip()}\r\nEND:VEVENT" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n{head}{body}\r\nEND:VCALENDAR\r\n"


class Host:
    """Answers with what it is told to; keeps what it was asked."""

    def __init__(self) -> None:
        self.body = calendar()
        self.status, self.headers = 200, {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.answered: list[int] = []
        self.breaks_off = False
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                host.asked.append((self.path, dict(self.headers)))
                host.answer(self)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/team.ics"

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        content = self.body.encode()
        etag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
        unchanged = self.status == 200 and request.headers.get("If-None-Match") == etag
        self.answered.append(304 if unchanged else self.status)
        request.send_response(self.answered[-1])
        for name, value in ({"ETag": etag} | self.headers).items():
            request.send_header(name, value)
        if not unchanged:
            request.send_header("Content-Length", str(len(content) * (1 + self.breaks_off)))
        request.end_headers()
        if not unchanged:
            request.wfile.write(content)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class CalendarWorld:
    def __init__(self, _folder: Path, clock: FixedClock) -> None:
        self._clock, self._host, self._closed = clock, Host(), False
        daily = (
            f"UID:daily\r\nSUMMARY:Stand-up\r\nDTSTART:{stamp(clock.now() - timedelta(days=400))}\r\nRRULE:FREQ=DAILY"
        )
        twice = f"UID:twice\r\nSUMMARY:Call\r\nDTSTART:{stamp(clock.now() - timedelta(days=20))}\r\nRRULE:FREQ=DAILY;BYHOUR=8,12,16"
        broken = "UID:broken\r\nSUMMARY:No time\r\nDTSTART:tomorrow"
        self._events = [daily, twice, broken]
        self._serve()

    def make(self) -> Connector:
        values = {"address": self._host.url, "user": "ann", "password": "CALENDAR"}
        return connector("calendar", self._clock, SECRETS, **values)

    def add(self) -> None:
        at = self._clock.now() + timedelta(days=5, minutes=len(self._events))
        self._events.append(f"UID:new{len(self._events)}\r\nSUMMARY:New\r\nDTSTART:{stamp(at)}")
        self._serve()

    def failures(self) -> dict[str, Failure]:
        return {
            "401": (lambda: self._fail(401), UnauthorizedError),
            "403": (lambda: self._fail(403), UnauthorizedError),
            "404": (lambda: self._fail(404), RejectedError),
            "429": (lambda: self._fail(429, {"Retry-After": "120"}), BusyError),
            "503 later": (lambda: self._fail(503, {"Retry-After": "Fri, 20 Nov 2026 16:00:00 GMT"}), BusyError),
            "503": (lambda: self._fail(503), RetryableError),
            "500": (lambda: self._fail(500), RetryableError),
            "moved": (lambda: self._fail(302, {"Location": "https://elsewhere.example/x.ics"}), RejectedError),
            "in circles": (lambda: self._fail(302, {"Location": "/team.ics"}), RejectedError),
            "a page": (lambda: self._say("<html>Sign in</html>"), RetryableError),
            "half": (lambda: self._say("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1"), RetryableError),
            "broken off": (self._break_off, RetryableError),
            "refused": (self.close, RetryableError),
        }

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._host.close()

    def _serve(self) -> None:
        self._host.body = calendar(*self._events)

    def _say(self, body: str) -> None:
        self._host.body = body

    def _fail(self, status: int, headers: dict[str, str] | None = None) -> None:
        self._host.status, self._host.headers = status, headers or {}

    def _break_off(self) -> None:
        self._host.breaks_off = True


def world(folder: Path, clock: FixedClock) -> CalendarWorld:
    return CalendarWorld(folder, clock)
