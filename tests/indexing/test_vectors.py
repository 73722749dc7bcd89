from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from crm.errors import FatalError, RetryableError
from indexing.residue import PATTERN
from indexing.vectors import ChromaVectors, State, quarter_of

SPACE = "test-space"


def unit(*numbers: float) -> np.ndarray:
    vector = np.array(numbers, np.float32)
    return vector / np.linalg.norm(vector)


@pytest.fixture
def vectors(tmp_path: Path) -> Iterator[ChromaVectors]:
    made = ChromaVectors(tmp_path / "vectors")
    yield made
    made.close()


def put(vectors: ChromaVectors, tenant_id: int, quarter: str, **rows: np.ndarray) -> None:
    ids = [f"{name[1:]}:0" for name in rows]
    vectors.upsert(tenant_id, SPACE, quarter, ids, np.stack(list(rows.values())))


def test_nearest_over_the_quarters_asked_for(vectors: ChromaVectors) -> None:
    put(vectors, 1, "2026q3", r1=unit(1, 0, 0), r2=unit(0, 1, 0))
    put(vectors, 1, "2026q4", r3=unit(1, 1, 0))
    assert vectors.quarters(1, SPACE) == ["2026q4", "2026q3"]
    both = vectors.nearest(1, SPACE, unit(1, 0, 0), quarters=["2026q4", "2026q3", "1999q1"], limit=5)
    assert [found for found, _ in both] == ["1:0", "3:0", "2:0"]
    assert [round(cosine, 3) for _, cosine in both] == [1.0, 0.707, 0.0]
    assert vectors.nearest(1, SPACE, unit(1, 0, 0), quarters=["2026q4"], limit=5)[0][0] == "3:0"
    assert vectors.among(1, SPACE, unit(1, 0, 0), quarters=["2026q3"], ids=["2:0", "9:0"]) == [("2:0", 0.0)]


def test_an_upsert_replaces(vectors: ChromaVectors) -> None:
    put(vectors, 1, "2026q4", r1=unit(1, 0))
    put(vectors, 1, "2026q4", r1=unit(0, 1))
    assert vectors.nearest(1, SPACE, unit(0, 1), quarters=["2026q4"], limit=1) == [("1:0", pytest.approx(1.0))]
    assert vectors.counts(1, SPACE) == {"2026q4": 1}


def test_delete_tells_what_was_there(vectors: ChromaVectors) -> None:
    put(vectors, 1, "2026q4", r1=unit(1, 0), r2=unit(0, 1))
    assert vectors.delete(1, SPACE, "2026q4", ["1:0", "77:0"]) == 1
    assert vectors.delete(1, SPACE, "2020q1", ["1:0"]) == 0
    assert vectors.ids(1, SPACE, "2026q4") == ["2:0"]


def test_tenants_and_spaces_never_meet(vectors: ChromaVectors) -> None:
    put(vectors, 1, "2026q4", r1=unit(1, 0))
    put(vectors, 12, "2026q4", r2=unit(1, 0))
    vectors.upsert(1, "another", "2026q4", ["3:0"], unit(1, 0, 0)[None, :])
    assert vectors.nearest(1, SPACE, unit(1, 0), quarters=["2026q4"], limit=9) == [("1:0", pytest.approx(1.0))]
    assert vectors.counts(1, "another") == {"2026q4": 1}
    vectors.drop_space(1, SPACE)
    assert (vectors.quarters(1, SPACE), vectors.quarters(1, "another")) == ([], ["2026q4"])
    assert vectors.tenants() == [1, 12]


def test_dropping_a_tenant_removes_its_files(vectors: ChromaVectors, tmp_path: Path) -> None:
    put(vectors, 1, "2026q4", r1=unit(1, 0))
    put(vectors, 2, "2026q4", r2=unit(1, 0))
    vectors.drop(1)
    vectors.drop(404)
    assert not (tmp_path / "vectors" / "t_1").exists()
    assert vectors.quarters(1, SPACE) == []
    assert vectors.counts(2, SPACE) == {"2026q4": 1}


