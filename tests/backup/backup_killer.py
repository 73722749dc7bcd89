"""Makes or restores a backup in process after process, each killed some steps further on: `MODE HOME URL FILE KEYS STRIDE`."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

import chromadb  # noqa: F401 - once, for all that are killed
from backup_world import World

from bot.backup.restoring import Given, Restore
from bot.backup.taking import Backup, Wishes


def main() -> None:
    mode, home, url, file, keys, stride = sys.argv[1:]
    kills = 0
    while True:
        status = _run(mode, (home, url), Path(file), Path(keys), kills * int(stride))
        if status == 0:
            break
        assert os.WTERMSIG(status) == signal.SIGKILL, status
        kills += 1
    sys.stdout.write(json.dumps({"kills": kills}) + "\n")


def _run(mode: str, place: tuple[str, str], file: Path, keys: Path, at: int) -> int:
    """A process of its own that is killed at its step of this number."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    passed = [0]

    def step(_name: str) -> None:
        if passed[0] == at:
            os.kill(os.getpid(), signal.SIGKILL)
        passed[0] += 1

    world = World(Path(place[0]), place[1])
    if mode == "backup":
        assert not file.exists()
        Backup(world.app, step).make(file, Wishes(keys=keys))
    else:
        Restore(world.app, step).run(file, Given(keys=keys, ledger="backup"))
    world.close()
    os._exit(0)


main()
