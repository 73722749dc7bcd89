"""Names of people whom the record does not know, shown out of the sealed original to those who see the interaction.

The stored text has `<PERSON>` where such a name stood. What stands between the same words in the original is the name;
where that cannot be told for sure, the name stays hidden.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property

from sqlalchemy.orm import Session

from crm.errors import FatalError
from crm.model import Interaction
from crm.placeholders import ANY
from crm.rights.names import unseen_names
from crm.sealed import sealing_of

HIDDEN = "<PERSON>"
NAME = re.compile(r"[^\W\d_][^\W\d_.'’\-]*(?:[ .'’\-]{1,2}[^\W\d_]+){0,4}\.?")
LONGEST = 60  # characters of a name
AROUND = 4  # words on each side that tell which of several names is meant
WORD = re.compile(r"\S+")


class Strangers:
    """Of one tenant's record, through the eyes that read the session."""

    def __init__(self, session: Session, tenant_id: int) -> None:
        self._session, self._tenant_id = session, tenant_id

    def told(self, row: Interaction, said: str) -> str:
        """What is said of an interaction's text, with the names that its original has."""
        if HIDDEN not in said or row.original is None:
            return said
        original = self._opened(row.original)
        stored = f"{row.subject}\n\n{row.text}" if row.subject else row.text
        names = taken_out(stored, original) if original is not None else None
        return renamed(said, stored, names, self._may_show) if names else said

    def _opened(self, sealed: bytes) -> str | None:
        sealing = sealing_of(self._session)
        try:
            return sealing.original(self._tenant_id, sealed) if sealing else None
        except FatalError:
            return None

    def _may_show(self, name: str) -> bool:
        """Nothing that may be the name of somebody who is kept from the reader."""
        return self._unseen.isdisjoint(_words(name))

    @cached_property
    def _unseen(self) -> frozenset[str]:
        return frozenset(word for name in unseen_names(self._session, self._tenant_id) for word in _words(name))


def taken_out(stored: str, original: str) -> list[str | None] | None:
    """What each `<PERSON>` of a redacted text stands for, in order; None for the whole where the texts do not match.

    The words between placeholders are looked for in order, so it takes one pass however long the text is. A name beside
    another placeholder on its line, with nothing but space between, is None: nobody can say where it begins.
    """
    marks = list(ANY.finditer(stored))
    begins = [0, *(mark.end() for mark in marks)]
    ends = [*(mark.start() for mark in marks), len(stored)]
    gaps = [stored[begin:end] for begin, end in zip(begins, ends, strict=True)]
    places = _places(gaps, original)
    if places is None:
        return None
    found: list[str | None] = []
    for number, mark in enumerate(marks):
        if mark[0] == HIDDEN:
            before = places[number] + len(gaps[number])
            sure = all(
                gaps[each].strip() or "\n" in gaps[each] or each in {0, len(marks)} for each in (number, number + 1)
            )
            name = original[before : places[number + 1]].strip() if sure else ""
            found.append(name if NAME.fullmatch(name) and len(name) <= LONGEST else None)
    return found


def _places(gaps: Sequence[str], original: str) -> list[int] | None:
    """Where in the original the words between placeholders stand, the first at its beginning, the last at its end."""
    if not original.startswith(gaps[0]) or not original.endswith(gaps[-1]):
        return None
    places, position = [0], len(gaps[0])
    for gap in gaps[1:-1]:
        at = original.find(gap, position)
        if at < 0:
            return None
        places.append(at)
        position = at + len(gap)
    if len(gaps) == 1:
        return places
    last = len(original) - len(gaps[-1])
    return [*places, last] if last >= position else None


def renamed(said: str, stored: str, names: Sequence[str | None], may_show: Callable[[str], bool]) -> str:
    """A quote with each `<PERSON>` as the name that stands there in the stored text, known by the words around it."""
    held, quoted = _Words(stored), _Words(said)
    if len(held.places) != len(names):
        return said
    parts, position = [], 0
    for (start, end), place in zip(quoted.spans, quoted.places, strict=True):
        name = _meant(quoted.words, place, held, names)
        shown = name if name and may_show(name) else HIDDEN
        parts += [said[position:start], shown]
        position = end
    return "".join([*parts, said[position:]])


class _Words:
    """The words of a text; `places` are the words that hide a name, `spans` where they hide it."""

    def __init__(self, text: str) -> None:
        found = list(WORD.finditer(text))
        self.words = [match[0] for match in found]
        self.places: list[int] = []
        self.spans: list[tuple[int, int]] = []
        for number, match in enumerate(found):
            for hidden in re.finditer(re.escape(HIDDEN), match[0]):
                self.places.append(number)
                self.spans.append((match.start() + hidden.start(), match.start() + hidden.end()))


def _meant(quoted: Sequence[str], place: int, held: _Words, names: Sequence[str | None]) -> str | None:
    """The name that stands among the same words; None where several do, or none."""
    likeness = [_alike(quoted, place, held.words, each) for each in held.places]
    best = max(likeness)
    found = {name for name, alike in zip(names, likeness, strict=True) if alike == best}
    return next(iter(found)) if len(found) == 1 else None


def _alike(quoted: Sequence[str], place: int, words: Sequence[str], other: int) -> int:
    """How many words next to each other are the same on both sides."""
    count = int(quoted[place] == words[other])
    for step in (-1, 1):
        for distance in range(1, AROUND + 1):
            here, there = place + step * distance, other + step * distance
            within = 0 <= here < len(quoted) and 0 <= there < len(words)
            if not within or quoted[here] != words[there]:
                break
            count += 1
    return count


def _words(name: str) -> set[str]:
    return {word for word in re.findall(r"[^\W\d_]+", name.casefold()) if len(word) > 1}
