"""Names of strangers in a text: a linear model over each word's own letters, lists of names, and the words around it.

Only words that could be a name are looked at: capitalised ones that are no everyday word, and small ones that stand in
the lists of names. So a text without such words costs next to nothing.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock

import numpy as np

from crm.errors import FatalError
from crm.ports import Span
from indexing.name_words import Lists, Word, candidates, digest, is_foreign, joined, runs_of, words_of

MODEL = Path(__file__).parent / "models" / "names.npz"
BUCKETS = 1 << 17
MAX_CHARACTERS = 20_000  # of a text; what is longer is read in pieces of this length
SURER = 1.0  # asked of lone words in small letters, and of words of other languages
SURE = 0.0  # of a score, the logarithm of the odds
AGAIN = 1.5  # added to the score of a word that is surely a name elsewhere in the text


def features(words: Sequence[Word], run: Sequence[int], at: int) -> list[str]:
    """What is known of the candidate at position `at` of a run."""
    place = run[at]
    word = words[place]
    first, last = run[0], run[-1]
    left, left2 = _context(words, first - 1), _context(words, first - 2)
    right, right2 = _context(words, last + 1), _context(words, last + 2)
    before = words[run[at - 1]].kind if at else "^"
    after = words[run[at + 1]].kind if at + 1 < len(run) else "$"
    size = str(min(len(run), 4))
    spot = f"{min(at, 2)}/{size}"
    kinds = " ".join(words[one].kind for one in run[:4])
    kind = word.kind
    bounded = f"<{word.key}>"
    found = [
        "b",
        f"k {kind}",
        f"s {spot} {kind}",
        f"kb {before} {kind}",
        f"ka {kind} {after}",
        f"kk {before} {kind} {after}",
        f"r {kinds}",
        f"rs {spot} {kinds}",
        f"l {left} {size}",
        f"r {right} {size}",
        f"lk {left} {kinds}",
        f"rk {right} {kinds}",
        f"ll {left2} {left}",
        f"rr {right} {right2}",
        f"lr {left} {right}",
        f"n {min(len(word.key), 9)} {kind}",
        f"e2 {bounded[-3:]}",
        f"e3 {bounded[-4:]}",
        f"e4 {bounded[-5:]}",
        f"p3 {bounded[:4]}",
        f"p4 {bounded[:5]}",
    ]
    if "c" in kind or "i" in kind:
        found.append(f"w {word.key} {kind[-1]}")
        found.append(f"wl {left} {word.key}")
    found += [f"t {bounded[index : index + 3]}" for index in range(len(bounded) - 2)]
    return found


def _context(words: Sequence[Word], place: int) -> str:
    """A neighbour: an everyday word as it is, any other word as its kind."""
    if not 0 <= place < len(words):
        return "#"
    word = words[place]
    if "c" in word.kind or word.kind[-1] not in "xXAMI":
        return word.key if word.text != "\n" else "/"
    return word.kind if word.kind[-1] != "x" else word.key


class Tagger:
    """Finds names of people. Loads its model at the first text; may be shared by threads."""

    def __init__(self, path: Path = MODEL) -> None:
        self._path = path
        self._loading = Lock()

    def names(self, texts: Sequence[str]) -> list[list[Span]]:
        """The names in each text, in order."""
        return [self._names(text) for text in texts]

    def _names(self, text: str) -> list[Span]:
        found: list[Span] = []
        for start in range(0, len(text), MAX_CHARACTERS):
            piece = text[start : start + MAX_CHARACTERS]
            found += [Span(start + one.start, start + one.end, "PERSON") for one in self._piece(piece)]
        return found

    def _piece(self, text: str) -> list[Span]:
        words = words_of(text, self._model.lists)
        runs = runs_of(words, candidates(words))
        if not runs:
            return []
        scores = self._scores(words, runs)
        if is_foreign(words):
            runs = [run for run in runs if any({"g", "f"} & set(words[one].kind) for one in run)]
            return [span for run in runs for span in _spans(words, [one for one in run if scores[one] > SURER])]
        least = [SURER if len(run) == 1 and words[run[0]].kind[-1] == "x" else SURE for run in runs]
        return [
            span
            for run, bar in zip(runs, least, strict=True)
            for span in _spans(words, [one for one in run if scores[one] > bar])
        ]

    def _scores(self, words: Sequence[Word], runs: Sequence[Sequence[int]]) -> dict[int, float]:
        """A score above zero for each word that is more likely part of a name than not."""
        weights = self._model.weights
        scores = {}
        for run in runs:
            for at, place in enumerate(run):
                summed = sum([weights[digest(one) % BUCKETS] for one in features(words, run, at)])
                scores[place] = summed * self._model.scale + self._model.bias
        known = {words[place].key for place, score in scores.items() if score > AGAIN and len(words[place].key) > 2}
        return {
            place: score + (AGAIN if words[place].key in known and "c" not in words[place].kind else 0)
            for place, score in scores.items()
        }

    @cached_property
    def _model(self) -> Model:
        with self._loading:
            return Model.load(self._path)


@dataclass(frozen=True)
class Model:
    """What `models/fit_names.py` fitted."""

    weights: array[int]  # BUCKETS whole numbers, in an array that Python reads one by one faster than numpy's
    scale: float
    bias: float
    lists: Lists

    @classmethod
    def load(cls, path: Path) -> Model:
        if not path.is_file():
            raise FatalError("The name tagger that ships with Rapport is missing. Please install Rapport again.")
        with np.load(path, allow_pickle=False) as file:
            given, family, common, places, dictionary = (
                frozenset[int](file[name].tolist()) for name in ("given", "family", "common", "places", "dictionary")
            )
            lists = Lists(given, family, common, places, dictionary)
            return cls(
                array("i", file["weights"].astype(np.int32).tobytes()), float(file["scale"]), float(file["bias"]), lists
            )


def _spans(words: Sequence[Word], places: Sequence[int]) -> list[Span]:
    """Words of one run that are names, joined where nothing but a particle, a stop or a hyphen stands between."""
    spans: list[Span] = []
    last = None
    for place in places:
        if last is not None and joined(words, last, place):
            spans[-1] = Span(spans[-1].start, words[place].end, "PERSON")
        else:
            spans.append(Span(words[place].start, words[place].end, "PERSON"))
        last = place
    whole = [words[place] for place in places if words[place].kind[-1] != "I"]
    return [span for span in spans if any(span.start <= word.start < span.end for word in whole)]
