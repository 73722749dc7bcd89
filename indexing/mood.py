"""How a text sounds: layers fitted to hear it and a small head, on the pass that makes the index's vectors."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Literal

import numpy as np

from crm.errors import FatalError
from crm.ports import Mood, MoodLabel
from indexing.cues import Cues
from indexing.embedder import Embedder
from indexing.feeling import HEARD, Feeling

HEAD = Path(__file__).parent / "models" / "mood.npz"
BUCKETS = 1 << 15
LONG = 900  # characters; beyond this a text is read in pieces, for the encoder sees its first 256 tokens only
PIECE = 500  # characters
MAX_PIECES = 40  # of a long text: its beginning and its end
SURE = 0.72  # how sure of each side before a text is called mixed
HINT = 0.03  # of each side, before a text with a contrasting word is looked at piece by piece
NEWS_SURE = 0.8  # how sure the news without its courtesies must be bad to outweigh them
COURTESY_SURE = 0.95  # of good; beyond this a text is not read again without its courtesies
COURTESY_WORDS = 9  # a longer clause says more than thanks
STRONG_HINT = 0.1  # the same for a text without one
MAX_CLAUSES = 12  # of a short text; a list of more is no contrast
REST_BAD = 0.4  # chance that what is left is bad, before the text stays so
REST_WORDS = 2  # fewer left are nothing to read
CUE_WEIGHT = 0.75  # of what words alone say, against the head
UNDECIDED = np.full(3, 1 / 3, np.float32)

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|[:;=][-']?[)(dp/|]|[!?]+|\d+|[\u2600-\u27bf\U0001f300-\U0001faff]")
_NEGATION = re.compile(
    r"^(?:not?|never|nobody|nothing|none|without|cannot|hardly|(?:ca|do|wo|is|did|does|was)nt|.*n't)$"
)
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_CONTRAST = re.compile(
    r"(?:,|;|\s[-–—])?\s+(?:but|however|although|though|yet|whereas|nevertheless|on the other hand|that said)\b[,\s]*",
    re.IGNORECASE,
)
_OPENING_CONTRAST = re.compile(r"^\s*(?:although|though|while|despite|apart from)\b([^,]{8,}),\s*", re.IGNORECASE)
_COMMA = re.compile(r"(?<=[.!?;,])\s+|\n+")
_COURTESY = re.compile(
    r"\b(?:thanks?|thank you|thx|cheers|regards|best wishes|all the best|good luck|appreciate|hope (?:you|this|all)|"
    r"pleasure|grateful|kindly|happy to|glad to|welcome|looking forward)\b",
    re.IGNORECASE,
)


def features(text: str) -> list[int]:
    """The buckets of a text's words and pairs of words; a word after a negation is another word."""
    words = ["0" if word.isdigit() else word for word in _WORD.findall(text.lower().replace("’", "'"))]
    found: set[int] = set()
    negated = 0
    for place, word in enumerate(words):
        found.add(_bucket(f"!{word}" if negated > 0 else word))
        if place:
            found.add(_bucket(f"{words[place - 1]} {word}"))
        negated = 3 if _NEGATION.match(word) else negated - 1
    return sorted(found)


def _bucket(gram: str) -> int:
    return zlib.crc32(gram.encode("utf-8", "replace")) % BUCKETS


@dataclass(frozen=True)
class Weights:
    """What `models/fit_mood.py` fitted. Columns are negative, neutral, positive."""

    linear: np.ndarray  # dimensions x 3
    heard: np.ndarray  # HEARD x 3
    words: np.ndarray  # BUCKETS x 3
    bias: np.ndarray  # 3
    temperature: np.ndarray  # one number
    margins: np.ndarray  # positive minus negative probability ...
    ratings: np.ndarray  # ... and how people rated such texts, -1..1
    space: str  # the name of the vectors it was fitted on

    @classmethod
    def load(cls, path: Path) -> Weights:
        if not path.is_file():
            raise FatalError("The mood model that ships with Rapport is missing. Please install Rapport again.")
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name].astype(np.float32) for name in file.files if name != "space"}
            return cls(**arrays, space=str(file["space"]))


