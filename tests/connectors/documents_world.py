"""A folder of documents."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from connecting import connector
from contract import Failure

from crm.clock import FixedClock
from crm.errors import RetryableError
from crm.intake.connector import Connector

BEGAN = datetime(2026, 11, 1, 9, tzinfo=UTC)


class DocumentsWorld:
    def __init__(self, folder: Path, clock: FixedClock) -> None:
        self._folder, self._clock, self._written = folder / "papers", clock, 0
        for _ in range(70):
            self.add()
        self._write("broken.pdf", b"\0\1\2\3" * 50)

    def make(self) -> Connector:
        return connector("documents", self._clock, folder=str(self._folder))

    def add(self) -> None:
        self._write(f"note {self._written}.md", f"# Note {self._written}\n\nWe ship.".encode())

    def failures(self) -> dict[str, Failure]:
        return {"gone": (lambda: self._folder.rename(self._folder.with_name("elsewhere")), RetryableError)}

    def close(self) -> None:
        pass

    def _write(self, name: str, content: bytes) -> None:
        self._folder.mkdir(exist_ok=True)
        file = self._folder / name
        file.write_bytes(content)
        at = (BEGAN + timedelta(hours=self._written)).timestamp()
        os.utime(file, (at, at))
        self._written += 1


def world(folder: Path, clock: FixedClock) -> DocumentsWorld:
    return DocumentsWorld(folder, clock)
