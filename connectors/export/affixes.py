"""The words that the names of all files of a folder share, which say of none what is in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from connectors.export.names import singular, words
from connectors.export.sales import SALE
from connectors.export.words import ENTITIES, file_words

SEVERAL = 3  # files that show how a folder's names end


@dataclass(frozen=True)
class Affixes:
    """The words that all file names of a folder begin with, and those that all end with."""

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    def bare(self, spoken: tuple[str, ...]) -> tuple[str, ...]:
        if self.before and spoken[: len(self.before)] == self.before and len(spoken) > len(self.before):
            spoken = spoken[len(self.before) :]
        if self.after and spoken[-len(self.after) :] == self.after and len(spoken) > len(self.after):
            spoken = spoken[: -len(self.after)]
        return spoken


NONE = Affixes()


def common_affixes(names: Sequence[str]) -> Affixes:
    """What all names begin and end with: "ravenstack_accounts", "CustomerResults", "ItemResults"."""
    spoken = [words(name) for name in names]
    if len(spoken) < 2:
        return NONE
    after = _shared([each[::-1] for each in spoken]) if len(spoken) >= SEVERAL else ()
    return Affixes(_shared(spoken), after[::-1])


def _shared(spoken: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    shared: list[str] = []
    for group in zip(*spoken, strict=False):
        if len(set(group)) > 1:
            break
        shared.append(group[0])
    known = {word for entity in ENTITIES for word in file_words(entity)} | SALE
    while shared and (singular(shared[-1]) in known or any(len(name) <= len(shared) for name in spoken)):
        shared.pop()
    return tuple(shared)
