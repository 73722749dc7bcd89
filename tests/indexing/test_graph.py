from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from onnxruntime import InferenceSession, SessionOptions

from indexing.embedder import FOLDER, MIDDLE
from indexing.feeling import LAYERS
from indexing.graph import Node, quick, with_output

ENCODER = FOLDER / "model.int8.onnx"


def _session(model: bytes) -> Any:
    options = SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _words() -> dict[str, np.ndarray]:
    ids = np.random.default_rng(5).integers(1000, 20000, (3, 24))
    mask = np.ones_like(ids)
    mask[1, 15:] = 0
    return {"input_ids": ids, "attention_mask": mask}


def _cosines(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(one, axis=-1) * np.linalg.norm(other, axis=-1)
    return np.asarray((one * other).sum(axis=-1) / lengths)


def test_the_quicker_encoder_says_the_same():
    shipped = ENCODER.read_bytes()
    inputs = _words()
    seen = inputs["attention_mask"].astype(bool)
    before = _session(shipped).run(["last_hidden_state"], inputs)[0][seen]
    after = _session(quick(shipped)).run(["last_hidden_state"], inputs)[0][seen]
    assert _cosines(before, after).mean() > 0.995


def test_the_quicker_mood_layers_say_the_same():
    shipped = LAYERS.read_bytes()
    states = np.random.default_rng(6).normal(0, 0.5, (4, 9, 384)).astype(np.float32)
    inputs = {MIDDLE: states, "attention_mask": np.ones((4, 9), np.int64)}
    before, after = (_session(model).run(["heard"], inputs)[0] for model in (shipped, quick(shipped)))
    assert np.abs(before - after).max() < 0.3
    assert np.abs(before).max() > 0.5


@pytest.mark.parametrize("file", [ENCODER, LAYERS])
def test_no_slow_node_is_left(file):
    made = quick(file.read_bytes())
    assert b"SkipLayerNormalization" not in made
    assert b"MatMulIntegerToFloat" in made


def test_what_is_quick_already_stays():
    once = quick(LAYERS.read_bytes())
    assert sorted(quick(once)) == sorted(once)


def test_a_value_inside_becomes_an_output():
    session = _session(with_output(ENCODER.read_bytes(), MIDDLE))
    assert [each.name for each in session.get_outputs()] == ["last_hidden_state", MIDDLE]


def test_a_node_is_written_as_it_was_read():
    node = Node("Add", ("a", "b" * 200), ("sum",), "com.microsoft")
    assert Node.read(memoryview(node.written())) == node
