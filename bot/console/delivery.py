"""How something that happened reaches the app, and what the app said to it."""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from bot.console.faults import Faults

Json = dict[str, Any]
Kind = Literal["events_api", "slash_commands", "interactive"]
RETRY_DELAYS = (0.0, 60.0, 300.0)  # seconds, as Slack repeats an event


@dataclass(frozen=True)
class Ack:
    """The app's acknowledgement; `reason` says why there was none."""

    ok: bool
    body: Any = None
    reason: str = ""
    final: bool = False


class Transport(Protocol):
    def deliver(self, kind: Kind, payload: Json, attempt: int, reason: str) -> Ack:
        """Hand one thing over and wait for the acknowledgement."""


class Delivery:
    """Events go out in the background and are repeated; commands and interactions wait for their answer.

    Args:
        transport: Socket Mode or HTTP.
        faults: duplicates, delays and the like on request.
        retry_delays: seconds before each repetition of an event.
    """

    def __init__(self, transport: Transport, faults: Faults, retry_delays: tuple[float, ...] = RETRY_DELAYS) -> None:
        self.transport = transport
        self._faults, self._retry_delays = faults, retry_delays
        self._pool = ThreadPoolExecutor(max_workers=16, thread_name_prefix="console-delivery")
        self._stopping = threading.Event()
        self._held: list[Json] = []
        self._pending: set[Future[None]] = set()
        self._timers: list[threading.Timer] = []
        self._lock = threading.Lock()
        self.failed: list[Json] = []

    def event(self, body: Json) -> None:
        """Send an event without waiting for the app."""
        with self._lock:
            if self._faults.take_event("reorder"):
                self._held.append(body)
                if self._faults.pending("reorder"):
                    return
                batch, self._held = list(reversed(self._held)), []
            else:
                batch = [body]
        for each in batch:
            self._submit(each)
            if self._faults.take_event("duplicate"):
                self._submit(each)

    def ask(self, kind: Kind, payload: Json) -> Ack:
        """Send a command or an interaction, once, and wait for the acknowledgement."""
        if self._stopping.is_set():
            return Ack(ok=False, reason="stopped")
        return self.transport.deliver(kind, payload, 0, "")

    def idle(self) -> bool:
        """Whether every event so far has been acknowledged or given up."""
        with self._lock:
            return not self._pending and not self._held

    def stop(self) -> None:
        self._stopping.set()
        with self._lock:
            timers = list(self._timers)
        for timer in timers:
            timer.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _submit(self, body: Json, attempt: int = 0, reason: str = "") -> None:
        with self._lock:
            if self._stopping.is_set():
                return
            future = self._pool.submit(self._send_event, body, attempt, reason)
            self._pending.add(future)
        future.add_done_callback(self._forget)

    def _forget(self, future: Future[None]) -> None:
        with self._lock:
            self._pending.discard(future)

    def _send_event(self, body: Json, attempt: int, reason: str) -> None:
        if self._faults.take_event("delay"):
            self._stopping.wait(1.0)
        ack = self.transport.deliver("events_api", body, attempt, reason)
        if ack.ok and not self._faults.take_event("lose_ack"):
            return
        if ack.final or attempt >= len(self._retry_delays):
            self.failed.append(body)
        else:
            self._repeat(body, attempt + 1, ack.reason or "timeout")

    def _repeat(self, body: Json, attempt: int, reason: str) -> None:
        """Send again after the delay that this attempt has, without holding a worker meanwhile."""
        delay = self._retry_delays[attempt - 1]
        if delay == 0:
            self._submit(body, attempt, reason)
            return
        timer = threading.Timer(delay, self._submit, (body, attempt, reason))
        timer.daemon = True
        with self._lock:
            self._timers = [each for each in self._timers if each.is_alive()]
            if not self._stopping.is_set():
                self._timers.append(timer)
                timer.start()
