"""Every way a tenant's names may be written, indexed so that a text is looked up word by word."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice, pairwise, takewhile

from rapidfuzz.distance import OSA

from crm.nameforms import said_otherwise
from crm.naming import (
    COMPANY_NOUNS,
    FREE_MAIL,
    common_words,
    company_core,
    company_kinds,
    fold,
    nicknames,
    person_core,
    word_set,
    words,
)

_OWNED = re.compile(r"['\u2019]s\b")
SHORTEST_OPENING = 4  # letters of a word that another company's name may begin with
MOST_OTHERS = 20  # companies that a part of a name may be that of
LONGEST = 8  # words of a name that are looked at
PLACES = frozenset(  # they begin the names of places, which stand for themselves
    ["new", "san", "santa", "los", "las", "north", "south", "east", "west", "great", "united"]
)
PARTICLES = word_set("de du des del della dei do da dos das di la le les los las el il van von den der zum zur am im")
PEOPLE = frozenset({"contact", "user"})


@dataclass(frozen=True, slots=True)
class Known:
    """A row of the record as far as its name goes."""

    entity: str
    id: int
    name: str
    account_id: int | None = None
    email: str | None = None
    domain: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a known name; `how` is full, core, short, kind, part, acronym, first, nick or last."""

    known: Known
    how: str
    score: float

    @property
    def strong(self) -> bool:
        """The whole name, not a part that others may share."""
        return self.how in {"full", "core"}


