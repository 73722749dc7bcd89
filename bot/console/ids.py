"""Identifiers and timestamps of the shapes that Slack hands out."""

from __future__ import annotations

import secrets
import string
import threading

from crm.clock import Clock

_ALPHABET = string.ascii_uppercase + string.digits


def new_id(prefix: str, length: int = 10) -> str:
    """A fresh identifier such as `U07A2BCD4E5`."""
    return prefix + "".join(secrets.choice(_ALPHABET) for _ in range(length))


def new_secret(length: int = 24) -> str:
    return secrets.token_hex(length // 2)


class Ticker:
    """Message timestamps: the clock's seconds with six decimals, each one later than the last."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0
        self._lock = threading.Lock()

    def ts(self) -> str:
        with self._lock:
            micros = int(self._clock.now().timestamp() * 1_000_000)
            self._last = max(micros, self._last + 1)
            return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"
