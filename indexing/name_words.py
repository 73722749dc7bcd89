"""Words of a text as the name tagger sees them: the lists they stand in, their capitals, and which could be names."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

EVERYDAY = frozenset("cd")  # signs of words that stand in a list of everyday words or in a dictionary
REMEMBERED = 50_000  # words
FOREIGN = 0.6  # of the small words of a text; with fewer English ones it is in another language


def word_set(words: str) -> frozenset[str]:
    return frozenset(words.split())


TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]{2,})?|\d+|\n|[^\w\s]|_")
LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i"})
INNER_CAPITAL = re.compile(
    r"(?:Mc|Mac|Fitz|D[eiu]|L[aeo]|V[ao]n|[ODL]['’])[A-ZÀ-Þ][^\W\d_A-Z]+$|[A-Z][a-z]+['’][a-z]+$"
)
PARTICLES = word_set("van von der den de la le di da del dos das bin ibn al el ter ten zu af av mac mc st")
TITLES = word_set("mr mrs ms mx miss dr prof professor sir madam herr frau monsieur madame mme senor senora")
CALENDAR = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri "
    "sat sun"
)
FIRM = word_set(
    "inc llc ltd limited gmbh ag corp corporation co company group holdings partners foundation university "
    "college hospital institute bank street st avenue road airport award plc associates industries hall prize "
    "sons"
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
    read: dict[str, tuple[str, str]] = field(default_factory=dict, compare=False, repr=False)

    def of(self, word: str) -> tuple[str, str]:
        """A word's key and kind. Everyday words and single signs are remembered, no others: those are what people are
        called.
        """
        known = self.read.get(word)
        if known is None:
            key = fold(word)
            known = key, self.kind(word, key)
            if (len(word) == 1 or EVERYDAY.intersection(known[1])) and len(self.read) < REMEMBERED:
                self.read[word] = known
        return known

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
        key, kind = lists.of(match[0])
        found.append(Word(match.start(), match.end(), match[0], key, kind))
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
    long = [word for word in words if len(word.key) > 3 and word.kind[-1] in "xXAM"]
    capitals = sum(word.kind[-1] == "A" for word in long)
    return capitals >= 4 and 2 * capitals > len(long)


def is_foreign(words: Sequence[Word]) -> bool:
    """Whether most small words are no English ones. Other languages write common nouns with capitals, too."""
    small = [word for word in words if word.kind[-1] == "x" and len(word.key) > 1 and not _is_listed(word)]
    return len(small) >= 4 and sum(bool({"c", "d"} & set(word.kind)) for word in small) < FOREIGN * len(small)


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
    """A word in small letters: one that lists of names have and everyday English has not, or one beside it."""
    word = words[place]
    if word.kind[-1] != "x" or "v" in word.kind or len(word.key) < 3 or _is_glued(words, place):
        return False
    if _is_listed(word):
        return True
    before = place > 0 and _is_listed(words[place - 1])
    after = place + 1 < len(words) and _is_listed(words[place + 1])
    if "c" in word.kind:
        return bool((before and "f" in word.kind and "g" in words[place - 1].kind) or (after and "g" in word.kind))
    return before or after


def _is_listed(word: Word) -> bool:
    return word.kind[-1] == "x" and not {"c", "d"} & set(word.kind) and bool({"g", "f"} & set(word.kind))


def runs_of(words: Sequence[Word], places: Sequence[int]) -> list[list[int]]:
    """Candidates that stand together, also across hyphens, initials' stops and particles."""
    runs: list[list[int]] = []
    for place in places:
        if runs and joined(words, runs[-1][-1], place):
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def joined(words: Sequence[Word], left: int, right: int) -> bool:
    between = words[left + 1 : right]
    if len(between) > 2:
        return False
    for word in between:
        stop = word.text == "." and words[left].kind[-1] == "I"
        if not (stop or "v" in word.kind or word.text == "-"):
            return False
    return True
