"""Damaged files of an index: found before they do harm, taken away, made anew from the record."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hashing import HashingEmbedder
from sqlalchemy import insert

from crm.clock import FixedClock
from crm.model import Interaction, Kind
from crm.store import Store
from indexing.indexer import Indexer
from indexing.soundness import OPEN, is_damaged
from indexing.vectors import ChromaVectors

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
ROWS = 1_100  # enough that Chroma writes its graph to files
GARBAGE = bytes(range(255, 0, -1)) * 8


@pytest.fixture
def filled(store: Store, tenant_id: int, tmp_path: Path) -> Path:
    """The folder of an index that was killed in use."""
    shared = {"tenant_id": tenant_id, "kind": Kind.NOTE, "source": "t", "created_at": NOW, "updated_at": NOW}
    rows = [shared | {"text": f"note {n}", "occurred_at": NOW, "attributes": {}, "version": 1} for n in range(ROWS)]
    with store.write() as session:
        session.execute(insert(Interaction), rows)
    vectors = ChromaVectors(tmp_path / "vectors")
    while indexer_of(store, vectors).run_once():
        pass
    vectors.close()
    home = tmp_path / "vectors" / f"t_{tenant_id}"
    assert not is_damaged(home), "what was closed in order is not even looked at"
    (home / OPEN).touch()
    return home


def indexer_of(store: Store, vectors: ChromaVectors) -> Indexer:
    return Indexer(store, FixedClock(NOW), HashingEmbedder(), None, vectors)


@pytest.mark.parametrize("name", ["header.bin", "chroma.sqlite3"])
def test_damage_is_taken_away_and_everything_indexed_anew(
    store: Store, tenant_id: int, filled: Path, name: str
) -> None:
    [file] = filled.rglob(name)
    content = file.read_bytes()
    file.write_bytes(GARBAGE[: len(content)] + content[len(GARBAGE) :])
    vectors = ChromaVectors(filled.parent)
    indexer = indexer_of(store, vectors)
    try:
        assert sum(vectors.counts(tenant_id, HashingEmbedder().name).values()) == 0
        assert vectors.was_damaged(tenant_id)
        assert indexer.heal() == ROWS
        assert indexer.heal() == 0
        while indexer.run_once():
            pass
        assert sum(vectors.counts(tenant_id, HashingEmbedder().name).values()) == ROWS
    finally:
        vectors.close()


def test_what_another_process_took_away_is_indexed_anew_by_whoever_holds_the_index(
    store: Store, tenant_id: int, filled: Path
) -> None:
    (filled / "chroma.sqlite3").write_bytes(GARBAGE)
    first, second = ChromaVectors(filled.parent), ChromaVectors(filled.parent)
    assert first.was_damaged(tenant_id), "it is seen without opening anything"
    first.quarters(tenant_id, "any")
    assert indexer_of(store, second).heal() == 0, "the other one holds it"
    first.close()
    assert indexer_of(store, second).heal() == ROWS
    assert second.discarded() == set()
    second.close()


def test_sound_files_of_a_killed_process_stay(store: Store, tenant_id: int, filled: Path) -> None:
    vectors = ChromaVectors(filled.parent)
    try:
        assert sum(vectors.counts(tenant_id, HashingEmbedder().name).values()) == ROWS
        assert not vectors.was_damaged(tenant_id)
        assert indexer_of(store, vectors).heal() == 0
    finally:
        vectors.close()
    assert not (filled / OPEN).exists()
