"""Sources that say by themselves that something may be new: listened to, so that nobody waits for the next look."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

import structlog

from crm.errors import RapportError
from crm.intake.connector import Connector, Waiter
from crm.intake.sources import SourceBook
from crm.model import Source, SourceState

log = structlog.get_logger(__name__)

ONE_WAIT = timedelta(minutes=10)  # before the connection is made anew; a paused source is let go of by then


class Watches:
    """One thread for each source that can be listened to; called again and again, it starts those that are missing.

    Args:
        connect: makes a source's connector.
        look: asked, with tenant and source, for a look at what may be new.
    """

    def __init__(
        self, sources: SourceBook, connect: Callable[[Source], Connector], look: Callable[[int, int], object]
    ) -> None:
        self._sources, self._connect, self._look = sources, connect, look
        self._threads: dict[int, threading.Thread] = {}
        self._stopped = threading.Event()

    def __call__(self) -> None:
        for source in self._sources.on():
            known = self._threads.get(source.id)
            if known is None or not known.is_alive():
                self._listen(source)

    def stop(self) -> None:
        """Ends listening; a thread that waits ends with its process, for it holds nothing but a connection."""
        self._stopped.set()

    def _listen(self, source: Source) -> None:
        try:
            connector = self._connect(source)
        except RapportError:  # a look at it tells what is wrong
            return
        if isinstance(connector, Waiter):
            thread = threading.Thread(
                target=self._wait, args=(source, connector), name=f"watch-{source.name}", daemon=True
            )
            self._threads[source.id] = thread
            thread.start()

    def _wait(self, source: Source, connector: Waiter) -> None:
        try:
            with closing(connector):
                while not self._stopped.is_set() and self._is_on(source):
                    if connector.wait(ONE_WAIT.total_seconds()) and self._is_on(source):
                        self._look(source.tenant_id, source.id)
        except RapportError as error:  # the next look notes it at the source; the next call listens again
            log.info("watch_ended", source=source.name, reason=error.message)

    def _is_on(self, source: Source) -> bool:
        now = self._sources.find(source.tenant_id, source.name)
        return now is not None and now.id == source.id and now.state is SourceState.ON
