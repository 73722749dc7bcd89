"""How the small models that ship are run: one core a pass, and with the same answers on every processor."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

EXACT = "session.x64quantprecision"
PROCESSOR = Path("/proc/cpuinfo")


def session(model: bytes) -> Any:
    """An ONNX Runtime session for a model in memory.

    Each pass keeps to one core, since several run side by side. Processors without VNNI add products of whole numbers
    in 16 bits that overflow in silence; `EXACT` has them take the longer way. It is for them alone: with VNNI it gives
    the same vectors in twice the time.
    """
    from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415

    options = SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    if not adds_exactly():
        options.add_session_config_entry(EXACT, "1")
    return InferenceSession(model, options, providers=["CPUExecutionProvider"])


@cache
def adds_exactly(processor: Path = PROCESSOR) -> bool:
    """Whether the processor says that it has VNNI; where it says nothing, it is taken not to."""
    try:
        flags = processor.read_text(encoding="utf-8", errors="replace").split()
    except OSError:
        return False
    return bool({"avx512_vnni", "avx_vnni"} & set(flags))
