"""Socket Mode: the app's WebSocket connections, envelopes and their acknowledgements."""

from __future__ import annotations

import contextlib
import itertools
import json
import threading
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import uuid4

from simple_websocket import ConnectionClosed, Server

from bot.console.delivery import Ack, Kind
from bot.console.ids import new_secret

Json = dict[str, Any]
ACK_TIMEOUT = 3.0  # seconds
DisconnectReason = Literal["warning", "refresh_requested", "link_disabled"]


@dataclass
class Connection:
    """One open WebSocket of the app."""

    socket: Server
    id: str = field(default_factory=lambda: str(uuid4()))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def send(self, message: Json) -> None:
        with self._lock:
            self.socket.send(json.dumps(message))

    def close(self) -> None:
        with contextlib.suppress(ConnectionClosed, OSError):
            self.socket.close()

    def cut(self) -> None:
        """Break the line without a word, as a failing network does."""
        with contextlib.suppress(OSError):
            self.socket.sock.shutdown(2)


@dataclass
class _Waiting:
    answered: threading.Event = field(default_factory=threading.Event)
    body: Any = None
    connection: str = ""
    broken: bool = False


class SocketHub:
    """Gives out addresses, keeps the connections, shares deliveries out among them.

    Args:
        app_id: told in the `hello`.
        ack_timeout: seconds an envelope waits for its acknowledgement.
    """

    def __init__(self, app_id: str, ack_timeout: float = ACK_TIMEOUT) -> None:
        self._app_id, self._ack_timeout = app_id, ack_timeout
        self._tickets: set[str] = set()
        self._connections: list[Connection] = []
        self._waiting: dict[str, _Waiting] = {}
        self._changed = threading.Condition()
        self._turn = itertools.count()
        self._stopping = False

    @property
    def connections(self) -> int:
        """How many WebSockets the app has open."""
        return len(self._connections)

    def new_address(self, base_url: str) -> str:
        ticket = new_secret(32)
        self._tickets.add(ticket)
        return f"{base_url.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id={self._app_id}"

    def serve(self, socket: Server, ticket: str) -> None:
        """Stay with one WebSocket until it closes. A ticket lets in once."""
        if ticket not in self._tickets or self._stopping:
            socket.close(1008, "invalid ticket")
            return
        self._tickets.discard(ticket)
        connection = Connection(socket)
        with self._changed:
            self._connections.append(connection)
            count = len(self._connections)
        connection.send(self._hello(count))
        with self._changed:
            self._changed.notify_all()
        try:
            self._read(connection)
        finally:
            self._lost(connection)

    def deliver(self, kind: Kind, payload: Json, attempt: int, reason: str) -> Ack:
        connection = self._next_connection()
        if connection is None:
            return Ack(ok=False, reason="no_connection")
        envelope_id, waiting = str(uuid4()), _Waiting(connection=connection.id)
        envelope = {
            "envelope_id": envelope_id,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": reason}
        self._waiting[envelope_id] = waiting
        try:
            connection.send(envelope)
            waiting.answered.wait(self._ack_timeout)
        except (ConnectionClosed, OSError):
            return Ack(ok=False, reason="connection_failed")
        finally:
            del self._waiting[envelope_id]
        if waiting.answered.is_set() and not waiting.broken:
            return Ack(ok=True, body=waiting.body)
        return Ack(ok=False, reason="connection_failed" if waiting.broken else "timeout")

    def disconnect(self, reason: DisconnectReason = "refresh_requested") -> None:
        """Ask every connection to renew itself; all but a mere warning then close."""
        message = {"type": "disconnect", "reason": reason, "debug_info": {"host": "console"}}
        for connection in list(self._connections):
            with contextlib.suppress(ConnectionClosed, OSError):
                connection.send(message)
            if reason != "warning":
                timer = threading.Timer(0.5, connection.close)
                timer.daemon = True
                timer.start()

    def cut(self) -> None:
        """Break every line without a word."""
        for connection in list(self._connections):
            connection.cut()

    def send_raw(self, message: Json) -> None:
        """Send any message to every connection, known to the app or not."""
        for connection in list(self._connections):
            connection.send(message)

    def wait_connected(self, timeout: float, count: int = 1) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: len(self._connections) >= count, timeout)

    def stop(self) -> None:
        self._stopping = True
        with self._changed:
            self._changed.notify_all()
        for connection in list(self._connections):
            connection.close()
        for waiting in list(self._waiting.values()):
            waiting.broken = True
            waiting.answered.set()

    def _hello(self, count: int) -> Json:
        return {
            "type": "hello",
            "num_connections": count,
            "debug_info": {"host": "console", "build_number": 1, "approximate_connection_time": 18_060},
            "connection_info": {"app_id": self._app_id},
        }

    def _next_connection(self) -> Connection | None:
        """The connection whose turn it is; waits a moment when there is none."""
        with self._changed:
            self._changed.wait_for(lambda: self._connections or self._stopping, self._ack_timeout)
            if not self._connections or self._stopping:
                return None
            return self._connections[next(self._turn) % len(self._connections)]

    def _read(self, connection: Connection) -> None:
        while True:
            raw = connection.socket.receive()
            if raw is None:
                return
            try:
                message = json.loads(raw)
            except ValueError:
                continue
            waiting = self._waiting.get(message.get("envelope_id", "")) if isinstance(message, dict) else None
            if waiting is not None:
                waiting.body = message.get("payload")
                waiting.answered.set()

    def _lost(self, connection: Connection) -> None:
        with self._changed:
            if connection in self._connections:
                self._connections.remove(connection)
            self._changed.notify_all()
        for waiting in list(self._waiting.values()):
            if waiting.connection == connection.id and not waiting.answered.is_set():
                waiting.broken = True
                waiting.answered.set()
