"""Killed on the way, a backup is not there or is whole, and a restore goes on to the same end."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from backup_world import PDF, ROOT, World
from kills import KILLS

from bot.backup.archive import Archive
from crm.model import Base
from indexing.audit import audit

STEPS = 100  # about as many as there are tables and other parts, twice
ENV = {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests' / 'backup'}", "PATH": "/usr/bin:/bin"}


def killed(*words: str) -> int:
    command = [sys.executable, str(Path(__file__).with_name("backup_killer.py")), *words]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=400, env=ENV)
    assert done.returncode == 0, done.stderr
    return int(json.loads(done.stdout.splitlines()[-1])["kills"])


@pytest.mark.timeout(600)
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_kills_on_the_way_out_and_back(tmp_path: Path, database: Callable[[str], str], kind: str) -> None:
    """At every so manieth step: a step is a table, or one of the other parts."""
    stride = str(STEPS // KILLS)
    source = World(tmp_path / "home", database(kind)).fill(talks=8)
    source.close()
    file, keys = tmp_path / "kept" / "x.backup", tmp_path / "apart" / "x.keys"
    assert killed("backup", str(source.home), source.url, str(file), str(keys), stride) > len(
        Base.metadata.tables
    ) // int(stride)
    assert [each.name for each in file.parent.iterdir()] == ["x.backup"]
    manifest = Archive(file, None).verify()
    there = database(kind)
    target = tmp_path / "target"
    filled = sum(1 for each in manifest["tables"].values() if each["rows"])
    assert killed("restore", str(target), there, str(file), str(keys), stride) > filled // int(stride)
    source, restored = World(source.home, source.url), World(target, there)
    assert restored.app.objects.get(restored.tenant, "documents/a1") == PDF
    found = audit(restored.app.store, restored.app.vectors, restored.tenant, restored.app.embedder.name)
    assert (found.surplus, found.lost, restored.app.indexer.lag().count) == ({}, [], 0)
    assert restored.answers() == source.answers()
    source.close()
    restored.close()
