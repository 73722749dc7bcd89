"""Rows that go by their types: museums, trusts, yacht clubs are clients of that sort."""

from __future__ import annotations

from crm.ask.language.linking import Item
from crm.ask.planning.reading import Noun, Reading, names

SORTED = frozenset({"account", "contact", "product", "deal"})  # whose rows go by their types: hotels, trusts, renewals
PARTLY = 0.7
FOLLOWED = frozenset({"with", "to", "from", "whom", "did", "have", "do", "that", "who", "where", "whose", "having"})


def sort_first(reading: Reading) -> str | None:
    """`Museums with a dome of more than 12 m`: what the question begins with, though a column is named behind it."""
    if len(reading.items) < 2 or reading.groups or reading.has("aggregate", "metric", "superlative"):
        return None
    start = next((at for at, each in enumerate(reading.items[:-1]) if not each.stop and not each.has("question")), 0)
    start = _past_adjectives(reading, start)
    item, follow = reading.items[start], reading.items[start + 1].text.casefold()
    owners = _owners(reading, item)
    told = item.used is None and len(owners) == 1 and owners <= SORTED and plural(item) and follow in FOLLOWED
    return owners.pop() if told and not item.has("entity", "field", "kind") else None


def _past_adjectives(reading: Reading, start: int) -> int:
    """`Porto hotels`: another column's value before the noun says where or which they are."""
    while start + 2 < len(reading.items):
        owners, more = _owners(reading, reading.items[start]), _owners(reading, reading.items[start + 1])
        if plural(reading.items[start]) or len(owners) != 1 or owners != more:
            return start
        start += 1
    return start


def _owners(reading: Reading, item: Item) -> set[str]:
    refs = [sense.value for sense in item.all("value") if sense.weight >= PARTLY and not names(sense)]
    return {ref.split(".")[0] for ref in refs if reading.field(ref).type == "category"}


def sort_of_rows(reading: Reading) -> None:
    """`Which trusts gave in 2025`: donors of that type."""
    amount = "how much" in reading.words()
    for item in reading.items if reading.head is None and not amount else ():
        owners = _owners(reading, item)
        if item.used is None and len(owners) == 1 and owners <= SORTED and plural(item):
            reading.head = Noun("entity", owners.pop(), -1)
            return


def numbered_sort(reading: Reading, at: int) -> str | None:
    """`5 yacht clubs with the most …`, `top 3 breweries by …`: so many clients of a type."""
    item = reading.items[at]
    owners = _owners(reading, item)
    counted = at > 0 and reading.items[at - 1].number is not None and reading.items[at - 1].used is None
    if not counted or len(owners) != 1 or not owners <= SORTED or item.has("entity", "field") or not plural(item):
        return None
    return owners.pop() if reading.has("superlative") else None


def plural(item: Item) -> bool:
    """Whether the word stands for several things, and is not spelt so in the record."""
    word = item.text.casefold()
    return word.endswith("s") and all(sense.detail.casefold() != word for sense in item.all("value"))
