"""Records of persons alone: where there are no firms, the contacts are the clients."""

from __future__ import annotations

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.ask.language.lexicon import Sense, phrases
from crm.ask.language.text import key, tokens
from crm.ask.record.labels import spoken
from crm.ask.record.schema import FieldInfo
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.words import ENTITIES
from crm.model import ROWS, Account, Contact, Field

PERSON = frozenset({"contact", "name", "person"})  # what heads the name of somebody at a client's


def add_persons(session: Session, vocabulary: Vocabulary) -> None:
    """Clients are the persons of the record where it knows no firms."""
    held = [
        session.scalar(select(model.id).where(model.tenant_id == vocabulary.tenant_id).limit(1)) is not None
        for model in (Account, Contact)
    ]
    if held == [True, False] and _called_contacts(session, vocabulary):
        vocabulary.unheld.add("contact")  # firms that their tool calls contacts
    elif held == [True, False] and (named := _person_there(vocabulary)) is not None:
        for phrase in ("contact person", "contact name", "person to speak to"):
            vocabulary.add(phrase, Sense("field", named.ref))
    if held != [False, True]:
        return
    vocabulary.unheld.add("account")
    for info in vocabulary.fields_of("account"):
        vocabulary.unname(info.ref)
    for phrase in phrases(ENTITIES["account"]):
        vocabulary.add(phrase, Sense("entity", "contact"))


def _called_contacts(session: Session, vocabulary: Vocabulary) -> bool:
    """Whether the table of the clients is called contacts."""
    query = select(Field.values).where(
        Field.tenant_id == vocabulary.tenant_id, Field.entity == "account", Field.key == ROWS
    )
    named = {key(name) for values in session.scalars(query) for name in json.loads(values or "[]")}
    return any(key(phrase) in named for phrase in phrases(ENTITIES["contact"]))


def _person_there(vocabulary: Vocabulary) -> FieldInfo | None:
    """The column of the clients that names somebody to speak to there."""
    found = [
        info
        for info in vocabulary.fields_of("account")
        if info.type in {"text", "category"} and len({token.fold for token in tokens(spoken(info.label))} & PERSON) > 1
    ]
    return found[0] if found else None
