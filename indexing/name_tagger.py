"""Names of strangers in a text: a linear model over each word's own letters, lists of names, and the words around it.

Only words that could be a name are looked at: capitalised ones that are no everyday word, and small ones that stand in
the lists of names. So a text without such words costs next to nothing.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import numpy as np

from crm.errors import FatalError
from crm.ports import Span

MODEL = Path(__file__).parent / "models" / "names.npz"
BUCKETS = 1 << 17
FOREIGN = 0.6  # of the small words of a text; with fewer English ones it is in another language
MAX_CHARACTERS = 20_000  # of a text; what is longer is read in pieces of this length
SURER = 1.0  # asked of lone words in small letters, and of words of other languages
SURE = 0.0  # of a score, the logarithm of the odds
AGAIN = 1.5  # added to the score of a word that is surely a name elsewhere in the text

TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]{2,})?|\d+|\n|[^\w\s]")
LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i"})
INNER_CAPITAL = re.compile(
    r"(?:Mc|Mac|Fitz|D[eiu]|L[aeo]|V[ao]n|[ODL]['’])[A-ZÀ-Þ][^\W\d_A-Z]+$|[A-Z][a-z]+['’][a-z]+$"
)
PARTICLES = frozenset(
    [
        "van",
        "von",
        "der",
        "den",
        "de",
        "la",
        "le",
        "di",
        "da",
        "del",
        "dos",
        "das",
        "bin",
        "ibn",
        "al",
        "el",
        "ter",
        "ten",
        "zu",
        "af",
        "av",
        "mac",
        "mc",
        "st",
    ]
)
TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "mx",
        "miss",
        "dr",
        "prof",
        "professor",
        "sir",
        "madam",
        "herr",
        "frau",
        "monsieur",
        "madame",
        "mme",
        "senor",
        "senora",
    ]
)
CALENDAR = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
    ]
)
FIRM = frozenset(
    [
        "inc",
        "llc",
        "ltd",
        "limited",
        "gmbh",
        "ag",
        "corp",
        "corporation",
        "co",
        "company",
        "group",
        "holdings",
        "partners",
        "foundation",
        "university",
        "college",
        "hospital",
        "institute",
        "bank",
        "street",
        "st",
        "avenue",
        "road",
        "airport",
        "award",
        "plc",
        "associates",
        "industries",
        "hall",
        "prize",
        "sons",
    ]
)


class Word(NamedTuple):
    start: int
    end: int
    text: str
    key: str
    kind: str  # which lists it stands in, and how it is written


def fold(word: str) -> str:
    """A word without case, accents and apostrophes."""
    if word.isascii():
        return word.lower().replace("'", "")
    plain = unicodedata.normalize("NFKD", word.casefold().translate(LETTERS))
    return "".join(letter for letter in plain if not unicodedata.combining(letter) and letter not in "'’")


def digest(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "replace"))


@dataclass(frozen=True)
class Lists:
    """Digests of folded words: usual given names, family names, everyday words, places, words of a dictionary."""

    given: frozenset[int]
    family: frozenset[int]
    common: frozenset[int]
    places: frozenset[int]
    dictionary: frozenset[int]

    def kind(self, word: str, key: str) -> str:
        if not word[0].isalpha():
            return "0" if word[0].isdigit() else word[0]
        code = digest(key)
        signs = "g" if code in self.given else ""
        signs += "f" if code in self.family else ""
        signs += "c" if code in self.common else "d" if code in self.dictionary else ""
        signs += "p" if code in self.places else ""
        for sign, words in (("t", TITLES), ("m", CALENDAR), ("v", PARTICLES), ("i", FIRM)):
            signs += sign if key in words else ""
        return f"{signs}{_shape(word)}"


def _shape(word: str) -> str:
    """X small, I an initial, A all capitals, X a capital at its beginning, M capitals within."""
    if word.islower() or not word[0].isupper():
        return "x"
    if len(word) == 1:
        return "I"
    if word.isupper():
        return "A"
    return "X" if word[1:].islower() or INNER_CAPITAL.match(word) else "M"


def words_of(text: str, lists: Lists) -> list[Word]:
    found = []
    for match in TOKEN.finditer(text):
        key = fold(match[0])
        found.append(Word(match.start(), match.end(), match[0], key, lists.kind(match[0], key)))
    return found


def candidates(words: Sequence[Word]) -> list[int]:
    """Places of the words that could be part of a name."""
    shouted = _is_shouted(words)
    found = [
        place
        for place, word in enumerate(words)
        if (
            word.kind[-1] in "XM"
            or (word.kind[-1] == "A" and shouted)
            or _is_capitals(word)
            or _is_initial(words, place)
        )
        and not _is_glued(words, place)
    ]
    if not is_foreign(words) and any(_is_listed(word) for word in words):
        found += [place for place, word in enumerate(words) if _small_name(words, place)]
    return sorted(found)


def _is_capitals(word: Word) -> bool:
    """A short word in capitals is an abbreviation, unless a list of names has it and it is not too short for one."""
    return word.kind[-1] == "A" and (len(word.key) > 5 or (len(word.key) > 4 and bool({"g", "f"} & set(word.kind))))


def _is_shouted(words: Sequence[Word]) -> bool:
    capitals = sum(word.kind[-1] == "A" for word in words)
    return capitals >= 4 and 2 * capitals > sum(word.kind[-1] in "xXAM" for word in words)


def is_foreign(words: Sequence[Word]) -> bool:
    """Whether most small words are no English ones. Other languages write common nouns with capitals, too."""
    small = [word for word in words if word.kind[-1] == "x" and len(word.key) > 1]
    return len(small) >= 3 and sum(bool({"c", "d"} & set(word.kind)) for word in small) < FOREIGN * len(small)


def _is_glued(words: Sequence[Word], place: int) -> bool:
    """Part of a handle, a tag, a path or a code."""
    before = words[place - 1] if place else None
    after = words[place + 1] if place + 1 < len(words) else None
    if before and before.end == words[place].start and (before.text in "@#/\\_=&" or before.kind == "0"):
        return True
    return bool(
        after
        and after.start == words[place].end
        and (after.kind == "0" or after.text in "@_=/\\" or _is_code(words, place + 1))
    )


def _is_code(words: Sequence[Word], place: int) -> bool:
    """A hyphen before a digit."""
    return words[place].text == "-" and place + 1 < len(words) and words[place + 1].kind == "0"


def _is_initial(words: Sequence[Word], place: int) -> bool:
    """A single capital letter: "I" and "A" are words unless a stop follows."""
    word = words[place]
    if word.kind[-1] != "I" or (place and words[place - 1].text in "'’"):
        return False
    return word.key not in {"i", "a"} or (place + 1 < len(words) and words[place + 1].text == "." and place > 0)


def _small_name(words: Sequence[Word], place: int) -> bool:
    """A word in small letters: in a list of names and no everyday word, or unknown beside one that is."""
    word = words[place]
    if word.kind[-1] != "x" or "c" in word.kind or "v" in word.kind or len(word.key) < 3 or _is_glued(words, place):
        return False
    if _is_listed(word):
        return True
    return any(0 <= near < len(words) and _is_listed(words[near]) for near in (place - 1, place + 1))


def _is_listed(word: Word) -> bool:
    return word.kind[-1] == "x" and not {"c", "d"} & set(word.kind) and bool({"g", "f"} & set(word.kind))


def runs_of(words: Sequence[Word], places: Sequence[int]) -> list[list[int]]:
    """Candidates that stand together, also across hyphens, initials' stops and particles."""
    runs: list[list[int]] = []
    for place in places:
        if runs and _joined(words, runs[-1][-1], place):
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _joined(words: Sequence[Word], left: int, right: int) -> bool:
    between = words[left + 1 : right]
    if len(between) > 2:
        return False
    for word in between:
        stop = word.text == "." and words[left].kind[-1] == "I"
        if not (stop or "v" in word.kind or word.text == "-"):
            return False
    return True


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
                buckets = [digest(one) % BUCKETS for one in features(words, run, at)]
                scores[place] = float(weights[buckets].sum()) * self._model.scale + self._model.bias
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

    weights: np.ndarray  # BUCKETS whole numbers
    scale: float
    bias: float
    lists: Lists

    @classmethod
    def load(cls, path: Path) -> Model:
        if not path.is_file():
            raise FatalError("The name tagger that ships with Rapport is missing. Please install Rapport again.")
        with np.load(path, allow_pickle=False) as file:
            lists = Lists(
                *(frozenset(file[name].tolist()) for name in ("given", "family", "common", "places", "dictionary"))
            )
            return cls(file["weights"].astype(np.int32), float(file["scale"]), float(file["bias"]), lists)


def _spans(words: Sequence[Word], places: Sequence[int]) -> list[Span]:
    """Words of one run that are names, joined where nothing but a particle, a stop or a hyphen stands between."""
    spans: list[Span] = []
    last = None
    for place in places:
        if last is not None and _joined(words, last, place):
            spans[-1] = Span(spans[-1].start, words[place].end, "PERSON")
        else:
            spans.append(Span(words[place].start, words[place].end, "PERSON"))
        last = place
    whole = [words[place] for place in places if words[place].kind[-1] != "I"]
    return [span for span in spans if any(span.start <= word.start < span.end for word in whole)]
