"""The live feed: whoever watches hears of each change, in order."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Json = dict[str, Any]
FELL_BEHIND = "fell behind"  # the kind of a change that stands for all that a slow watcher has missed
_BACKLOG = 2_000  # changes


class Feed:
    def __init__(self) -> None:
        self.sequence = 0
        self._watchers: list[queue.Queue[Json | None]] = []
        self._changed = threading.Condition()
        self._closed = False

    def publish(self, kind: str, **data: Any) -> None:
        with self._changed:
            self.sequence += 1
            change = {"seq": self.sequence, "kind": kind, **data}
            for watcher in self._watchers:
                _offer(watcher, change)
            self._changed.notify_all()

    def wait_for(self, predicate: Callable[[], Any], timeout: float) -> Any:
        """Wait until the predicate gives something true and return it; the last (false) value after the timeout.

        Args:
            predicate: asked again after each change, and now and then in between.
            timeout: in seconds.
        """
        waited = threading.Event()
        timer = threading.Timer(timeout, waited.set)
        timer.daemon = True
        timer.start()
        try:
            while True:
                with self._changed:
                    seen = self.sequence
                found = predicate()
                if found or waited.is_set():
                    return found
                with self._changed:
                    self._changed.wait_for(lambda seen=seen: self.sequence != seen, 0.05)  # type: ignore[misc]
        finally:
            timer.cancel()

    @contextmanager
    def watch(self) -> Iterator[queue.Queue[Json | None]]:
        """A queue of changes from now on; None means that the feed has closed."""
        watcher: queue.Queue[Json | None] = queue.Queue(_BACKLOG)
        with self._changed:
            if self._closed:
                watcher.put_nowait(None)
            self._watchers.append(watcher)
        try:
            yield watcher
        finally:
            with self._changed:
                self._watchers.remove(watcher)

    def close(self) -> None:
        with self._changed:
            self._closed = True
            for watcher in self._watchers:
                _offer(watcher, None)
            self._changed.notify_all()


def _offer(watcher: queue.Queue[Json | None], change: Json | None) -> None:
    try:
        watcher.put_nowait(change)
    except queue.Full:
        while not watcher.empty():
            watcher.get_nowait()
        watcher.put_nowait({"kind": FELL_BEHIND} if change is not None else None)
