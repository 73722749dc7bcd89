"""Parents and subsidiaries: as nouns that are counted and grouped by, and as what accounts must have."""

from __future__ import annotations

from crm.ask.language.lexicon import Sense
from crm.ask.planning.reading import Reading

BELONGING = ("belong", "owned")


def read_kinship(reading: Reading) -> None:
    """Gives words for kin the meaning of nouns where no account is named whose kin is asked for."""
    if not reading.reaches("account", "parent"):
        return
    named = any(sense.value == "account.name" for item in reading.items for sense in item.all("value"))
    for at, item in enumerate(reading.items):
        if item.has("subsidiary"):
            _subsidiary(reading, at, named=named)
        elif item.has("parent"):
            _parent(reading, at, named=named)


def below(reading: Reading, at: int) -> bool:
    """Whether the account named at a place is the parent of those asked for: `subsidiaries of Acme`."""
    before = reading.before(at)
    if before is None or not reading.reaches("account", "parent"):
        return False
    word = reading.items[before]
    if word.has("subsidiary"):
        return "whose" not in reading.words()
    nouns = any(item.has("entity") and item is not word for item in reading.items[:before])
    return word.has("parent") and nouns and (word.text.casefold().startswith("belong") or "whose" in reading.words())


def _subsidiary(reading: Reading, at: int, *, named: bool) -> None:
    counted = reading.has("aggregate", "superlative", "metric", "outcome", "sale", "grouper")
    if named and not counted:
        return
    if not named:
        reading.filter("parent.id", "not_null")
    nouns = [item for item in reading.items if item.has("entity")]
    reading.items[at].senses.insert(0, Sense("entity", "account"))
    if any(sense.value == "account" for item in nouns[:1] for sense in item.all("entity")):
        reading.use(at, "filter")


def _parent(reading: Reading, at: int, *, named: bool) -> None:
    item = reading.items[at]
    if named:
        return
    if item.text.casefold().startswith(BELONGING):
        item.senses, item.stop = [], True
    else:
        item.senses = [Sense("entity", "parent")]
