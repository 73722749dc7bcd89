"""Telling what a message is for: clinc150 by its own rules, and Rapport's messages against those of other trades.

python -m benchmarks.routing
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from indexing.embedder import MiniLmEmbedder
from indexing.router import Intents, Router

ROOT = Path(__file__).resolve().parents[1]
CLINC = ROOT.parent / "shared" / "data" / "intents" / "clinc150.json"
KEPT = 0.875  # part of the validation set that must be rightly named after the floor was set


def measure() -> dict[str, Any]:
    data = json.loads(CLINC.read_text(encoding="utf-8"))
    embedder = MiniLmEmbedder()
    vectors = {part: embedder.embed([text for text, _ in rows]) for part, rows in data.items()}
    labels = {part: np.array([label for _, label in rows]) for part, rows in data.items()}
    return {"clinc150": _clinc(vectors, labels), "messages": _messages(Router(embedder), data)}


def _clinc(vectors: dict[str, np.ndarray], labels: dict[str, np.ndarray]) -> dict[str, float]:
    """150 intents; the floor under which nothing is meant is set on the validation set."""
    intents = Intents.fit(vectors["train"], list(labels["train"]))
    names = np.array(intents.names)

    def read(part: str) -> tuple[np.ndarray, np.ndarray]:
        near = intents.nearness(vectors[part])
        return names[near.argmax(1)], near.max(1)

    said, near = read("val")
    floors = np.quantile(near, np.linspace(0, 0.3, 61))
    floor = max(each for each in floors if np.mean((said == labels["val"]) & (near >= each)) >= KEPT)
    said, near = read("test")
    return {
        "accuracy without a floor": round(float(np.mean(said == labels["test"])), 3),
        "in-scope accuracy": round(float(np.mean((said == labels["test"]) & (near >= floor))), 3),
        "out-of-scope recall": round(float(np.mean(read("oos_test")[1] < floor)), 3),
    }


def _messages(router: Router, data: dict[str, Any]) -> dict[str, float]:
    """Rapport's own questions and messages to log, and what other trades are asked (utterances not fitted on)."""
    sys.path[:0] = [str(ROOT / "tests" / "ask"), str(ROOT / "tests")]
    questions = [each.text for each in importlib.import_module("asking_sets").questions() if each.gold]
    corpus = sorted((ROOT / "tests" / "log").glob("messages*.jsonl"))
    logged = [json.loads(line) for path in corpus for line in path.read_text(encoding="utf-8").splitlines()]
    return {
        "questions taken for questions": _part(router, questions, "ask"),
        "questions turned away": _part(router, questions, "outside"),
        "messages to log turned away": _part(
            router, [each["text"] for each in logged if each["kind"] != "none"], "outside"
        ),
        "other trades turned away": _part(router, [text for text, _ in data["test"]], "outside"),
        "out of any scope turned away": _part(router, [text for text, _ in data["oos_test"]], "outside"),
    }


def _part(router: Router, texts: list[str], intent: str) -> float:
    return round(sum(router.route(text) == intent for text in texts) / len(texts), 3)


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
