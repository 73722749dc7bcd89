"""How the small models that ship are run: one core a pass, and with the same answers on every processor."""

from __future__ import annotations

from typing import Any

EXACT = "session.x64quantprecision"


def session(model: bytes) -> Any:
    """An ONNX Runtime session for a model in memory.

    Each pass keeps to one core, since several run side by side. Processors without VNNI add products of whole numbers
    in 16 bits that overflow in silence; `EXACT` has them take the longer way there, and changes nothing elsewhere.
    """
    from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415

    options = SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry(EXACT, "1")
    return InferenceSession(model, options, providers=["CPUExecutionProvider"])
