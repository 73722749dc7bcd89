"""Has jobs made of what came in, behind the acknowledgement: Slack waits for the commit, and for nothing else."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

import structlog

log = structlog.get_logger()


class Announcer:
    """Hands new inbox items on, one after the other; what it does not get to is found by the sweep.

    Args:
        enqueue: makes the job of a tenant's item.
    """

    def __init__(self, enqueue: Callable[[int, int], object]) -> None:
        self._enqueue = enqueue
        self._waiting: queue.SimpleQueue[tuple[int, int] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="announcer", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def __call__(self, tenant_id: int, item_id: int) -> None:
        self._waiting.put((tenant_id, item_id))

    def stop(self) -> None:
        """What was handed over is announced first."""
        self._waiting.put(None)
        if self._thread.is_alive():
            self._thread.join(5)

    def _run(self) -> None:
        while (item := self._waiting.get()) is not None:
            try:
                self._enqueue(*item)
            except Exception as error:  # noqa: BLE001 - whatever the queue's database raises: the sweep finds the item
                log.warning("not_announced", item=item[1], kind=type(error).__name__)
