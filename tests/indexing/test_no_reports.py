"""Libraries that report their use to their makers are kept from it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
EMBED = "from indexing.embedder import MiniLmEmbedder; MiniLmEmbedder().embed(['hello'])"


def files_after(code, home):
    """What a process leaves in a home folder of its own."""
    settings = {"HOME": str(home), "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}  # none that says it is a test
    subprocess.run([sys.executable, "-c", code], check=True, env=settings, timeout=60)
    return [path for path in home.rglob("*") if path.is_file()]


def test_the_embedder_keeps_no_device_id_and_no_events_to_send(tmp_path):
    assert files_after(EMBED, tmp_path) == []


def test_without_our_setting_it_would(tmp_path):
    """The test above would see it: the library alone does both as soon as a model is opened."""
    path = ROOT / "indexing" / "models" / "minilm"
    model = next(path.glob("*.onnx"))
    left = files_after(f"from onnxruntime import InferenceSession\nInferenceSession({str(model)!r})", tmp_path)
    assert any(file.name == "deviceid" for file in left)
