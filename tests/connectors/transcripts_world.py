"""A folder into which a recorder writes."""

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


class TranscriptsWorld:
    def __init__(self, folder: Path, clock: FixedClock) -> None:
        self._folder, self._clock, self._written = folder / "recordings", clock, 0
        for _ in range(120):
            self.add()
        self._write("broken.vtt", "no transcript at all")

    def make(self) -> Connector:
        return connector("transcripts", self._clock, folder=str(self._folder))

    def add(self) -> None:
        self._write(f"talk {self._written}.vtt", f"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Hello {self._written}\n")

    def failures(self) -> dict[str, Failure]:
        return {"gone": (lambda: self._folder.rename(self._folder.with_name("elsewhere")), RetryableError)}

    def close(self) -> None:
        pass

    def _write(self, name: str, text: str) -> None:
        self._folder.mkdir(exist_ok=True)
        file = self._folder / name
        file.write_text(text, "utf-8")
        at = (BEGAN + timedelta(hours=self._written)).timestamp()
        os.utime(file, (at, at))
        self._written += 1


def world(folder: Path, clock: FixedClock) -> TranscriptsWorld:
    return TranscriptsWorld(folder, clock)
