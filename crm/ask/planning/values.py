"""Which field a value means, and what the words around it make of it: in, not in, or a person's team."""

from __future__ import annotations

from dataclasses import dataclass

from crm.ask.language.lexicon import Sense
from crm.ask.language.linking import Item
from crm.ask.language.text import key
from crm.ask.planning.kinship import below
from crm.ask.planning.reading import Reading

ARTICLES = frozenset({"the", "our", "their", "each", "every", "whole", "a"})
MISSING = frozenset({"no", "never", "none", "nothing"})
EITHER = frozenset({"or", "nor"})
BEHIND = 2  # items before a negation that says more than “no pine”


@dataclass
class Chosen:
    """A value of the question with its field; `negated` by `not`, `excluding` and their like."""

    ref: str
    values: list[str]
    at: int
    negated: bool = False
    joined: bool = False  # named side by side with the value before

    @property
    def entity(self) -> str:
        return self.ref.split(".")[0]


def choose_values(reading: Reading, subject: str) -> list[Chosen]:
    """Every value of the question, its field settled by its neighbours, then by nearness to the subject."""
    found: list[Chosen] = []
    for at, item in enumerate(reading.items):
        either = _either(reading, at, found)
        if item.used or not item.has("value") or (item.has("outcome") and not either) or _noun(reading, at, subject):
            continue
        senses = either or _settled(reading, at, subject)
        if not senses:
            continue
        ref = senses[0].value
        if ref == "user.name" and _means_team(reading, at, senses[0].detail, subject):
            ref = "manager.name"
        if ref == "account.name" and below(reading, at):
            ref = "parent.name"
        names = list(dict.fromkeys(sense.detail for sense in senses if sense.value == senses[0].value))
        if len(names) > 1:
            reading.note(f"“{item.text}” stands for {', '.join(names[:6])}")
            reading.doubts += 0.05
        if ref == "parent.name":
            reading.use(reading.before(at), "value")
        negated = not _rows_missing(reading, at, ref, subject) and _negated(reading, at)
        negated = negated or (bool(either) and found[-1].negated)
        chosen = Chosen(ref, names, at, negated, _joined(reading, at, found, ref))
        _absorb(reading, at, ref)
        item.used = "value"
        found.append(chosen)
    return found


def _either(reading: Reading, at: int, found: list[Chosen]) -> list[Sense]:
    """`Aren't solved or closed`: another value of the same column, of which is said what is said of the first."""
    if not found or not EITHER & set(reading.words()[found[-1].at + 1 : at]):
        return []
    if not all(item.stop for item in reading.items[found[-1].at + 1 : at]):
        return []
    return [sense for sense in reading.items[at].all("value") if sense.value == found[-1].ref]


def _noun(reading: Reading, at: int, subject: str) -> bool:
    """`The team` is no plan named Team, `no email` no other kind: nouns of the record, in small letters."""
    item = reading.items[at]
    if item.has("kind") and subject != "interaction":
        return all(sense.value.startswith("interaction.kind") for sense in item.all("value"))
    if at == 0 or reading.items[at - 1].text.casefold() not in ARTICLES or item.capital or not item.has("field"):
        return False
    beside = {sense.value for place in _around(reading, at) for sense in reading.items[place].all("field")}
    return all(sense.detail[:1].isupper() and sense.value not in beside for sense in item.all("value"))


def _names_rows(item: Item) -> bool:
    """A task is a task, although some tasks have that as their type."""
    entities = {sense.value for sense in item.all("entity")}
    owners = {sense.value.split(".")[0] for sense in item.all("value") if key(sense.detail) == key(item.text)}
    return len(owners) == 1 and owners <= entities and key(item.text) == key(next(iter(owners)))


def _settled(reading: Reading, at: int, subject: str) -> list[Sense]:
    senses = reading.items[at].all("value")
    strongest = max(sense.weight for sense in senses)
    fields = {sense.value for place in _around(reading, at) for sense in reading.items[place].all("field")}
    entities = {sense.value for place in _around(reading, at) for sense in reading.items[place].all("entity")}

    def rank(sense: Sense) -> tuple[int, int, float, int, int]:
        entity = sense.value.split(".")[0]
        path = reading.vocabulary.path(subject, entity)
        named = sense.value.endswith(".name") and entity in entities
        beside = 0 if sense.value in fields or named else 1
        near = len(path) if path is not None else 9
        core = 0 if reading.vocabulary.fields[sense.value].core else 1
        return (beside, _rough(sense, strongest), -sense.weight, near, core)

    best = min(senses, key=rank)
    return [sense for sense in senses if sense.value == best.value and sense.weight >= min(best.weight, 0.8)]


def _rough(sense: Sense, strongest: float) -> int:
    return 0 if sense.weight >= strongest - 0.15 else 1


def _around(reading: Reading, at: int) -> list[int]:
    places = [reading.before(at), reading.after(at)]
    return [place for place in places if place is not None]


def _means_team(reading: Reading, at: int, name: str, subject: str) -> bool:
    if name not in reading.vocabulary.managers:
        return False
    beside = [reading.items[place] for place in _around(reading, at)]
    said = any(_team_word(item) or item.has("manages") for item in beside)
    own = subject in {"user", "manager"} or name in reading.vocabulary.sellers
    return said or not own or (subject == "user" and reading.has("manages"))


def _team_word(item: Item) -> bool:
    return item.text.casefold() in {"team", "teams", "rep", "reps", "people", "agents", "group", "manager", "under"}


def _absorb(reading: Reading, at: int, ref: str) -> None:
    """`East region`, `plan tier Pro`, `company Acme`: the noun beside a value of its own says nothing more."""
    entity = ref.split(".", maxsplit=1)[0]
    for place in _around(reading, at):
        item = reading.items[place]
        if item.used:
            continue
        own_field = any(sense.value == ref for sense in item.all("field"))
        named = ref.endswith(".name") and any(sense.value == entity for sense in item.all("entity"))
        team = ref == "manager.name" and (_team_word(item) or item.has("manages"))
        if own_field or (named and reading.head is not None) or team:
            item.used = "value"


def _rows_missing(reading: Reading, at: int, ref: str, subject: str) -> bool:
    """`No Cyber policy`: such rows are missing; they are none of another kind."""
    place, entity = reading.before(at), ref.split(".", maxsplit=1)[0]
    if place is None or entity == subject or not reading.items[place].has("negation"):
        return False
    following = reading.items[at + 1 : at + 3]
    if reading.items[place].text.casefold() in MISSING and not reading.reaches(subject, entity):
        return at > BEHIND  # `bought oak but no pine`
    return any(sense.value == entity for item in following for sense in item.all("entity"))


def _negated(reading: Reading, at: int) -> bool:
    """Whether `not in`, `except`, `outside` stands right before the value; the word is then explained."""
    place = reading.before(at)
    for _ in range(2):
        if place is None:
            return False
        item = reading.items[place]
        if item.has("exclusion") or (item.has("negation") and item.text.casefold() in {"not", "isn t", "aren t", "no"}):
            if item.used is None:
                item.used = "value"
            return True
        if not item.has("field") or item.used != "value":
            return False
        place = reading.before(place)
    return False


def _joined(reading: Reading, at: int, found: list[Chosen], ref: str) -> bool:
    if not found or found[-1].ref != ref:
        return False
    between = reading.items[found[-1].at + 1 : at]
    return all(item.stop or item.has("versus", "exclusion", "entity", "field") for item in between)
