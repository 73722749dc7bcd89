"""A folder of vectors made anew: nothing else is in its files afterwards, and all that stays is found as before."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from crm.errors import RetryableError
from indexing import renewal
from indexing.chroma import client_of, made
from indexing.renewal import renewed

ROOT = Path(__file__).parents[2]
DIMENSIONS = 16
NAME = "t_1_2026q2_abcdef12"


def drawn(count: int, seed: int = 3) -> np.ndarray:
    rows = np.random.default_rng(seed).normal(size=(count, DIMENSIONS)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def filled(folder: Path, count: int, name: str = NAME) -> np.ndarray:
    """A collection of rows `n:0`, and their vectors."""
    rows, client = drawn(count), client_of(folder)
    made(client, name).upsert(ids=[f"{n}:0" for n in range(count)], embeddings=rows)
    client.close()
    return rows


def held(folder: Path) -> dict[str, set[str]]:
    client = client_of(folder)
    try:
        return {each.name: set(each.get(include=[])["ids"]) for each in client.list_collections()}
    finally:
        client.close()


def within(folder: Path, rows: np.ndarray) -> list[str]:
    """Names of files that hold the beginning of any of the rows."""
    contents = {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return [name for name, content in contents.items() if any(row.tobytes()[:48] in content for row in rows)]


def segments(folder: Path) -> set[str]:
    return {path.parent.name for path in folder.glob("*/header.bin")}


@pytest.fixture(params=["few of a large collection", "many of a large one", "some of a small one"])
def case(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> tuple[int, list[int]]:
    """How many vectors there are, and which of them go."""
    if request.param == "some of a small one":
        return 40, [5, 6]
    share = 4 if request.param.startswith("many") else 60
    return 2_400, list(range(7, 2_400, share))


def test_what_goes_is_in_no_file_and_what_stays_is_found(tmp_path: Path, case: tuple[int, list[int]]) -> None:
    count, gone = case
    rows = filled(tmp_path / "old", count)
    assert within(tmp_path / "old", rows[gone])
    assert renewed(tmp_path / "old", tmp_path / "new", gone) == len(gone)
    stays = [n for n in range(count) if n not in set(gone)]
    assert held(tmp_path / "new") == {NAME: {f"{n}:0" for n in stays}}
    assert within(tmp_path / "new", rows[gone]) == []
    client = client_of(tmp_path / "new")
    collection = client.get_collection(NAME, embedding_function=None)
    some = stays[:: max(1, count // 200)]
    told = collection.query(query_embeddings=rows[some], n_results=1)["ids"]
    assert [ids[0] for ids in told] == [f"{n}:0" for n in some]
    kept = collection.get(ids=[f"{n}:0" for n in some], include=["embeddings"])
    assert np.array_equal(np.asarray(kept["embeddings"], np.float32), rows[[int(n[:-2]) for n in kept["ids"]]])
    client.close()
    assert within(tmp_path / "new", rows[gone]) == []  # nor does a look at it bring anything back


def test_only_a_collection_of_which_much_goes_is_written_anew(tmp_path: Path) -> None:
    for name, count in ((NAME, 2_400), ("t_1_2026q3_abcdef12", 2_600)):
        filled(tmp_path / "old", count, name)
    renewed(tmp_path / "old", tmp_path / "few", {7, 8})
    assert segments(tmp_path / "few") == segments(tmp_path / "old")
    renewed(tmp_path / "old", tmp_path / "much", range(250))
    assert len(segments(tmp_path / "much") & segments(tmp_path / "old")) == 1  # 250 are too many of 2,400 alone


def test_what_was_changed_or_deleted_before_goes_too(tmp_path: Path) -> None:
    """Of an entry that names somebody no more, and of one that was taken back, nobody knows at a forgetting."""
    rows = filled(tmp_path / "old", 2_400)
    filled(tmp_path / "old", 2_100, "t_1_2026q3_abcdef12")
    client = client_of(tmp_path / "old")
    collection = client.get_collection(NAME, embedding_function=None)
    collection.upsert(ids=["1:0", "2:0"], embeddings=drawn(2, seed=9))
    collection.upsert(ids=["1:0"], embeddings=drawn(1, seed=10))
    collection.delete(ids=["3:0"])
    client.delete_collection("t_1_2026q3_abcdef12")
    client.close()
    assert within(tmp_path / "old", rows[[3]])
    assert renewed(tmp_path / "old", tmp_path / "new", set()) == 0
    assert within(tmp_path / "new", np.concatenate([rows[1:4], drawn(1, seed=9)])) == []
    assert len(segments(tmp_path / "new")) == 1
    client = client_of(tmp_path / "new")
    found = client.get_collection(NAME, embedding_function=None).get(ids=["1:0", "2:0"], include=["embeddings"])
    told = dict(zip(found["ids"], np.asarray(found["embeddings"], np.float32), strict=True))
    client.close()
    assert np.array_equal(told["1:0"], drawn(1, seed=10)[0])
    assert np.array_equal(told["2:0"], drawn(2, seed=9)[1])


def test_files_of_a_kind_that_is_not_known_are_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = filled(tmp_path / "old", 2_400)
    before = segments(tmp_path / "old")
    monkeypatch.setattr(renewal, "is_known", lambda _folder: False)
    task = {"source": str(tmp_path / "old"), "target": str(tmp_path / "new"), "unwanted": [7]}
    assert renewal.work(task) == 1
    assert not segments(tmp_path / "new") & before
    assert within(tmp_path / "new", rows[[7]]) == []


def test_what_lay_there_is_gone(tmp_path: Path) -> None:
    filled(tmp_path / "old", 4)
    filled(tmp_path / "new", 9, "t_1_2020q1_abcdef12")
    assert renewed(tmp_path / "old", tmp_path / "new", {1}) == 1
    assert held(tmp_path / "new") == {NAME: {"0:0", "2:0", "3:0"}}


def test_a_collection_of_which_all_goes_stays_empty(tmp_path: Path) -> None:
    filled(tmp_path / "old", 2)
    assert renewed(tmp_path / "old", tmp_path / "new", {0, 1}) == 2
    assert held(tmp_path / "new") == {NAME: set()}


def test_a_damaged_folder_is_told(tmp_path: Path) -> None:
    filled(tmp_path / "old", 4)
    with sqlite3.connect(tmp_path / "old" / "chroma.sqlite3") as database:
        database.execute("DROP TABLE embeddings_queue")
    with pytest.raises(RetryableError):
        renewed(tmp_path / "old", tmp_path / "new", {1})


def test_the_next_one_waits_until_that_of_a_killed_parent_has_ended(tmp_path: Path) -> None:
    filled(tmp_path / "old", 4)
    script = (
        "from pathlib import Path; from crm.apart import apart; from indexing import renewal\n"
        "renewal.apart = lambda _module, task, keeps: apart('slow_work', task, keeps=keeps)\n"
        f"renewal.renewed(Path({str(tmp_path / 'old')!r}), Path({str(tmp_path / 'new')!r}), set())"
    )
    paths = {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}
    parent = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, env=paths)
    told = tmp_path / "new" / "pid"
    while not (told.exists() and told.read_text()):
        assert parent.poll() is None
        time.sleep(0.02)
    child = int(told.read_text())
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    assert renewed(tmp_path / "old", tmp_path / "new", {1}) == 1
    assert held(tmp_path / "new") == {NAME: {"0:0", "2:0", "3:0"}}
    assert not runs(child)


def runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False
