"""How many callers a model serves at once, and how many may wait."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, Semaphore

from crm.errors import RetryableError
from indexing.deadline import Deadline

BUSY = "The language model is busy. Rapport goes on without it; please try again later."


class Turns:
    """A bounded queue: whoever finds it full is told so at once instead of waiting.

    Args:
        at_once: calls that run side by side.
        waiting: callers that may wait for one of them.
    """

    def __init__(self, at_once: int, waiting: int) -> None:
        self._running = Semaphore(at_once)
        self._room = waiting
        self._waiting = 0
        self._lock = Lock()

    @property
    def waiting(self) -> int:
        with self._lock:
            return self._waiting

    @contextmanager
    def turn(self, deadline: Deadline) -> Iterator[None]:
        """A caller's turn.

        Raises:
            RetryableError: too many wait already, or the turn did not come in time.
        """
        if not self._running.acquire(blocking=False):
            self._wait(deadline)
        try:
            yield
        finally:
            self._running.release()

    def _wait(self, deadline: Deadline) -> None:
        with self._lock:
            if self._waiting >= self._room:
                raise RetryableError(BUSY)
            self._waiting += 1
        try:
            if not self._running.acquire(timeout=deadline.left()):
                raise RetryableError(BUSY)
        finally:
            with self._lock:
                self._waiting -= 1
