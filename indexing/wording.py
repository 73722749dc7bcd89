"""What a message tells of and which of its days are due, by how it is worded: linear, on words and parts of words.

Nothing but numpy: some 20 ms of processor time to load at the first message, then 0.2 ms a message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zlib import crc32

import numpy as np

from crm.ports import DaySaid, WordingKind

KINDS: tuple[WordingKind, ...] = ("call", "email", "meeting", "message", "none", "note")
FOLDER = Path(__file__).parent / "models"
LONGEST = 2_000  # characters that are read
OPENING = 6  # words at the start that count once more
WORDS_BEFORE, WORDS_AFTER = 14, 10  # around a day
FADING = 0.15  # how fast words count less, the further from the day they stand
_TOKEN = re.compile(r"\w+|[^\w\s]")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class Fitted:
    """Numbers of the features seen (sorted), what each says for each answer (features x answers, in small whole numbers
    of which one is worth `unit`), and what is said without any."""

    features: np.ndarray
    weights: np.ndarray
    unit: np.ndarray
    bias: np.ndarray

    def scores(self, where: np.ndarray, amounts: np.ndarray) -> np.ndarray:
        """One for each answer."""
        return np.asarray(amounts @ self.weights[where].astype(np.float32) * self.unit + self.bias)


class Wording:
    """Tells by its wording what a message means; see `crm.ports.WordingReader`.

    Args:
        folder: where the files lie that `benchmarks.wording` fitted.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder

    def kinds(self, outline: str) -> Mapping[WordingKind, float]:
        """The logarithm of the odds of each kind."""
        scores = self._kinds.scores(*placed(outline, self._kinds.features))
        return dict(zip(KINDS, scores.tolist(), strict=True))

    def due(self, day: DaySaid) -> float:
        """The logarithm of the odds that something is to be done by a day."""
        return float(self._days.scores(*day_placed(day, self._days.features))[0])

    @cached_property
    def _kinds(self) -> Fitted:
        return self._load("kinds")

    @cached_property
    def _days(self) -> Fitted:
        return self._load("days")

    def _load(self, what: str) -> Fitted:
        held = np.load(self._folder / "wording.npz")
        return Fitted(*(held[f"{what}_{part}"] for part in Fitted.__annotations__))


def features(text: str) -> list[np.ndarray]:
    """The numbers of a text's features, without repeats, in three groups."""
    text = text[:LONGEST]
    groups = (_runs(text), _opening(text), _letters(text))
    return [
        np.unique(np.fromiter((crc32(one.encode("utf-8", "replace")) for one in each), np.uint32)) for each in groups
    ]


def _number(feature: str) -> int:
    return crc32(feature.encode("utf-8", "replace"))


def placed(text: str, known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The places among the known features (sorted) that a text fills, and how much: each group has length 1."""
    places, amounts = [], []
    for group in features(text):
        at = np.searchsorted(known, group)
        at = at[known[np.minimum(at, len(known) - 1)] == group]
        places.append(at)
        amounts.append(np.full(len(at), 1 / np.sqrt(max(1, len(at))), np.float32))
    return np.concatenate(places), np.concatenate(amounts)


def day_features(day: DaySaid) -> dict[int, float]:
    """The numbers of a day's features: the words around it, the nearer the more; its own; what is known of it."""
    before = _TOKEN.findall(day.before)[-WORDS_BEFORE:][::-1]
    after = _TOKEN.findall(day.after)[:WORDS_AFTER]
    found: dict[str, float] = {f"fact {fact}": 1.0 for fact in day.facts}
    found |= {f"said {word}": 1.0 for word in _TOKEN.findall(_DIGITS.sub("0", day.words))}
    found |= {f"beside {word}": 1.0 for word in _TOKEN.findall(day.beside) or ["nothing"]}
    for side, words, near in (("before", before, 3), ("after", after, 2)):
        for place, word in enumerate(words):
            found.setdefault(f"{side} {word}", 1 / (1 + FADING * place))
            if place < near:
                found[f"{side} {place} {word}"] = 1.0
    for place in range(len(before) - 1):
        found.setdefault(f"pair {before[place + 1]} {before[place]}", 1 / (1 + FADING * place))
    return {_number(name): amount for name, amount in found.items()}


def day_placed(day: DaySaid, known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The places among the known features (sorted) that a day fills, and how much."""
    found = day_features(day)
    numbers = np.fromiter(found.keys(), np.uint32)
    amounts = np.fromiter(found.values(), np.float32)
    at = np.searchsorted(known, numbers)
    kept = known[np.minimum(at, len(known) - 1)] == numbers
    return at[kept], amounts[kept]


def _runs(text: str) -> Iterator[str]:
    words = _TOKEN.findall(text)
    for length in (1, 2, 3):
        for start in range(len(words) - length + 1):
            yield "w " + " ".join(words[start : start + length])


def _opening(text: str) -> Iterator[str]:
    words = _TOKEN.findall(text)[:OPENING]
    for length in (1, 2):
        for start in range(len(words) - length + 1):
            yield "o " + " ".join(words[start : start + length])


def _letters(text: str) -> Iterator[str]:
    for word in text.split():
        padded = f" {word} "
        for length in (2, 3, 4, 5):
            for start in range(max(1, len(padded) - length + 1)):
                yield "c " + padded[start : start + length]
