"""Fits `routes.npz`, which tells what a message is for.

    python -m indexing.models.fit_routes CLINC150

CLINC150 is the file of intents and utterances of that name (Larson 2019, CC BY 3.0): its training part stands
for what other trades are asked. `routes.tsv` beside this script holds messages written for Rapport: intent, text.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from indexing.embedder import MiniLmEmbedder
from indexing.router import OUTSIDE, Intents

OWN = Path(__file__).parent
FLOOR = -2.0  # a message of ours may be this much nearer to another trade


def fit(clinc: Path) -> Intents:
    messages = [line.split("\t") for line in (OWN / "routes.tsv").read_text(encoding="utf-8").splitlines()]
    others = json.loads(clinc.read_text(encoding="utf-8"))["train"]
    labels = [intent for intent, _ in messages] + [f"{OUTSIDE}_{intent}" for _, intent in others]
    texts = [text for _, text in messages] + [text for text, _ in others]
    return Intents.fit(MiniLmEmbedder().embed(texts), labels)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("clinc150", type=Path)
    found = fit(parser.parse_args().clinc150)
    np.savez_compressed(
        OWN / "routes.npz",
        names=np.array(found.names),
        means=found.means.astype(np.float16),
        precision=found.precision.astype(np.float16),
        floor=np.float32(FLOOR),
    )
