"""The drill: a backup while everything goes on, restored elsewhere, gives the same answers to a hundred questions."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from backup_world import CLIENTS, ROOT, TALKS, World, all_goes_on, others_log

from indexing.audit import audit


def command(home: Path, *words: str, env: dict[str, str] | None = None) -> dict[str, Any]:
    run = [sys.executable, "-c", "from bot.cli import main; main()", "--home", str(home), *words, "--json"]
    done = subprocess.run(
        run, capture_output=True, text=True, cwd=ROOT, timeout=110, env={"PATH": "/usr/bin", **(env or {})}
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return dict(json.loads(done.stdout))


def check(restored: World) -> None:
    """What is there fits together: vectors and rows, rows and originals, the audit's chain."""
    found = audit(restored.app.store, restored.app.vectors, restored.tenant, restored.app.embedder.name)
    assert (found.surplus, found.lost) == ({}, [])
    assert restored.app.objects.get(restored.tenant, "documents/a1").startswith(b"%PDF")
    assert restored.app.trail.verify(restored.tenant).problems == []


def compare(source: World, restored: World) -> None:
    """What was logged until some moment is there, nothing of what came after; and as of then both say the same."""
    logged = restored.logged()
    assert sorted(logged) == list(range(1, len(logged) + 1))
    assert len(logged) <= len(source.logged())
    source.go_back(logged)
    restored.index()
    asked = source.answers()
    assert sum(not each["abstained"] for each in asked) >= 90
    assert restored.answers() == asked
    check(restored)
    source.close()
    restored.close()


def without_words(answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those that no database's own keyword search has a part in: each ranks words in its own way."""
    return [each for each in answers if not (each["plan"] or {}).get("about")]


@pytest.mark.timeout(240)
def test_at_the_command_line_while_another_process_logs(tmp_path: Path) -> None:
    source = World(tmp_path / "home").fill()
    source.close()
    with others_log(source):
        made = command(source.home, "backup", str(tmp_path / "kept"), "--keys", str(tmp_path / "apart"))
    assert made["vectors"] >= TALKS
    told = command(tmp_path / "elsewhere", "restore", made["path"], "--keys", made["keys"], "--ledger", "backup")
    assert told["rows"] == made["rows"]
    source, restored = World(source.home), World(tmp_path / "elsewhere")
    compare(source, restored)


@pytest.mark.timeout(240)
def test_within_a_process_that_goes_on(tmp_path: Path, database: Callable[[str], str]) -> None:
    """Vectors are read while others are written."""
    source = World(tmp_path / "home", database("postgresql")).fill()
    with all_goes_on(source):
        made = source.backup(tmp_path / "kept", keys=tmp_path / "apart")
    source.close()
    restored = World(tmp_path / "elsewhere", database("postgresql"))
    told = restored.restore(made.path, keys=made.keys)
    assert told.vectors >= TALKS
    assert told.waiting <= len(restored.logged()) + 1
    source = World(source.home, source.url)
    compare(source, restored)


@pytest.mark.timeout(240)
def test_from_one_database_to_the_next(tmp_path: Path, database: Callable[[str], str]) -> None:
    """SQLite, PostgreSQL, MariaDB and back."""
    world = World(tmp_path / "home").fill(talks=CLIENTS)
    asked = world.answers()
    assert len(without_words(asked)) >= 60
    for kind in ("postgresql", "mariadb", "sqlite"):
        made = world.backup(tmp_path / f"before-{kind}", keys=tmp_path / f"keys-{kind}")
        world.close()
        world = World(tmp_path / kind, database(kind))
        assert world.restore(made.path, keys=made.keys).waiting == 0
        assert without_words(world.answers()) == without_words(asked)
        check(world)
    assert world.answers() == asked
    world.close()
