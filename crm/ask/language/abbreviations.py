"""Words cut short: `neg` for Negotiation, `rgn` for region."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from crm.ask.language.lexicon import Sense, fixed
from crm.ask.record.vocabulary import Vocabulary
from crm.naming import common_words

VOWELS = frozenset("aeiou")
LONGEST = 5  # letters of what is still a short form
SHORTEST = 3  # letters of a beginning that stands for its word
MEANT = ("entity", "kind", "metric", "aggregate", "outcome", "grain", "superlative")
CATEGORIES = frozenset({"category", "boolean"})


def abbreviated(word: str, vocabulary: Vocabulary) -> list[Sense]:
    """What a cut word stands for: a word of questions, else one of the record; nothing where it is unclear."""
    if not word.isalpha() or len(word) > LONGEST or word in common_words():
        return []
    stripped = word.removesuffix("s") if len(word) > SHORTEST else word
    initial = stripped[0]
    return _one(_words_of_questions().get(initial, ()), stripped) or _one(
        _words_of_record(vocabulary, initial), stripped
    )


def _one(candidates: Iterable[tuple[str, Sense]], word: str) -> list[Sense]:
    """The senses of the shortest word that may be meant, where all of that length mean the same."""
    found = [(known, sense) for known, sense in candidates if shortens(word, known)]
    if not found:
        return []
    least = min(len(known) for known, _ in found)
    senses = list(dict.fromkeys(sense for known, sense in found if len(known) == least))
    return senses if len({(sense.kind, sense.value, sense.detail) for sense in senses}) == 1 else []


def shortens(word: str, known: str) -> bool:
    """Whether one is the beginning of the other, or its consonants."""
    if len(known) < len(word) + 2 or known[0] != word[0]:
        return False
    if len(word) >= SHORTEST and known.startswith(word):
        return True
    return len(word) > 1 and not set(word) & VOWELS and known[-1] in {word[-1], "e"} and _inside(word, known)


def _inside(word: str, known: str) -> bool:
    letters = iter(known)
    return all(letter in letters for letter in word) and len(word) * 3 >= len(known)


@cache
def _words_of_questions() -> dict[str, list[tuple[str, Sense]]]:
    """By their first letter, which a short form keeps."""
    found: dict[str, list[tuple[str, Sense]]] = defaultdict(list)
    for known, senses in fixed().items():
        found[known[0]] += [(known, sense) for sense in senses if sense.kind in MEANT]
    return dict(found)


def _words_of_record(vocabulary: Vocabulary, initial: str) -> list[tuple[str, Sense]]:
    fields = vocabulary.fields
    return [
        (known, sense)
        for known, senses in vocabulary.senses.items()
        if known.startswith(initial)
        for sense in senses
        if (sense.kind == "value" and sense.value in fields and fields[sense.value].type in CATEGORIES)
        or (sense.kind in {"entity", "field"} and sense.weight >= 0.9)
    ]
