"""The encoder gives on this processor, whichever it is, what its matrices say."""

import numpy as np
import pytest
from tokenizers import Tokenizer

from benchmarks.float_model import UNUSED_INPUT, in_float
from indexing import runtime
from indexing.embedder import FOLDER, MiniLmEmbedder
from indexing.graph import quick
from indexing.runtime import session

TEXTS = [
    "Called Jane at Acme, she is worried about the price of the renewal and wants an answer by Friday.",
    "The pump failed again on Sunday. We are losing patience, and two of our managers ask for our money back!",
    "Thanks, works like a charm.",
    "Invoice 4471 for 12 seats, due on 3 March, paid by transfer.",
]


def in_floats(text):
    floats = session(quick(in_float((FOLDER / "model.int8.onnx").read_bytes())))
    tokenizer = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    tokenizer.no_padding()
    ids = np.array([tokenizer.encode(text).ids], np.int64)
    given = {"input_ids": ids, "attention_mask": np.ones_like(ids), UNUSED_INPUT: np.zeros_like(ids)}
    states = floats.run(["last_hidden_state"], given)[0]
    mean = states[0].mean(axis=0)
    return mean / np.linalg.norm(mean)


def test_whole_numbers_do_not_overflow_on_any_processor():
    made = MiniLmEmbedder(threads=1).embed(TEXTS)
    assert min(float(row @ in_floats(text)) for row, text in zip(made, TEXTS, strict=True)) > 0.995


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


def test_one_that_says_nothing_takes_the_longer_way(tmp_path, monkeypatch):
    assert runtime.adds_exactly(tmp_path / "missing") is False
    monkeypatch.setattr(runtime, "adds_exactly", lambda: False)
    made = MiniLmEmbedder(threads=1).embed(TEXTS)
    assert min(float(row @ in_floats(text)) for row, text in zip(made, TEXTS, strict=True)) > 0.995
