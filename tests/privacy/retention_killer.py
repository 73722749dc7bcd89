"""Runs the retention in process after process, each killed at its next step: `HOME TENANT`. Tells how often, and what went."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import chromadb  # noqa: F401 - once, for all that are killed

from bot.settings import Settings
from bot.wiring import Rapport
from privacy.retention import retention as retentions


def main() -> None:
    home, tenant = sys.argv[1:]
    kills, removed, steps = 0, {}, 1
    while True:
        status, told = _run(home, int(tenant), steps)
        if status == 0:
            removed = told
            break
        assert os.WTERMSIG(status) == signal.SIGKILL, status
        kills, steps = kills + 1, steps + 1
    sys.stdout.write(json.dumps({"kills": kills, "removed": removed}) + "\n")


def _run(home: str, tenant: int, steps: int) -> tuple[int, Any]:
    """A process of its own that is killed at its step of this number; its status and what it told."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        retentions.BATCH = 1
        app = Rapport(Settings(home=Path(home)))
        left = [steps]

        def step(_name: str) -> None:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        app.retention._step = step
        told = app.retention.apply(tenant)
        with os.fdopen(writing, "w") as pipe:
            pipe.write(json.dumps(told))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        said = pipe.read()
    return os.waitpid(child, 0)[1], json.loads(said) if said else None


main()
