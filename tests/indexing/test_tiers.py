"""Quarters in memory, in files and in Chroma alone: whichever answers, the answer is the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

import numpy as np
import pytest

from crm.apart import apart
from crm.errors import RetryableError
from crm.usage import gathered
from indexing import tiers
from indexing.codes import Codes
from indexing.shelved import Shelved
from indexing.vectors import ChromaVectors

SPACE = "test-space"
RANDOM = np.random.default_rng(11)
QUARTERS = ("2026q1", "2026q2", "2026q3", "2026q4")
FEW = 40


def units(count: int, dimensions: int = 64) -> np.ndarray:
    vectors = RANDOM.normal(size=(count, dimensions)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def until(holds: Callable[[], bool]) -> None:
    end = monotonic() + 60
    while not holds():
        assert monotonic() < end, "it never came"
        sleep(0.05)


def filled(
    folder: Path, most_bytes: int = 2**20, quarters: tuple[str, ...] = QUARTERS
) -> tuple[ChromaVectors, dict[str, np.ndarray]]:
    """Forty vectors a quarter."""
    made = ChromaVectors(folder, most_bytes)
    rows = {quarter: units(FEW) for quarter in quarters}
    for place, (quarter, some) in enumerate(rows.items()):
        made.upsert(1, SPACE, quarter, [f"{place * FEW + n}:0" for n in range(FEW)], some)
    return made, rows


def files(folder: Path) -> set[str]:
    return {path.name[:6] for path in (folder / "t_1" / "cold").glob("*.npz")}


def first(vectors: ChromaVectors, query: np.ndarray, quarter: str) -> str:
    return vectors.nearest(1, SPACE, query, quarters=[quarter], limit=1)[0][0]


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forty vectors are many: their files are written by a process."""
    monkeypatch.setattr(tiers, "SMALL", FEW - 1)


