"""Numbers by which rows go outside the record: opportunity 125VIRMX, invoice BM-21022, sub_7044."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.ask.language.lexicon import Sense
from crm.ask.record.vocabulary import Vocabulary
from crm.model import Account, Contact, Deal, Interaction, RelatedRecord, Task

RUN = re.compile(r"(?<![\w-])\w[\w\-/.#]*\w")
LONGEST = 14  # longer ones are machines' own and nobody types them
FEW = 20  # rows looked at to see what their numbers are like
MOST = 8  # runs of one question that are looked up
SPOKEN = frozenset({"no", "number", "nr", "ref", "reference", "code"})  # how headers of numbers end that people say
TABLES = (("deal", Deal), ("account", Account), ("contact", Contact), ("task", Task), ("interaction", Interaction))


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
    runs = [match for match in RUN.finditer(text) if telling(match.group())][:MOST]
    if not runs:
        return []
    spelt = {way for run in runs for way in (run.group(), run.group().upper(), run.group().lower())}
    known = _known(session, vocabulary, sorted(spelt))
    found = []
    for run in runs:
        senses = [sense for number, sense in known if number.casefold() == run.group().casefold()]
        if senses:
            found.append(Identified(run.start(), run.end(), tuple(senses)))
    return found


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
