"""A question cut into the parts that talk of calls, mails and meetings is made of; what is no part may be a theme."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from crm.ask.exchanges.mark import Mark
from crm.ask.exchanges.themes import themed
from crm.ask.language.lexicon import Sense, phrases
from crm.ask.language.linking import Item
from crm.ask.language.text import fold
from crm.ask.planning.reading import NAMES
from crm.ask.words import EXCHANGES

LONGEST = 7  # words of a phrase
NUMBERED = frozenset({"more_than", "at_least", "less_than", "at_most", "exactly"})  # each stands before a number
WHOLE = 0.9  # weight of a sense from which on a word is the value, and no part of one
SIDES = {"user.name": "user", "account.name": "account", "contact.name": "contact"}
ABOVE = frozenset({"account", "contact"})  # whose columns tell which clients are meant


@dataclass(frozen=True)
class _Unit:
    word: str
    at: int
    whole: bool = False  # a name, a value or a period: one thing whatever its words


def marked(items: list[Item]) -> list[Mark] | None:
    """The parts of a question in their order; None where something in it is none, and no theme either."""
    units = [unit for at, item in enumerate(items) for unit in _units(item, at)]
    found: list[Mark] = []
    place = 0
    while place < len(units):
        mark, length = _next(units, place, items, found)
        found += [mark] if mark is not None and mark.symbol != "filler" else []
        place += length
    return themed(found) if any(mark.symbol == "theme" for mark in found) else found


def _next(units: list[_Unit], place: int, items: list[Item], found: list[Mark]) -> tuple[Mark | None, int]:
    """The part that begins here, and its length; none where the word says nothing."""
    unit = units[place]
    item = items[unit.at]
    theme = Mark("theme", "", unit.word, unit.at)
    if found and _loud(found[-1], item):
        return theme, 1
    taken = _phrase(units, place, items)
    if taken is not None:
        return taken
    single = _single(unit, items)
    return (None if single is None and _harmless(item) else single or theme), 1


def _loud(before: Mark, item: Item) -> bool:
    """`The word AGAIN`, `SOC 2`: whatever else it may mean, it is a part of the theme."""
    return (before.symbol == "about" and item.text.isupper() and len(item.text) > 1) or (
        before.symbol == "theme" and item.number is not None
    )


def _units(item: Item, at: int) -> list[_Unit]:
    named = item.capital and at > 0 and any(sense.weight >= 1 for sense in item.all("value"))  # `type Customer`
    if item.period is not None or (_value(item) is not None and (named or tuple(_words(item)) not in _table())):
        return [_Unit(item.text, at, whole=True)]
    return [_Unit(word, at) for word in _words(item)]


def _words(item: Item) -> list[str]:
    return fold(item.text).replace("-", " ").replace("'", " ").replace("’", " ").split()


def _value(item: Item) -> Sense | None:
    """What an item names: somebody by name, else clients by a column."""
    known = [sense for sense in item.all("value") if sense.value.split(".")[0] in {*ABOVE, "user"}]
    named = [sense for sense in known if sense.value in NAMES]
    return next(iter(named or [sense for sense in known if sense.weight >= WHOLE]), None)


def _phrase(units: list[_Unit], place: int, items: list[Item]) -> tuple[Mark, int] | None:
    for length in range(min(LONGEST, len(units) - place), 0, -1):
        part = units[place : place + length]
        if any(unit.whole and (length == 1 or items[unit.at].period or items[unit.at].capital) for unit in part):
            continue
        for symbol, value in _table().get(tuple(unit.word for unit in part), ()):
            follow = items[units[place + length].at] if place + length < len(units) else None
            if symbol in NUMBERED and (follow is None or (follow.number is None and follow.text != "a")):
                continue
            return Mark(symbol, value, " ".join(unit.word for unit in part), part[0].at), length
    return None


def _single(unit: _Unit, items: list[Item]) -> Mark | None:
    item = items[unit.at]
    if item.period is not None:
        return Mark("period", "", item.text, unit.at)
    if unit.whole and (sense := _value(item)) is not None:
        return Mark(SIDES.get(sense.value, "filter"), sense.value, item.text, unit.at)
    if item.number is not None:
        return Mark("number", "", item.text, unit.at, item.number)
    if item.has("grain"):
        return Mark("grain", item.all("grain")[0].value, item.text, unit.at)
    fields = [
        sense.value for sense in item.all("field") if sense.value.split(".")[0] == "account" and sense.weight >= 1
    ]
    return Mark("field", fields[0], item.text, unit.at) if fields else None


def _harmless(item: Item) -> bool:
    return item.stop or (all(sense.kind == "question" for sense in item.senses) and bool(item.senses))


@cache
def _table() -> dict[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Every phrase with the parts it may be, those that say most first."""
    found: dict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
    symbols = {"nouns": "noun", "ways": "way", "verbs": "verb"}
    for table in ("ways", "verbs", "received", "shared", "ticketing", "nouns"):
        for value, line in EXCHANGES[table].items():
            for phrase in phrases(" ".join(line.split())):
                found[tuple(phrase.split())].append((symbols.get(table, table), value))
    for symbol, line in EXCHANGES["parts"].items():
        for phrase in phrases(" ".join(line.split())):
            found[tuple(phrase.split())].append((symbol, ""))
    return {words: tuple(known) for words, known in found.items()}
