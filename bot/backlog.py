"""Handlers of jobs that go on until nothing waits."""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog

from bot.jobs import Handler
from crm.errors import HeldElsewhereError

BREATH = 0.2  # seconds between batches of readings: people who ask meanwhile go first
log = structlog.get_logger(__name__)


def index_all(step: Callable[[int], int], after: Callable[[int], object] = lambda _: None) -> Handler:
    """A handler of index jobs: indexes a tenant until nothing is left; `after` is told of the tenant then.

    Where another process holds the index the job ends: that process looks by itself what waits (`bot.schedule.KeepUp`).
    """

    def handle(tenant_id: int) -> None:
        try:
            while step(tenant_id):
                pass
        except HeldElsewhereError:
            log.info("index_held_elsewhere", tenant=tenant_id)
        after(tenant_id)

    return handle


def read_all(step: Callable[[int], int], after: Callable[[int], object] = lambda _: None) -> Handler:
    """A handler of reading jobs: reads until nothing waits, with breath in between; `after` is told of each tenant."""

    def handle(tenant_id: int) -> None:
        while step(tenant_id):
            after(tenant_id)
            time.sleep(BREATH)

    return handle
