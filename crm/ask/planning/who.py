"""Whom `who` asks for: the team's own, the clients, or people there."""

from __future__ import annotations

from crm.ask.language.linking import Item
from crm.ask.language.text import tokens
from crm.ask.planning.entities import entity_at
from crm.ask.planning.persons import whom
from crm.ask.planning.reading import Noun, Reading
from crm.naming import word_set

SELLS = frozenset({"sold", "sell", "sells", "selling"})
HOLDING = word_set(
    "has have had got s holds hold runs run running uses using pays paid paying cancelled canceled renewed"
)


def _of_accounts(reading: Reading, rest: list[Item]) -> bool:
    """`Who renews in March`: columns that accounts have, or rows below them, and persons of the team have not."""
    owners = {sense.value.split(".")[0] for item in rest for sense in item.all("field")}
    entities = {sense.value for item in rest for sense in item.all("entity")} & reading.vocabulary.entities.keys()
    deals = [item for item in rest if item.has("outcome") and not item.has("value")]
    told = [*deals, *(item for item in rest if item.has("sale", "metric", "owns", "manages"))]
    if not reading.vocabulary.has_deals and entities and not told:
        return not entities & {"interaction", "task", "user"}
    if entities and not told and all(_hangs_on_accounts(reading, name) for name in entities):
        return True
    theirs = all(name == "account" or _hangs_on_accounts(reading, name) for name in owners)
    return bool(owners) and not told and not entities and theirs


def _holds(reading: Reading, rest: list[Item]) -> bool:
    """`Who has a subscription but no open deal`, `who has both Tally and Foresight running`: what only clients have."""
    words = [item.text.casefold() for item in rest]
    if not HOLDING & set(words[:2]):
        return False
    states = ("entity", "kind", "metric", "owns")
    if _in_stage(rest):
        return True
    first = next((item for item in rest if item.has(*states) or _product(item) or _decided(item)), None)
    if first is None or _decided(first) or first.has("metric", "owns"):
        return False
    names = [sense.value for sense in first.all("entity") if sense.value in reading.vocabulary.entities]
    if names:
        return all(_hangs_on_accounts(reading, name) for name in names)
    return _product(first) and not reading.has("sale") and not reading.value("entity", "deal")


def _in_stage(rest: list[Item]) -> bool:
    """`Who has got a proposal out`, where that is a stage: a client, whose deal it is."""
    at = next((at for at, item in enumerate(rest) if not item.stop), None)
    if at is None or not at or rest[at - 1].text.casefold() not in {"a", "an"}:
        return False
    return any(sense.value == "deal.stage" for sense in rest[at].all("value")) and not rest[at].has("entity")


def _decided(item: Item) -> bool:
    """Won, lost or open, and nothing else."""
    return item.has("outcome") and not item.has("value", "entity")


def _product(item: Item) -> bool:
    return any(sense.value == "product.name" for sense in item.all("value"))


def _hangs_on_accounts(reading: Reading, entity: str) -> bool:
    """Rows of customers, which persons of the team are reached from through the customer only."""
    known = reading.vocabulary.entities[entity]
    targets = {link.target for link in known.links}
    return bool(known.kind) and "account" in targets and "user" not in targets


def who(reading: Reading, at: int) -> Noun | None:
    """Reps, unless they buy, complain or work somewhere, or the sentence says who they are."""
    if (last := _set_apart(reading) or _who_of(reading, at)) is not None:
        return last
    rest = reading.items[at + 1 :]
    if (one := _who_of_us(reading, at)) is not None:
        return one
    if any(item.text.casefold() in SELLS and item.has("entity") for item in rest[:4]):
        return Noun("entity", "user", at)
    if any(sense.value == "owed" for item in rest[:4] for sense in item.all("metric")):
        return Noun("entity", reading.vocabulary.clients, at)
    if (met := whom(reading, at)) is not None:
        return met
    words = [item.text.casefold() for item in rest[:2]]
    if words and words[0] in {"are", "is", "was", "were", "s"}:
        for item in rest[1:]:
            if item.has("entity"):
                return None
            if item.has("metric", "sale", "period"):
                break
    if any(item.has("works_at") for item in rest[:3]):
        return Noun("entity", "contact", at)
    sale = next((item for item in rest[:4] if item.has("sale")), None)
    if sale is not None and sale.text.casefold().startswith(("b", "purch", "order")):
        return Noun("entity", reading.vocabulary.clients, at)
    if any(item.has("mood", "about", "said", "signal") for item in rest[:4]) or _holds(reading, rest):
        return Noun("entity", reading.vocabulary.clients, at)
    if _of_accounts(reading, rest):
        return Noun("entity", reading.vocabulary.clients, at)
    return Noun("entity", "user", at)


def relative(reading: Reading, at: int) -> bool:
    """`Prospects with whom we lost a deal`: it stands for the noun before it."""
    before = reading.items[at - 2] if at > 1 else None
    joined = reading.words()[at - 1] in {"with", "to", "from", "of", "for", "by"} if at else False
    return joined and before is not None and before.has("entity", "value", "field", "kind")


def _who_of_us(reading: Reading, at: int) -> Noun | None:
    """`Who of us has taken the most hires`: by the column that says who did so, else a rep."""
    if reading.words()[at + 1 : at + 3] != ["of", "us"]:
        return None
    for item in reading.items[at + 1 :]:
        for sense in item.all("field"):
            if reading.field(sense).label.casefold().endswith(" by"):
                item.senses, item.stop = [], True
                return Noun("field", sense.value, at)
    return Noun("entity", "user", at)


def _who_of(reading: Reading, at: int) -> Noun | None:
    """`Who of the growers …`: one of those."""
    place = reading.after(at)
    if place is None or reading.words()[at + 1 : at + 2] != ["of"] or not reading.items[place].has("entity"):
        return None
    reading.use(place, "head")
    return entity_at(place, reading.items[place])


def _set_apart(reading: Reading) -> Noun | None:
    """`Who has never opened a ticket? (accounts)`: the last word says who."""
    at = len(reading.items) - 1
    item = reading.items[at]
    before = reading.text[: tokens(reading.text)[item.first].start].rstrip()
    if not item.has("entity") or before[-1:] not in {"(", "?", ":", "-", "–", "—"}:
        return None
    reading.use(at, "head")
    return entity_at(at, item)
