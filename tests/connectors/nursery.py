"""Processes that run `rapport sync` and can be killed at any moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# One process imports everything once, and forks a `rapport sync` whenever it is told to.
NURSERY = """
import os, sys
import presidio_analyzer, sqlalchemy, alembic.command, httpx
import bot.wiring, connectors.hubspot, connectors.zendesk, privacy.redactor, privacy.vault, crm.intake.sync
from bot.cli import rapport
print("ready", flush=True)
for _ in sys.stdin:
    child = os.fork()
    if child == 0:
        print(os.getpid(), flush=True)
        sys.stdout = sys.stderr
        rapport.main(["--home", sys.argv[1], "sync", sys.argv[2], "--no-index"], standalone_mode=True)
    print("ended", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Nursery:
    """Runs `rapport sync <source>` in a process of its own, as often as it is told to."""

    def __init__(self, home: Path, source: str, secrets: dict[str, str]) -> None:
        named = {f"RAPPORT_SECRET__{name}": value for name, value in secrets.items()}
        environment = {**os.environ, **named, "PYTHONPATH": str(ROOT)}
        self._process = subprocess.Popen(
            [sys.executable, "-c", NURSERY, str(home), source],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
        )
        assert self._read() == "ready"

    def begin(self) -> int:
        self._process.stdin.write("go\n")
        self._process.stdin.flush()
        return int(self._read())

    def kill(self, process: int) -> bool:
        """Kills it; whether it was still at work."""
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        return self.ended() == -signal.SIGKILL

    def ended(self) -> int:
        word, code = self._read().split()
        assert word == "ended"
        return int(code)

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()
        self._process.stderr.close()

    def _read(self) -> str:
        line = self._process.stdout.readline().strip()
        if not line:
            self._process.kill()
            pytest.fail(self._process.stderr.read()[-2000:])
        return line
