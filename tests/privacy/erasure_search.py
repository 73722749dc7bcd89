"""What is found of the person afterwards, and a request of forgetting that is killed on its way."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from erasure_world import SUBJECT, World

from privacy.erasure.scan import Needles, Scanned
from privacy.erasure.searching import searched
from privacy.erasure.subject import Subject

ROOT = Path(__file__).parents[2]


def scanned(world: World, subject: Subject = SUBJECT, vectors: Sequence[bytes] = ()) -> Scanned:
    """Every file and every cell, looked through."""
    return searched(world.app.store, world.home, Needles.of(subject, vectors))


def found(world: World, subject: Subject = SUBJECT) -> list[str]:
    """Names of the files and columns that tell of them."""
    return scanned(world, subject).found


def killed(world: World, number: int, mode: str | int) -> dict[str, Any]:
    """How often a request was killed as `forget_killer` says, and its certificate."""
    url = world.app.store.url.render_as_string(hide_password=False)
    world.app.close()
    script = str(Path(__file__).with_name("forget_killer.py"))
    done = subprocess.run(
        [sys.executable, script, str(world.home), url, str(world.tenant), str(number), str(mode)],
        capture_output=True, text=True, cwd=ROOT, timeout=580,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.splitlines()[-1]))
