"""Values by a word of theirs: "negotiation" for Negotiation/Review, breweries for Brewing, biotech."""

from __future__ import annotations

from collections import defaultdict

from crm.ask.language.lexicon import Sense, fixed, stop_words
from crm.ask.language.text import key, tokens
from crm.ask.record.schema import FieldInfo
from crm.ask.words import GENERIC_LABEL_WORDS
from crm.naming import common_words

SHORTEST = 4  # letters of a root, and of a word that stands for a value
CUT_SHORT = 5  # letters of a word that is the beginning of a longer one
MOST_VALUES = 40
PART, DERIVED = 0.7, 0.6
NAMELESS = frozenset({"name", "subject", "what", "title", "currency", "email", "phone", "external_id", "source"})
ENDINGS = (
    "ations", "ation", "ating", "ments", "ances", "ences", "ated", "ates", "ions", "ings", "eries", "ists", "ment",
    "ance", "ence", "able", "ical", "ion", "ing", "ers", "ors", "ery", "ies", "ier", "ist", "ism", "ics", "ary", "ous",
    "ity", "ate", "er", "or", "ed", "es", "ic", "al", "ly", "y", "s", "e",
)  # fmt: skip


def root(word: str) -> str:
    """What a word and those derived of it begin with."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            return word[: -len(ending)]
    return word


def _several(sense: Sense, word: str) -> bool:
    """Whether the value calls things by the word: its last one, or in the plural, “Restaurants & bars”."""
    words = tokens(sense.detail)
    return words[-1].base == word or any(token.base == word and token.fold != word for token in words)


class Roots:
    """Words of the values of categories, where each belongs to one value of its field."""

    def __init__(self, fields: list[FieldInfo]) -> None:
        self._parts: dict[str, list[Sense]] = defaultdict(list)
        self._roots: dict[str, list[Sense]] = defaultdict(list)
        for info in fields:
            link = info.core and info.key.endswith("_id")
            if info.type == "category" and not link and info.key not in NAMELESS and len(info.values) <= MOST_VALUES:
                self._add(info)

    def _add(self, info: FieldInfo) -> None:
        spoken: dict[str, list[str]] = defaultdict(list)
        for value in info.values:
            for word in {token.base for token in tokens(value) if token.base.isalpha()}:
                spoken[word].append(value)
        label = {root(token.base) for token in tokens(info.label)}
        for word, values in spoken.items():
            telling = len(word) >= SHORTEST and word not in stop_words() | GENERIC_LABEL_WORDS and word not in fixed()
            verb = word.endswith(("ed", "ing")) and key(values[0]) != word  # "switched on" is not a switched vendor
            if len(values) == 1 and telling and not verb and root(word) not in label:
                self._parts[word].append(Sense("value", info.ref, values[0], weight=PART))
                self._roots[root(word)].append(Sense("value", info.ref, values[0], weight=DERIVED))

    def part(self, word: str, *, several: bool = False) -> list[Sense]:
        """Values of which one word is this; of several things only where that is what the value calls them.

        Hotel chains are those of “Hotel chain”; projects are not “Project cancelled”.
        """
        return [sense for sense in self._parts.get(word, ()) if not several or _several(sense, word)]

    def derived(self, word: str) -> list[Sense]:
        """Values with a word of the same root, or one that this is the beginning of."""
        if word in stop_words() or word in fixed() or len(word) < SHORTEST:
            return []
        found = self._roots.get(root(word), [])
        if root(word) == word:  # accept for Accepted, but no market for marketing
            found = [sense for sense in found if sense.detail.endswith("ed")]
        if found:
            return list(found)
        short = len(word) >= CUT_SHORT and word not in common_words()
        longer = [known for known in self._parts if short and known.startswith(word)]
        return self.part(longer[0]) if len(longer) == 1 else []
