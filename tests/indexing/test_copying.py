"""The process that writes a new index: it ends with its parent, takes turns with another, and its end is not missed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from crm.errors import RetryableError
from indexing.chroma import client_of
from indexing.copying import Copying

ROOT = Path(__file__).parents[2]
VECTORS = np.eye(4, 8, dtype=np.float32)
IDS = ["1:0", "2:0", "3:0", "4:0"]


def held(folder: Path) -> dict[str, int]:
    client = client_of(folder)
    try:
        return {each.name: each.count() for each in client.list_collections()}
    finally:
        client.close()


def test_pages_and_empty_collections_arrive(tmp_path: Path) -> None:
    with Copying(tmp_path / "new") as target:
        target.put("t_1_2026q1", [], np.empty((0, 0), np.float32))
        target.put("t_1_2026q2", IDS[:2], VECTORS[:2])
        target.put("t_1_2026q2", IDS[2:], VECTORS[2:])
    assert held(tmp_path / "new") == {"t_1_2026q1": 0, "t_1_2026q2": 4}


def test_what_lay_there_is_gone(tmp_path: Path) -> None:
    for ids in (IDS, IDS[:1]):
        with Copying(tmp_path / "new") as target:
            target.put("t_1_2026q2", ids, VECTORS[: len(ids)])
    assert held(tmp_path / "new") == {"t_1_2026q2": 1}


def test_a_process_that_dies_is_told(tmp_path: Path) -> None:
    with pytest.raises(RetryableError), Copying(tmp_path / "new") as target:
        target.put("t_1_2026q2", IDS, VECTORS)
        target._process.kill()
        target._process.wait()


def test_a_fault_on_the_way_ends_it(tmp_path: Path) -> None:
    with pytest.raises(KeyError), Copying(tmp_path / "new") as target:
        process = target._process
        raise KeyError
    assert process.poll() is not None


def test_it_ends_with_its_parent_and_the_next_one_begins_afresh(tmp_path: Path) -> None:
    script = (
        "import numpy as np, sys, time; from pathlib import Path; from indexing.copying import Copying\n"
        f"c = Copying(Path({str(tmp_path / 'new')!r})); c.put('t_1_2026q9', ['9:0'], np.ones((1, 8), np.float32))\n"
        "print(c._process.pid, flush=True); time.sleep(600)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    with Copying(tmp_path / "new") as target:  # waits until the former has ended
        target.put("t_1_2026q2", IDS, VECTORS)
    assert held(tmp_path / "new") == {"t_1_2026q2": 4}
    until = time.monotonic() + 60
    while _runs(child) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _runs(child)


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False
