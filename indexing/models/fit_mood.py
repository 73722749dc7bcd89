"""Fits `mood.npz`, the head that reads moods off vectors, words and what `mood.int8.onnx` hears.

    pip install scikit-learn
    python -m indexing.models.fit_mood FOLDER heard.npy --report

FOLDER is that of outside data (see `sentences.py`); `heard.npy` comes from `fit_feeling.py --held-out`. A logistic
regression sees the vector and the words. How much what was heard counts beside it, and how sure the sum is, is chosen
on the sentences that neither has seen; a last step turns its margin into a rating.
"""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from indexing.embedder import MiniLmEmbedder
from indexing.feeling import HEARD
from indexing.models.sentences import PUBLISHED, Sentence, sentences
from indexing.mood import BUCKETS, HEAD, features

OWN_WEIGHT = 6.0  # of what is not published, beside its own weight
NEUTRAL = 0.2  # ratings (-1..1) this near to zero are neutral
VECTOR_SCALE, WORD_SCALE, STRENGTH = 3.0, 0.3, 0.5
UNLIKE = ("movieReview", "nytEditorial")  # nothing is chosen on these: clients write neither
SHARES = np.arange(0, 4.01, 0.5)  # of what is heard, the rest being 1
TEMPERATURES = np.arange(0.4, 5.0, 0.2)
STEPS = 24  # points of the curve from margin to rating


@dataclass(frozen=True)
class Choice:
    """How linear logits and heard ones become chances."""

    share: float
    temperature: float = 1.0

    def logits(self, linear: np.ndarray, heard: np.ndarray) -> np.ndarray:
        return np.asarray((linear + self.share * heard[:, :3]) / self.temperature)


@dataclass(frozen=True)
class Known:
    """Sentences and what a regression sees of them."""

    texts: list[str]
    ratings: np.ndarray
    weights: np.ndarray
    kinds: np.ndarray
    inputs: Any

    @classmethod
    def of(cls, some: Sequence[Sentence]) -> Known:
        texts = [one.text for one in some]
        own = np.array([1.0 if one.kind in PUBLISHED else OWN_WEIGHT for one in some])
        return cls(
            texts,
            np.array([one.rating for one in some]),
            own * np.array([one.weight for one in some]),
            np.array([one.kind for one in some]),
            _inputs(texts),
        )

    @property
    def classes(self) -> np.ndarray:
        """0 negative, 1 neutral, 2 positive."""
        return np.where(self.ratings > NEUTRAL, 2, np.where(self.ratings < -NEUTRAL, 0, 1))

    @property
    def balanced(self) -> np.ndarray:
        """Each class weighs the same in all, else neutral, the rarest, is hardly ever said."""
        shares = np.array([self.weights[self.classes == label].sum() for label in range(3)])
        return np.asarray(self.weights * (self.weights.sum() / 3 / shares)[self.classes])

    def only(self, rows: np.ndarray) -> Known:
        texts = [self.texts[row] for row in np.flatnonzero(rows)]
        return Known(texts, self.ratings[rows], self.weights[rows], self.kinds[rows], self.inputs[rows])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("heard", type=Path, help="what was heard in the sentences held out")
    parser.add_argument("--out", type=Path, default=HEAD)
    parser.add_argument("--report", action="store_true", help="say how well the sentences held out are read")
    options = parser.parse_args()
    some = sentences(options.folder)
    known, out = Known.of(some), np.array([one.held_out for one in some])
    unseen, heard = known.only(out), np.load(options.heard)
    linear = _fit(known.only(~out)).decision_function(unseen.inputs)
    choice = _chosen(unseen, linear, heard)
    logits = choice.logits(linear, heard)
    if options.report:
        _report(unseen, linear, heard, choice)
    _save(options.out, _fit(known), choice, _curve(logits, unseen))


