"""How questions and names are cut into words and made comparable."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from crm.naming import word_set

CONTINENTAL = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?|\d+,\d{1,2})")  # 300.000, 1.234,50 and 2,5
PIECE = re.compile(
    r"(?:(?<=[\s(])-)?(?:\d{1,3}(?:\.\d{3})+(?![\d.])(?:,\d{1,2}(?!\d))?|\d[\d,]*(?:\.\d+)?)"
    r"|[^\W\d_]+|[<>]=?|[=%$€£#]"
)
KEEP_S = word_set(
    "sales series business address status analysis less access process is was has does this his its us as loss across "
    "yes plus versus news various previous basis days"
)
IRREGULAR = {
    "people": "people", "losses": "loss", "sales": "sale", "men": "man", "women": "woman", "days": "day", "ids": "id",
}  # fmt: skip
SUFFIXES = (
    "ements",
    "ement",
    "ations",
    "ation",
    "ating",
    "ated",
    "ates",
    "ions",
    "ings",
    "ion",
    "ing",
    "ed",
    "es",
    "al",
    "ly",
    "ate",
    "s",
    "e",
)


@dataclass(frozen=True)
class Token:
    """One word of the question: as written, folded, singular; offsets are characters of the text."""

    raw: str
    fold: str
    base: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        return self.raw[:1].isupper()


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Lower case without accents."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@lru_cache(maxsize=65536)
def singular(word: str) -> str:
    if word in IRREGULAR:
        return IRREGULAR[word]
    if len(word) < 4 or word in KEEP_S or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("xes", "ches", "shes", "sses", "zes")):
        return word[:-2]
    return word[:-1]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A rough root, for telling that churned, churning and churn are one word."""
    if len(word) == 5 and word.endswith("ed"):
        return word[:-1]
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word[: -len(suffix)]
    return word


def tokens(text: str) -> list[Token]:
    return list(_tokens(text))


@lru_cache(maxsize=4096)  # one question is taken apart by dozens of readers
def _tokens(text: str) -> tuple[Token, ...]:
    found = []
    for match in PIECE.finditer(text):
        raw = match.group().rstrip(",")  # `over 250,000, just the names`
        figure = raw
        if CONTINENTAL.fullmatch(raw):
            figure = raw.replace(".", "").replace(",", ".")
        elif "," in raw and not re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", raw):
            figure = raw = raw.split(",")[0]
        folded = fold(figure).replace(",", "")
        found.append(Token(raw, folded, singular(folded), match.start(), match.start() + len(raw)))
    return tuple(found)


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """What makes two spellings of a phrase the same: its singular words, run together."""
    return "".join(token.base for token in tokens(text))
