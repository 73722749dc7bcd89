"""Fits `mood.npz`, the head that reads moods off MiniLM vectors, on rated sentences.

    pip install scikit-learn
    python -m indexing.models.fit_mood FOLDER --report

FOLDER holds the rated sentences published with VADER (MIT licence): `vader_tweets.tsv`, `vader_amazonReview.tsv`,
`vader_movieReview.tsv`, `vader_nytEditorial.tsv`, each with the mean of human ratings, -4 to 4, in its second column.
Three files beside this script were written for Rapport: `mood_crm.tsv` has sentences as they come up in sales and
support; `mood_clauses.tsv` has news in a few words, which `mood_frames.tsv` wraps in what surrounds news in notes and
mails (names, greetings, thanks), so that the head learns to hear the news and not the courtesy.
A logistic regression sees the vector and the text's words; a second step turns its margin into a rating.
"""

from __future__ import annotations

import argparse
import html
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from indexing.embedder import MiniLmEmbedder
from indexing.mood import BUCKETS, HEAD, features

OWN = Path(__file__).parent
SOURCES = {"tweets": 1.0, "amazonReview": 1.0, "movieReview": 1.0, "nytEditorial": 1.0}  # and their weights
OWN_WEIGHT = 20.0
FRAMES_EACH, FRAMED_WEIGHT = 8, 3.0  # how many frames a clause is put in
PEOPLE = ("Priya", "Tom", "Ms Okafor", "Lena", "Mr Ruiz", "[person:7]", "[user:2]", "Jun", "Fatima", "Olaf")
COMPANIES = ("Norvik", "Calder & Sons", "Helios Freight", "Atrium Foods", "Bluefin", "Marlow Group", "Zenta")
NEUTRAL = 0.2  # ratings (-1..1) this near to zero are neutral
VECTOR_SCALE, WORD_SCALE, STRENGTH = 3.0, 0.3, 0.5
STEPS = 24  # points of the curve from margin to rating


@dataclass(frozen=True)
class Sentences:
    texts: list[str]
    ratings: np.ndarray  # -1..1
    weights: np.ndarray
    groups: np.ndarray  # sentences of one clause are held out together
    vectors: np.ndarray

    @property
    def classes(self) -> np.ndarray:
        """0 negative, 1 neutral, 2 positive."""
        return np.where(self.ratings > NEUTRAL, 2, np.where(self.ratings < -NEUTRAL, 0, 1))

    def inputs(self) -> Any:
        from scipy import sparse  # type: ignore[import-untyped]  # noqa: PLC0415

        rows, columns = [], []
        for row, text in enumerate(self.texts):
            found = features(text)
            rows += [row] * len(found)
            columns += found
        words = sparse.csr_matrix(
            (np.full(len(rows), WORD_SCALE, np.float32), (rows, columns)), (len(self.texts), BUCKETS)
        )
        return sparse.hstack([sparse.csr_matrix(self.vectors * VECTOR_SCALE), words]).tocsr()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the vader_*.tsv files are")
    parser.add_argument("--out", type=Path, default=HEAD)
    parser.add_argument("--report", action="store_true", help="say how well held-out own sentences are read")
    options = parser.parse_args()
    sentences = _read(options.folder)
    inputs, classes = sentences.inputs(), sentences.classes
    held_out = _held_out(inputs, classes, sentences)
    temperature = _temperature(held_out, classes, sentences.weights)
    margins, ratings = _curve(held_out / temperature, sentences)
    model = _fit(inputs, classes, sentences.weights)
    width = sentences.vectors.shape[1]
    np.savez_compressed(
        options.out,
        linear=(model.coef_[:, :width].T * VECTOR_SCALE).astype(np.float32),
        words=(model.coef_[:, width:].T * WORD_SCALE).astype(np.float16),
        bias=model.intercept_.astype(np.float32),
        temperature=np.float32(temperature),
        margins=margins.astype(np.float32),
        ratings=ratings.astype(np.float32),
        space=np.array(MiniLmEmbedder.name),
    )
    if options.report:
        _report(held_out, classes, sentences.weights)


def _read(folder: Path) -> Sentences:
    texts: list[str] = []
    ratings: list[float] = []
    weights: list[float] = []
    groups: list[str] = []
    for source, weight in SOURCES.items():
        for line in (folder / f"vader_{source}.tsv").read_text("utf-8", errors="replace").splitlines():
            _, rating, text = line.split("\t", 2)
            texts.append(html.unescape(text.strip()))
            ratings.append(float(rating) / 4)
            weights.append(weight)
            groups.append(text)
    for text, own_rating, weight, group in _own():
        texts.append(text)
        ratings.append(own_rating)
        weights.append(weight)
        groups.append(group)
    vectors = MiniLmEmbedder().embed(texts)
    return Sentences(texts, np.array(ratings), np.array(weights), np.unique(groups, return_inverse=True)[1], vectors)


