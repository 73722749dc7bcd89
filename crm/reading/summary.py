"""What an interaction comes to, in its own sentences: the one to three that carry most."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from crm.ask.language.text import fold, stem
from crm.ask.telling.quotes import WORD, courtesy
from crm.naming import common_words
from crm.placeholders import ANY
from crm.reading.asks import is_request
from crm.reading.commitments import promiser
from crm.reading.intents import find_intents
from crm.reading.sentences import sentences
from crm.reading.steps import SIGNATURE
from crm.reading.voices import turns

SHORT = 240  # characters; a text of no more is its own summary
LONGEST = 420  # characters of a summary
MOST = 3  # sentences
WEIGHED = 60  # sentences of a long text that are looked at closely
FEWEST_WORDS = 4
LONG_SENTENCE = 45  # words; a list or a table rather than a sentence
ALIKE = 0.6  # the part of its words that a sentence shares with one that is chosen, before it says nothing new
FIGURE = re.compile(r"\d|[$€£%]")
CENTRAL, CARRIES, OPENS, CLIENT = 1.0, 0.25, 0.15, 0.4  # what each sign is worth


@dataclass(frozen=True)
class Piece:
    """A sentence, with who says it in a talk."""

    text: str
    speaker: str = ""
    theirs: bool = True

    @property
    def spoken(self) -> str:
        return f"{self.speaker}: {self.text}" if self.speaker else self.text


def pieces(text: str, ours: Sequence[str] = ()) -> list[Piece]:
    """What may be chosen: sentences without greetings and farewells; of a long text those that share most words.

    Args:
        text: redacted.
        ours: the speakers among our own people.
    """
    talk = turns(text)
    if talk:
        found = [
            Piece(sentence, turn.speaker, turn.speaker not in ours)
            for turn in talk
            for sentence in sentences(turn.words)
        ]
    else:
        found = [Piece(sentence) for sentence in sentences(_unsigned(text))]
    found = list({(piece.speaker, piece.text.casefold()): piece for piece in reversed(found)}.values())[::-1]
    telling = [piece for piece in found if not courtesy(piece.text) and _telling(piece.text)] or found
    if len(telling) <= WEIGHED:
        return telling
    weights = by_words([piece.text for piece in telling])
    best = sorted(sorted(range(len(telling)), key=lambda place: -weights[place])[:WEIGHED])
    return [telling[place] for place in best]


def is_short(text: str) -> bool:
    return len(" ".join(text.split())) <= SHORT and not turns(text)


def whole(text: str) -> str:
    """A short text without its greeting and farewell, in one line."""
    found = sentences(_unsigned(text))
    return " ".join([piece for piece in found if not courtesy(piece)] or found)[:LONGEST]


def extract(found: Sequence[Piece]) -> str:
    """The sentences that carry most, in their order; how central each is the words tell that they share.

    Args:
        found: out of `pieces`.
    """
    return picked(found, by_words([piece.text for piece in found]))


def picked(found: Sequence[Piece], weights: Sequence[float]) -> str:
    """As `extract`, with a weight for each: how central it is."""
    if not found:
        return ""
    central = _spread(weights)
    scores = [CENTRAL * central[place] + _signs(piece, place) for place, piece in enumerate(found)]
    chosen: list[int] = []
    length = 0
    for place in sorted(range(len(found)), key=lambda each: -scores[each]):
        size = len(found[place].spoken)
        if chosen and (length + size > LONGEST or any(_alike(found[place], found[other]) for other in chosen)):
            continue
        chosen.append(place)
        length += size + 1
        if len(chosen) == MOST:
            break
    return " ".join(found[place].spoken for place in sorted(chosen))[: LONGEST + SHORT]


def by_words(texts: Sequence[str]) -> list[float]:
    """How much of each sentence other sentences take up again, by their telling words."""
    words = [stems(text) for text in texts]
    counts = Counter(word for each in words for word in each)
    return [sum(counts[word] - 1 for word in each) / math.sqrt(len(each) or 1) for each in words]


def _unsigned(text: str) -> str:
    """The text without its signature."""
    signed = SIGNATURE.search(text)
    return text[: signed.start()] if signed and text[: signed.start()].strip() else text


def _signs(piece: Piece, place: int) -> float:
    carries = bool(FIGURE.search(ANY.sub(" ", piece.text))) + (is_request(piece.text) or bool(promiser(piece.text)))
    carries += 2 * bool(piece.theirs and find_intents(piece.text))
    length = len(piece.text.split())
    odd = 0.3 if length > LONG_SENTENCE else 0.0
    return CARRIES * min(carries, 3) + OPENS * (place == 0) + CLIENT * bool(piece.speaker and piece.theirs) - odd


def _spread(weights: Sequence[float]) -> list[float]:
    low, high = min(weights), max(weights)
    return [(weight - low) / (high - low) if high > low else 0.5 for weight in weights]


def _telling(sentence: str) -> bool:
    return len(WORD.findall(ANY.sub(" someone ", sentence))) >= FEWEST_WORDS


@lru_cache(1_024)
def stems(text: str) -> frozenset[str]:
    words = {fold(word) for word in WORD.findall(ANY.sub(" ", text))}
    return frozenset(stem(word) for word in words if len(word) > 3 or word not in common_words())


def _alike(one: Piece, other: Piece) -> bool:
    words = stems(one.text)
    return bool(words) and len(words & stems(other.text)) >= ALIKE * len(words)