class MoodHead:
    """Reads moods off a feeling's rows. Loads its weights at the first text; may be shared by threads."""

    def __init__(self, path: Path = HEAD) -> None:
        self._path = path
        self._loading = Lock()
        self._weights: Weights | None = None

    @property
    def weights(self) -> Weights:
        with self._loading:
            if self._weights is None:
                self._weights = Weights.load(self._path)
            return self._weights

    def chances(self, texts: Sequence[str], rows: np.ndarray) -> np.ndarray:
        """Probabilities of negative, neutral and positive, one row a text.

        Raises:
            FatalError: the rows are no feeling's.
        """
        weights = self.weights
        if rows.shape[1] != len(weights.linear) + HEARD:
            raise FatalError("The mood model does not fit the embedding model. Please install Rapport again.")
        words = np.zeros((len(texts), 3), np.float32)
        for row, text in enumerate(texts):
            words[row] = weights.words[features(text)].sum(axis=0)
        logits = (rows @ np.vstack([weights.linear, weights.heard]) + words + weights.bias) / weights.temperature
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))

    def mood(self, chances: np.ndarray, *, mixed: bool = False) -> Mood:
        margin = float(chances[2] - chances[0])
        score = float(np.interp(margin, self.weights.margins, self.weights.ratings))
        labels: tuple[MoodLabel, ...] = ("negative", "neutral", "positive")
        label: MoodLabel = "mixed" if mixed else labels[int(chances.argmax())]
        if label == "negative":
            score = min(score, -0.05)
        elif label == "positive":
            score = max(score, 0.05)
        elif label == "neutral":
            score = max(-0.3, min(0.3, score))
        return Mood(label, round(max(-1.0, min(1.0, score)), 3))

    def moods_of(self, texts: Sequence[str], rows: np.ndarray) -> list[Mood]:
        """One mood a text from its row alone: never mixed, and blind past the encoder's 256 tokens."""
        return [self.mood(row) for row in self.chances(texts, rows)]


@dataclass(frozen=True)
class Look:
    """Why a text is looked at again, and which pieces of it are read."""

    kind: Literal["plain", "empty", "bad", "long", "relief", "delight", "news", "clauses"]
    pieces: list[str] = field(default_factory=list)


class MoodReader:
    """Reads moods, also mixed ones and those of long texts, by looking again at the pieces of such texts.

    Args:
        embedder: a feeling, or one that remembers a feeling's rows.
    """

    def __init__(
        self, embedder: Embedder | None = None, head: MoodHead | None = None, cues: Cues | None = None
    ) -> None:
        self._embedder = embedder or Feeling()
        self._head = head or MoodHead()
        self._cues = cues or Cues()

    def moods(self, texts: Sequence[str]) -> list[Mood]:
        """One mood for each text, in order."""
        return self.moods_of(texts, self._embedder.embed(texts))

    def moods_of(self, texts: Sequence[str], rows: np.ndarray) -> list[Mood]:
        """One mood for each text, in order, from the rows that this reader's embedder made of them.

        Raises:
            FatalError: the rows are of another space than the head's.
        """
        if self._embedder.name != self._head.weights.space:
            raise FatalError("The mood model does not fit the embedding model. Please install Rapport again.")
        chances = self._head.chances(texts, rows)
        looks = [self._look(text, row) for text, row in zip(texts, chances, strict=True)]
        flat = [piece for look in looks for piece in look.pieces]
        read = self._head.chances(flat, self._embedder.embed(flat)) if flat else np.zeros((0, 3), np.float32)
        moods, start = [], 0
        for row, look in zip(chances, looks, strict=True):
            parts = read[start : start + len(look.pieces)]
            start += len(look.pieces)
            moods.append(self._judge(row, look, parts))
        return moods

    def _look(self, text: str, chances: np.ndarray) -> Look:
        if not text.strip():
            return Look("empty")
        if chances[0] < CUE_WEIGHT and self._cues.bad_news(text):
            return Look("bad", _stretches(text) if len(text) > LONG else [])
        if len(text) > LONG:
            return Look("long", _stretches(text))
        if chances.argmax() == 0:
            said = self._cues.relief(text)
            if said.relieved:
                rest = [said.rest] if len(said.rest.split()) >= REST_WORDS else []
                return Look("delight" if said.delighted else "relief", rest)
        if chances.argmax() == 2 and chances[2] < COURTESY_SURE and _COURTESY.search(text):
            news = _news(text)
            return Look("news", [news]) if news else Look("plain")
        return Look("clauses", _contrasted(text, chances))

    def _judge(self, whole: np.ndarray, look: Look, parts: np.ndarray) -> Mood:
        """What a second look says; the first one where there was none."""
        head = self._head
        if look.kind == "empty":
            return Mood("neutral", 0.0)
        if look.kind == "bad":
            return head.mood(_outweighed(whole, 0), mixed=len(parts) > 1 and _both(look.pieces, parts))
        if look.kind == "long":
            whole = _combined(look.pieces, parts)
        if look.kind in {"relief", "delight"}:
            rest = parts[0] if len(parts) else UNDECIDED
            if len(parts) and rest[0] > REST_BAD:
                return head.mood(whole)
            return head.mood(_outweighed(rest, 2 if look.kind == "delight" or rest.argmax() == 2 else 1))
        if look.kind == "news":  # thanks around bad news do not make it good
            return head.mood(parts[0] if parts[0, 0] > NEWS_SURE else whole)
        return head.mood(whole, mixed=len(parts) > 1 and _both(look.pieces, parts))


