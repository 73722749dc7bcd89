"""Looks at sources, as jobs and listening threads ask for them."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

from crm.intake.sync import Synced

BETWEEN = 0.05  # seconds between tries at a source that another look is at
PATIENCE = 3.0  # seconds; a look that takes longer is long enough for the next to come with the schedule


class SourceLooks:
    """A handler of look jobs. Whoever asks while a look is running gets one after it, once for all who ask meanwhile:
    what they heard of may have come behind that look's back.

    Args:
        run: looks at a source; None where another look at it is running.
    """

    def __init__(self, run: Callable[[int], Synced | None]) -> None:
        self._run = run
        self._waiting: set[int] = set()
        self._lock = Lock()

    def __call__(self, source_id: int) -> Synced | None:
        told = self._run(source_id)
        if told is not None or not self._is_first(source_id):
            return told
        try:
            end = time.monotonic() + PATIENCE
            while told is None and time.monotonic() < end:
                time.sleep(BETWEEN)
                told = self._run(source_id)
        finally:
            self._waiting.discard(source_id)
        return told

    def _is_first(self, source_id: int) -> bool:
        with self._lock:
            is_first = source_id not in self._waiting
            self._waiting.add(source_id)
            return is_first
