"""What `ones` stand for where nothing else is named: the deals."""

from __future__ import annotations

from collections.abc import Sequence

from crm.ask.language.lexicon import Sense
from crm.ask.language.linking import Item
from crm.ask.record.vocabulary import Vocabulary

BEFORE = ("superlative", "number")  # `the won ones` goes on from a question before
ROWS = ("entity", "kind")


def settle_ones(items: Sequence[Item], vocabulary: Vocabulary) -> None:
    """`The three biggest ones still open`: deals, since open they are."""
    if not vocabulary.has_deals or any(item.has(*ROWS) for item in items):
        return
    open_ones = any(item.has("outcome") for item in items)
    for at, item in enumerate(items[1:], start=1):
        before = items[at - 1]
        if open_ones and item.text.casefold() == "ones" and before.has(*BEFORE):
            item.senses, item.stop = [Sense("entity", "deal")], False
