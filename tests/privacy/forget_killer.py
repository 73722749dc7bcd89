"""Runs a request of forgetting in process after process, each killed somewhere: `HOME URL TENANT NUMBER MODE`.

MODE is `steps` (at the beginning of each step, in turn) or a number: so many kills, each after a few more writes.
"""

from __future__ import annotations

import itertools
import json
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import chromadb  # noqa: F401 - once, for all that are killed

from bot.settings import Settings
from bot.wiring import Rapport
from crm.store import Store
from privacy.erasure.erasure import CHECK, CLOSE, COMPACT
from privacy.erasure.registry import PLACES


def main() -> None:
    home, url, tenant, number, mode = sys.argv[1:]
    kills, certificate = 0, None
    for at in _moments(mode):
        status, certificate = _run(home, url, int(tenant), int(number), at)
        if status == 0:
            break
        assert os.WTERMSIG(status) == signal.SIGKILL, status
        kills += 1
    sys.stdout.write(json.dumps({"kills": kills, "certificate": certificate}) + "\n")


def _moments(mode: str) -> Iterator[str | int | None]:
    if mode == "steps":
        yield from ["ledger", *(place.name for place in PLACES), COMPACT, CHECK, CLOSE]
    else:
        yield from itertools.islice(itertools.cycle([1, 2, 1, 3]), int(mode))
    yield None


def _run(home: str, url: str, tenant: int, number: int, at: str | int | None) -> tuple[int, Any]:
    """A process of its own that is killed at a step, or before the write after so many; its status and what it told."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        app = Rapport(Settings(home=Path(home), database_url=url))
        if isinstance(at, int):
            _limit(at)
        erasure = app.erasure
        erasure._step = lambda step: os.kill(os.getpid(), signal.SIGKILL) if step == at else None
        told = erasure.run(tenant, number)
        with os.fdopen(writing, "w") as pipe:
            pipe.write(json.dumps(told))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        said = pipe.read()
    return os.waitpid(child, 0)[1], json.loads(said) if said else None


def _limit(writes: int) -> None:
    left, write = [writes], Store.write

    def counted(self: Store) -> Any:
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1
        return write(self)

    Store.write = counted  # type: ignore[method-assign]


main()
