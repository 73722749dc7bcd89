"""Finds what a question wants to see: its head noun, and what it is broken down by."""

from __future__ import annotations

from crm.ask.language.lexicon import VERB
from crm.ask.language.linking import Item
from crm.ask.planning.entities import entity_at
from crm.ask.planning.owned import figure_follows, marked, owns_next
from crm.ask.planning.reading import Noun, Reading, names
from crm.ask.planning.sorts import numbered_sort, plural, sort_first, sort_of_rows
from crm.ask.planning.who import relative, who

WHATEVER = frozenset({"everything", "anything", "whatever", "all", "what s", "something"})
LAST_WORD = 0.62  # a premium target is a target before it is a premium
WHOLE = 0.7  # a word that is less than that of a header names no column where it is a figure of its own
NAMED_BY = frozenset({"category", "text", "email", "phone", "url", "id"})  # fields that follow their entity's name


def noun_at(reading: Reading, at: int, prefer: tuple[str, ...] = ()) -> Noun | None:
    """The noun an item may be: an entity, then a field, a grain, a metric."""
    item = reading.items[at]
    if item.has("entity") or item.has("kind"):
        fields = [sense for sense in item.all("field") if sense.value.split(".")[0] in prefer]
        if not fields:
            return entity_at(at, item)
    if item.has("field") and not (item.has("metric") and all(sense.weight < WHOLE for sense in item.all("field"))):
        return Noun("field", best_field(item, prefer), at)
    if item.has("grain"):
        return Noun("grain", item.all("grain")[0].value, at)
    if item.has("metric"):
        return Noun("metric", item.all("metric")[0].value, at)
    return None


def best_field(item: Item, prefer: tuple[str, ...] = ()) -> str:
    """Of several fields of that name the one of the preferred entities, then the nearest to the label."""
    senses = item.all("field")

    def rank(place: int) -> tuple[bool, int, float, int]:
        entity = senses[place].value.split(".")[0]
        distance = prefer.index(entity) if entity in prefer else len(prefer)
        return (senses[place].weight < LAST_WORD, distance, -senses[place].weight, place)

    return senses[min(range(len(senses)), key=rank)].value


def read_head(reading: Reading) -> None:
    """The first noun that is not yet something else; `who` stands for people."""
    if (owner := sort_first(reading)) is not None:
        reading.head = Noun("entity", owner, -1)
        return
    for at, item in enumerate(reading.items):
        word = item.text.casefold()
        if reading.titled(at):
            reading.head = Noun("entity", reading.title_of(at), -1)
            return
        if word == "whom" and relative(reading, at):
            item.stop, item.senses = True, []
            continue
        if (word in {"who", "whom"} or (word == "whose" and figure_follows(reading, at))) and not item.used:
            if noun := who(reading, at):
                reading.use(at, "head")
                reading.head = noun
                return
            continue
        if item.used or (item.has("aggregate") and not item.has("field", "entity")) or _their_team(reading, at):
            continue
        if (owner := numbered_sort(reading, at)) is not None:
            reading.head = Noun("entity", owner, -1)
            return
        if item.has("entity") and all(sense.detail == VERB for sense in item.senses):
            continue
        noun = noun_at(reading, at, _tables_named(reading, item))
        if noun is not None and noun.kind == "grain" and at and reading.items[at - 1].text.casefold() == "how many":
            reading.use(at, "measure")
            reading.use(at - 1, "measure")
            continue
        if (
            noun is not None
            and noun.kind == "field"
            and (_names_its_value(reading, at) or _named_by_value(reading, at) or _is_value(item, noun))
        ):
            continue
        if noun is None or (noun.kind == "field" and reading.field(noun.name).type in {"boolean", "date", "datetime"}):
            continue
        if marked(reading, at) if noun.kind == "field" else owns_next(reading, at):
            continue
        if noun.kind == "entity" and (joined := _joined(reading, at)):
            noun = joined
        reading.head = noun
        reading.use(noun.at, "head")
        reading.use(at, "head")
        follow = reading.after(at)
        if noun.name == "manager" and follow and reading.items[follow].text.casefold() in {"team", "teams"}:
            reading.use(follow, "head")
        return
    _what_was_sold(reading)
    sort_of_rows(reading)
    _rows_flagged(reading)
    _who_was_spoken_to(reading)
    _whatever(reading)


