"""The end of a call's time, kept however slowly the other side drips."""

from __future__ import annotations

import socket
from contextlib import suppress
from datetime import timedelta
from threading import Timer
from time import monotonic
from typing import Any

CONNECT = 5.0  # seconds for a connection to be made


class Deadline:
    """Runs from its making. Given to an HTTP client, it limits waiting and cuts the connection at the end."""

    def __init__(self, budget: timedelta) -> None:
        self._end = monotonic() + budget.total_seconds()
        self._timers: list[Timer] = []

    def left(self) -> float:
        """Seconds; 0 once it has passed."""
        return max(0.0, self._end - monotonic())

    @property
    def passed(self) -> bool:
        return self.left() == 0

    def limits(self) -> Any:
        """What an HTTP client may wait for a connection and for the first byte."""
        import httpx  # noqa: PLC0415

        left = max(self.left(), 0.001)
        return httpx.Timeout(left, connect=min(left, CONNECT))

    def watch(self, response: Any) -> None:
        """From now on the answer's connection is cut at the end: a limit of each read alone would let it drip on."""
        stream = response.extensions.get("network_stream")
        connection = stream.get_extra_info("socket") if stream is not None else None
        if connection is None:
            return
        timer = Timer(self.left(), _cut, [connection])
        timer.daemon = True
        timer.start()
        self._timers.append(timer)

    def release(self) -> None:
        """The call is over: nothing is cut any more."""
        for timer in self._timers:
            timer.cancel()


def _cut(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
