"""Words that only say again what stands beside them: a name in brackets, `rating` behind a column of stars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crm.ask.language.lexicon import Sense
from crm.ask.language.text import Token, tokens
from crm.ask.record.labels import spoken
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.words import GENERIC_LABEL_WORDS
from crm.naming import word_set

if TYPE_CHECKING:
    from crm.ask.language.linking import Item

FIGURES = word_set("rating score figure figures amount value values level count total sum number numbers")
REACH = 3  # small words between two words of a header
KNOWN = 0.9  # weight of a sense from which on a word names a column or a value


def glossed(items: list[Item], words: Sequence[Token], text: str, vocabulary: Vocabulary) -> list[Item]:
    """Marks the words that need no explanation of their own."""
    for at, item in enumerate(items):
        _graded(items, at, item, vocabulary)
        _joined(items, at, item, vocabulary)
        _percented(items, at, item, vocabulary)
        _rows_stated(items, at, item, vocabulary)
        if item.unknown and at and item.text.casefold() in FIGURES and _figure(items[at - 1], vocabulary):
            item.stop = True
        if _bracketed(item, words, text) and _known(item):
            for before in reversed(items[:at]):
                if not before.unknown:
                    break
                before.stop = True
    return items


def _graded(items: list[Item], at: int, item: Item, vocabulary: Vocabulary) -> None:
    """`Tier A`: a value that is spelt like a small word, behind the name of its column."""
    if not at or not item.stop or not item.text.isupper():
        return
    refs = [sense.value for sense in items[at - 1].all("field") if sense.weight >= KNOWN]
    held = [Sense("value", ref, item.text) for ref in refs if item.text in vocabulary.fields[ref].values]
    if held:
        item.senses, item.stop = held, False


def _percented(items: list[Item], at: int, item: Item, vocabulary: Vocabulary) -> None:
    """`Mean line discount %`: the sign is that of the column “Line Disc. %”, and asks for no share."""
    if not at or item.text != "%" or not any(each.sense("aggregate") for each in items[:at]):
        return
    refs = [sense.value for sense in items[at - 1].all("field") if sense.weight >= KNOWN]
    if refs and all("%" in vocabulary.fields[ref].label for ref in refs):
        item.senses, item.stop = [], True


def _rows_stated(items: list[Item], at: int, item: Item, vocabulary: Vocabulary) -> None:
    """`With hives In Place`: rows in that state, of which the column is one, and no sum of it."""
    follow = items[at + 1] if at + 1 < len(items) else None
    if not at or items[at - 1].text.casefold() != "with" or follow is None or not follow.has("value"):
        return
    figures = {sense.value.split(".")[0] for sense in item.all("field") if vocabulary.fields[sense.value].numeric}
    owners = {sense.value.split(".")[0] for sense in follow.all("value") if not sense.value.endswith(".name")}
    told = [name for name in owners & figures if vocabulary.entities[name].kind]
    if len(told) == 1 and not item.has("entity", "kind", "value"):
        item.senses = [Sense("entity", told[0], weight=KNOWN)]


def _joined(items: list[Item], at: int, item: Item, vocabulary: Vocabulary) -> None:
    """`Signed an NDA` is the column “NDA signed”: words of one header, with nothing but small words between them."""
    parts = {sense.value for sense in item.all("field") if sense.weight < KNOWN}
    place = at - 1
    while place >= 0 and items[place].stop and at - place <= REACH:
        place -= 1
    if place < 0 or not parts or item.has("value", "entity") or items[place].has("value", "entity"):
        return
    for sense in items[place].all("field"):
        said = {word.fold for each in (items[place], item) for word in tokens(each.text)}
        header = {word.fold for word in tokens(spoken(vocabulary.fields[sense.value].label))}
        if sense.weight < KNOWN and sense.value in parts and header - GENERIC_LABEL_WORDS <= said:
            items[place].senses = [Sense("field", sense.value, weight=KNOWN)]
            item.senses, item.stop = [], True
            return


def _figure(item: Item, vocabulary: Vocabulary) -> bool:
    return any(vocabulary.fields[sense.value].numeric for sense in item.all("field"))


def _bracketed(item: Item, words: Sequence[Token], text: str) -> bool:
    """`Target language (into)`."""
    before, behind = text[: words[item.first].start].rstrip(), text[words[item.last - 1].end :].lstrip()
    return before.endswith("(") and behind.startswith(")")


def _known(item: Item) -> bool:
    return any(sense.weight >= KNOWN for kind in ("field", "value") for sense in item.all(kind))