def _tables_named(reading: Reading, item: Item) -> tuple[str, ...]:
    """`The amount in open invoices`: the column of the rows that are named, unless they are deals."""
    if item.has("entity", "kind") or reading.value("entity", "deal") or reading.has("sale", "metric"):
        return ()
    owners = {sense.value.split(".")[0] for sense in item.all("field") if sense.weight >= 1}
    said = [sense.value for each in reading.items for sense in each.all("entity")]
    return tuple(name for name in said if name in owners)


def _names_its_value(reading: Reading, at: int) -> bool:
    """`Growth-tier accounts`: the field says what the value before it is, and a noun follows."""
    before, follow = reading.items[at - 1] if at else None, reading.after(at)
    if before is None or plural(reading.items[at]):
        return False
    if reading.contrast is None and (follow is None or not reading.items[follow].has("entity", "kind")):
        return False
    own = {sense.value for sense in reading.items[at].all("field")}
    return any(sense.value in own for sense in before.all("value"))


def _is_value(item: Item, noun: Noun) -> bool:
    """`Visits` of a column “Visit or call”: those of the value, not what the column holds."""
    part = all(sense.weight < WHOLE for sense in item.all("field"))
    return part and any(sense.value == noun.name and sense.weight >= 1 for sense in item.all("value"))


def _named_by_value(reading: Reading, at: int) -> bool:
    """`Has team Nord won more than team Süd`, `tier A clients`: the value right behind says which."""
    follow = reading.items[at + 1] if at + 1 < len(reading.items) else None
    rows = any(item.has("entity", "kind") for item in reading.items[at + 2 : at + 3])
    if (
        follow is None
        or (reading.contrast is None and not rows)
        or plural(reading.items[at])
        or follow.has("entity", "outcome")
    ):
        return False
    own = {sense.value for sense in reading.items[at].all("field")}
    return any(sense.value in own for sense in follow.all("value"))


def _rows_flagged(reading: Reading) -> None:
    """`Number of entrapments in May`: the rows of which that is so."""
    for at, item in enumerate(reading.items[:-1] if reading.head is None else ()):
        follow = reading.items[at + 1]
        flags = [sense.value for sense in follow.all("field") if reading.field(sense).type == "boolean"]
        if item.used or not flags or follow.has("entity", "value") or not plural(follow):
            continue
        if any(sense.value == "count" for sense in item.all("aggregate")):
            reading.head = Noun("entity", flags[0].split(".")[0], -1)
            return


def _what_was_sold(reading: Reading) -> None:
    """`What did we sell to Acme` asks for products."""
    if reading.words()[:1] == ["what"] and reading.has("sale") and not reading.has("aggregate", "metric"):
        reading.head = Noun("entity", "product", -1)


def _their_team(reading: Reading, at: int) -> bool:
    """`Wins by Anna's team`: the team says whose wins, where something else is asked for."""
    before = reading.before(at)
    if before is None or reading.items[at].text.casefold() not in {"team", "teams", "group"}:
        return False
    led = any(sense.detail in reading.vocabulary.managers for sense in reading.items[before].all("value"))
    return led and reading.has("outcome", "sale", "metric")


def _who_was_spoken_to(reading: Reading) -> None:
    """`Has anybody talked to Acme this quarter` asks for interactions."""
    at = reading.first("gap")
    if reading.head is None and at is not None and not reading.has("negation", "metric", "superlative", "aggregate"):
        reading.use(at, "head")
        reading.head = Noun("entity", "interaction", -1)


def _whatever(reading: Reading) -> None:
    """`Everything in Contract Sent`: the rows that a value or an outcome is said of."""
    words = set(reading.words())
    if reading.head is not None or not words & WHATEVER or reading.has("aggregate", "metric", "grouper"):
        return
    said = [sense.value.split(".")[0] for item in reading.items for sense in item.all("value") if not names(sense)]
    if said:
        reading.head = Noun("entity", said[0], -1)


def _joined(reading: Reading, at: int) -> Noun | None:
    """`Which product family …`, `deal stage`."""
    follow = at + 1
    if follow >= len(reading.items) or reading.items[follow].used or not reading.items[follow].has("field"):
        return None
    entity = noun_at(reading, at)
    if entity is None:
        return None
    field = best_field(reading.items[follow], (entity.name,))
    own = field.split(".")[0] == entity.name and reading.field(field).type in NAMED_BY
    return Noun("field", field, follow) if own and not reading.items[at].text.endswith("s") else None
