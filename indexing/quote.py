"""The words of a passage that answer a query best: what a person is shown as evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from crm import keywords
from crm.errors import RapportError
from indexing.embedder import Embedder
from indexing.passages import sentences, spoken

ENOUGH = 120  # characters: a shorter quote takes the next sentence along
LONGEST = 400
MOST_READ = 16  # sentences of one search that are embedded, for passages with none of the query's words
STEM = 5  # letters that make two words alike
WORD = re.compile(r"[^\W_]+")
HEADED = re.compile(r"\W*(attendees|participants|present|from|to|cc|date|time|sent|location)\s*:", re.IGNORECASE)


class Quotes:
    """Picks quotes for one query.

    Args:
        embedder: compares sentences where words do not decide; None goes by words alone.
    """

    def __init__(self, embedder: Embedder | None, query: str) -> None:
        self._embedder = embedder
        self._query = query
        wanted = keywords.terms(query)
        self._stems = {word[:STEM] for word in wanted.words}
        self._placeholders = [f"[{kind}:{number}]" for kind, number in wanted.placeholders]

    def best(self, hits: Sequence[tuple[list[str], int | None]]) -> list[str]:
        """One quote for each (passages of a row, the nearest of them or None where only keywords found it)."""
        split = [_telling(sentences(self._passage(texts, nearest))) for texts, nearest in hits]
        scores = [[self._overlap(sentence) for sentence in found] for found in split]
        self._by_meaning(split, scores)
        return [_quote(found, score) for found, score in zip(split, scores, strict=True)]

    def _passage(self, texts: list[str], nearest: int | None) -> str:
        if not texts:
            return ""
        return texts[nearest] if nearest is not None and nearest < len(texts) else max(texts, key=self._overlap)

    def _overlap(self, text: str) -> float:
        stems = {word[:STEM].lower() for word in WORD.findall(text)}
        return len(self._stems & stems) + 2 * sum(placeholder in text for placeholder in self._placeholders)

    def _by_meaning(self, split: list[list[str]], scores: list[list[float]]) -> None:
        """Decides where no sentence, or several alike, hold the query's words."""
        open_ = [
            (hit, place)
            for hit, score in enumerate(scores)
            for place in range(len(score))
            if score.count(max(score)) > 1 and score[place] == max(score)
        ][:MOST_READ]
        if self._embedder is None or not open_:
            return
        try:
            read = self._embedder.embed([spoken(self._query), *(spoken(split[hit][place]) for hit, place in open_)])
        except RapportError:
            return  # words alone decide
        for (hit, place), cosine in zip(open_, np.asarray(read[1:] @ read[0]).tolist(), strict=True):
            scores[hit][place] += (1 + cosine) / 4  # less than one word in common


def _telling(found: list[str]) -> list[str]:
    """Who was there and when says nothing of what was said."""
    return [sentence for sentence in found if not HEADED.match(sentence)] or found


def _quote(found: list[str], scores: list[float]) -> str:
    if not found:
        return ""
    place = max(range(len(found)), key=lambda at: (scores[at], -at))
    quote = found[place]
    if len(quote) < ENOUGH and place + 1 < len(found) and len(quote) + len(found[place + 1]) < LONGEST:
        quote = f"{quote} {found[place + 1]}"
    return quote if len(quote) <= LONGEST else quote[: LONGEST - 1].rstrip() + "…"