def _own() -> Iterator[tuple[str, float, float, str]]:
    """Text, rating, weight and group."""
    for line in (OWN / "mood_crm.tsv").read_text("utf-8").splitlines():
        rating, text = line.split("\t")
        yield text, float(rating), OWN_WEIGHT, text
    frames: dict[str, list[str]] = {}
    for line in (OWN / "mood_frames.tsv").read_text("utf-8").splitlines():
        voice, frame = line.split("\t")
        frames.setdefault(voice, []).append(frame)
    dice = random.Random(20)  # noqa: S311 - no secret, the same sentences at each run
    for line in (OWN / "mood_clauses.tsv").read_text("utf-8").splitlines():
        rating, voice, clause = line.split("\t")
        for frame in dice.sample(frames[voice], FRAMES_EACH):
            yield _framed(frame, clause, dice), float(rating), FRAMED_WEIGHT, clause


def _framed(frame: str, clause: str, dice: random.Random) -> str:
    person, other = dice.sample(PEOPLE, 2)
    text = frame.replace("{person}", person).replace("{other}", other).replace("{company}", dice.choice(COMPANIES))
    before = text.partition("{}")[0].rstrip()
    opens = not before or before[-1] in ".!?"
    return text.replace("{}", clause[0].upper() + clause[1:] if opens and dice.random() < 0.8 else clause)


def _fit(inputs: Any, classes: np.ndarray, weights: np.ndarray) -> Any:
    """Each class weighs the same in all, else neutral, the rarest, is hardly ever said."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    shares = np.array([weights[classes == label].sum() for label in range(3)])
    balanced = weights * (weights.sum() / 3 / shares)[classes]
    return LogisticRegression(C=STRENGTH, max_iter=300, tol=1e-3).fit(inputs, classes, sample_weight=balanced)


def _held_out(inputs: Any, classes: np.ndarray, sentences: Sentences) -> np.ndarray:
    """Each sentence's log chances from a model that has not seen it."""
    from sklearn.model_selection import StratifiedGroupKFold  # noqa: PLC0415

    chances = np.zeros((len(classes), 3))
    for seen, unseen in StratifiedGroupKFold(4, shuffle=True, random_state=0).split(inputs, classes, sentences.groups):
        model = _fit(inputs[seen], classes[seen], sentences.weights[seen])
        chances[unseen] = model.predict_log_proba(inputs[unseen])
    return chances


def _temperature(logs: np.ndarray, classes: np.ndarray, weights: np.ndarray) -> float:
    """What the logits are divided by, so that of the answers given with a chance of 0.8 four in five are right."""

    def loss(temperature: float) -> float:
        right = _chances(logs / temperature)[np.arange(len(classes)), classes]
        return float(-(weights * np.log(right + 1e-9)).sum())

    return float(min(np.arange(0.4, 2.5, 0.05), key=loss))


def _curve(logs: np.ndarray, sentences: Sentences) -> tuple[np.ndarray, np.ndarray]:
    from sklearn.isotonic import IsotonicRegression  # noqa: PLC0415

    chances = _chances(logs)
    found = chances[:, 2] - chances[:, 0]
    points = np.linspace(-1, 1, STEPS + 1)
    rising = IsotonicRegression(out_of_bounds="clip").fit(found, sentences.ratings, sample_weight=sentences.weights)
    smooth = np.convolve(np.pad(rising.predict(points), 1, mode="edge"), [0.25, 0.5, 0.25], mode="valid")
    return points, smooth


def _chances(logs: np.ndarray) -> np.ndarray:
    powers = np.exp(logs - logs.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def _report(logs: np.ndarray, classes: np.ndarray, weights: np.ndarray) -> None:
    from sklearn.metrics import classification_report  # noqa: PLC0415

    names = ["negative", "neutral", "positive"]
    for title, rows in (
        ("published", weights == 1),
        ("own", weights == OWN_WEIGHT),
        ("framed", weights == FRAMED_WEIGHT),
    ):
        print(title, "sentences, held out")  # noqa: T201
        print(classification_report(classes[rows], logs[rows].argmax(axis=1), target_names=names, digits=3))  # noqa: T201


if __name__ == "__main__":
    main()
