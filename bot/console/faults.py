"""Bad weather on request: what the local Slack does wrong, and when."""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from crm.clock import Clock

FaultKind = Literal["rate_limited", "error", "server_error", "garbage", "hang", "lost_answer"]
EventFaultKind = Literal["duplicate", "delay", "lose_ack", "reorder"]


@dataclass
class Fault:
    """What goes wrong with calls of one Web API method.

    Args:
        kind: how; `lost_answer` does the work and then breaks the connection.
        method: of which method, "*" for all.
        times: how many calls it hits, -1 for all to come.
        after: how many calls pass before the first is hit.
        error: Slack's name of the error, for `error`.
        retry_after: in seconds, for `rate_limited`.
        seconds: how long the call hangs, for `hang`.
    """

    kind: FaultKind
    method: str = "*"
    times: int = 1
    after: int = 0
    error: str = "internal_error"
    retry_after: int = 1
    seconds: float = 5.0


class Faults:
    """The faults that are set; each call takes the first that fits it."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._events: dict[EventFaultKind, int] = {}
        self._lock = threading.Lock()

    def add(self, fault: Fault) -> None:
        with self._lock:
            self._faults.append(fault)

    def add_event_fault(self, kind: EventFaultKind, times: int = 1) -> None:
        """Let the next events go wrong: arrive twice, late, be sent again though acknowledged, or arrive reversed."""
        with self._lock:
            self._events[kind] = self._events.get(kind, 0) + times

    def clear(self) -> None:
        with self._lock:
            self._faults.clear()
            self._events.clear()

    def take(self, method: str) -> Fault | None:
        """The fault that hits this call, if any; its count goes down."""
        with self._lock:
            for fault in self._faults:
                if fault.method not in ("*", method):
                    continue
                if fault.after > 0:
                    fault.after -= 1
                    continue
                if fault.times != 0:
                    fault.times -= 1
                    return fault
            return None

    def take_event(self, kind: EventFaultKind) -> bool:
        with self._lock:
            left = self._events.get(kind, 0)
            self._events[kind] = max(0, left - 1)
            return left > 0

    def pending(self, kind: EventFaultKind) -> int:
        return self._events.get(kind, 0)


class RateMeter:
    """Slack's pace of messages, if it is to be kept: about one a second in a channel, short bursts allowed."""

    BURST = 5
    _REFILL = timedelta(seconds=1)

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._posts: dict[str, list[datetime]] = {}
        self._lock = threading.Lock()

    def wait_needed(self, channel: str) -> int:
        """Seconds to wait before a message to this channel would be taken; 0 when it is taken now."""
        now = self._clock.now()
        window = self._REFILL * self.BURST
        with self._lock:
            recent = [at for at in self._posts.get(channel, []) if now - at < window]
            if len(recent) >= self.BURST:
                self._posts[channel] = recent
                return max(1, math.ceil((self._REFILL - (now - recent[-1])).total_seconds()))
            self._posts[channel] = [*recent, now]
            return 0
