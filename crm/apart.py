"""Long work in a process of its own: it shares no interpreter's lock with those who ask something meanwhile.

The module that does it has a `work` which takes what JSON can hold and gives such a thing back.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import timedelta
from importlib import import_module
from threading import Thread, Timer
from typing import Any

import structlog

from crm.errors import RetryableError

NICENESS = 3  # questions go first; on a busy machine ten would be next to nothing
PATIENCE = timedelta(hours=2)
log = structlog.get_logger(__name__)
BROKE_OFF = "A part of the work broke off. What was done before stays done; it is tried again by itself."


def apart(module: str, task: Any, *, patience: timedelta = PATIENCE, keeps: Sequence[int] = ()) -> Any:
    """What `work(task)` of that module gives; see `Apart`."""
    return Apart(module, task, keeps=keeps).answer(patience)


class Apart:
    """A process at `work(task)` of a module. It ends with this one, however this one ends.

    Args:
        task: goes through a pipe, so nobody sees it in a list of processes.
        keeps: files that it holds open for as long as it lives, such as a lock.
    """

    def __init__(self, module: str, task: Any, *, keeps: Sequence[int] = ()) -> None:
        paths = [each for each in sys.path if each]
        begin = f"import sys; sys.path[:0] = {paths!r}; from crm.apart import main; main({module!r})"
        self._module, self._task = module, task
        self._process = subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-c", begin],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pass_fds=keeps,
        )

    def answer(self, patience: timedelta = PATIENCE) -> Any:
        """Waits for it.

        Raises:
            RetryableError: it broke off, was stopped, or took longer than `patience`.
        """
        timer = Timer(patience.total_seconds(), self._process.kill)
        timer.start()
        try:
            told = self._asked()
        finally:
            timer.cancel()
            self._process.kill()
            self._process.communicate()
        if not told.endswith(b"\n"):
            raise RetryableError(BROKE_OFF)
        answer = json.loads(told)
        if "failed" in answer:
            log.warning("work apart failed", module=self._module, kind=answer["failed"])
            raise RetryableError(BROKE_OFF)
        return answer["told"]

    def stop(self) -> None:
        """Ends it at once."""
        self._process.kill()
        self._process.wait()

    def _asked(self) -> bytes:
        """Its answer; its input stays open until then, for it ends where that does."""
        assert self._process.stdin is not None  # noqa: S101 - both are pipes
        assert self._process.stdout is not None  # noqa: S101
        try:
            self._process.stdin.write(json.dumps(self._task).encode() + b"\n")
            self._process.stdin.flush()
        except OSError as error:
            raise RetryableError(BROKE_OFF) from error
        return self._process.stdout.readline()


def main(module: str) -> None:
    """In the process: one task, one answer."""
    os.nice(NICENESS)
    task = json.loads(sys.stdin.buffer.readline())
    answers = os.dup(1)
    os.dup2(2, 1)  # whatever a library prints is no answer
    Thread(target=_end_with_parent, daemon=True).start()
    try:
        answer = {"told": import_module(module).work(task)}
    except Exception as error:  # noqa: BLE001 - whatever it is, its kind alone may leave here
        answer = {"failed": type(error).__name__}
    with os.fdopen(answers, "wb") as pipe:
        pipe.write(json.dumps(answer).encode() + b"\n")


def _end_with_parent() -> None:
    while os.read(0, 1):
        continue
    os._exit(1)
