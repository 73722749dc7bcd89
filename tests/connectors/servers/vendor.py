"""A vendor's API on a real socket, and the ways in which such APIs fail."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Answer = tuple[int, Any]


@dataclass
class Fault:
    """Befalls requests whose path begins with `path` (or is it, where that ends with a $), after `after` that went well,
    `times` times (None: for ever).

    `how`: a status, or hang, drip, garbage, half (of a body), cut (the work is done, the answer never sent), slow (it is
    sent a while after the work is done), redirect.
    """

    how: int | str
    path: str = ""
    method: str = ""
    times: int | None = None
    after: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)


class VendorServer:
    """Answers `answer(method, path, params, body)` as JSON; a subclass holds the vendor's data."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.lock = threading.Lock()
        self._closing = threading.Event()
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1  # head and body in one packet: two cost 40 ms of waiting for each other

            def do_GET(self) -> None:
                server._serve(self, "GET")

            def do_POST(self) -> None:
                server._serve(self, "POST")

            def do_DELETE(self) -> None:
                server._serve(self, "DELETE")

            def log_message(self, *_: Any) -> None:
                pass

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: Any) -> None:
                """A client that went away in the middle is nothing to speak of."""

        self._http = Quiet(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def answer(self, method: str, path: str, params: dict[str, str], body: Any) -> Answer:
        raise NotImplementedError

    def allows(self, headers: Mapping[str, str]) -> bool:
        raise NotImplementedError

    @property
    def closed(self) -> bool:
        return self._closing.is_set()

    def close(self) -> None:
        self._closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def _serve(self, handler: BaseHTTPRequestHandler, method: str) -> None:
        parts = urlsplit(handler.path)
        params = dict(parse_qsl(parts.query, keep_blank_values=True))
        content = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        with self.lock:
            self.asked.append((method, parts.path, params))
            fault = self._fault(method, parts.path)
        if not self.allows(handler.headers):
            return _send(handler, 401, {"error": "Couldn't authenticate you"})
        if fault is None or fault.how in ("cut", "slow"):
            with self.lock:
                status, answer = self.answer(method, parts.path, params, json.loads(content) if content else None)
            if fault is not None and fault.how == "slow":
                self._closing.wait(0.15)
            if fault is None or fault.how == "slow":
                return _send(handler, status, answer)
        return self._fail(handler, fault)

    def _fault(self, method: str, path: str) -> Fault | None:
        for fault in self.faults:
            if not f"{path}$".startswith(fault.path) or fault.method not in ("", method) or fault.times == 0:
                continue
            if fault.after > 0:
                fault.after -= 1
                continue
            if fault.times is not None:
                fault.times -= 1
            return fault
        return None

    def _fail(self, handler: BaseHTTPRequestHandler, fault: Fault) -> None:
        handler.close_connection = True
        if isinstance(fault.how, int):
            _send(handler, fault.how, {"error": "told by the test"}, fault.headers)
        elif fault.how == "hang":
            self._closing.wait(60)
        elif fault.how == "redirect":
            _send(handler, 302, {}, {"Location": "http://127.0.0.1:9/elsewhere"})
        elif fault.how == "garbage":
            _send(handler, 200, b"<html>We'll be back soon</html>")
        elif fault.how == "drip":
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n")
            while not self._closing.wait(0.01):
                handler.wfile.write(b" ")
                handler.wfile.flush()
        elif fault.how == "half":
            handler.wfile.write(b'HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{"tickets": [{"id": 1, ')


def _send(handler: BaseHTTPRequestHandler, status: int, answer: Any, headers: Mapping[str, str] | None = None) -> None:
    body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    if status == 204:
        body = b""
    handler.send_response(status)
    for name, value in {**(headers or {}), "Content-Type": "application/json"}.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)
