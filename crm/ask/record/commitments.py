"""What "confirmed" means of rows that begin as offers: their status says that they bind, and have not fallen."""

from __future__ import annotations

from crm.ask.language.lexicon import Sense, phrases
from crm.ask.language.text import key, tokens
from crm.ask.plan import Condition
from crm.ask.record.schema import FieldInfo
from crm.ask.record.states import MOST_VALUES, STATUS
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.words import COMMITMENT
from crm.naming import word_set

OFFERED, FALLEN = word_set(COMMITMENT["offered"]), word_set(COMMITMENT["fallen"])


def add_commitments(vocabulary: Vocabulary) -> None:
    """Lets `confirmed` mean the values of a status that bind, `unconfirmed` those that still do not."""
    for name in vocabulary.entities:
        parted = _parted(vocabulary, name)
        if parted is not None:
            info, bound, offered = parted
            _call(vocabulary, info, COMMITMENT["bound"], bound)
            _call(vocabulary, info, COMMITMENT["unbound"], offered)
    add_shades(vocabulary)


def _call(vocabulary: Vocabulary, info: FieldInfo, said: str, values: list[str]) -> None:
    """Words for several values of a column, unless its own table uses them for something."""
    for phrase in phrases(said):
        known = vocabulary.senses.get(key(phrase), ())
        if all(sense.kind == "value" and sense.value.split(".")[0] != info.entity for sense in known):
            for value in values:
                vocabulary.add(phrase, Sense("value", info.ref, value))


def add_shades(vocabulary: Vocabulary) -> None:
    """`Partly paid` of a record that says “Partially Paid”."""
    for info in list(vocabulary.fields.values()):
        for value in info.values if info.type in {"category", "text"} else ():
            first, _, rest = value.casefold().partition(" ")
            if rest and first in {"partially", "partial", "partly", "part"}:
                for said in ("partially", "partly", "part", "only partly", "only partially"):
                    vocabulary.add(f"{said} {rest}", Sense("value", info.ref, value))


def binding(vocabulary: Vocabulary, entity: str) -> Condition | None:
    """The condition that rows bind, where some of them are mere offers or have fallen."""
    parted = _parted(vocabulary, entity)
    return Condition(field=parted[0].ref, op="in", values=list(parted[1])) if parted else None


def _parted(vocabulary: Vocabulary, entity: str) -> tuple[FieldInfo, list[str], list[str]] | None:
    """The status of rows that may be mere offers, its values that bind, and those that do not yet."""
    if not vocabulary.entities[entity].kind:
        return None
    for info in vocabulary.fields_of(entity):
        if info.type not in {"category", "text"} or not 1 < len(info.values) <= MOST_VALUES:
            continue
        said = {value: {token.fold for token in tokens(value)} for value in info.values}
        offered = [value for value, words in said.items() if words & OFFERED]
        bound = [value for value, words in said.items() if not words & (OFFERED | FALLEN)]
        if offered and bound and STATUS & set(info.key.split("_")):
            return info, bound, offered
    return None