class NameIndex:
    """Looks words up among the names of one tenant."""

    def __init__(self, rows: Iterable[Known]) -> None:
        self.longest = 1
        self.emails: dict[str, Known] = {}
        self.domains: dict[str, list[Known]] = defaultdict(list)
        self.contacts: dict[int, Known] = {}
        self.accounts: dict[int, Known] = {}
        self._spaced: dict[str, list[Form]] = defaultdict(list)
        self._squeezed: dict[str, set[str]] = defaultdict(set)
        self._deletes: dict[str, set[str]] = defaultdict(set)
        self._long: dict[str, set[str]] = defaultdict(set)
        self._parts: dict[str, list[Form]] = defaultdict(list)
        self._staff: dict[int, list[Known]] = defaultdict(list)
        self._cores: dict[int, tuple[str, ...]] = {}
        self._called: dict[str, list[int]] = defaultdict(list)  # a word, and the accounts whose names hold it
        deals: list[Known] = []
        for row in rows:
            self._add(row)
            deals += [row] if row.entity == "deal" else []
        self._openings = sorted({core[0] for core in self._cores.values()})
        for deal in deals:
            self._call_by(deal)

    def exact(self, parts: tuple[str, ...], *, ends: bool = False) -> list[Form]:
        """The forms that are written with just these words, joined or apart.

        With `ends` a company may be called by the end of its name alone: Rondine, for Pastificio Rondine.
        Then a part of a name is that of all companies whose names hold it, so that none is taken for another.
        """
        found = self._spaced.get(" ".join(parts), [])
        found = [*found, *self._parts.get(" ".join(parts), ())] if ends else found
        if ends and any(form.how in {"short", "part"} for form in found) and not any(form.strong for form in found):
            ids = [form.known.id for form in found if form.known.entity == "account"]
            others = islice(self._others_called(parts, ids), MOST_OTHERS)
            found = [*found, *(Form(self.accounts[id_], "short", 0.8) for id_ in others)]
        if found:
            return found
        joined = "".join(parts)
        apart = len(parts) > 1 and all(part in common_words() for part in parts)  # "year in" is not Yearin
        keys = self._squeezed.get(joined, ()) if len(joined) >= 6 and not apart else ()
        return [form for key in keys for form in self._spaced[key] if form.strong]

    def _others_called(self, parts: tuple[str, ...], found: Iterable[int]) -> Iterator[int]:
        """The further accounts whose names hold these words: Heron, of Blue Heron Dental; Maple, of Maplewood."""
        known = set(found)
        rarest = min((self._called.get(part, []) for part in parts), key=len)
        opening = parts[0] if len(parts) == 1 and len(parts[0]) >= SHORTEST_OPENING else None
        starts = bisect_left(self._openings, opening) if opening else len(self._openings)
        longer = takewhile(lambda word: word.startswith(opening or " "), islice(self._openings, starts, None))
        for id_ in chain(rarest, *(self._called[word] for word in longer)):
            core = self._cores[id_]
            if id_ not in known and (_holds(core, parts) or (opening and core[0].startswith(opening))):
                known.add(id_)
                yield id_

    def opened_by(self, word: str) -> list[int]:
        """The accounts whose names begin with a word, be it too short to stand for one: Bow, of Bow River."""
        return [id_ for id_ in self._called.get(word, ()) if self._cores[id_][0] == word and word not in PLACES]

    def at(self, account: int) -> list[Known]:
        """The people who work at an account."""
        return self._staff.get(account, [])

    def near(self, parts: tuple[str, ...]) -> list[Form]:
        """The forms a slip of the fingers away, the nearest only."""
        typed = "".join(parts)
        if len(typed) < 4:
            return []
        near: dict[str, int] = {}
        for joined in self._candidates(typed):
            distance = OSA.distance(typed, joined, score_cutoff=2)
            if _slip(typed, joined, distance):
                near[joined] = distance
        best = min(near.values(), default=0)
        keys = {
            key
            for joined, distance in near.items()
            if distance == best
            for key in self._squeezed[joined]
            if len(key.split()) == len(parts) or distance == 1  # words are not split and misspelt at once
        }
        score = 1 - best * 0.06 - 0.04
        return [
            Form(form.known, form.how, min(form.score, score))
            for key in sorted(keys)
            for form in self._spaced[key]
            if form.strong and (form.known.entity not in PEOPLE or not _everyday(parts, form.known.name))
        ]

    def _candidates(self, typed: str) -> set[str]:
        found = set(self._deletes.get(typed, ()))
        for position in range(len(typed)):
            found |= self._deletes.get(typed[:position] + typed[position + 1 :], set())
        if len(typed) >= 8:
            for size in range(len(typed) - 2, len(typed) + 3):
                found |= self._long.get(f"{typed[0]}{size}", set())
        return found

    def _add(self, row: Known) -> None:
        if row.entity == "contact":
            self.contacts[row.id] = row
            if row.account_id is not None:
                self._staff[row.account_id].append(row)
        elif row.entity == "account":
            self.accounts[row.id] = row
            self._cores[row.id] = company_core(row.name)
            for word in dict.fromkeys(self._cores[row.id]):
                self._called[word].append(row.id)
        if row.email:
            self.emails[row.email.lower()] = row
        if row.domain and fold(row.domain) not in FREE_MAIL:
            self.domains[fold(row.domain).removeprefix("www.")].append(row)
        core = company_core(row.name)
        for end in _own_ends(core) if row.entity == "account" else ():
            self._parts[" ".join(end)].append(Form(row, "part", 0.8))
        forms = _company_forms(row) if row.entity == "account" else _other_forms(row)
        for said in said_otherwise(core, _own_ends(core)) - forms.keys() if row.entity == "account" else ():
            self.longest = max(self.longest, len(said) + 1)
            self._parts[" ".join(said)].append(Form(row, "part", 0.8))
        for parts, (how, score) in forms.items():
            if parts and len(parts) <= LONGEST:
                self._index(parts, Form(row, how, score))

    def _call_by(self, deal: Known) -> None:
        """A company may be called what its deals are headed with: Tarn, of Upper Tarn Sawmill, by "Tarn band saw"."""
        account = self.accounts.get(deal.account_id or 0)
        parts = _headed(words(deal.name), self._cores[account.id]) if account else ()
        if account is None or not parts or any(True for _ in self._others_called(parts, [account.id])):
            return
        key = " ".join(parts)
        if all(form.known.id != account.id for form in (*self._spaced.get(key, ()), *self._parts.get(key, ()))):
            self._parts[key].append(Form(account, "part", 0.8))

    def _index(self, parts: tuple[str, ...], form: Form) -> None:
        key, joined = " ".join(parts), "".join(parts)
        self.longest = max(self.longest, len(parts) + 1)
        self._spaced[key].append(form)
        if not form.strong or joined in self._squeezed:
            if form.strong:
                self._squeezed[joined].add(key)
            return
        self._squeezed[joined].add(key)
        if len(joined) >= 4:
            self._deletes[joined].add(joined)
            for position in range(len(joined)):
                self._deletes[joined[:position] + joined[position + 1 :]].add(joined)
        if len(joined) >= 9:
            self._long[f"{joined[0]}{len(joined)}"].add(joined)


