"""Words of the record that may stand for one it does not know: alike in spelling, or in meaning."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

from rapidfuzz import fuzz, process

from crm.ask import words
from crm.ask.language.lexicon import phrases
from crm.ask.language.text import key
from crm.ask.record.labels import spoken
from crm.ask.record.schema import FieldInfo
from crm.ask.record.vocabulary import Vocabulary
from crm.errors import RetryableError
from crm.ports import Nearness

MOST = 4
HIDDEN = frozenset({"name", "created_at", "age_days"})
SPELT_LIKE = 78  # of 100
MEANT_LIKE = 0.4  # cosine: under it a link is chance; none is so sure that it may be taken without asking
LONGEST_VALUE = 30  # characters
MOST_VALUES = 300
TABLES = (words.ENTITIES, words.METRICS, words.OUTCOMES, words.MOODS)
USUAL = 3  # phrases of one thing that are looked at


def sayable(vocabulary: Vocabulary, *, figures: bool = False) -> dict[str, str]:
    """What an unknown word may be exchanged for: things, figures, columns and values, never a name.

    Args:
        vocabulary: the tenant's.
        figures: only what is measured.

    Returns:
        Every word that is compared, and how it is said.
    """
    found = dict(_figures(vocabulary) if figures else _words(vocabulary))
    return {word: said for word, said in found.items() if key(word)}


def _figures(vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    yield from _fixed(words.METRICS)
    for info in vocabulary.fields.values():
        if info.numeric and info.key not in HIDDEN:
            yield _label(info), _label(info)


def _words(vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    for table in TABLES:
        yield from _fixed(table)
    for entity in vocabulary.entities.values():
        yield entity.singular, entity.singular
    for info in vocabulary.fields.values():
        if info.type not in {"id", "url"} and info.key not in HIDDEN:
            yield _label(info), _label(info)
    yield from islice(_values(vocabulary), MOST_VALUES)


def _fixed(table: dict[str, str]) -> Iterator[tuple[str, str]]:
    for line in table.values():
        said = phrases(line)[:USUAL]
        yield from ((phrase, said[0]) for phrase in said)


def _values(vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    for info in vocabulary.fields.values():
        for value in info.values if info.type == "category" and info.entity not in {"contact", "user"} else ():
            if len(value) <= LONGEST_VALUE and not any(letter.isdigit() for letter in value):
                yield value, value


def _label(info: FieldInfo) -> str:
    return spoken(info.label).casefold()


def nearby(word: str, known: dict[str, str], nearness: Nearness | None) -> list[str]:
    """The nearest of the known words as they are said, best first: spelt alike, then meant alike."""
    spelt = process.extract(word.casefold(), list(known), scorer=fuzz.ratio, limit=2, score_cutoff=SPELT_LIKE)
    found = [each for each, _, _ in spelt]
    if nearness is not None:
        with suppress(RetryableError):  # spelling alone, then
            found += [each for each, like in nearness.nearest(word, list(known), MOST) if like >= MEANT_LIKE]
    return list(dict.fromkeys(known[each] for each in found))
