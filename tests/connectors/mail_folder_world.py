"""Mails on disk, in each of the forms that they lie there."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from connecting import connector
from contract import Failure
from mails import later, numbered

from crm.clock import FixedClock
from crm.errors import RetryableError
from crm.intake.connector import Connector

BEGUN = datetime(2026, 1, 5, 8, tzinfo=UTC)


class FolderWorld:
    """Two hundred and fifty mails in a Maildir, a folder of .eml, or an mbox; one of them cannot be read."""

    def __init__(self, folder: Path, clock: FixedClock, form: str) -> None:
        self.clock, self.form, self.number = clock, form, 0
        self.path = folder / ("all.mbox" if form == "mbox" else "mails")
        if form == "maildir":
            for name in ("cur", "new", "tmp"):
                (self.path / name).mkdir(parents=True)
        elif form == "eml":
            (self.path / "2026").mkdir(parents=True)
        for _ in range(250):
            self.add()
        self.write("odd", b"\nNo header at all.\n")

    def make(self) -> Connector:
        return connector("mail-folder", self.clock, path=str(self.path))

    def add(self) -> None:
        self.number += 1
        self.write(f"{(self.number * 7919) % 10007}", numbered(self.number, later(BEGUN, self.number)))

    def write(self, name: str, raw: bytes) -> None:
        if self.form == "mbox":
            with self.path.open("ab") as file:
                file.write(
                    b"From anna@client.example Mon Jan  5 08:00:00 2026\n" + raw.replace(b"\r\n", b"\n") + b"\n\n"
                )
        elif self.form == "maildir":
            (self.path / "new" / f"{name}.host").write_bytes(raw)
        else:
            (self.path / "2026" / f"{name}.eml").write_bytes(raw)

    def failures(self) -> dict[str, Failure]:
        return {"gone": (self.remove, RetryableError)}

    def remove(self) -> None:
        shutil.rmtree(self.path) if self.path.is_dir() else self.path.unlink()

    def close(self) -> None:
        """Nothing runs."""


def world(folder: Path, clock: FixedClock, form: str = "eml") -> FolderWorld:
    return FolderWorld(folder, clock, form)
