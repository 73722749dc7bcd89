"""Second, third, runner-up: a place in a ranking that is not the first."""

from __future__ import annotations

from crm.ask.language.lexicon import Sense
from crm.ask.planning.reading import Reading

ORDINALS = {
    "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "runner": 2,
}  # fmt: skip
RANKING = frozenset(
    {"rank", "ranks", "ranked", "ranking", "come", "comes", "came", "place", "placed", "stand", "stands"}
)
PLACE = frozenset({"place", "position", "rank", "up"})


def read_rank(reading: Reading) -> None:
    """Keeps the place, and makes it the superlative where no other word is one."""
    for at, item in enumerate(reading.items):
        rank = ORDINALS.get(item.text.casefold()) or _numbered(reading, at)
        if rank is None or item.period is not None or item.used or item.has("value"):
            continue
        follow = reading.items[at + 1] if at + 1 < len(reading.items) else None
        if follow is not None and follow.has("superlative"):
            item.senses, item.stop = [], True
        elif _ranked(reading, at):
            item.senses, item.stop, item.number = [Sense("superlative", "desc")], False, None
        else:
            continue
        reading.rank = rank
        _spend(reading, at)
        return


def _numbered(reading: Reading, at: int) -> int | None:
    """`Number two`."""
    item, before = reading.items[at], reading.items[at - 1] if at else None
    told = before is not None and before.text.casefold() in {"number", "no"} and item.number is not None
    return int(item.number) if told and item.number and 1 < item.number <= len(ORDINALS) else None


def _ranked(reading: Reading, at: int) -> bool:
    """Whether a ranking is spoken of: `ranks second`, `in third place`, `who is second`, `the runner-up`."""
    words = reading.words()
    beside = {*words[max(0, at - 2) : at], *words[at + 1 : at + 2]}
    return bool(beside & (RANKING | PLACE | {"is", "number", "was", "in"}))


def _spend(reading: Reading, at: int) -> None:
    """The words of the place themselves."""
    for place in range(max(0, at - 2), min(at + 2, len(reading.items))):
        word = reading.items[place]
        if place != at and word.text.casefold() in RANKING | PLACE | {"number"} and not word.has("value", "field"):
            word.senses, word.stop = [], True
