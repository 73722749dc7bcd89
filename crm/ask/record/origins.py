"""Words of headers and tables by what they are made of: expire of an “Expiration Date”, hired of “Hire Agreements”."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from crm.ask.language.lexicon import VERB, Sense, colour_words, stop_words
from crm.ask.language.text import singular, tokens
from crm.ask.record.labels import measured_in, spoken
from crm.ask.record.schema import Entity, FieldInfo
from crm.ask.words import DONE_TO, GENERIC_LABEL_WORDS, MEASURED_IN

SHORT = re.compile(r"\b([A-Za-z]{3,6})\.")
ASIDE = re.compile(r"[(\[][^)\]]*[)\]]")
ENDINGS = (
    "izations", "isations", "ization", "isation", "ations", "itions", "ation", "ition", "ements", "ement", "ments",
    "ances", "ences", "ment", "ance", "ence", "ions", "ings", "ages", "eries", "ers", "ors", "ion", "ing", "age",
    "ery", "ier", "als", "ure", "ees", "ied", "ies", "er", "or", "ed", "al", "ee", "ry", "th", "es", "y", "e", "s",
)  # fmt: skip
AGENTS = ("er", "or")  # delivered, then deliver
SHORTEST = 3  # letters of what words are made of
WHOLE = 4  # letters of a word that anything is made of
WEIGHT = 0.6  # of a column that is meant by a word of the same origin
OF_ROWS = 0.7
VERBAL = ("ed", "ing")


@cache
def origin(word: str) -> str:
    """What a word and those made of it share: hir of hire, hired, hiring and hirer, pay of paid and payment."""
    root = _cut(DONE_TO.get(word, word), ENDINGS, SHORTEST)
    return _bare(_cut(root, AGENTS, WHOLE))


def _cut(word: str, endings: tuple[str, ...], least: int) -> str:
    found = next((each for each in endings if word.endswith(each) and len(word) - len(each) >= least), "")
    return word.removesuffix(found)


def _bare(root: str) -> str:
    """Planning and plan, supplier and supply."""
    if len(root) > SHORTEST and root[-1] == root[-2] and root[-1] not in "sl":
        return root[:-1]
    return root[:-1] + "i" if root.endswith("y") and len(root) > SHORTEST else root


class Origins:
    """What each origin is a word of, where that is one column or one table of the record."""

    def __init__(self, fields: Iterable[FieldInfo] = (), entities: Mapping[str, Entity] | None = None) -> None:
        self._columns: dict[str, set[str]] = defaultdict(set)
        self._tables: dict[str, set[str]] = defaultdict(set)
        self._units: dict[str, list[str]] = defaultdict(list)
        self._labels: dict[str, str] = {}
        self.words: set[str] = set()  # of headers and tables
        for info in fields:
            self._labels[info.ref] = spoken(info.label).casefold()
            self._add(info)
        for name, entity in (entities or {}).items():
            for word in entity.kind.split("_") if entity.kind else ():
                self._tables[origin(word)].add(name)
                self.words.add(singular(word))

    def _add(self, info: FieldInfo) -> None:
        for token in tokens(self._labels[info.ref]):
            self.words.add(token.base)
            if token.fold not in GENERIC_LABEL_WORDS | stop_words() and len(token.fold) >= WHOLE:
                self._columns[origin(token.base)].add(info.ref)
        for unit in measured_in(info.label) if info.numeric else ():
            self._units[unit].append(info.ref)

    def senses(self, word: str) -> list[Sense]:
        """The column or the table that a word unknown otherwise is made of; none where several are."""
        if len(word) < WHOLE or word in stop_words() | colour_words():
            return []
        root = origin(singular(word))
        tables, refs = self._tables.get(root, set()), self._columns.get(root, set())
        if len(tables) == 1 and word.endswith(VERBAL):
            return [Sense("entity", next(iter(tables)), VERB, weight=OF_ROWS)]
        if refs and len({self._labels[ref] for ref in refs}) == 1:
            return [Sense("field", ref, weight=WEIGHT) for ref in sorted(refs)]
        return [Sense("entity", next(iter(tables)), weight=OF_ROWS)] if len(tables) == 1 and not refs else []

    def counted_in(self, word: str) -> list[Sense]:
        """The one column whose header tells the unit: minutes of “Min. on Site”, litres of “Size (L)”."""
        found = self._units.get(MEASURED_IN.get(word, ""), [])
        return [Sense("field", found[0], weight=WEIGHT)] if len(found) == 1 else []


def in_full(label: str, known: Iterable[str]) -> list[str]:
    """A header with what it cuts short spelt out, where one other word of the record tells: “Cyl. Size (L)”."""
    found = SHORT.search(label)
    start = found[1].casefold() if found else ""
    longer = {word for word in known if start and word.startswith(start) and len(word) > len(start) + 1}
    if found is None or len(longer) != 1:
        return []
    return [" ".join(ASIDE.sub("", label.replace(found[0], f"{longer.pop()} ")).split())]
