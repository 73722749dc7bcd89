"""Numbers by which rows go outside the record: opportunity 125VIRMX, invoice BM-21022, sub_7044."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.ask.language.lexicon import Sense
from crm.ask.language.text import key, singular
from crm.ask.record.mails import mails
from crm.ask.record.phones import phones
from crm.ask.record.vocabulary import Vocabulary
from crm.model import Account, Contact, Deal, Interaction, RelatedRecord, Task

RUN = re.compile(r"(?<![\w-])\w[\w\-/.#]*\w")
BEHIND = re.compile(
    r"\b(?P<noun>[^\W\d_]+)\s+(?:(?:no|nr|num|id)\b\.?|number|ref\b\.?)?\s*(?P<number>#?\d{2,12})(?![\w.,%/-]*\w)",
    re.IGNORECASE,
)  # order 1042, invoice no. 77, ticket #12
LONGEST = 14  # longer ones are machines' own and nobody types them
FEW = 20  # rows looked at to see what their numbers are like
MOST = 8  # runs of one question that are looked up
SPOKEN = frozenset({"no", "number", "nr", "ref", "reference", "code"})  # how headers of numbers end that people say
NUMBER_WORDS = ("number", "no", "nos", "nr", "id", "ref", "reference", "code")
TABLES: tuple[tuple[str, Any], ...] = (
    ("deal", Deal),
    ("account", Account),
    ("contact", Contact),
    ("task", Task),
    ("interaction", Interaction),
)


@dataclass(frozen=True)
class Identified:
    """A stretch of the text that is the number of a row."""

    start: int
    end: int
    senses: tuple[Sense, ...]


def telling(identifier: str) -> bool:
    """Whether people may call a row so: letters and digits, and short."""
    return (
        4 <= len(identifier) <= LONGEST
        and any(letter.isdigit() for letter in identifier)
        and any(letter.isalpha() for letter in identifier)
    )


def identified(session: Session, vocabulary: Vocabulary, text: str) -> list[Identified]:
    """The numbers of rows that a text names; what is the number of no row is left to the words."""
    rung = [
        Identified(start, end, (Sense("value", "contact.phone", held),))
        for start, end, held in phones(session, vocabulary, text)
    ]
    rung += [
        Identified(start, end, (Sense("value", "contact.name", name),))
        for start, end, name in mails(session, vocabulary, text)
    ]
    if rung:
        return rung
    counted = [each for match in BEHIND.finditer(text) if (each := _behind(session, vocabulary, match))]
    runs = [match for match in RUN.finditer(text) if telling(match.group())][:MOST]
    if not runs:
        return counted
    spelt = {way for run in runs for way in (run.group(), run.group().upper(), run.group().lower())}
    known = _known(session, vocabulary, sorted(spelt))
    found = counted
    for run in runs:
        senses = [sense for number, sense in known if number.casefold() == run.group().casefold()]
        if senses:
            found.append(Identified(run.start(), run.end(), tuple(senses)))
    return found


def number_of(vocabulary: Vocabulary, entity: str) -> str | None:
    """The column by which people tell rows of an entity apart: one headed as its number, else its key."""
    own = vocabulary.entities[entity].singular.split()
    for info in vocabulary.fields_of(entity):
        words = info.key.split("_")
        if not info.core and info.type == "id" and words[-1] in SPOKEN and words[:-1] and set(words[:-1]) <= set(own):
            return info.ref
    return f"{entity}.external_id" if f"{entity}.external_id" in vocabulary.observed else None


def call_numbers(vocabulary: Vocabulary) -> None:
    """Lets `task ids` and `claim refs` mean the column that rows of a table are numbered by."""
    for name, entity in vocabulary.entities.items():
        ref = number_of(vocabulary, name)
        if ref is None or ref not in vocabulary.fields:
            continue
        for noun in dict.fromkeys((entity.singular, entity.singular.split()[-1])):
            for word in NUMBER_WORDS:
                phrase = key(f"{noun} {word}")
                kept = [each for each in vocabulary.senses.get(phrase, []) if each.value != f"{name}.external_id"]
                if all(each.value == ref for each in kept):
                    vocabulary.senses[phrase] = [Sense("field", ref)]


def _behind(session: Session, vocabulary: Vocabulary, match: re.Match[str]) -> Identified | None:
    """The row of a number that stands behind the noun of such rows, where there is one."""
    noun, number = match["noun"], match["number"].removeprefix("#")
    told = [] if singular(noun.casefold()) != noun.casefold() else vocabulary.senses.get(key(noun), [])
    names = [sense.value for sense in told if sense.kind == "entity" and sense.weight >= 1]
    for name in names or (["deal"] if noun.casefold() in {"deal", "opportunity"} else []):
        for model, conditions, ref in _numbers(vocabulary, name, number):
            if session.scalar(select(model.id).where(model.tenant_id == vocabulary.tenant_id, *conditions).limit(1)):
                return Identified(match.start("number"), match.end("number"), (Sense("value", ref, number),))
    return None


def _numbers(vocabulary: Vocabulary, name: str, number: str) -> Iterator[tuple[Any, tuple[Any, ...], str]]:
    """Where rows of an entity have their numbers: their key, or a column of an extra table that is headed so."""
    kind = vocabulary.entities[name].kind
    if kind is None:
        for model in (each for known, each in TABLES if known == name):
            yield model, (model.external_id == number,), f"{name}.external_id"
        return
    own = RelatedRecord.kind == kind
    yield RelatedRecord, (own, RelatedRecord.external_id == number), f"{name}.external_id"
    for info in vocabulary.fields_of(name):
        if not info.core and info.type in {"id", "integer"} and info.key.rpartition("_")[2] in SPOKEN:
            yield RelatedRecord, (own, RelatedRecord.attributes[info.key].as_string() == number), info.ref


def numbered(session: Session, vocabulary: Vocabulary) -> set[str]:
    """Entities whose rows people may call by their numbers: deals and extra tables, by a few of their rows."""
    deals = select(Deal.external_id).where(Deal.tenant_id == vocabulary.tenant_id).limit(FEW)
    found = {"deal": session.scalars(deals).all()}
    for name, entity in vocabulary.entities.items():
        if entity.kind:
            own = (RelatedRecord.tenant_id == vocabulary.tenant_id, RelatedRecord.kind == entity.kind)
            found[name] = session.scalars(select(RelatedRecord.external_id).where(*own).limit(FEW)).all()
    return {name for name, numbers in found.items() if numbers and all(telling(each or "") for each in numbers)}


def _spoken(session: Session, vocabulary: Vocabulary, spelt: Sequence[str]) -> list[tuple[str, Sense]]:
    """Numbers that rows have beside their key: the bill_no of a table that a database counts by itself."""
    found: list[tuple[str, Sense]] = []
    for info in vocabulary.fields.values():
        kind = vocabulary.entities[info.entity].kind
        if info.core or info.type != "id" or kind is None or info.key.rpartition("_")[2] not in SPOKEN:
            continue
        number = RelatedRecord.attributes[info.key].as_string()
        query = select(number).where(
            RelatedRecord.tenant_id == vocabulary.tenant_id, RelatedRecord.kind == kind, number.in_(spelt)
        )
        found += [(each, Sense("value", info.ref, each)) for each in session.scalars(query.distinct()) if each]
    return found


def _known(session: Session, vocabulary: Vocabulary, spelt: Sequence[str]) -> list[tuple[str, Sense]]:
    found: list[tuple[str, Sense]] = []
    tenant = vocabulary.tenant_id
    kinds = {entity.kind: name for name, entity in vocabulary.entities.items() if entity.kind}
    record = RelatedRecord
    rows = session.execute(
        select(record.kind, record.external_id).where(
            record.tenant_id == tenant, record.kind.in_(list(kinds)), record.external_id.in_(spelt)
        )
    )
    found += [(number, Sense("value", f"{kinds[kind]}.external_id", number)) for kind, number in rows if number]
    found += _spoken(session, vocabulary, spelt) if not found else []
    for entity, model in TABLES:
        if f"{entity}.external_id" not in vocabulary.fields or found:
            continue
        numbers = select(model.external_id).where(model.tenant_id == tenant, model.external_id.in_(spelt)).distinct()
        found += [
            (number, Sense("value", f"{entity}.external_id", number)) for number in session.scalars(numbers) if number
        ]
    return found