def test_codes_keep_the_order_of_what_is_near() -> None:
    centres = units(50, 384)
    rows = centres[RANDOM.integers(0, 50, 4_000)] + 0.04 * RANDOM.normal(size=(4_000, 384)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    queries = rows[:40] + 0.02 * RANDOM.normal(size=(40, 384)).astype(np.float32)
    queries /= np.linalg.norm(queries, axis=1, keepdims=True)
    exact, coded = queries @ rows.T, Codes.of(rows).cosines(Codes.of(queries))
    assert np.abs(exact - coded).max() < 0.003
    best = [set(np.argsort(-each)[:10].tolist()) for each in exact]
    found = [set(np.argsort(-each)[:10].tolist()) for each in coded]
    assert np.mean([len(a & b) / 10 for a, b in zip(best, found, strict=True)]) >= 0.97


def test_a_quarter_follows_a_dictionary_through_any_changes(tmp_path: Path) -> None:
    known: dict[str, np.ndarray] = {}
    shelved = Shelved([], np.empty((0, 0), np.float32))
    for _ in range(60):
        ids = [f"{row}:{place}" for row, place in RANDOM.integers(0, 30, (7, 2)).tolist()]
        if RANDOM.random() < 0.4:
            shelved.remove(ids)
            known = {found: vector for found, vector in known.items() if found not in ids}
        else:
            vectors = units(len(ids), 8)
            shelved.put(ids, vectors)
            known |= dict(zip(ids, vectors, strict=True))
        if RANDOM.random() < 0.2:
            shelved.save(tmp_path / "file.npz")
            again = Shelved.load(tmp_path / "file.npz")
            assert again is not None
            shelved = again
        query = units(1, 8)
        [found] = shelved.nearest(query, 10_000)
        assert dict(found) == pytest.approx({one: float(query[0] @ known[one]) for one in known}, abs=0.03)
        [some] = shelved.among(query, [*list(known)[:3], "999:0"])
        assert {one for one, _ in some} == set(list(known)[:3])


def test_what_memory_has_no_room_for_lies_in_files(tmp_path: Path) -> None:
    size = Shelved([f"{n}:0" for n in range(FEW)], units(FEW)).size
    vectors, rows = filled(tmp_path, 2 * size)
    vectors.hold(1, SPACE)
    assert files(tmp_path) == {"2026q1", "2026q2"}
    with gathered() as usage:
        first(vectors, rows["2026q1"][7], "2026q1")
        first(vectors, rows["2026q4"][7], "2026q4")
    assert usage.figures().keys() == {"cold_quarters", "cold_seconds"}
    assert usage.cold_quarters == 1
    assert all(
        first(vectors, rows[quarter][7], quarter) == f"{place * FEW + 7}:0" for place, quarter in enumerate(QUARTERS)
    )
    vectors.close()
    assert files(tmp_path) == set(QUARTERS)


def test_a_file_that_is_there_holds_all_that_was_written(tmp_path: Path) -> None:
    vectors, rows = filled(tmp_path)
    vectors.hold(1, SPACE)
    vectors.close()
    vectors = ChromaVectors(tmp_path)
    new = units(1)
    vectors.upsert(1, SPACE, "2026q1", ["900:0"], new)
    assert files(tmp_path) == {"2026q2", "2026q3", "2026q4"}  # before it was written to, the file went
    vectors.delete(1, SPACE, "2026q2", ["47:0"])
    assert files(tmp_path) == {"2026q3", "2026q4"}
    vectors.hold(1, SPACE)
    assert first(vectors, new[0], "2026q1") == "900:0"
    assert first(vectors, rows["2026q2"][7], "2026q2") != "47:0"
    vectors.close()


def test_a_broken_file_is_no_answer(tmp_path: Path) -> None:
    vectors, rows = filled(tmp_path)
    vectors.hold(1, SPACE)
    vectors.close()
    for place, file in enumerate(sorted((tmp_path / "t_1" / "cold").iterdir())):
        content = file.read_bytes()
        file.write_bytes([b"", content[: len(content) // 2], b"PK" + bytes(200), content[:-30]][place])
    vectors = ChromaVectors(tmp_path)
    for place, quarter in enumerate(QUARTERS):
        assert first(vectors, rows[quarter][7], quarter) == f"{place * FEW + 7}:0"
    vectors.close()


@pytest.mark.usefixtures("large")
def test_files_of_large_quarters_are_written_by_a_process_and_miss_nothing(tmp_path: Path) -> None:
    vectors, rows = filled(tmp_path, quarters=("2026q3", "2026q4"))
    vectors.hold(1, SPACE)
    new = units(3)
    vectors.upsert(1, SPACE, "2026q4", ["900:0"], new[:1])  # while it is at work
    vectors.delete(1, SPACE, "2026q4", ["47:0"])
    assert first(vectors, new[0], "2026q4") == "900:0"
    until(lambda: files(tmp_path) == {"2026q3"})
    assert first(vectors, new[0], "2026q4") == "900:0"
    assert first(vectors, rows["2026q4"][7], "2026q4") != "47:0"
    assert first(vectors, rows["2026q3"][7], "2026q3") == "7:0"
    assert list((tmp_path / "t_1" / "cold").glob("*.part")) == []
    vectors.close()


@pytest.mark.usefixtures("large")
def test_nothing_of_a_process_outlives_forgetting(tmp_path: Path) -> None:
    vectors, rows = filled(tmp_path)
    vectors.hold(1, SPACE)
    [running] = vectors._tiers._running.values()
    vectors.forget(1, [7])
    assert running._process.poll() is not None
    assert not any(holds(file, 7, rows["2026q1"][7]) for file in (tmp_path / "t_1" / "cold").glob("*"))
    assert first(vectors, rows["2026q1"][7], "2026q1") != "7:0"
    vectors.drop_space(1, SPACE)
    assert files(tmp_path) == set()
    vectors.close()


def test_what_is_forgotten_is_in_no_file_and_the_others_need_not_be_made_again(tmp_path: Path) -> None:
    vectors, rows = filled(tmp_path)
    vectors.hold(1, SPACE)
    vectors.close()
    again = ChromaVectors(tmp_path)
    assert first(again, rows["2026q1"][7], "2026q1") == "7:0"  # in memory, the others in their files alone
    [file] = (tmp_path / "t_1" / "cold").glob("2026q1*")
    assert holds(file, 7, rows["2026q1"][7])
    (tmp_path / "t_1" / "cold" / file.name.replace("2026q1", "2025q1")).write_bytes(rows["2026q1"][7].tobytes())
    assert again.forget(1, [7, 85]) == 2
    assert files(tmp_path) == set(QUARTERS)
    for quarter, gone in (("2026q1", 7), ("2026q3", 85)):
        vector = rows[quarter][gone % FEW]
        assert not any(holds(path, gone, vector) for path in (tmp_path / "t_1").rglob("*") if path.is_file())
        assert first(again, vector, quarter) != f"{gone}:0"
        assert first(again, rows[quarter][9], quarter) == f"{gone - gone % FEW + 9}:0"
    again.close()
    assert not any(holds(path, 7, rows["2026q1"][7]) for path in (tmp_path / "t_1" / "cold").glob("*"))


def holds(file: Path, interaction: int, vector: np.ndarray) -> bool:
    """Whether a file holds a vector in either form, or an interaction's id as files of quarters do."""
    content, codes = file.read_bytes(), Codes.of(vector[None, :]).values.tobytes()
    keys = np.load(file)["keys"] >> 20 if file.suffix == ".npz" else []
    return vector.tobytes()[:64] in content or codes in content or interaction in keys


def test_a_process_without_a_folder_to_read_says_so(tmp_path: Path) -> None:
    (tmp_path / "chroma.sqlite3").write_text("this is no database")
    task = {"folder": str(tmp_path), "name": "t_1_2026q1_00000000", "file": str(tmp_path / "file.part")}
    with pytest.raises(RetryableError):
        apart("indexing.cooling", task)
    assert not (tmp_path / "file.part").exists()