def test_forgetting_leaves_no_vector_in_any_file(vectors: ChromaVectors, tmp_path: Path) -> None:
    dimensions = 48
    rows = np.random.default_rng(7).normal(size=(40, dimensions)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    vectors.upsert(1, SPACE, "2026q4", [f"{n}:0" for n in range(40)], rows)
    vectors.set_state(1, State(SPACE))
    assert vectors.forget(1, [5, 6]) == 2
    assert set(vectors.ids(1, SPACE, "2026q4")) == {f"{n}:0" for n in range(40)} - {"5:0", "6:0"}
    assert vectors.state(1) == State(SPACE)
    needle = rows[5].tobytes()[:64]
    files = [path for path in (tmp_path / "vectors").rglob("*") if path.is_file()]
    assert files
    assert all(needle not in path.read_bytes() for path in files)


@pytest.mark.parametrize(
    ("kept", "gone"), [({"t": "old_1"}, {"t_1"}), ({"t": "old_1", "n": "t_1"}, {"new_1"}), ({"n": "new_1"}, set())]
)
def test_a_rebuilding_that_was_cut_off_is_ended(
    vectors: ChromaVectors, tmp_path: Path, kept: dict[str, str], gone: set[str]
) -> None:
    put(vectors, 1, "2026q4", r1=unit(1, 0), r2=unit(0, 1))
    vectors.close()
    folder = tmp_path / "vectors"
    shutil.copytree(folder / "t_1", folder / "new_1")
    whole = {"t": folder / "t_1", "n": folder / "new_1"}
    for name, place in kept.items():  # as a kill leaves it: before, between and after the folders change places
        whole[name].rename(folder / place)
    assert not any((folder / name).exists() for name in gone)
    again = ChromaVectors(folder)
    assert sorted(again.ids(1, SPACE, "2026q4")) == ["1:0", "2:0"]
    assert sorted(path.name for path in folder.iterdir()) == [".lock", "t_1"]
    again.close()


def test_searches_go_on_while_an_index_is_rebuilt_and_no_write_is_lost(vectors: ChromaVectors) -> None:
    rows = np.eye(64, dtype=np.float32)
    vectors.upsert(1, SPACE, "2026q3", [f"{n}:0" for n in range(64)], rows)
    faults: list[BaseException] = []

    def write_and_search() -> None:
        try:
            for n in range(100, 110):
                vectors.upsert(1, SPACE, "2026q3", [f"{n}:0"], rows[:1])
                assert vectors.nearest(1, SPACE, rows[9], quarters=["2026q3"], limit=1)[0][0] == "9:0"
        except BaseException as error:  # noqa: BLE001 - handed to the test's own thread
            faults.append(error)

    thread = threading.Thread(target=write_and_search)
    thread.start()
    assert vectors.forget(1, [5]) == 1
    thread.join()
    assert not faults
    wanted = {f"{n}:0" for n in [*range(64), *range(100, 110)]} - {"5:0"}
    assert set(vectors.ids(1, SPACE, "2026q3")) == wanted


def test_no_index_file_holds_what_lay_in_memory_before(vectors: ChromaVectors, tmp_path: Path) -> None:
    secret = b"Quilla Xanthopoulou told us in confidence " * 200
    for _ in range(200):
        bytearray(secret)  # freed at once: what follows is given the same memory
    put(vectors, 1, "2026q4", r1=unit(*range(1, 49)))
    vectors.close()
    parts = [path for path in (tmp_path / "vectors").rglob("*.bin") if path.name in {"data_level0.bin", "length.bin"}]
    assert len(parts) == 2
    fillings = bytes([0, PATTERN, PATTERN ^ 0xFF])  # new memory, freed memory, memory handed out again
    pieces = {secret[at : at + 5] for at in range(len(secret) // 200)}
    for content in (path.read_bytes() for path in parts):  # no vector is in them yet; the allocator's own marks are few
        assert not any(piece in content for piece in pieces)
        assert len(content.translate(None, fillings)) <= max(100, len(content) / 100)


def test_a_rebuilt_index_is_blank_beyond_its_vectors(vectors: ChromaVectors, tmp_path: Path) -> None:
    put(vectors, 1, "2026q4", r1=unit(1, 0), r2=unit(0, 1))
    assert vectors.forget(1, [2]) == 1
    vectors.close()
    for path in (tmp_path / "vectors").rglob("data_level0.bin"):
        assert set(path.read_bytes()) == {0}
    again = ChromaVectors(tmp_path / "vectors")
    assert again.ids(1, SPACE, "2026q4") == ["1:0"]
    assert again.nearest(1, SPACE, unit(1, 0), quarters=["2026q4"], limit=3) == [("1:0", pytest.approx(1.0))]
    again.close()


def test_what_was_written_is_there_after_closing(vectors: ChromaVectors, tmp_path: Path) -> None:
    put(vectors, 1, "2026q4", r1=unit(1, 0))
    vectors.set_state(1, State(SPACE, "next", 17))
    vectors.close()
    again = ChromaVectors(tmp_path / "vectors")
    assert again.counts(1, SPACE) == {"2026q4": 1}
    assert again.state(1) == State(SPACE, "next", 17)
    again.close()


def test_a_second_process_is_told_to_wait(vectors: ChromaVectors, tmp_path: Path) -> None:
    put(vectors, 1, "2026q4", r1=unit(1, 0))
    code = (
        "import sys; from pathlib import Path; from indexing.vectors import ChromaVectors\n"
        "try: ChromaVectors(Path(sys.argv[1])).quarters(1, 'x')\n"
        "except Exception as error: print(type(error).__name__, error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "vectors")], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("HeldElsewhereError Search by meaning is in use by another Rapport process")


def test_a_damaged_folder_is_an_outage_and_dropping_it_heals(vectors: ChromaVectors, tmp_path: Path) -> None:
    put(vectors, 1, "2026q4", r1=unit(1, 0))
    vectors.close()
    for file in (tmp_path / "vectors" / "t_1").rglob("*.sqlite3*"):
        file.write_bytes(b"not a database at all" * 999)
    with pytest.raises(RetryableError, match="keywords still work"):
        vectors.counts(1, SPACE)
    vectors.drop(1)
    put(vectors, 1, "2026q4", r1=unit(1, 0))
    assert vectors.counts(1, SPACE) == {"2026q4": 1}


def test_vectors_of_a_wrong_size_are_an_outage_not_a_crash(vectors: ChromaVectors) -> None:
    put(vectors, 1, "2026q4", r1=unit(1, 0))
    with pytest.raises(RetryableError):
        put(vectors, 1, "2026q4", r2=unit(1, 0, 0))
    assert vectors.counts(1, SPACE) == {"2026q4": 1}


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FatalError, match="RAPPORT_HOME"):
        ChromaVectors(tmp_path / "file" / "vectors").quarters(1, SPACE)


def test_more_tenants_than_are_held_open(vectors: ChromaVectors) -> None:
    for tenant_id in range(1, 20):
        put(vectors, tenant_id, "2026q4", r1=unit(1, 0))
    assert all(vectors.counts(tenant_id, SPACE) == {"2026q4": 1} for tenant_id in range(1, 20))


def test_threads_may_share_it(vectors: ChromaVectors) -> None:
    faults: list[BaseException] = []

    def work(start: int) -> None:
        try:
            for n in range(start, start + 5):
                put(vectors, n % 3 + 1, "2026q4", **{f"r{n}": unit(n + 1, 1)})
                vectors.nearest(n % 3 + 1, SPACE, unit(1, 0), quarters=["2026q4"], limit=3)
        except BaseException as error:  # noqa: BLE001 - handed to the test's own thread
            faults.append(error)

    threads = [threading.Thread(target=work, args=(start,)) for start in range(0, 40, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert sum(sum(vectors.counts(tenant, SPACE).values()) for tenant in (1, 2, 3)) == 40


def test_quarters_begin_in_january() -> None:
    names = [quarter_of(datetime(2026, month, 1, tzinfo=UTC)) for month in (1, 3, 4, 12)]
    assert names == ["2026q1", "2026q1", "2026q2", "2026q4"]
