"""What sentences should be chosen by: `python -m benchmarks.summaries [--texts 300]`.

Titled abstracts of computer science (CACM) are summed up in their own sentences, chosen by the words they share (as
Rapport does), by their vectors' nearness to the middle of all of them, and by length. Told is which part of the title's
telling words is in the summary, and the processor time a text of weighing its sentences. Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.indexing import DATA
from crm.reading.summary import Piece, by_words, picked, pieces, stems
from indexing.embedder import MiniLmEmbedder

FEWEST = 5  # sentences: of fewer there is little to choose
Weigh = Callable[[Sequence[str]], Sequence[float]]


def measure(folder: Path, count: int) -> dict[str, Any]:
    texts = [each for each, _ in zip(titled(folder / "retrieval" / "cacm_docs.jsonl"), range(count), strict=False)]
    embedder = MiniLmEmbedder()
    embedder.embed(["a text"])

    def by_vectors(sentences: Sequence[str]) -> list[float]:
        vectors = embedder.embed(sentences)
        return [float(near) for near in vectors @ vectors.mean(axis=0)]

    found = {
        name: scored(texts, weigh)
        for name, weigh in (("shared words", by_words), ("vectors", by_vectors), ("length", lengths))
    }
    words = found["shared words"]["each"]
    for name, told in found.items():
        apart = np.array(told.pop("each")) - np.array(words)
        if name != "shared words":
            told["against_words"] = f"{apart.mean():+.3f} ± {1.96 * apart.std() / len(apart) ** 0.5:.3f}"
    return {"texts": len(texts)} | found


def titled(path: Path) -> Iterator[tuple[str, list[Piece]]]:
    for line in reversed(path.read_text("utf-8").splitlines()):
        title, *rest = json.loads(line)["text"].split("\n\nCACM ")[0].split("\n\n")
        sentences = pieces(" ".join(" ".join(rest).split()))
        if len(sentences) >= FEWEST and len(stems(title)) > 1:
            yield title, sentences


def lengths(sentences: Sequence[str]) -> list[float]:
    return [float(len(sentence)) for sentence in sentences]


def scored(texts: list[tuple[str, list[Piece]]], weigh: Weigh) -> dict[str, Any]:
    each: list[float] = []
    spent = 0.0
    for title, sentences in texts:
        begun = time.process_time()
        weights = weigh([piece.text for piece in sentences])
        spent += time.process_time() - begun
        wanted = stems(title)
        each.append(len(wanted & stems(picked(sentences, weights))) / len(wanted))
    return {"recall": round(float(np.mean(each)), 3), "ms": round(1_000 * spent / len(texts), 2), "each": each}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--texts", type=int, default=300)
    asked = parser.parse_args()
    print(json.dumps(measure(asked.data, asked.texts), indent=2, ensure_ascii=False))