def _save(path: Path, model: Any, choice: Choice, curve: tuple[np.ndarray, np.ndarray]) -> None:
    width = MiniLmEmbedder.dimensions
    np.savez_compressed(
        path,
        linear=(model.coef_[:, :width].T * VECTOR_SCALE).astype(np.float32),
        heard=np.eye(HEARD, 3, dtype=np.float32) * np.float32(choice.share),
        words=(model.coef_[:, width:].T * WORD_SCALE).astype(np.float16),
        bias=model.intercept_.astype(np.float32),
        temperature=np.float32(choice.temperature),
        margins=curve[0].astype(np.float32),
        ratings=curve[1].astype(np.float32),
        space=np.array(MiniLmEmbedder.name),
    )


def _inputs(texts: list[str]) -> Any:
    from scipy import sparse  # type: ignore[import-untyped]  # noqa: PLC0415

    found = [features(text) for text in texts]
    rows = np.repeat(np.arange(len(texts)), [len(one) for one in found])
    columns = list(itertools.chain.from_iterable(found))
    words = sparse.csr_matrix((np.full(len(rows), WORD_SCALE, np.float32), (rows, columns)), (len(texts), BUCKETS))
    return sparse.hstack([sparse.csr_matrix(MiniLmEmbedder().embed(texts) * VECTOR_SCALE), words]).tocsr()


def _fit(known: Known) -> Any:
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    model = LogisticRegression(C=STRENGTH, max_iter=300, tol=1e-3)
    return model.fit(known.inputs, known.classes, sample_weight=known.balanced)


def _chosen(unseen: Known, linear: np.ndarray, heard: np.ndarray) -> Choice:
    """The share that recalls most of each label among tweets, reviews of goods and our own; then how sure that is."""
    own = ~np.isin(unseen.kinds, PUBLISHED)
    groups = [unseen.kinds == "tweets", unseen.kinds == "amazonReview", own]

    def recalled(share: float) -> float:
        said = Choice(share).logits(linear, heard).argmax(axis=1)
        return float(np.mean([_recall(unseen.classes[rows], said[rows]) for rows in groups]))

    share = max(map(float, SHARES), key=recalled)
    like = ~np.isin(unseen.kinds, UNLIKE)
    known = unseen.only(like)

    def surprise(temperature: float) -> float:
        chances = _chances(Choice(share, temperature).logits(linear[like], heard[like]))
        right = chances[np.arange(len(chances)), known.classes]
        return float(-(known.balanced * np.log(right + 1e-9)).sum())

    return Choice(share, min(map(float, TEMPERATURES), key=surprise))


def _recall(classes: np.ndarray, said: np.ndarray) -> float:
    """Of each label, the part that is found; their mean."""
    return float(np.mean([(said == at)[classes == at].mean() for at in set(classes)]))


def _curve(logits: np.ndarray, unseen: Known) -> tuple[np.ndarray, np.ndarray]:
    from sklearn.isotonic import IsotonicRegression  # noqa: PLC0415

    chances = _chances(logits)
    points = np.linspace(-1, 1, STEPS + 1)
    rising = IsotonicRegression(out_of_bounds="clip")
    rising.fit(chances[:, 2] - chances[:, 0], unseen.ratings, sample_weight=unseen.weights)
    smooth = np.convolve(np.pad(rising.predict(points), 1, mode="edge"), [0.25, 0.5, 0.25], mode="valid")
    return points, smooth


def _chances(logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def _report(unseen: Known, linear: np.ndarray, heard: np.ndarray, choice: Choice) -> None:
    """Mean recall of the labels, by kind of sentence: regression alone, heard alone, both."""
    print(choice)  # noqa: T201
    for kind in sorted(set(unseen.kinds)):
        rows = unseen.kinds == kind
        classes = unseen.classes[rows]
        told = [logits[rows].argmax(axis=1) for logits in (linear, heard[:, :3], choice.logits(linear, heard))]
        recalls = [_recall(classes, said) for said in told]
        print(f"{kind:14} {len(classes):5}", *(f"{recall:.3f}" for recall in recalls))  # noqa: T201


if __name__ == "__main__":
    main()