def _outweighed(chances: np.ndarray, label: int) -> np.ndarray:
    """Chances after words that leave little doubt."""
    doubt = np.eye(3, dtype=np.float32)[label]
    return np.asarray(CUE_WEIGHT * doubt + (1 - CUE_WEIGHT) * chances)


def _contrasted(text: str, chances: np.ndarray) -> list[str]:
    """The clauses of a text that may hold good and bad; nothing for most."""
    contrast = _CONTRAST.search(text) or _OPENING_CONTRAST.search(text)
    if min(chances[0], chances[2]) < (HINT if contrast else STRONG_HINT):
        return []
    clauses = [clause.strip() for sentence in _SENTENCE.split(text) for clause in _clauses(sentence)]
    pieces = [clause for clause in clauses if len(clause.split()) >= 2]
    return pieces if 1 < len(pieces) <= MAX_CLAUSES else []


def _news(text: str) -> str:
    """A text without its short courtesies; nothing if it has none or is nothing else."""
    clauses = [clause.strip() for part in _COMMA.split(text) for clause in _clauses(part) if clause.strip()]
    news = [clause for clause in clauses if len(clause.split()) > COURTESY_WORDS or not _COURTESY.search(clause)]
    words = sum(len(clause.split()) for clause in news)
    return ". ".join(news) if len(news) < len(clauses) and words >= 4 else ""


def _clauses(sentence: str) -> list[str]:
    opening = _OPENING_CONTRAST.match(sentence)
    if opening:
        return [opening.group(1), *_CONTRAST.split(sentence[opening.end() :])]
    return _CONTRAST.split(sentence)


def _stretches(text: str) -> list[str]:
    """Neighbouring sentences together, up to PIECE characters."""
    pieces = [""]
    for sentence in _SENTENCE.split(text):
        for start in range(0, len(sentence), PIECE):
            part = sentence[start : start + PIECE]
            if len(pieces[-1]) + len(part) > PIECE:
                pieces.append("")
            pieces[-1] = f"{pieces[-1]} {part}".strip()
    pieces = [piece for piece in pieces if piece]
    half = MAX_PIECES // 2
    return pieces if len(pieces) <= MAX_PIECES else pieces[:half] + pieces[-half:]


def _combined(pieces: list[str], parts: np.ndarray) -> np.ndarray:
    """The pieces' mean, in which those that say something count more than those that do not."""
    lengths = np.array([len(piece) for piece in pieces], np.float32)
    weights = lengths * (0.05 + (1 - parts[:, 1]) ** 2)
    return np.asarray((parts * weights[:, None]).sum(axis=0) / weights.sum())


def _both(pieces: list[str], parts: np.ndarray) -> bool:
    """Whether one piece is clearly good and another clearly bad. Courtesies are not good news."""
    bad = bool((parts[:, 0] > SURE).any())
    good = any(
        part[2] > SURE and not (len(piece) < 120 and _COURTESY.search(piece))
        for piece, part in zip(pieces, parts, strict=True)
    )
    return bad and good
