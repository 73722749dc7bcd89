"""What one tenant's record can be asked about: its entities, fields, values and names."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

from crm.ask.language.lexicon import VERB, Sense, fixed
from crm.ask.language.rewriting import Meaning
from crm.ask.language.text import key, stem, tokens
from crm.ask.record.labels import spoken
from crm.ask.record.origins import Origins, in_full
from crm.ask.record.roots import Roots
from crm.ask.record.schema import ENTITIES, Entity, FieldInfo, Lines, Trade
from crm.ask.words import GENERIC_LABEL_WORDS

SAME = 4  # letters that a verb and its noun begin with
CLIENTS = frozenset({"account", "contact"})  # whose matter an invoice is of knows better who earned it than the client
FIRMS = frozenset({"company", "organization", "organisation", "firm", "business", "corporation"})  # sorts of clients


@dataclass
class Vocabulary:
    """Built by `catalogue.py`; read-only afterwards."""

    tenant_id: int
    currency: str
    fields: dict[str, FieldInfo] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    senses: dict[str, list[Sense]] = field(default_factory=lambda: defaultdict(list))
    partial: dict[str, list[Sense]] = field(default_factory=lambda: defaultdict(list))
    stems: dict[str, list[Sense]] = field(default_factory=lambda: defaultdict(list))
    stages: dict[str, str] = field(default_factory=dict)
    took_part: bool = False  # whether activities know who took part in them
    directed: bool = False  # whether activities know who of both sides began
    empty_links: set[tuple[str, str]] = field(default_factory=set)
    managers: set[str] = field(default_factory=set)
    sellers: set[str] = field(default_factory=set)
    has_deals: bool = False
    has_won: bool = False  # whether some deal is said to be won
    unheld: set[str] = field(default_factory=set)  # entities that other rows stand in for: clients who are persons
    trade: Trade | None = None  # what is sold where there are no deals
    takings: Trade | None = None  # what is ordered beside deals, and is none of theirs
    of_deals: set[str] = field(default_factory=set)  # entities of whose rows most name their deal
    lines: Lines | None = None  # what was sold in each deal, where deals know no product
    days: set[str] = field(default_factory=set)
    numbered: set[str] = field(default_factory=set)  # entities whose rows people may call by their numbers
    kinds: set[str] = field(default_factory=set)  # of interactions that there are
    observed: set[str] = field(default_factory=set)  # columns that an import filled
    fuzzy_keys: list[str] = field(default_factory=list)
    roots: Roots = field(default_factory=lambda: Roots([]))
    origins: Origins = field(default_factory=Origins)
    taught: dict[str, Meaning] = field(default_factory=dict)  # the team's own words by the key of their phrase
    fiscal_year_start: int = 1  # month
    unmodelled: frozenset[str] = frozenset()  # fields that no model is shown
    sealed: frozenset[str] = frozenset()  # fields whose values are shown, and neither searched, counted nor sorted by

    def take_root(self) -> None:
        """Once all fields and tables are known: what else their words may be made of."""
        self.roots = Roots(list(self.fields.values()))
        own = [info for info in self.fields.values() if info.ref in self.observed and not info.key.endswith("_id")]
        self.origins = Origins(own, self.entities)
        for info in own:
            for said in in_full(info.label, self.origins.words):
                self.add(said, Sense("field", info.ref, weight=0.9))

    def entity(self, name: str) -> Entity:
        return self.entities[name]

    def field_of(self, ref: str) -> FieldInfo:
        return self.fields[ref]

    @property
    def clients(self) -> str:
        """The entity whose rows are the clients."""
        return "contact" if "account" in self.unheld else "account"

    def fields_of(self, entity: str) -> list[FieldInfo]:
        return [info for info in self.fields.values() if info.entity == entity]

    def path(self, start: str, target: str) -> tuple[str, ...] | None:
        """The link columns that lead from one entity up to another; None where nothing does."""
        if start == target:
            return ()
        queue: deque[tuple[str, tuple[str, ...]]] = deque([(start, ())])
        seen = {start}
        while queue:
            name, walked = queue.popleft()
            for link in sorted(self.entities[name].links, key=lambda link: link.target in CLIENTS):
                if (name, link.column) in self.empty_links:
                    continue
                if link.target == target:
                    return (*walked, link.column)
                if link.target not in seen:
                    seen.add(link.target)
                    queue.append((link.target, (*walked, link.column)))
        return None

    def between(self, start: str, target: str) -> str | None:
        """The extra table whose rows belong to one of each: the lines between orders and products."""
        ways = [
            (len(one) + len(other), name)
            for name, entity in self.entities.items()
            if entity.kind and (one := self.path(name, start)) and (other := self.path(name, target))
        ]
        return min(ways)[1] if ways else None

    def step(self, start: str, column: str) -> str:
        """The entity that a link column of another points at."""
        return next(link.target for link in self.entities[start].links if link.column == column)

    def sense(self, phrase_key: str, sense: Sense) -> None:
        if sense not in self.senses[phrase_key]:
            self.senses[phrase_key].append(sense)

    def add(self, phrase: str, sense: Sense) -> None:
        senses = self.senses[key(phrase)]
        if key(phrase) and sense not in senses:
            senses.append(sense)

    def add_field(self, info: FieldInfo) -> None:
        self.fields[info.ref] = info
        parts = {word.fold for word in tokens(info.label.replace("_", " "))} if " " in spoken(info.label) else set()
        for position, alias in enumerate(info.aliases):
            part = alias in parts
            if part and any(sense.kind not in {"metric", "signal"} for sense in fixed().get(key(alias), ())):
                continue
            weight = _part_weight(alias, info) if part else 1.0 if position < 2 else 0.9
            self.add(alias, Sense("field", info.ref, weight=weight))
            words = tokens(alias)
            if len(words) == 1 and len(words[0].fold) > 3:
                self.stems[stem(words[0].base)].append(Sense("field", info.ref, weight=0.7))

    def drop(self, ref: str) -> None:
        """Takes a field out, with all that it is called."""
        self.fields.pop(ref, None)
        self.unname(ref)

    def unname(self, ref: str) -> None:
        """A field that no word means."""
        for table in (self.senses, self.stems):
            for phrase, senses in table.items():
                table[phrase] = [sense for sense in senses if (sense.kind, sense.value) != ("field", ref)]

    def knows(self, word: str) -> bool:
        """Whether the record itself uses the word: in a name, a value, a header."""
        return bool(self.senses.get(key(word))) or key(word) in self.partial

    def teammate(self, name: str) -> str | None:
        """The whole name of the one of the team who goes by this name or a part of it."""
        known = [*self.senses.get(key(name), ()), *self.partial.get(key(name), ())]
        found = {sense.detail for sense in known if sense.value == "user.name"}
        return found.pop() if len(found) == 1 else None

    def outdone(self, phrase: str, sense: Sense) -> bool:
        """Whether a word of selling means rows of the record itself: its orders, or what it sells without deals."""
        known = self.senses.get(phrase, [])
        own = [each for each in known if each.kind == "entity" and self.entities[each.value].kind]
        if sense.kind == "entity" and sense.value in self.unheld:
            return True
        if any((each.kind, each.value) == ("metric", "takings") for each in known):
            return True
        if sense.kind == "entity" and phrase in FIRMS:
            return any(each.kind == "value" and each.value.startswith(f"{sense.value}.") for each in known)
        if (sense.kind, sense.value) == ("metric", "revenue") and phrase != "sale":  # bookings may be the deals' name
            headed = [each for each in own if each.value.split("_")[-1] == phrase and not self.has_deals]
            rows = [each for each in known if each.kind == "entity"]
            return bool(headed) or any(each.weight >= 1 or each.value == "deal" for each in rows)
        if sense.kind == "sale" and any((each.kind, each.value) == ("entity", "deal") for each in known):
            return True  # no orders: none at all, cancelled ones neither
        if sense.kind == "sale" and own and (phrase == "order" or any(_verb(phrase, each) for each in own)):
            return True  # the rows that are called so, not what was won
        if sense.kind == "sale":
            return bool(own) and (not self.has_deals or any(each.weight >= 1 for each in own))
        return bool(own) and not self.has_deals and (sense.kind, sense.value) == ("entity", "deal")

    def near(self, phrase: str, limit: int = 3) -> list[str]:
        """Keys of names, values and fields that differ from the phrase by a slip of the pen."""
        wanted = key(phrase)
        if len(wanted) < 4:
            return []
        slips = 1 if len(wanted) < 7 else 2 if len(wanted) < 14 else 3
        if not self.fuzzy_keys:
            self.fuzzy_keys = sorted(known for known in {*self.senses, *self.partial} if len(known) > 3)
        hits = process.extract(wanted, self.fuzzy_keys, scorer=OSA.distance, score_cutoff=slips, limit=limit)
        close = [(found, distance) for found, distance, _ in hits if found[0] == wanted[0] or distance == 1]
        if not close:
            return []
        return [found for found, distance in close if distance == close[0][1]]


def _verb(phrase: str, table: Sense) -> bool:
    return table.detail == VERB and alike(phrase, table)


def alike(verb: str, table: Sense) -> bool:
    """Whether a verb is that of a table's noun: ordered of orders, enrolled of enrolments."""
    head = table.value.split("_")[-1]
    return head[:SAME] == verb[:SAME] and len(head) >= SAME


def _part_weight(alias: str, info: FieldInfo) -> float:
    """A header is what its last word says: the gross premium is a premium, the premium target is none."""
    content = [word.fold for word in tokens(spoken(info.label)) if word.fold not in GENERIC_LABEL_WORDS]
    return 0.65 if content[-1:] == [alias] or info.temporal else 0.6


def empty_vocabulary(tenant_id: int, currency: str) -> Vocabulary:
    return Vocabulary(tenant_id, currency, entities=dict(ENTITIES))
