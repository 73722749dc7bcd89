"""Mood of customers' tweets, never fitted on: the shipped head against VADER on the same rows.

python -m benchmarks.mood [--sample N] [--data FOLDER]
"""

from __future__ import annotations

import argparse
import csv
import html
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from indexing.embedder import MiniLmEmbedder
from indexing.feeling import Feeling
from indexing.mood import MoodReader

DATA = Path(__file__).parents[2] / "shared" / "data" / "mood"
LABELS = ("negative", "neutral", "positive")


def measure(folder: Path = DATA, sample: int | None = None) -> dict[str, Any]:
    rows = read_tweets(folder / "airline_tweets.csv")
    if sample is not None and sample < len(rows):
        rows = random.Random(7).sample(rows, sample)
    texts, truth = [text for text, _ in rows], [label for _, label in rows]
    embedder = MiniLmEmbedder()
    feeling = Feeling(embedder)
    reader = MoodReader(feeling)
    reader.moods(texts[:32])  # loads the models
    start = time.process_time()
    embedder.embed(texts)
    embedded = time.process_time()
    moods = reader.moods_of(texts, feeling.embed(texts))
    read = time.process_time()
    return {
        "texts": len(texts),
        "rapport": figures(truth, [mood.label for mood in moods]),
        "vader": figures(truth, vader(texts)),
        "mixed_share": round(sum(mood.label == "mixed" for mood in moods) / len(moods), 4),
        "processor_ms_a_text": {
            "embedding": round(1000 * (embedded - start) / len(texts), 2),
            "embedding_and_mood": round(1000 * (read - embedded) / len(texts), 2),
        },
    }


def read_tweets(path: Path) -> list[tuple[str, str]]:
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        return [
            (html.unescape(row["text"]), row["airline_sentiment"])
            for row in csv.DictReader(file)
            if row["airline_sentiment"] in LABELS
        ]


def figures(truth: Sequence[str], said: Sequence[str]) -> dict[str, Any]:
    """Recall by label, its mean, and F1; "mixed", which the tweets do not know, counts as wrong."""
    recalls, scores = {}, {}
    for label in LABELS:
        hits = sum(right == label == given for right, given in zip(truth, said, strict=True))
        recalls[label] = hits / max(1, sum(right == label for right in truth))
        precision = hits / max(1, sum(given == label for given in said))
        scores[label] = 2 * precision * recalls[label] / max(1e-9, precision + recalls[label])
    return {
        "macro_recall": round(sum(recalls.values()) / 3, 4),
        "macro_f1": round(sum(scores.values()) / 3, 4),
        "negative_f1": round(scores["negative"], 4),
        "recall": {label: round(value, 4) for label, value in recalls.items()},
        "accuracy": round(sum(a == b for a, b in zip(truth, said, strict=True)) / max(1, len(truth)), 4),
    }


def vader(texts: Sequence[str]) -> list[str]:
    """VADER's label for each text, cut where its authors advise."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer  # noqa: PLC0415

    analyzer = SentimentIntensityAnalyzer()
    said = []
    for text in texts:
        score = analyzer.polarity_scores(text)["compound"]
        said.append("positive" if score >= 0.05 else "negative" if score <= -0.05 else "neutral")
    return said


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--sample", type=int, default=None, help="read only so many tweets")
    options = parser.parse_args()
    print(json.dumps(measure(options.data, options.sample), indent=2))


if __name__ == "__main__":
    main()
