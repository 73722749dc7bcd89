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

from crm.errors import RetryableError

NICENESS = 3  # questions go first; on a busy machine ten would be next to nothing
PATIENCE = timedelta(hours=2)
BROKE_OFF = "A part of the work broke off. What was done before stays done; it is tried again by itself."


def apart(module: str, task: Any, *, patience: timedelta = PATIENCE, keeps: Sequence[int] = ()) -> Any:
    """What `work(task)` of that module gives. The process ends with this one, however this one ends.

    Args:
        task: goes through a pipe, so nobody sees it in a list of processes.
        keeps: files that it holds open for as long as it lives, such as a lock.

    Raises:
        RetryableError: it broke off, or took longer than `patience`.
    """
    paths = [each for each in sys.path if each]
    begin = f"import sys; sys.path[:0] = {paths!r}; from crm.apart import main; main({module!r})"
    process = subprocess.Popen(  # noqa: S603 - ourselves
        [sys.executable, "-c", begin],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pass_fds=keeps,
    )
    timer = Timer(patience.total_seconds(), process.kill)
    timer.start()
    try:
        told = _asked(process, task)
    finally:
        timer.cancel()
        process.kill()
        process.communicate()
    if not told.endswith(b"\n"):
        raise RetryableError(BROKE_OFF)
    return json.loads(told)


def _asked(process: subprocess.Popen[bytes], task: Any) -> bytes:
    """Its answer; its input stays open until then, for it ends where that does."""
    assert process.stdin is not None  # noqa: S101 - both are pipes
    assert process.stdout is not None  # noqa: S101
    try:
        process.stdin.write(json.dumps(task).encode() + b"\n")
        process.stdin.flush()
    except OSError as error:
        raise RetryableError(BROKE_OFF) from error
    return process.stdout.readline()


def main(module: str) -> None:
    """In the process: one task, one answer."""
    os.nice(NICENESS)
    task = json.loads(sys.stdin.buffer.readline())
    answers = os.dup(1)
    os.dup2(2, 1)  # whatever a library prints is no answer
    Thread(target=_end_with_parent, daemon=True).start()
    told = import_module(module).work(task)
    os.write(answers, json.dumps(told).encode() + b"\n")


def _end_with_parent() -> None:
    while os.read(0, 1):
        continue
    os._exit(1)
