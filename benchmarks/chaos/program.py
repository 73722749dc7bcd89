"""A program that is started again whenever it ends, as a supervisor of the machine does."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO
from urllib.error import URLError
from urllib.request import urlopen

RESTART = 2.0  # seconds until what ended is started again
PYTHON = [sys.executable, "-W", "ignore", "-m"]


class Program:
    """`rapport run`, kept running.

    Args:
        name: what its log is called.
        environment: all of it.
        folder: where its log goes.
    """

    def __init__(self, name: str, environment: Mapping[str, str], folder: Path, arguments: Sequence[str] = ()) -> None:
        self.name, self._environment, self._arguments = name, dict(environment), list(arguments)
        self._log = (folder / f"{name}.log").open("ab")
        self._ended, self._held = threading.Event(), threading.Event()
        self.process: subprocess.Popen[bytes] | None = None
        self.port: int | None = None
        self.starts, self.kills = 0, 0
        self.cpu = 0.0  # seconds of those that ended
        self._thread = threading.Thread(target=self._keep, name=name, daemon=True)
        self._thread.start()

    def kill(self) -> bool:
        """SIGKILL; whether there was anything to kill."""
        process = self.process
        if process is None or process.poll() is not None:
            return False
        os.kill(process.pid, signal.SIGKILL)
        self.kills += 1
        return True

    def hold(self, *, held: bool) -> None:
        """Leaves it down after its next end, or no longer."""
        (self._held.set if held else self._held.clear)()

    def shrink(self, limit: int) -> None:
        """No file of it may grow beyond so many bytes; -1 for any size."""
        if self.process is not None and self.process.poll() is None:
            _, hard = resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE)
            resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (limit, hard))

    def ready(self) -> bool:
        if self.port is None:
            return False
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError, ValueError):
            return False

    def stop(self) -> None:
        self._ended.set()
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(40)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self._thread.join(50)
        self._log.close()

    def _keep(self) -> None:
        while not self._ended.is_set():
            if not self._held.is_set():
                self._run()
            self._ended.wait(RESTART)

    def _run(self) -> None:
        self.starts += 1
        command = [*PYTHON, "benchmarks.chaos.replica", "run", "--json", *self._arguments]
        with subprocess.Popen(command, env=self._environment, stdout=subprocess.PIPE, stderr=self._log) as process:
            self.process = process
            assert process.stdout is not None
            self.port = _port(process.stdout)
            before = time.monotonic()
            _, _, used = os.wait4(process.pid, 0)
            process.returncode = 0 if process.returncode is None else process.returncode
            self.port = None
            self.cpu += used.ru_utime + used.ru_stime
            if time.monotonic() - before < 1.0:
                time.sleep(0.5)


def _port(out: IO[bytes]) -> int | None:
    for line in out:
        try:
            return int(json.loads(line)["port"] or 0) or None
        except (ValueError, KeyError, TypeError):
            continue
    return None
