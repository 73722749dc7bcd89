"""Other readings of a question: where the first leaves words unexplained, each word's other senses are tried."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy

from crm.ask.language.lexicon import Sense
from crm.ask.language.linking import Item
from crm.ask.planning.doubts import weigh
from crm.ask.planning.reading import Reading

SURE = 0.85  # a reading that explains this much is not improved upon
BETTER = 0.2  # what another reading must explain beyond the first
SLACK = 0.1  # by how much another reading may be less sure, where the first found nothing
ROUNDS = 2  # words that may be read otherwise
PARTS = 0.65  # weight of a word that is but a part of a header
KNOWN = 0.9  # weight of a sense from which on a word names a column or a value
GUESSED = 0.5  # weight of a sense that a word has from those around it
BEFORE_NOUNS = ("question", "value", "aggregate", "state", "outcome", "number")
MOST = 16  # readings tried in a round


def best(first: Reading, items: list[Item], read: Callable[[list[Item]], Reading]) -> Reading:
    """The reading that explains most. `items` are untouched, as they were linked; `read` plans them."""
    chosen, sure = first, _weighed(first)
    for _ in range(ROUNDS):
        if sure >= SURE or first.refusal:
            return chosen
        found = [(_weighed(other), other, kept) for other, kept in _tried(items, read)]
        top = max(found, key=lambda each: each[0], default=None)
        if top is None or top[0] < sure + BETTER:
            return chosen
        sure, chosen, items = top
    return chosen


def others(chosen: Reading, items: list[Item], read: Callable[[list[Item]], Reading]) -> Iterator[Reading]:
    """Readings that explain about as much as the one chosen and plan something else: surest first."""
    least = _weighed(chosen) - SLACK
    found = [(_weighed(other), other) for other, _ in _tried(items, read) if other.refusal is None]
    for sure, other in sorted(found, key=lambda each: -each[0]):
        if sure >= least and other.plan != chosen.plan:
            yield other
    kept = fresh(items)
    for item in kept:
        if item.fuzzy and item.senses and all(each.kind == "value" for each in item.senses):
            item.senses, item.stop = [], True
    if _numbered(kept):
        yield read(kept)


def _numbered(items: list[Item]) -> bool:
    """Whether a row is named by its number: what else is said of it can hardly tell it from others."""
    return any(each.value.endswith(".external_id") for item in items for each in item.all("value"))


def _weighed(reading: Reading) -> float:
    return weigh(reading)[0]


def _tried(items: list[Item], read: Callable[[list[Item]], Reading]) -> Iterator[tuple[Reading, list[Item]]]:
    for count, (at, senses) in enumerate(_choices(items)):
        if count >= MOST:
            return
        kept = fresh(items)
        kept[at].senses, kept[at].guessed = senses, senses[0].weight == GUESSED
        yield read(fresh(kept)), kept


def _choices(items: list[Item]) -> Iterator[tuple[int, list[Sense]]]:
    """One word at a time, as one of the things it may be."""
    yield from rows_meant(items)
    yield from people_meant(items)
    for at, item in enumerate(items):
        kinds = list(dict.fromkeys(_sort(sense) for sense in item.senses))
        for kind in kinds if len(kinds) > 1 else ():
            yield at, [sense for sense in item.senses if _sort(sense) == kind]


def rows_meant(items: list[Item]) -> Iterator[tuple[int, list[Sense]]]:
    """`Croatian sites with more than 600 berths`: rows of the one table that all else is said of."""
    for at, item in enumerate(items):
        if not _strange(item) or not all(each.stop or each.has(*BEFORE_NOUNS) for each in items[:at]):
            continue
        owners = [_owners(each) for place, each in enumerate(items) if place != at and _owners(each)]
        common = set.intersection(*owners) if len(owners) > 1 else set()
        if len(common) == 1:
            yield at, [Sense("entity", common.pop(), weight=GUESSED)]


def people_meant(items: list[Item]) -> Iterator[tuple[int, list[Sense]]]:
    """`Senior people in the Berlin office`: the team's own, where what is said of people is said of these."""
    for at, item in enumerate(items):
        if [sense.value for sense in item.all("entity")] == ["contact"] and len(item.senses) == 1:
            yield at, [Sense("entity", "user")]


def _strange(item: Item) -> bool:
    """A plural that the record knows at most as a part of some header."""
    known = [sense for sense in item.senses if sense.kind != "field" or sense.weight > PARTS]
    plural = item.text.endswith("s") and item.text.isalpha() and not item.capital
    return plural and not known and not item.stop and item.period is None


def _owners(item: Item) -> set[str]:
    senses = [sense for kind in ("field", "value") for sense in item.all(kind) if sense.weight >= KNOWN]
    return {sense.value.split(".")[0] for sense in senses}


def _sort(sense: Sense) -> tuple[str, str]:
    """Values and fields are told apart by their entity, words of questions by their class."""
    return (sense.kind, sense.value.split(".")[0] if sense.kind in {"value", "field"} else sense.value)


def fresh(items: list[Item]) -> list[Item]:
    """Items that a planner may use up."""
    copies = [copy(item) for item in items]
    for each in copies:
        each.senses = list(each.senses)
    return copies
