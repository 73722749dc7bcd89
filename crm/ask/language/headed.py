"""Headers that begin with the rows' own noun: "Organization created" is a column, organizations created are rows."""

from __future__ import annotations

from crm.ask.language.lexicon import Sense, fixed, stop_words
from crm.ask.language.text import Token, tokens
from crm.ask.record.vocabulary import Vocabulary

HEADED = 0.9  # of a word for a column, where it is more than a part of its header
PLAIN = frozenset({"signal", "metric", "manages", "owns"})  # senses of phrases that may begin with a table's name


def headed(part: list[Token], senses: list[Sense], vocabulary: Vocabulary) -> list[Sense]:
    """`Organizations created` are rows of which that is said, and not the column “Organization created”."""
    rows = len(part) > 1 and part[0].fold != part[0].base and _names_entity(part[0].base, vocabulary)
    if not rows:
        return senses
    return [
        sense
        for sense in senses
        if sense.kind != "field" or part[0].fold in {word.fold for word in tokens(vocabulary.fields[sense.value].label)}
    ]


def _names_entity(word: str, vocabulary: Vocabulary) -> bool:
    known = (*fixed().get(word, ()), *vocabulary.senses.get(word, ()))
    return any(sense.kind == "entity" for sense in known)


def outdone_by_rows(first: Token, senses: list[Sense], vocabulary: Vocabulary) -> bool:
    """`Quotes from us`, `order value`, `leads by`: no phrase of questions, where quotes, orders and leads are rows."""
    if not senses or any(sense.kind not in PLAIN for sense in senses):
        return False
    figure = any(sense.kind == "metric" for sense in senses)
    for sense in vocabulary.senses.get(first.base, ()):
        entity = vocabulary.entities.get(sense.value) if sense.kind == "entity" else None
        if entity is not None and (entity.kind is not None or (not figure and sense.weight >= 1)):
            return True
    return False


def as_rows(part: list[Token], senses: list[Sense], vocabulary: Vocabulary) -> list[Sense]:
    """`Orders` of a record with a table of them are those, though the outcome of some visit was an order."""
    own = [each for each in senses if each.kind == "entity" and each.weight >= 1]
    rows = len(part) == 1 and part[0].fold != part[0].base and any(vocabulary.entities[each.value].kind for each in own)
    return [each for each in senses if not rows or each.kind != "value" or each.detail.casefold() == part[0].fold]


def content(word: Token) -> bool:
    """Whether a word is more than a figure or a word of grammar."""
    return not word.fold.isdigit() and word.fold not in stop_words() and word.base not in fixed()


def named_whole(sense: Sense, vocabulary: Vocabulary) -> bool:
    headed = sense.kind == "field" and sense.weight >= HEADED
    return sense.kind == "value" or (headed and vocabulary.fields[sense.value].numeric)


def mere_part(sense: Sense, vocabulary: Vocabulary) -> bool:
    part = sense.kind == "field" and sense.weight < HEADED
    return part and (vocabulary.fields[sense.value].type == "boolean" or vocabulary.fields[sense.value].numeric)