def _own_ends(core: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The ends of a company's name that are its own: no small word begins them, and no kind of company is one alone."""
    ordinary = common_words() | COMPANY_NOUNS | company_kinds()["first"] | company_kinds()["last"]
    known = len(core[-1]) < 4 or core[-1] in ordinary | nicknames().keys()
    kinds = COMPANY_NOUNS | company_kinds()["first"] | company_kinds()["last"]
    for start in range(1, len(core)):
        own = len(core[start]) > 2 and (start == len(core) - 1 or core[start] not in ordinary)
        several = start < len(core) - 1 and len(core[start]) > 3 and core[start] not in kinds | PLACES
        if several if known else own:
            yield core[start:]
            if start > 1 and core[start - 1] in PARTICLES:
                yield core[start - 1 :]  # De Wielen, for Kwekerij De Wielen


def _holds(core: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    """Whether words follow each other in a name."""
    return any(core[at : at + len(parts)] == parts for at in range(len(core) - len(parts) + 1))


def _headed(title: tuple[str, ...], core: tuple[str, ...]) -> tuple[str, ...]:
    """The words that begin a deal's title and stand within the company's name, where they are more than its kind."""
    length = next((end for end in range(len(title), 0, -1) if _holds(core, title[:end])), 0)
    parts = title[:length]
    kinds = COMPANY_NOUNS | company_kinds()["first"] | company_kinds()["last"] | PLACES
    known = len(parts) == 1 and (len(parts[0]) < SHORTEST_OPENING or parts[0] in kinds or parts[0] in nicknames())
    return () if known or len(parts) == len(core) else parts


def _everyday(parts: tuple[str, ...], name: str) -> bool:
    """Whether a word of a text is no misspelt name but an everyday one: "Callum rang" is not Callum Rae."""
    return len(parts) > 1 and any(part in common_words() and part not in words(name) for part in parts)


def _slip(typed: str, name: str, distance: int) -> bool:
    """Whether two spellings are surely one name: few changed letters for their length, and no changed digit."""
    if [c for c in typed if c.isdigit()] != [c for c in name if c.isdigit()]:
        return False
    if distance == 1:
        swapped = len(typed) == len(name) and sorted(typed) == sorted(name)
        return swapped or typed == f"{name}s" or len(name) >= 6 or (len(name) == 5 and typed[0] == name[0])
    return distance == 2 and len(name) >= 9 and typed[0] == name[0]


def _tells_enough(stem: tuple[str, ...], core: tuple[str, ...]) -> bool:
    """Whether the beginning of a company's name may stand for it: Wayne for Wayne Enterprises, but not New York."""
    if stem[0] in PLACES or (len(stem) == 1 and (len(stem[0]) < 4 or stem[0] in nicknames())):
        return False
    return len(stem) > 1 or stem[0] not in common_words() or core[1] in COMPANY_NOUNS


def _company_forms(row: Known) -> dict[tuple[str, ...], tuple[str, float]]:
    forms: dict[tuple[str, ...], tuple[str, float]] = {}
    if _OWNED.search(row.name):  # Brigid's, typed brigids
        forms |= _company_forms(replace(row, name=_OWNED.sub("s", row.name)))
    full, core = words(row.name), company_core(row.name)
    stem = core
    while len(stem) > 1:
        stem = stem[:-1]
        if _tells_enough(stem, core):
            kind = all(part in company_kinds()["first"] for part in stem)  # Teatro, for Teatro del Lirio
            forms[stem] = ("kind", 0.7) if kind else ("short", 0.85)
    if len(core) >= 3:
        forms[("".join(part[0] for part in core),)] = ("acronym", 0.8)
    forms[core] = ("core", 0.98)
    forms[full] = ("full", 1.0)
    if "and" in full or "&" in row.name:
        forms[tuple(part for part in core if part != "and")] = ("core", 0.97)
        if "&" in row.name:
            forms[tuple(words(row.name.replace("&", " and ")))] = ("core", 0.97)
    return forms


def _other_forms(row: Known) -> dict[tuple[str, ...], tuple[str, float]]:
    if row.entity not in PEOPLE:
        return {words(row.name): ("full", 1.0)}
    parts = person_core(row.name)
    if len(parts) < 2:
        return {parts: ("first", 0.8)} if parts else {}
    first, last = parts[0], parts[-1]
    forms: dict[tuple[str, ...], tuple[str, float]] = {(last,): ("last", 0.75)}
    for nick in nicknames().get(first, ()):
        forms[(nick,)] = ("nick", 0.75)
        forms[(nick, last)] = ("core", 0.93)
        for other in nicknames()[nick] - {first}:  # Pat Kroll, for Patty Kroll
            forms.setdefault((other, last), ("core", 0.9))
    forms |= {
        (first,): ("first", 0.8),
        (first, last[0]): ("nick", 0.85),
        (first[0], last): ("last", 0.85),
        (last, first): ("core", 0.97),
        (first, last): ("full", 1.0),
        parts: ("full", 1.0),
    }
    for one, two in pairwise(parts):
        if len(parts) == 3 and len(two) > 1:
            forms.setdefault((one, two), ("core", 0.95))
    return forms
