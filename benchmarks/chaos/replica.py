"""A command of Rapport in a process whose clock can be turned from outside: `python -m benchmarks.chaos.replica run`."""

from __future__ import annotations

import importlib
import mmap
import os
import struct
import time
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

DIAL = "CHAOS_DIAL"  # environment: the file that holds by how many seconds the clock is wrong
CLOCKS = (
    "crm.clock",
    "apscheduler.schedulers.base",
    "apscheduler.executors.base",
    "standardwebhooks.webhooks",
)  # who reads it by `datetime.now`


class Dial:
    """Eight bytes that several processes share: seconds by which their clocks are wrong."""

    def __init__(self, file: Path) -> None:
        if not file.exists():
            file.write_bytes(struct.pack("d", 0.0))
        with file.open("r+b") as opened:
            self._page = mmap.mmap(opened.fileno(), 8)

    def turn(self, seconds: float) -> None:
        self._page[:8] = struct.pack("d", seconds)

    def read(self) -> float:
        return float(struct.unpack("d", self._page[:8])[0])


def shift(dial: Dial) -> None:
    """Has everything of this process that reads the machine's clock read the dial too."""
    real = time.time

    class Shifted(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + timedelta(seconds=dial.read())

    time.time = lambda: real() + dial.read()
    for name in CLOCKS:
        setattr(importlib.import_module(name), "datetime", Shifted)  # noqa: B010 - a module's attribute


if __name__ == "__main__":
    shift(Dial(Path(os.environ[DIAL])))
    from bot.cli import main

    main()
