"""Which processors take the longer way through sums of whole numbers."""

from __future__ import annotations

import numpy as np
import pytest

from indexing import runtime
from indexing.embedder import MiniLmEmbedder


@pytest.mark.parametrize(
    ("flags", "exact"),
    [
        ("flags : fpu avx2 avx512f avx512_vnni", True),
        ("flags : fpu avx2 avx_vnni", True),
        ("flags : fpu avx2 avx512f avx512bw", False),
        ("", False),
    ],
)
def test_a_processor_says_whether_its_sums_are_exact(tmp_path, flags, exact):
    (tmp_path / "cpuinfo").write_text(flags)
    assert runtime.adds_exactly(tmp_path / "cpuinfo") is exact


def test_one_that_says_nothing_takes_the_longer_way(tmp_path):
    assert runtime.adds_exactly(tmp_path / "missing") is False


def test_both_ways_give_the_same_vectors_where_sums_are_exact(monkeypatch):
    texts = ["The pallets came late again.", "We would love to renew, thank you!", "Invoice 4711 is wrong."]
    short = MiniLmEmbedder().embed(texts)
    if runtime.adds_exactly():
        monkeypatch.setattr(runtime, "adds_exactly", lambda: False)
    longer = MiniLmEmbedder().embed(texts)
    assert np.allclose((short * longer).sum(axis=1), 1.0, atol=1e-4)
