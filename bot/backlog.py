"""Handlers of jobs that go on until nothing waits."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog

from bot.attempts import Handler
from crm.errors import HeldElsewhereError

PATIENCE = 300.0  # seconds that readings stand back; an index that is always behind must not stop them
BREATH = 0.2  # seconds between batches of readings: people who ask meanwhile go first
log = structlog.get_logger(__name__)


class Precedence:
    """What goes first in a process: while the index catches up, readings wait."""

    def __init__(self) -> None:
        self._at_work = 0
        self._changed = threading.Condition()

    @contextmanager
    def taken(self) -> Iterator[None]:
        with self._changed:
            self._at_work += 1
        try:
            yield
        finally:
            with self._changed:
                self._at_work -= 1
                self._changed.notify_all()

    def awaited(self, patience: float = PATIENCE) -> None:
        """Returns once nothing has precedence, or patience ends."""
        with self._changed:
            self._changed.wait_for(lambda: not self._at_work, patience)


def index_all(
    step: Callable[[int], int],
    after: Callable[[int], object] = lambda _: None,
    precedence: Precedence | None = None,
) -> Handler:
    """A handler of index jobs: indexes a tenant until nothing is left; `after` is told of the tenant then.

    Where another process holds the index the job ends: that process looks by itself what waits (`bot.schedule.KeepUp`).
    """
    first = precedence or Precedence()

    def handle(tenant_id: int) -> None:
        try:
            with first.taken():
                while step(tenant_id):
                    pass
        except HeldElsewhereError:
            log.info("index_held_elsewhere", tenant=tenant_id)
        after(tenant_id)

    return handle


def read_all(
    step: Callable[[int], int],
    after: Callable[[int], object] = lambda _: None,
    precedence: Precedence | None = None,
) -> Handler:
    """A handler of reading jobs: reads until nothing waits, with breath in between; `after` is told of each tenant."""
    first = precedence or Precedence()

    def handle(tenant_id: int) -> None:
        first.awaited()
        while step(tenant_id):
            after(tenant_id)
            time.sleep(BREATH)
            first.awaited()

    return handle
