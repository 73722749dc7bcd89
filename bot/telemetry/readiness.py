"""Whether Rapport can do its work now: each part by name, never why not."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from time import monotonic

import structlog

log = structlog.get_logger()

MEMORY = 2.0  # seconds: however often it is asked, the parts are looked at no oftener


class Readiness:
    """Args: parts: by name, what says whether it is ready; raising is no."""

    def __init__(self, parts: Mapping[str, Callable[[], bool]]) -> None:
        self._parts = parts
        self._lock = threading.Lock()
        self._known: tuple[float, list[str]] | None = None

    def missing(self) -> list[str]:
        """The parts that are not ready."""
        with self._lock:
            if self._known is None or monotonic() - self._known[0] > MEMORY:
                found = [name for name, ready in self._parts.items() if not self._is(name, ready)]
                self._known = (monotonic(), found)
            return self._known[1]

    @staticmethod
    def _is(name: str, ready: Callable[[], bool]) -> bool:
        try:
            return ready()
        except Exception as error:  # noqa: BLE001 - whatever is wrong with a part, it is not ready
            log.warning("not_ready", part=name, kind=type(error).__name__)
            return False
