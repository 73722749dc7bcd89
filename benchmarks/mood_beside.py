"""Rapport's moods and VADER's side by side, on every set in one run: `python -m benchmarks.mood_beside [--data FOLDER]`.

Sets: customers' tweets about airlines (nothing was fitted on them); of the sentences that people rated, those that were
left out of the fitting (every eighth; they are the ones VADER was made with); the sample company's texts, whose moods
the stories behind them tell. A rating within `CUT` of none counts as neutral, for both. Prints JSON.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.mood import DATA, figures, read_tweets, vader
from benchmarks.mood_company import told
from indexing.models.fit_feeling import CUT
from indexing.models.sentences import PUBLISHED, sentences
from indexing.mood import MoodReader

Labelled = tuple[list[str], list[str]]  # texts and what they are


def measure(folder: Path = DATA) -> dict[str, Any]:
    tweets = read_tweets(folder / "airline_tweets.csv")
    sets = {"airline tweets": ([text for text, _ in tweets], [label for _, label in tweets])}
    sets |= {f"{source}, held out": _held_out(folder.parent, source) for source in PUBLISHED}
    sets["sample company"] = told()
    reader = MoodReader()
    return {name: _beside(reader, *labelled) for name, labelled in sets.items()}


def _held_out(folder: Path, source: str) -> Labelled:
    kept = [one for one in sentences(folder) if one.kind == source and one.held_out]
    return [one.text for one in kept], [_label(one.rating) for one in kept]


def _label(rating: float) -> str:
    return "neutral" if abs(rating) < CUT else "positive" if rating > 0 else "negative"


def _beside(reader: MoodReader, texts: Sequence[str], truth: Sequence[str]) -> dict[str, Any]:
    heard: list[str] = [mood.label for mood in reader.moods(texts)]
    said = {"rapport": heard, "vader": vader(texts)}
    found = {name: figures(truth, labels) for name, labels in said.items()}
    shown = ("macro_recall", "macro_f1", "negative_f1")
    better = np.mean([found["rapport"][name] > found["vader"][name] for name in shown])
    return {"texts": len(texts), "better_in": f"{better:.0%}"} | {
        name: {figure: one[figure] for figure in shown} for name, one in found.items()
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    print(json.dumps(measure(parser.parse_args().data), indent=2))
