"""What commands leave behind them: the index up to date, the newest interactions read deeper."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from bot.cli.progress import Progress

if TYPE_CHECKING:
    from bot.wiring import Rapport
    from crm.reading.readings import Readings

READ_AT_ONCE = 500  # interactions that a command reads deeper, the newest: `rapport run` reads the rest
LOOK = 0.05  # seconds between looks for something to do


class Ahead:
    """Takes in and indexes what a command's looks bring, while it still looks. What goes wrong here is left as it is:
    the command meets it again afterwards, and says it.

    Embedding keeps the cores busy outside of Python, parsing and redaction keep to one: side by side they take little
    longer than the longer of them.
    """

    def __init__(self, app: Rapport, tenant_id: int) -> None:
        self.taken_in = Beside(partial(app.chain.run, tenant_id))
        self.indexed = Beside(partial(app.indexer.run_once, tenant_id))

    def __enter__(self) -> Ahead:
        self.taken_in.start()
        self.indexed.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.taken_in.stop()
        self.indexed.stop()


class Beside(threading.Thread):
    """Repeats a step, with breath where there was nothing to do, until it is stopped or fails; `done` adds up."""

    def __init__(self, step: Callable[[], int]) -> None:
        super().__init__(name="ahead")
        self._step = step
        self._ended = threading.Event()
        self.done = 0

    def stop(self) -> None:
        self._ended.set()
        self.join()

    def run(self) -> None:
        from crm.errors import RapportError

        while not self._ended.is_set():
            try:
                step = self._step()
            except RapportError:
                return
            self.done += step
            if not step:
                self._ended.wait(LOOK)


def catch_up(app: Rapport, tenant_id: int, *, quiet: bool, newest: int = READ_AT_ONCE, done: int = 0) -> list[str]:
    """Indexes what is waiting and reads the `newest` deeper; what cannot be done now is said, and done later by
    `rapport run`.

    Args:
        app: the application.
        tenant_id: whose record.
        quiet: whether nothing is shown meanwhile.
        newest: how many interactions are worth reading deeper at once.
        done: how many are indexed already.
    """
    from crm.errors import RapportError

    most, readings = min(newest, READ_AT_ONCE), app.interaction_readings
    reading: Future[None] | None = None
    with Progress(quiet=quiet) as progress, ThreadPoolExecutor(1) as beside:
        total = done + app.indexer.lag(tenant_id).count
        here = 0
        try:
            while step := app.indexer.run_once(tenant_id):
                here += step
                progress.show("indexing", done + here, max(done + here, total))
                if (
                    reading is None and here >= most
                ):  # it goes from the newest to the oldest: those to be read are there
                    reading = beside.submit(_read_newest, readings, tenant_id, most, progress)
        except RapportError as error:
            return [f"Not everything is searchable by meaning yet: {error.message} `rapport run` will catch up."]
        (reading or beside.submit(_read_newest, readings, tenant_id, most, progress)).result()
    return [f"{done + here} interactions indexed."] if done + here else []


def _read_newest(readings: Readings, tenant_id: int, most: int, progress: Progress) -> None:
    """Reads the newest interactions deeper; `rapport run` reads the rest."""
    read = 0
    while read < most and (step := readings.run_once(tenant_id)):
        read += step
        progress.show("reading", read, most)
